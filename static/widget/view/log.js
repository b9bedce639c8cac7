// @ts-check
// The conversation so far, grouped by who speaks.

import { h } from "../dom.js";

/** Keeps together what reads badly across two lines. @param {string} text */
const whole = (text) => text.replace(/\be-(?=mail)/gi, "$&\u2060").replace(/(\d) (?=[KMGT]B)/g, "$1\u00a0");

/** @param {HTMLElement} log @param {Words} words */
export function makeLog(log, words) {
  /** @type {HTMLElement | null} */
  let group = null;
  let speaker = "";
  return {
    /** @param {Line} line */
    add({ who, text }) {
      if (!group || speaker !== who) {
        speaker = who;
        group = h("div", { className: `turn ${who}` }, h("span", { className: "hidden" }, `${who === "you" ? words.you : words.assistant}: `));
        log.append(group);
      }
      group.append(h("p", { className: "bubble", dir: "auto" }, who === "you" ? text : whole(text)));
      log.scrollTop = log.scrollHeight;
    },
    clear() {
      group = null;
      log.replaceChildren();
    },
  };
}
