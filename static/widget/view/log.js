// @ts-check
// The conversation so far, grouped by speaker. Each answer has a button to change it.

import { h, icon } from "../dom.js";

// Milliseconds before the assistant is shown as thinking: most answers come sooner.
const THINKING_AFTER = 400;

/** Prevents line breaks inside "e-mail" and between a number and its unit. @param {string} text */
const unbroken = (text) => text.replace(/\be-(?=mail)/gi, "$&\u2060").replace(/(\d) (?=[kKMGT]B)/g, "$1\u00a0");

/** @param {HTMLElement} log @param {Words} words @param {(step: string) => void} edit */
export function makeLog(log, words, edit) {
  /** @type {HTMLElement | null} */
  let group = null;
  let speaker = "";
  const dots = h("div", { className: "turn assistant", ariaHidden: "true" }, h("p", { className: "bubble dots" }, h("i"), h("i"), h("i")));
  let due = false;
  // Once for all lines that are added together: each read of the height makes the browser lay out the page.
  const scrollDown = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      log.scrollTop = log.scrollHeight;
    });
  };

  return {
    /** @param {Line} line */
    add({ who, text, step }) {
      if (!group || speaker !== who) {
        speaker = who;
        group = h("div", { className: `turn ${who}` }, h("span", { className: "hidden" }, `${who === "you" ? words.you : words.assistant}: `));
        log.append(group);
      }
      const bubble = h("p", { className: "bubble", dir: "auto" }, who === "you" ? text : unbroken(text));
      const said = step
        ? h("div", { className: "said" }, bubble, h("button", { type: "button", className: "icon-button edit", ariaLabel: words.editAnswer, title: words.editAnswer, onclick: () => edit(step) }, icon("edit")))
        : bubble;
      group.append(said);
      scrollDown();
      return said;
    },
    clear() {
      group = null;
      log.replaceChildren();
    },
    /** Shows the visitor's answer while the server processes it, and the assistant as thinking.
     * @param {string} text @returns {() => void} removes both */
    addPending(text) {
      const before = [group, speaker];
      const mine = text && this.add({ who: "you", text });
      const thinking = setTimeout(() => (log.append(dots), scrollDown()), THINKING_AFTER);
      return () => {
        clearTimeout(thinking);
        dots.remove();
        if (!mine) return;
        // It is added again with the response, or the server refused it.
        if (group !== before[0]) group?.remove();
        else mine.remove();
        [group, speaker] = /** @type {[HTMLElement | null, string]} */ (before);
      };
    },
  };
}
