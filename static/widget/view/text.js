// @ts-check
// One line of text: the name, the e-mail address, or whatever else is asked in words.

import { h } from "../dom.js";
import { answer } from "./answer.js";

/** @param {TextOptions} options */
export function textAnswer({ words, kind, value, typed, submit, back }) {
  const input = h("input", {
    id: "answer",
    className: "field",
    type: kind === "email" ? "email" : "text",
    name: kind,
    value,
    autocomplete: kind === "text" ? "off" : kind,
    inputMode: kind === "email" ? "email" : "text",
    // Names keep their own spelling.
    autocapitalize: kind === "email" ? "none" : "words",
    spellcheck: false,
    enterKeyHint: "send",
    maxLength: 320,
    required: true,
    oninput: () => typed(input.value),
  });
  const label = h("label", { htmlFor: "answer" }, words.labels[kind === "name" || kind === "email" ? kind : "text"]);
  return answer({
    words,
    body: [label, input],
    action: words.send,
    submit: () => submit(input.value),
    back,
    field: input,
    focus: () => input.focus(),
    inline: true,
  });
}
