// @ts-check
// The conversation so far, grouped by who speaks. An answer can be changed where it stands.

import { h, icon } from "../dom.js";

// Shorter waits are no waits.
const PATIENT = 400;

/** Keeps together what reads badly across two lines. @param {string} text */
const whole = (text) => text.replace(/\be-(?=mail)/gi, "$&\u2060").replace(/(\d) (?=[kKMGT]B)/g, "$1\u00a0");

/** @param {HTMLElement} log @param {Words} words @param {(step: string) => void} edit */
export function makeLog(log, words, edit) {
  /** @type {HTMLElement | null} */
  let group = null;
  let speaker = "";
  const dots = h("div", { className: "turn assistant", ariaHidden: "true" }, h("p", { className: "bubble dots" }, h("i"), h("i"), h("i")));
  let due = false;
  // Once for all lines that come together: each look at the height makes the browser lay the page out.
  const down = () => {
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
      const bubble = h("p", { className: "bubble", dir: "auto" }, who === "you" ? text : whole(text));
      const said = step
        ? h("div", { className: "said" }, bubble, h("button", { type: "button", className: "icon-button edit", ariaLabel: words.editAnswer, title: words.editAnswer, onclick: () => edit(step) }, icon("edit")))
        : bubble;
      group.append(said);
      down();
      return said;
    },
    clear() {
      group = null;
      log.replaceChildren();
    },
    /** While an answer is on its way: the visitor's words stand there, and the assistant thinks.
     * @param {string} text @returns {() => void} the end of it */
    wait(text) {
      const before = [group, speaker];
      const mine = text && this.add({ who: "you", text });
      const thinking = setTimeout(() => (log.append(dots), down()), PATIENT);
      return () => {
        clearTimeout(thinking);
        dots.remove();
        if (!mine) return;
        // It comes again with the answer, or not at all.
        if (group !== before[0]) group?.remove();
        else mine.remove();
        [group, speaker] = /** @type {[HTMLElement | null, string]} */ (before);
      };
    },
  };
}
