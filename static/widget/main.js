// @ts-check
// Connects the state machine with the session, the conversation, the views and the page around the chat.

import { Problem } from "./problem.js";
import { makeConversation } from "./conversation.js";
import { draftStore } from "./draft.js";
import { foldEmail } from "./email_address.js";
import { connectEmbed } from "./embed_bridge.js";
import { makeWords } from "./i18n.js";
import { makeSession, SessionEnded } from "./session.js";
import { watchState } from "./state_events.js";
import { CLOSED, RESEND_SECONDS, STATUS, stepToCorrect, transition } from "./state_machine.js";
import { applyTheme } from "./theme.js";
import { makeLog } from "./view/log.js";
import { makeScreens } from "./view/screens.js";
import { makeShell } from "./view/shell.js";

const params = new URLSearchParams(location.search);
// The server chose the language, and its texts are a script that ran before this one.
const { lang, dir } = document.documentElement;
/** @type {Words} */
const words = makeWords(/** @type {any} */ (window).anteroomWords, lang, dir === "rtl", navigator.languages);
const { title, inline, greeting } = applyTheme(words, params);

const draft = draftStore(() => sessionStorage);
const session = makeSession({
  words,
  ended: () => dispatch({ type: "ended" }),
  // Once the contact was submitted, another id would be another session.
  resumable: () => conversation.question?.step !== "inbox",
  filesChanged,
  fileArrived: (name) => filesView?.announce(words.arrived({ name })),
});
const { uploads } = session;
const conversation = makeConversation({ draft, call: session.call, locale: words.lang, greeting });
const bridge = connectEmbed(opened);
const shell = makeShell({
  words,
  title,
  closable: bridge.framed && !inline,
  close: () => bridge.post("close"),
  leave: () => attempt(leave),
  dropTarget: () => (filesView ? uploads : null),
});
const log = makeLog(shell.log, words, goBack);
const screens = makeScreens({
  words,
  draft,
  session,
  actions: {
    answer,
    consent,
    goOn: () => dispatch({ type: "continued", next: nextKind() }),
    startOver: () => attempt(startOver),
    restart: () => dispatch({ type: "restarted" }),
    resend: async () => (await session.call("POST", "/verification"), RESEND_SECONDS),
    change: () => dispatch({ type: "contactChange" }),
    keepContact: () => dispatch({ type: "contactKept", refused: isRefused }),
    changeContact,
    showError: (error) => showError(error, null),
  },
});

// — states and screens ———————————————————————————————————————————————————————————————————————

let state = CLOSED;
/** @type {ReturnType<typeof screens.files> | null} */
let filesView = null;
let stopWatching = () => {};
/** Whether the mail server refused the address, for a visitor who keeps it. */
let isRefused = false;

/** @type {Record<Effect, () => void>} */
const runEffect = {
  engageOnTouch,
  forgetSession: session.forget,
  clearDraft: draft.clear,
  clearLog: log.clear,
  rewriteLog,
  postComplete: () => bridge.post("complete"),
  postEnded: () => bridge.post("ended"),
};

/** Shows each screen. @type {Partial<Record<ScreenName, (state: ChatState) => unknown>>} */
const enterScreen = {
  opening: openSession,
  greeting: greet,
  welcome({ focus }) {
    log.clear();
    log.add({ who: "assistant", text: words.welcomeBack });
    shell.show(screens.welcome(), focus);
  },
  async question(entered) {
    const { focus } = entered;
    const { question, canGoBack } = conversation;
    if (!question) return;
    const back = canGoBack ? () => goBack() : undefined;
    const { expects } = question;
    if (expects.kind === "files") {
      Object.assign(session.limits, expects);
      shell.show((filesView = screens.files(question, back)), focus);
    } else if (expects.kind === "consent") {
      const texts = await session.consentTexts();
      if (state === entered) shell.show(screens.consent(question, back, texts), focus);
    } else shell.show(screens.text(question, back), focus);
  },
  inbox({ focus, wait = 0, refused = false }) {
    if (!shell.log.hasChildNodes()) rewriteLog();
    shell.show(screens.inbox(wait, refused), focus);
    watch(refused ? "refused" : "pending");
  },
  async change(entered) {
    const { focus, reconsent } = entered;
    const texts = reconsent || draft.current.answers.personal_data === undefined ? await session.consentTexts() : null;
    if (state === entered) shell.show(screens.change(texts), focus);
  },
  done: ({ focus }) => shell.show(screens.done(), focus),
  ended({ focus }) {
    log.add({ who: "assistant", text: words.ended });
    shell.show(screens.ended(), focus);
  },
};

/** Waits for another state of the session than this one. @param {string} now */
function watch(now) {
  isRefused = now === "refused";
  stopWatching();
  stopWatching = watchState(now, session, (changed) => {
    if (changed === "pending" || changed === "refused") watch(changed);
    void dispatch({ type: "stateChanged", state: changed });
  });
}

/** Reports an event to the state machine and shows the screen that it chooses. @param {ChatEvent} event */
function dispatch(event) {
  const [next, ...effects] = transition(state, event);
  if (next === state) return;
  filesView = null;
  const status = STATUS[next.screen];
  if (status !== "pending") stopWatching();
  for (const effect of effects) runEffect[effect]();
  if (status) shell.setStatus(status);
  return show(next);
}

/** @param {ChatState} entered @returns {Promise<void>} */
function show(entered) {
  state = entered;
  // The button to try again has the focus, and is removed.
  return attempt(() => enterScreen[entered.screen]?.(entered), () => show({ ...entered, focus: true }));
}

// — opening ——————————————————————————————————————————————————————————————————————————————————

/** @param {{auto: boolean, again: boolean}} how */
function opened({ auto, again }) {
  if (state.screen === "closed") dispatch({ type: "opened", auto, again, known: session.exists() });
  else if (!auto) shell.view?.focus();
}

function engageOnTouch() {
  const engage = () => {
    removeEventListener("pointerdown", engage, true);
    removeEventListener("keydown", engage, true);
    bridge.post("engaged");
    session.ready().catch(() => {});
  };
  addEventListener("pointerdown", engage, true);
  addEventListener("keydown", engage, true);
}

/** @param {ChatState} entered */
async function openSession({ focus, again }) {
  const known = session.exists();
  if (!uploads.items.length) uploads.restore(draft.current.files);
  const opening = session.ready();
  bridge.post("engaged");
  // For a new session both calls are made at once.
  if (!known) return Promise.all([opening, greet({ focus })]);
  const { state: found, mail_refused: refused, files } = await opening;
  const open = found === "open";
  const lost = open && uploads.reconcile(files).length > 0;
  const { unfinished } = draft.current;
  if (open && !lost && unfinished.length) uploads.addUnfinished(unfinished, words.cut);
  const started = files.length > 0 || conversation.canGoBack;
  return dispatch({ type: "resumed", state: found, refused, lost, started, next: nextKind(), again, focus });
}

/** @param {Pick<ChatState, "focus">} entered */
async function greet({ focus }) {
  draft.save({ log: [], place: null, back: [], typed: "" });
  (await conversation.turn("start", undefined, ""))();
  // On a touch screen the field would open the keyboard over the greeting.
  const touch = focus && matchMedia("(pointer: coarse)").matches;
  dispatch({ type: "asked", next: nextKind(), focus: focus && !touch, rewrite: true });
  // The focus ring is for keyboards.
  if (touch) shell.log.focus(/** @type {FocusOptions} */ ({ focusVisible: false }));
}

// — answering ————————————————————————————————————————————————————————————————————————————————

const nextKind = () => conversation.question?.expects.kind ?? "";

/** @param {string} step @param {unknown} input @param {() => string} shown @param {Partial<Answers>} [answers] */
function answer(step, input, shown, answers) {
  return attempt(async () => {
    const text = shown();
    const removePending = log.addPending(text);
    const commit = await conversation.turn(step, input, text, answers).finally(removePending);
    addLines(commit());
    // Until the next question is shown, this one cannot be answered again.
    await dispatch({ type: "asked", next: nextKind(), focus: true });
  }, resubmit);
}

/** The last answer: both decisions, and with them the contact. @param {string} step @param {Decisions} decisions @param {string} version */
function consent(step, decisions, version) {
  return attempt(async () => {
    const given = { ...decisions, version };
    const text = decisions.ai_training ? words.agreedTraining : words.agreed;
    const removePending = log.addPending(text);
    const submit = async () => {
      const commit = await conversation.turn(step, decisions, text, given);
      return { commit, saved: await session.submitContact({ ...draft.current.answers, ...given }) };
    };
    const submitted = await submit().finally(removePending).catch(goBackToCorrect);
    if (!submitted) return;
    const { answers } = draft.current;
    addLines(submitted.commit());
    draft.save({ answers: { ...answers, ...given, until: submitted.saved.valid_until }, files: [], unfinished: [] });
    dispatch({ type: "contactSaved" });
  }, resubmit);
}

/** @param {{name: string, email: string, decisions: Decisions | null}} input @param {Consent | null} texts */
function changeContact({ name, email, decisions }, texts) {
  return attempt(async () => {
    const { answers } = draft.current;
    const next = { ...answers, name: answers.name || name.trim(), email: foldEmail(email), ...decisions, ...(texts && { version: texts.version }) };
    // The same address is no change: no mail is sent, and the earlier links stay valid.
    if (!texts && next.email === answers.email) return dispatch({ type: "contactKept", refused: isRefused });
    const saved = await session.submitContact(next);
    draft.save({ answers: { ...next, until: saved?.valid_until } });
    /** @type {Line[]} */
    const lines = [{ who: "you", text: next.email }, { who: "assistant", text: words.changed({ address: next.email }) }];
    conversation.append(lines);
    addLines(lines);
    dispatch({ type: "contactSaved" });
  }, resubmit);
}

/** @param {string} [step] the question to go back to, or the one before */
function goBack(step) {
  // The answer that is on its way would otherwise land on the wrong question.
  if (shell.view?.el.ariaBusy || !conversation.goBack(step)) return;
  dispatch({ type: "asked", next: nextKind(), focus: true, rewrite: true });
}

/** The server refused the contact because of an earlier answer: goes back to that question.
 * @param {unknown} error @returns {null} */
function goBackToCorrect(error) {
  const step = error instanceof Problem && stepToCorrect(error);
  if (!step || !conversation.goBack(step)) throw error;
  dispatch({ type: "asked", next: nextKind(), focus: true, rewrite: true });
  shell.view?.notify(step === "files" ? words.differ : error.fields[step]);
  return null;
}

async function leave() {
  await session.discard();
  dispatch({ type: "ended" });
}

async function startOver() {
  await session.discard();
  dispatch({ type: "restarted" });
}

/** @param {Line[]} lines */
const addLines = (lines) => lines.forEach((line) => log.add(line));

function rewriteLog() {
  log.clear();
  addLines(draft.current.log);
}

// — errors ———————————————————————————————————————————————————————————————————————————————————

const resubmit = () => shell.view?.el instanceof HTMLFormElement && shell.view.el.requestSubmit();

/** Does something that may fail. If it does, the visitor may try again.
 * @param {() => unknown} work @param {() => unknown} [retry] @returns {Promise<void>} */
async function attempt(work, retry = () => attempt(work)) {
  shell.clearError();
  try {
    await work();
  } catch (error) {
    showError(error, retry);
  }
}

/** @param {unknown} error @param {(() => unknown) | null} retry */
function showError(error, retry) {
  if (error instanceof SessionEnded) return;
  if (!(error instanceof Problem)) {
    console.error(error);
    return shell.showError({ message: words.failure }, retry);
  }
  const before = state;
  dispatch({ type: "failed", problem: error, pending: session.state === "pending" });
  if (state !== before) return;
  if (error.status === 422 && shell.view) shell.view.notify(Object.values(error.fields)[0] ?? error.message);
  else shell.showError(error, retry);
}

// — files ————————————————————————————————————————————————————————————————————————————————————

let savedFiles = "";

function filesChanged() {
  filesView?.update();
  const files = uploads.stored.map(({ id = "", name, size }) => ({ id, name, size }));
  const unfinished = [...uploads.running, ...uploads.failed].map((item) => item.name);
  const now = JSON.stringify([files, unfinished]);
  if (now === savedFiles) return;
  savedFiles = now;
  draft.save({ files, unfinished });
  // Only while an upload is running: this listener keeps the page out of some browsers' back/forward cache.
  if (uploads.running.length > 0) addEventListener("beforeunload", confirmClosing);
  else removeEventListener("beforeunload", confirmClosing);
}

/** @param {BeforeUnloadEvent} event */
function confirmClosing(event) {
  event.preventDefault();
}

// — the start ————————————————————————————————————————————————————————————————————————————————

if (bridge.framed) bridge.ready();
else {
  // Without an embedding page, visiting the address opens the chat.
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const start = () => opened({ auto: false, again: entry?.type !== "navigate" });
  // A page that is prerendered has no visitor yet.
  if (/** @type {any} */ (document).prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  else start();
}
