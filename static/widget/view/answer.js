// @ts-check
// The frame every answer shares: what is asked for, a line for what is wrong, and the buttons, the
// main one always in the same corner.

import { h } from "../dom.js";

let count = 0;

/** @param {AnswerParts} parts */
export function answer({ words, body, action, submit, back, focus, field, aside, inline }) {
  const id = `wrong-${(count += 1)}`;
  const wrong = h("p", { className: "wrong", id, role: "alert" });
  const main = h("button", { className: "primary", type: "submit" }, action);
  const form = h("form", { className: inline ? "answer inline" : "answer", noValidate: true, autocomplete: "on" }, ...body);
  form.append(
    h(
      "div",
      { className: "actions" },
      wrong,
      back && h("button", { className: "quiet", type: "button", onclick: back }, words.back),
      aside,
      main,
    ),
  );
  let busy = false;

  const say = (/** @type {string} */ text) => {
    wrong.textContent = text;
    field?.toggleAttribute("aria-invalid", false);
    if (!field) return;
    if (text) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", id);
    } else field.removeAttribute("aria-describedby");
  };

  form.onsubmit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    say("");
    // Not `disabled`: that would throw the focus away in the middle of an answer.
    main.ariaDisabled = "true";
    form.ariaBusy = "true";
    try {
      await submit();
    } finally {
      busy = false;
      main.ariaDisabled = null;
      form.ariaBusy = null;
    }
  };

  return { el: form, focus, say, action: (/** @type {string} */ label) => void (main.textContent = label) };
}
