// @ts-check
// Where the member writes. While an answer comes, the button stops it.

import { h, icon } from "../../widget/dom.js";

// As the server counts, in bytes of UTF-8; a text of so many characters may still be too long.
const LONGEST = 32_000;

/** @param {{words: ChatWords, send: (text: string) => Promise<boolean>, stop: () => Promise<unknown>}} options */
export function makeComposer({ words, send, stop }) {
  const error = h("p", { className: "wrong", id: "wrong", role: "alert" });
  const input = h("textarea", {
    id: "message",
    className: "field",
    rows: 1,
    maxLength: LONGEST,
    enterKeyHint: "send",
    autocomplete: "off",
    dir: "auto",
    placeholder: words.label,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!running) form.requestSubmit();
    },
  });
  const editing = h("p", { className: "small editing", hidden: true }, words.editing, " ", h("button", { type: "button", className: "link", onclick: () => cancel() }, words.cancel));
  const button = h("button", { className: "primary round" });
  const form = h("form", { className: "composer", noValidate: true }, editing, h("label", { htmlFor: "message", className: "hidden" }, words.label), h("div", { className: "line" }, input, button), error);
  let running = false;
  let busy = false;
  let cancel = () => {};

  const show = () => {
    button.type = running ? "button" : "submit";
    button.ariaLabel = button.title = running ? words.stop : words.send;
    button.replaceChildren(icon(running ? "stop" : "send"));
    button.onclick = running ? () => stop() : null;
  };
  const notify = (/** @type {string} */ text) => {
    error.textContent = text;
    input.toggleAttribute("aria-invalid", !!text);
    if (text) input.setAttribute("aria-describedby", "wrong");
    else input.removeAttribute("aria-describedby");
  };

  form.onsubmit = async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (busy || running) return;
    if (!text) return notify(words.empty);
    notify("");
    busy = true;
    input.value = "";
    try {
      // What was refused is not lost.
      if (!(await send(text))) input.value ||= text;
    } finally {
      busy = false;
    }
  };
  show();

  return {
    el: form,
    focus: () => input.focus(),
    notify,
    /** @param {string} text */
    fill: (text) => void (input.value = text),
    /** @param {boolean} now an answer is coming */
    setRunning(now) {
      if (running === now) return;
      running = now;
      show();
    },
    /** @param {boolean} on @param {() => void} [cancelled] */
    setEditing(on, cancelled = () => {}) {
      editing.hidden = !on;
      cancel = cancelled;
    },
  };
}
