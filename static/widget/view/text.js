// @ts-check
// An answer in words: one line for the name or the e-mail address, several for anything else.

import { h } from "../dom.js";
import { suggestion } from "../suggest.js";
import { answer } from "./answer.js";

/** Asks about a slip in the address; the visitor may take the hint or leave it.
 * @param {Words} words @param {(address: string) => void} take */
export function addressHint(words, take) {
  const el = h("p", { className: "hint", role: "status" });
  let shown = "";
  return {
    el,
    /** @param {string} address @param {boolean} typing */
    look(address, typing) {
      const meant = suggestion(address, typing);
      if (meant === shown) return;
      shown = meant;
      el.replaceChildren(meant ? h("button", { type: "button", className: "quiet", onclick: () => (take(meant), this.look(meant, false)) }, words.didYouMean({ address: meant })) : "");
    },
  };
}

/** @param {Words} words @param {"text" | "name" | "email"} kind */
export const labelOf = (words, kind) => ({ text: words.labelText, name: words.labelName, email: words.labelEmail })[kind];

/** @param {TextOptions} options */
export function textAnswer({ words, kind, value, typed, submit, back }) {
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
      // Names keep their own spelling.
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
    if (hint) hint.look(input.value, typing);
  };
  if (hint) hint.look(value, false);
  return answer({
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
