// @ts-check
// The form that all answers share: the fields, a line for errors, and the buttons, with the main one always in the same
// corner.

import { h } from "../dom.js";

let count = 0;

/** @param {AnswerFormOptions} options */
export function answerForm({ words, body, action, submit, back, focus, field, aside, inline }) {
  const id = `wrong-${(count += 1)}`;
  const error = h("p", { className: "wrong", id, role: "alert" });
  const main = h("button", { className: "primary", type: "submit" }, action);
  const form = h("form", { className: inline ? "answer inline" : "answer", noValidate: true, autocomplete: "on" }, ...body);
  form.append(
    h(
      "div",
      { className: "actions" },
      error,
      back && h("button", { className: "quiet", type: "button", onclick: back }, words.back),
      aside,
      main,
    ),
  );
  let busy = false;

  const notify = (/** @type {string} */ text) => {
    error.textContent = text;
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
    notify("");
    // Not `disabled`, because a disabled button loses the focus.
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

  return { el: form, focus, notify, action: (/** @type {string} */ label) => void (main.textContent = label) };
}
