// @ts-check
// The widget's texts in the language that the server chose. build.rs makes a script of them from locales/*.ftl, in
// which a pattern is a text, or a list of texts, `[variable]` and `{variable: {form: pattern}}`.

/** @typedef {string | (string | [string] | Record<string, Record<string, any>>)[]} Pattern */

// Scripts that are written from right to left.
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]/;

/** Isolates text that runs against its sentence (FSI, PDI), or brackets and numbers around it would change places.
 * @param {unknown} value @param {boolean} rtl */
const isolate = (value, rtl) => ((rtl ? /[^\W\d_]|[\u00c0-\u02af\u0370-\u052f\u3040-\u9fff]/ : RTL).test(String(value)) ? `\u2068${value}\u2069` : String(value));

/** @param {Record<string, Pattern>} patterns @param {string} lang BCP 47 @param {boolean} rtl
 * @param {readonly string[]} [preferred] the languages of the browser; `en-GB` formats dates better than `en`
 * @returns {any} the words of the page, as its `messages.d.ts` has them */
export function makeWords(patterns, lang, rtl, preferred = []) {
  const local = preferred.find((one) => one.split("-")[0] === lang) ?? lang;
  // Texts from the server use these digits too.
  const intl = local.includes("-u-") ? local : `${local}-u-nu-latn`;
  const rules = new Intl.PluralRules(lang);
  /** @param {Pattern} pattern @param {Record<string, any>} values @returns {string} */
  const fill = (pattern, values) =>
    typeof pattern === "string"
      ? pattern
      : pattern
          .map((part) => {
            if (typeof part === "string") return part;
            if (Array.isArray(part)) return isolate(values[part[0]], rtl);
            const [[name, forms]] = Object.entries(part);
            return fill(forms[values[name]] ?? forms[rules.select(values[name])] ?? Object.values(forms).at(-1), values);
          })
          .join("");
  const words = Object.entries(patterns).map(([name, pattern]) => [name, typeof pattern === "string" ? pattern : (/** @type {{}} */ values) => fill(pattern, values)]);
  return { ...Object.fromEntries(words), lang, intl };
}
