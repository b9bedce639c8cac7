// @ts-check
// The messages of the conversation that is open.

import { h, icon } from "../../widget/dom.js";
import { markdown } from "../markdown.js";

// Milliseconds before the assistant is shown as thinking: some answers come sooner.
const THINKING_AFTER = 300;

/** @typedef {{el: HTMLElement, update: () => void, finish: () => void}} Entry */

/** @param {{words: ChatWords, edit: (message: ChatMessage) => void, again: (message: ChatMessage) => void,
 *   rate: (message: ChatMessage, value: "up" | "down" | null) => Promise<unknown>, earlier: () => Promise<unknown>}} options */
export function makeLog({ words, edit, again, rate, earlier }) {
  const list = h("ol", { className: "messages" });
  const more = h("button", { type: "button", className: "secondary more", hidden: true, onclick: () => earlier() }, words.earlier);
  const notice = h("p", { className: "small notice" });
  const el = h("section", { className: "log", tabIndex: 0, ariaLabel: words.conversation }, notice, more, list);
  // Says a whole answer once. A log that is live would be read out with each word.
  const status = h("p", { className: "hidden", role: "status" });
  let follows = true;
  let due = false;
  const scrollDown = () => {
    if (!follows || due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      el.scrollTop = el.scrollHeight;
    });
  };
  // A reader who has scrolled up stays there while the answer grows.
  el.addEventListener("scroll", () => (follows = el.scrollHeight - el.scrollTop - el.clientHeight < 48), { passive: true });
  new ResizeObserver(scrollDown).observe(el);

  /** @param {keyof typeof import("../../widget/dom.js").ICONS} name @param {string} label @param {() => unknown} onclick */
  const tool = (name, label, onclick) => h("button", { type: "button", className: "icon-button", ariaLabel: label, title: label, onclick }, icon(name));

  /** @param {ChatMessage} message */
  function thumbs(message) {
    const [up, down] = /** @type {const} */ (["up", "down"]).map((value) => {
      const button = tool(value, value === "up" ? words.good : words.bad, async () => {
        const next = message.feedback === value ? null : value;
        await rate(message, next);
        message.feedback = next;
        for (const [other, one] of /** @type {const} */ ([[up, "up"], [down, "down"]])) other.ariaPressed = `${next === one}`;
      });
      button.ariaPressed = `${message.feedback === value}`;
      return button;
    });
    return [up, down];
  }

  /** @param {ChatMessage} message */
  function copyButton(message) {
    const button = tool("copy", words.copy, async () => {
      await navigator.clipboard.writeText(message.content);
      status.textContent = words.copied;
      button.replaceChildren(icon("check"));
      setTimeout(() => button.replaceChildren(icon("copy")), 2000);
    });
    return button;
  }

  /** @param {ChatMessage} message @returns {Entry} */
  function entry(message) {
    const mine = message.role === "user";
    const bubble = h("div", { className: "bubble", dir: mine ? "auto" : undefined });
    const tools = h("div", { className: "tools" });
    const said = h("span", { className: "hidden" }, `${mine ? words.you : words.assistant}: `);
    const el = h("li", { className: `turn ${mine ? "you" : "assistant"}` }, said, bubble, tools);
    const render = mine ? (/** @type {string} */ text) => (bubble.textContent = text) : markdown(bubble);
    const dots = h("p", { className: "dots", ariaHidden: "true" }, h("i"), h("i"), h("i"));
    const thinking = message.state === "running" && setTimeout(() => message.content || bubble.append(dots), THINKING_AFTER);
    const finish = () => {
      clearTimeout(thinking || undefined);
      dots.remove();
      bubble.hidden = !message.content;
      const note = message.state === "stopped" ? words.stopped : message.state !== "broken" ? "" : message.content ? words.brokeOff : words.noAnswer;
      tools.replaceChildren(...(mine ? [tool("edit", words.edit, () => edit(message))] : message.content ? [copyButton(message), ...thumbs(message)] : []));
      if (!mine) tools.append(tool("retry", words.again, () => again(message)));
      el.querySelector(".ended")?.remove();
      if (note) tools.before(h("p", { className: "small ended", role: message.state === "broken" ? "alert" : "" }, note));
    };
    const update = () => {
      if (message.content) dots.remove();
      bubble.hidden = !message.content && message.state !== "running";
      render(message.content);
      scrollDown();
    };
    update();
    if (message.state !== "running") finish();
    return { el, update, finish };
  }

  return {
    el,
    status,
    /** @param {ChatMessage} message */
    add(message) {
      const added = entry(message);
      list.append(added.el);
      follows = true;
      scrollDown();
      return added;
    },
    /** @param {ChatMessage[]} messages */
    prepend(messages) {
      const before = el.scrollHeight;
      list.prepend(...messages.map((message) => entry(message).el));
      el.scrollTop += el.scrollHeight - before;
    },
    /** Removes this message and all after it. @param {number} at */
    cut(at) {
      while (list.children.length > at) list.lastElementChild?.remove();
    },
    clear() {
      list.replaceChildren();
      more.hidden = true;
      status.textContent = "";
    },
    /** What is shown before the first message. @param {string} text */
    note: (text) => void (notice.textContent = text),
    /** @param {boolean} has whether there are earlier messages */
    hasEarlier: (has) => void (more.hidden = !has),
    /** @param {string} text */
    announce: (text) => void (status.textContent = text),
  };
}
