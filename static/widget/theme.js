// @ts-check
// Applies what the embedding page asked for: title, colours, and whether the chat is inline.

import { accentColours, parseHex } from "./colour.js";

/** @param {{title: string}} words @param {URLSearchParams} params from the embedding page */
export function applyTheme(words, params) {
  const root = document.documentElement;
  const title = (params.get("title") || words.title).slice(0, 60);
  const accent = parseHex(params.get("accent"));
  // An inline chat cannot be closed.
  const inline = params.has("inline");
  // The server put the greeting into the page.
  /** @type {Turn | null} */
  const greeting = JSON.parse(document.body.dataset.greeting || "null");
  root.classList.toggle("within", inline);
  document.title = title;
  if (accent) for (const [name, value] of Object.entries(accentColours(accent))) root.style.setProperty(name, value);
  return { title, inline, greeting };
}
