// @ts-check
// A screen with one or two buttons and no field: confirmed, ended, continue or start over.

import { h, icon } from "../dom.js";

/** @param {CardOptions} options */
export function card({ title, text, mark, main, other, quiet }) {
  const primary = h("button", { type: "button", className: quiet ? "secondary" : "primary", onclick: main[1] }, main[0]);
  const heading = title && h("h2", { tabIndex: -1 }, mark && icon(mark), title);
  const el = h(
    "section",
    { className: mark ? "answer card good" : "answer card" },
    heading,
    text && h("p", {}, text),
    h("div", { className: "actions" }, other && h("button", { type: "button", className: "quiet", onclick: other[1] }, other[0]), primary),
  );
  return { el, focus: () => (heading || primary).focus(), notify: () => {} };
}
