// @ts-check
// Makes the view of each screen from the draft. What the visitor does there is passed to `actions`.

import { foldEmail } from "../email_address.js";
import { formatDateTime } from "../format.js";
import { card } from "./card.js";
import { consentForm } from "./consent.js";
import { filesForm } from "./files.js";
import { changeForm, inboxCard } from "./inbox.js";
import { textForm } from "./text.js";

/** @param {ScreenOptions} options */
export function makeScreens({ words, draft, session: { uploads, limits }, actions }) {
  const { showError } = actions;

  return {
    welcome: () => card({ main: [words.goOnVisit, actions.goOn], other: [words.startOver, actions.startOver] }),

    /** @param {Question} question @param {(() => void) | undefined} back */
    files: ({ step }, back) =>
      filesForm({
        words,
        uploads,
        limits,
        back,
        showError,
        submit: () => actions.answer(step, { count: uploads.stored.length }, () => uploads.stored.map((item) => item.name).join("\n") || words.noFiles),
      }),

    /** @param {Question} question @param {(() => void) | undefined} back */
    text({ step, expects }, back) {
      const { typed, answers } = draft.current;
      const kind = expects.kind === "email" ? "email" : step === "name" ? "name" : "text";
      return textForm({
        words,
        kind,
        value: typed || (kind === "text" ? "" : (answers[kind] ?? "")),
        // Names and addresses are saved apart too, so that going back and forth loses neither.
        typed: (text) => draft.save(kind === "text" ? { typed: text } : { typed: text, answers: { ...draft.current.answers, [kind]: text } }),
        back,
        submit: (text) => {
          const given = kind === "email" ? foldEmail(text) : text.trim();
          return actions.answer(step, given, () => given, kind === "text" ? {} : { [kind]: given });
        },
      });
    },

    /** @param {Question} question @param {(() => void) | undefined} back @param {Consent} texts */
    consent: ({ step }, back, texts) => consentForm({ words, texts, back, submit: (decisions) => actions.consent(step, decisions, texts.version) }),

    /** @param {number} wait seconds until the mail may be sent again @param {boolean} refused */
    inbox(wait, refused) {
      const { email = "", until } = draft.current.answers;
      const { resend, change } = actions;
      return inboxCard({ words, address: email, until: formatDateTime(until, words.intl), wait, refused, resend, change, showError });
    },

    /** @param {Consent | null} texts if the consents are asked for again */
    change(texts) {
      const { name = "", email = "" } = draft.current.answers;
      return changeForm({ words, name, email, texts, back: actions.keepContact, submit: (input) => actions.changeContact(input, texts) });
    },

    done: () => card({ title: words.doneTitle, text: words.done, mark: "check", main: [words.newVisit, actions.restart], quiet: true }),
    ended: () => card({ main: [words.startAgain, actions.restart] }),
  };
}
