// @ts-check
// The screen while the link in the mail is not used: where it was sent, or that it was refused; send it again, or correct
// the address.

import { h, icon } from "../dom.js";
import { answerForm } from "./answer_form.js";
import { addressHint, labelOf } from "./text.js";
import { consentBoxes, noticeLink } from "./consent.js";

/** @param {InboxOptions} options */
export function inboxCard({ words, address, until, wait, refused, resend, change, showError }) {
  const status = h("p", { className: "small", role: "status" });
  const button = h("button", { type: "button", className: refused ? "quiet" : "secondary" });
  const title = h("h2", { tabIndex: -1 }, icon("mail"), refused ? words.undeliveredTitle : words.inboxTitle);
  const [before, after] = (refused ? words.undeliveredTo : words.inboxTo)({ address: "\n" }).split("\n");
  const unknown = refused ? words.undeliveredUnknown : words.inboxUnknown;
  const links = until ? words.inboxUntil({ until }) : words.inboxOnce;
  // What to do next is the main button: after a refusal another address, because the same one is refused again.
  const other = h("button", { type: "button", className: refused ? "primary" : "quiet", onclick: change }, words.wrong);
  const el = h(
    "section",
    { className: "answer card" },
    title,
    address ? h("p", {}, before, h("strong", { className: "address", dir: "ltr" }, address), after) : h("p", {}, unknown),
    h("p", {}, refused ? words.undeliveredHelp : links),
    status,
    h("div", { className: "actions" }, ...(refused ? [button, other] : [other, button])),
  );
  let freeAt = 0;

  const tick = () => {
    const left = Math.ceil((freeAt - Date.now()) / 1000);
    button.ariaDisabled = left > 0 ? "true" : null;
    button.textContent = left > 0 ? words.againIn({ seconds: left }) : words.again;
    // The timer ends when another view has replaced the card.
    if (left > 0 && (el.isConnected || left === wait)) setTimeout(tick, 1000 - (Date.now() % 1000));
  };
  const pause = (/** @type {number} */ seconds) => {
    wait = Math.max(1, Math.ceil(seconds));
    freeAt = Date.now() + wait * 1000;
    tick();
  };
  button.onclick = async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true";
    try {
      pause(await resend());
      status.textContent = words.sentAgain;
    } catch (error) {
      const { retryAfter = 0 } = /** @type {any} */ (error);
      if (retryAfter) pause(retryAfter);
      else {
        button.ariaDisabled = null;
        showError(error);
      }
    }
  };
  if (wait > 0) pause(wait);
  else tick();

  return { el, focus: () => title.focus(), notify: (/** @type {string} */ text) => void (status.textContent = text) };
}

/** @param {ChangeOptions} options */
export function changeForm({ words, name, email, texts, submit, back }) {
  const field = (/** @type {"name" | "email"} */ kind, /** @type {string} */ value) => {
    const input = h("input", { id: kind, className: "field", type: kind === "email" ? "email" : "text", name: kind, value, autocomplete: kind, maxLength: 320, spellcheck: false, required: true });
    return { input, label: h("label", { htmlFor: kind }, labelOf(words, kind)) };
  };
  const nameField = field("name", name);
  const emailField = field("email", email);
  emailField.input.inputMode = "email";
  const hint = addressHint(words, (address) => {
    emailField.input.value = address;
    emailField.input.focus();
  });
  hint.update(email, false);
  emailField.input.oninput = () => hint.update(emailField.input.value, true);
  emailField.input.onchange = () => hint.update(emailField.input.value, false);
  const boxes = texts && consentBoxes(words, texts);
  return answerForm({
    words,
    body: [...(name ? [] : [nameField.label, nameField.input]), emailField.label, emailField.input, hint.el, ...(boxes ? [...boxes.els, noticeLink(words)] : [])],
    action: words.change,
    aside: h("button", { type: "button", className: "quiet", onclick: back }, words.keep),
    field: emailField.input,
    focus: () => (name ? emailField : nameField).input.focus(),
    submit: () => submit({ name: nameField.input.value, email: emailField.input.value, decisions: boxes && boxes.read() }),
  });
}
