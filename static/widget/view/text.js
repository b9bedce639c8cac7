// @ts-check
// A text answer: one line for the name or the e-mail address, several for any other text.

import { h } from "../dom.js";
import { suggestEmail } from "../email_suggestion.js";
import { answerForm } from "./answer_form.js";

/** Suggests a correction of the address, as a button.
 * @param {Words} words @param {(address: string) => void} accept */
export function addressHint(words, accept) {
  const el = h("p", { className: "hint", role: "status" });
  let shown = "";
  return {
    el,
    /** @param {string} address @param {boolean} typing */
    update(address, typing) {
      const meant = suggestEmail(address, typing);
      if (meant === shown) return;
      shown = meant;
      el.replaceChildren(meant ? h("button", { type: "button", className: "quiet", onclick: () => (accept(meant), this.update(meant, false)) }, words.didYouMean({ address: meant })) : "");
    },
  };
}

/** @param {Words} words @param {"text" | "name" | "email"} kind */
export const labelOf = (words, kind) => ({ text: words.labelText, name: words.labelName, email: words.labelEmail })[kind];

/** @param {TextOptions} options */
export function textForm({ words, kind, value, typed, submit, back }) {
  const email = kind === "email";
  const long = kind === "text";
  const input = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    h(long ? "textarea" : "input", {
      id: "answer",
      className: "field",
      type: long ? undefined : email ? "email" : "text",
      rows: long ? 1 : undefined,
      name: kind,
      value,
      autocomplete: long ? "off" : kind,
      inputMode: email ? "email" : "text",
      // Names are capitalised as the visitor types them.
      autocapitalize: email ? "none" : long ? "sentences" : "words",
      spellcheck: long,
      enterKeyHint: "send",
      maxLength: long ? 4000 : 320,
      required: true,
      oninput: () => changed(true),
      onchange: () => changed(false),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (!long || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        input.form?.requestSubmit();
      },
    })
  );
  const label = h("label", { htmlFor: "answer" }, labelOf(words, kind));
  const hint = email && addressHint(words, (address) => {
    input.value = address;
    typed(address);
    input.focus();
  });
  const changed = (/** @type {boolean} */ typing) => {
    typed(input.value);
    if (hint) hint.update(input.value, typing);
  };
  if (hint) hint.update(value, false);
  return answerForm({
    words,
    body: [label, input, hint && hint.el],
    action: words.send,
    submit: () => submit(input.value),
    back,
    field: input,
    focus: () => input.focus(),
    inline: true,
  });
}
