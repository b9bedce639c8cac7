// @ts-check
// A small, safe Markdown: paragraphs, lists, quotes, code, emphasis and links. It makes text nodes and a few elements,
// never markup from the text, and nothing that loads by itself. An answer is written by a program that may repeat what
// others have put into its sources, so a link shows where it leads.

import { h } from "../widget/dom.js";

/** @typedef {{kind: "text" | "title" | "quote" | "code" | "list", source: string, lines: string[]}} Block */

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^ {0,12}(?:[-*+•]|(\d{1,9})[.)])\s+(.*)$/;

/** Splits a text into its blocks. @param {string} text @returns {Block[]} */
export function blocksOf(text) {
  /** @type {Block[]} */
  const blocks = [];
  let open = /** @type {Block | null} */ (null);
  let fence = "";
  const begin = (/** @type {Block["kind"]} */ kind, /** @type {string[]} */ ...lines) => blocks.push((open = { kind, source: "", lines }));
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (fence) {
      if (mark?.startsWith(fence) && !line.trim().slice(mark.length)) {
        fence = "";
        open = null;
      } else open?.lines.push(line);
    } else if (mark) {
      fence = mark;
      begin("code");
    } else if (!line.trim()) {
      // A list goes on after an empty line.
      if (open?.kind !== "list") open = null;
    } else if (ITEM.test(line)) {
      open?.kind === "list" ? open.lines.push(line) : begin("list", line);
    } else if (open?.kind === "list" && /^\s/.test(line)) {
      open.lines[open.lines.length - 1] += `\n${line.trim()}`;
    } else if (/^ {0,3}#{1,6}\s/.test(line)) {
      begin("title", line.replace(/^[\s#]+|[\s#]+$/g, ""));
      open = null;
    } else {
      const quoted = /^ {0,3}> ?(.*)$/.exec(line);
      const kind = quoted ? "quote" : "text";
      const rest = quoted ? quoted[1] : line.trim();
      open?.kind === kind ? open.lines.push(rest) : begin(kind, rest);
    }
  }
  // What is written last may still grow.
  for (const block of blocks) block.source = `${block.kind}\n${block.lines.join("\n")}`;
  return blocks;
}

/** Where a link leads; null for all that is no page and no address of mail. @param {string} text */
function linkTarget(text) {
  try {
    const url = new URL(text);
    return /^(https?|mailto):$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

const INLINE = /(`+)([^`]|[^`].*?[^`])\1(?!`)|!?\[([^\]\n]{1,300})\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"\n]*")?\s*\)|\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\p{L}\p{N}*])[*](?=\S)([^*\n]+?)(?<=\S)[*](?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])|\bhttps?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}*_]/gu;

/** @param {string} text @param {number} [depth] @returns {(Node | string)[]} */
export function inlineNodes(text, depth = 0) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let at = 0;
  // On a line of a book's length the search for pairs would take seconds.
  for (const match of depth > 4 || text.length > 5000 ? [] : text.matchAll(INLINE)) {
    const [whole, ticks, code, label, address, strong, star, line] = match;
    if (match.index > at) nodes.push(text.slice(at, match.index));
    at = match.index + whole.length;
    if (ticks) nodes.push(h("code", { dir: "ltr" }, code));
    else if (strong) nodes.push(h("strong", {}, ...inlineNodes(strong, depth + 1)));
    else if (star || line) nodes.push(h("em", {}, ...inlineNodes(star || line, depth + 1)));
    else {
      const url = linkTarget(label ? address : whole);
      const href = url?.href;
      if (!url || !href) nodes.push(whole);
      else {
        const host = url.protocol === "mailto:" ? url.pathname : url.host;
        const said = label ?? whole;
        nodes.push(h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, said));
        // A text that is an address itself shows where it leads, unless it lies.
        const shown = url.protocol === "mailto:" ? said === host : !url.username && linkTarget(said)?.host === host;
        if (!shown) nodes.push(" ", h("span", { className: "host", dir: "ltr" }, `(${host})`));
      }
    }
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}

/** The lines of a paragraph, as they were broken. @param {string[]} lines */
const withBreaks = (lines) => lines.flatMap((line, at) => [...(at ? [h("br")] : []), ...inlineNodes(line)]);

/** @param {string[]} lines */
function listElement(lines) {
  const first = ITEM.exec(lines[0]);
  const items = lines.map((line) => {
    const [head, ...more] = line.split("\n");
    const inset = /^ */.exec(head)?.[0].length ?? 0;
    const item = h("li", {}, ...withBreaks([ITEM.exec(head)?.[2] ?? head, ...more]));
    // One level shows what belongs together; more would not fit a phone.
    if (inset > 1) item.className = "inner";
    return item;
  });
  return first?.[1] ? h("ol", { start: Number(first[1]) }, ...items) : h("ul", {}, ...items);
}

/** @param {Block} block @returns {HTMLElement} */
function blockElement({ kind, lines }) {
  if (kind === "code") return h("pre", { tabIndex: 0, dir: "ltr" }, h("code", {}, lines.join("\n")));
  if (kind === "list") return listElement(lines);
  if (kind === "quote") return h("blockquote", { dir: "auto" }, ...withBreaks(lines));
  return h("p", { dir: "auto", className: kind === "title" ? "title" : "" }, ...withBreaks(lines));
}

/** Shows a text that may grow: what has not changed stays as it is, and with it the reader's selection.
 * @param {HTMLElement} parent */
export function markdown(parent) {
  /** @type {Block[]} */
  let shown = [];
  return (/** @type {string} */ text) => {
    const blocks = blocksOf(text);
    let same = 0;
    while (same < blocks.length && blocks[same].source === shown[same]?.source) same += 1;
    while (parent.children.length > same) parent.lastElementChild?.remove();
    parent.append(...blocks.slice(same).map(blockElement));
    shown = blocks;
  };
}
