// The widget's texts for tests, formatted by Fluent's library, with which our interpreter is compared.

import { readFileSync, readdirSync } from "node:fs";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const FOLDER = new URL("../../../locales/", import.meta.url);

export const tags = readdirSync(FOLDER).map((name) => name.replace(".ftl", ""));

/** The languages in which journeys look at every page: those that break layouts in most ways (long words, right to left,
 * another script), or every one of them with `script/test --all` and for pictures. */
export const lookedAt = process.env.EVERY_LANGUAGE ? tags : ["ar", "de", "ja"];

/** Every message of a language, as a function of its values.
 * @param {string} tag @returns {Map<string, (values?: Record<string, unknown>) => string>} */
export function messagesOf(tag) {
  const bundle = new FluentBundle(tag, { useIsolating: false });
  const resource = new FluentResource(readFileSync(new URL(`${tag}.ftl`, FOLDER), "utf8"));
  bundle.addResource(resource);
  return new Map(
    resource.body.map(({ id, value }) => [
      id,
      (values = {}) => {
        const errors = [];
        const text = bundle.formatPattern(value, values, errors);
        if (errors.length > 0) throw errors[0];
        return text;
      },
    ]),
  );
}

const nameOf = (key) => key.slice("widget-".length).replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** What `makeWords` returns. @param {string} tag */
export function wordsFor(tag) {
  const own = [...messagesOf(tag)].filter(([key]) => key.startsWith("widget-"));
  const words = own.map(([key, message]) => {
    try {
      return [nameOf(key), message()];
    } catch {
      return [nameOf(key), message];
    }
  });
  return { ...Object.fromEntries(words), lang: tag, intl: tag };
}
