// @ts-check
// The two consents, both unticked. Only the first is required.

import { h } from "../dom.js";
import { answerForm } from "./answer_form.js";

/** @param {Words} words @param {Consent} texts */
export function consentBoxes(words, texts) {
  const make = (/** @type {string} */ id, /** @type {string} */ text, /** @type {boolean} */ optional) => {
    const box = h("input", { type: "checkbox", id, name: id, required: !optional });
    return { box, el: h("label", { className: "consent", htmlFor: id }, box, h("span", {}, optional && h("strong", {}, words.optional, " "), text)) };
  };
  const data = make("personal_data", texts.personal_data.text, false);
  const training = make("ai_training", texts.ai_training.text, true);
  return {
    els: [data.el, training.el],
    first: data.box,
    /** @returns {Decisions} */
    read: () => ({ personal_data: data.box.checked, ai_training: training.box.checked }),
  };
}

/** @param {Words} words */
export const noticeLink = (words) =>
  h("p", { className: "small" }, h("a", { href: `/privacy?lang=${words.lang}`, target: "_blank", rel: "noopener" }, words.fullNotice, h("span", { className: "hidden" }, ` ${words.opens}`)));

/** @param {{words: Words, texts: Consent,
 *   submit: (decisions: Decisions) => Promise<unknown>, back?: () => void}} options */
export function consentForm({ words, texts, submit, back }) {
  const boxes = consentBoxes(words, texts);
  return answerForm({
    words,
    body: [...boxes.els, noticeLink(words)],
    action: words.agree,
    submit: () => submit(boxes.read()),
    back,
    field: boxes.first,
    focus: () => boxes.first.focus(),
  });
}
