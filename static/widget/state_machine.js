// @ts-check
// Decides which screen the chat shows next. It uses no DOM, network or storage: main.js reports events, runs the effects
// and shows the screen. types.d.ts explains the screens and events.

/** Seconds between two mails with the link. */
export const RESEND_SECONDS = 60;

/** @type {ChatState} */
export const CLOSED = { screen: "closed", focus: false };

/** What the header shows; a screen that is not listed leaves it as it is.
 * @type {Partial<Record<ScreenName, "open" | "pending" | "complete" | "gone">>} */
export const STATUS = { welcome: "open", question: "open", inbox: "pending", change: "pending", done: "complete", ended: "gone" };

/** @type {Partial<Record<ScreenName, Effect[]>>} */
const ENTRY_EFFECTS = { done: ["clearDraft"], ended: ["clearDraft", "clearLog", "postEnded"] };

/** @param {ScreenName} screen @param {Partial<ChatState>} [details] @param {Effect[]} effects
 * @returns {[ChatState, ...Effect[]]} */
const enter = (screen, details, ...effects) => [{ screen, focus: true, ...details }, ...effects, ...(ENTRY_EFFECTS[screen] ?? [])];

/** @param {string} next @param {boolean} focus @param {Effect[]} effects */
const ask = (next, focus, ...effects) => enter(next === "inbox" || next === "done" ? next : "question", { focus }, ...effects);

/** Goes on with the current question, or greets if there is none. @param {string} next @param {boolean} focus */
const goOn = (next, focus) => (next ? ask(next, focus, "rewriteLog") : enter("greeting", { focus }));

/** Returns the next state and the effects that come before it. The same state means that nothing changes.
 * @param {ChatState} state @param {ChatEvent} event @returns {[ChatState, ...Effect[]]} */
export function transition(state, event) {
  switch (event.type) {
    case "opened":
      if (state.screen !== "closed") return [state];
      // A chat that the page opened by itself stores nothing until the visitor touches it.
      if (event.auto && !event.known) return enter("greeting", { focus: false }, "engageOnTouch");
      return enter("opening", { focus: !event.auto, again: event.again });
    case "resumed": {
      const { focus } = event;
      if (event.state === "pending") return enter("inbox", { focus, ...(event.refused && { refused: true }) });
      if (event.state === "complete") return enter("done", { focus });
      // Going on without files that the visitor has sent would deceive them.
      if (event.lost) return enter("ended", {}, "forgetSession");
      if (event.again || !event.started) return goOn(event.next, focus);
      return enter("welcome", { focus });
    }
    case "continued":
      return goOn(event.next, state.focus);
    case "asked":
      if (!event.next) return [state];
      return event.rewrite ? ask(event.next, event.focus, "rewriteLog") : ask(event.next, event.focus);
    case "contactSaved":
      return enter("inbox", { wait: RESEND_SECONDS });
    case "contactChange":
      return enter("change");
    case "contactKept":
      return enter("inbox", event.refused ? { refused: true } : {});
    case "stateChanged":
      // Another mail is on its way, perhaps asked for in another tab.
      if (event.state === "pending") return state.screen === "inbox" ? enter("inbox", { focus: false, wait: RESEND_SECONDS }) : [state];
      // A visitor who is typing another address is not interrupted.
      if (event.state === "refused") return state.screen === "inbox" ? enter("inbox", { refused: true }) : [state];
      return event.state === "complete" ? enter("done", {}, "postComplete") : enter("ended", {}, "forgetSession");
    case "restarted":
      return enter("opening", { again: true }, "forgetSession", "clearDraft", "clearLog");
    case "ended":
      return enter("ended");
    case "failed": {
      const { slug, fields } = event.problem;
      if (slug === "session-complete") return enter("done");
      // The wording of the consents has changed since the visitor read it.
      if (fields.consent_version) return event.pending ? enter("change", { reconsent: true }) : enter("question");
      return [state];
    }
  }
}

/** Returns the step of the earlier answer that the server refused together with the contact; "" if none.
 * @param {Pick<Problem, "slug" | "fields">} problem */
export function stepToCorrect({ slug, fields }) {
  if (fields.name) return "name";
  if (fields.email) return "email";
  return slug === "files-differ" ? "files" : "";
}
