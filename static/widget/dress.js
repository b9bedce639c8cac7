// @ts-check
// How the page looks before anything is said: title, colours, and whether it stands inside another.

import { palette, parse } from "./colour.js";

/** @param {Words} words @param {URLSearchParams} asked what the embedding page asked for */
export function dress(words, asked) {
  const root = document.documentElement;
  const title = (asked.get("title") || words.title).slice(0, 60);
  const accent = parse(asked.get("accent"));
  // Inside an element of the page there is nothing to close.
  const within = asked.has("inline");
  // The page brings the greeting along.
  /** @type {Turn | null} */
  const first = JSON.parse(document.body.dataset.greeting || "null");
  root.classList.toggle("within", within);
  document.title = title;
  if (accent) for (const [name, value] of Object.entries(palette(accent))) root.style.setProperty(name, value);
  return { title, within, first };
}
