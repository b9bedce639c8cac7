// @ts-check
// Puts the parts together: who the visitor is, what is asked next, and which view shows it.

import { Problem } from "./api.js";
import { makeConversation } from "./conversation.js";
import { draftStore } from "./draft.js";
import { connectEmbed } from "./embed_bridge.js";
import { formatDateTime } from "./format.js";
import { makeWords } from "./i18n.js";
import { makeSession, SessionEnded } from "./session.js";
import { watchState } from "./state_events.js";
import { applyTheme } from "./theme.js";
import { card } from "./view/card.js";
import { consentForm } from "./view/consent.js";
import { filesForm } from "./view/files.js";
import { changeForm, inboxCard } from "./view/inbox.js";
import { makeLog } from "./view/log.js";
import { makeShell } from "./view/shell.js";
import { textForm } from "./view/text.js";

const COOL_DOWN = 60;

const params = new URLSearchParams(location.search);
// The server chose the language; its words came before this script.
const { lang, dir } = document.documentElement;
const words = makeWords(/** @type {any} */ (window).anteroomWords, lang, dir === "rtl", navigator.languages);
const { title, inline, greeting } = applyTheme(words, params);

const draft = draftStore(() => sessionStorage);
/** @type {ReturnType<typeof filesForm> | null} */
let tray = null;
let stopWatching = () => {};

const session = makeSession({
  words,
  ended: showEnded,
  // Once the contact was given, a new id would be another session.
  resumable: () => draft.current.place?.step !== "inbox",
  filesChanged,
  fileArrived: (name) => tray?.announce(words.arrived({ name })),
});
const { uploads } = session;
const conversation = makeConversation({ draft, call: session.call, locale: words.lang, greeting });
const bridge = connectEmbed(opened);
const shell = makeShell({
  words,
  title,
  closable: bridge.framed && !inline,
  close: () => bridge.post("close"),
  leave: () => guarded(leave),
  dropTarget: () => (tray ? uploads : null),
});
const log = makeLog(shell.log, words, goBack);

// — beginning ————————————————————————————————————————————————————————————————————————————————

let begun = false;

/** @param {{auto: boolean, again: boolean}} how */
function opened({ auto, again }) {
  if (begun) {
    if (!auto) shell.view?.focus();
    return;
  }
  begun = true;
  // Storing anything waits for a person: a chat that the page opened by itself only greets.
  if (auto && !session.exists()) {
    const engage = () => {
      removeEventListener("pointerdown", engage, true);
      removeEventListener("keydown", engage, true);
      bridge.post("engaged");
      session.ready().catch(() => {});
    };
    addEventListener("pointerdown", engage, true);
    addEventListener("keydown", engage, true);
    guarded(() => greet(false));
  } else begin({ focus: !auto, again });
}

/** @param {{focus?: boolean, again?: boolean}} [how] @returns {Promise<void>} */
function begin({ focus = true, again = true } = {}) {
  const work = async () => {
    // A new visit need not wait for one call before the other.
    const known = session.exists();
    if (!uploads.items.length) uploads.restore(draft.current.files);
    const opening = session.ready();
    bridge.post("engaged");
    if (!known) {
      await Promise.all([opening, greet(focus)]);
      return;
    }
    const answer = await opening;
    shell.setStatus(/** @type {"open"} */ (answer.state));
    if (answer.state === "pending") return showPending(focus);
    if (answer.state === "complete") return showDone(focus);
    const { unfinished } = draft.current;
    // Files that neither the server nor this page has any more: say so rather than go on without.
    if (uploads.reconcile(answer.files).length > 0) return session.finish();
    if (unfinished.length) uploads.addUnfinished(unfinished, words.cut);
    const begunBefore = answer.files.length > 0 || conversation.canGoBack;
    /** @returns {unknown} */
    const goOn = () => (conversation.question ? (writeLog(), showStep(focus)) : guarded(() => greet(focus), goOn));
    if (again || !begunBefore) return goOn();
    log.clear();
    log.add({ who: "assistant", text: words.welcomeBack });
    shell.show(card({ main: [words.goOnVisit, goOn], other: [words.startOver, () => guarded(startOver)] }), focus);
  };
  return guarded(work, () => begin({ focus, again }));
}

/** @param {boolean} focus */
async function greet(focus) {
  draft.save({ log: [], place: null, back: [], typed: "" });
  const commit = await conversation.turn("start", undefined, "");
  commit();
  writeLog();
  shell.setStatus("open");
  // On a touch screen the field would raise the keyboard over the greeting.
  const soft = focus && matchMedia("(pointer: coarse)").matches;
  showStep(focus && !soft);
  // The ring is for keyboards, which such a screen seldom has.
  if (soft) shell.log.focus(/** @type {FocusOptions} */ ({ focusVisible: false }));
}

async function startOver() {
  await session.discard();
  draft.clear();
  log.clear();
  begin();
}

function startNew() {
  session.forget();
  draft.clear();
  log.clear();
  begin();
}

function writeLog() {
  log.clear();
  for (const line of draft.current.log) log.add(line);
}

// — the steps ————————————————————————————————————————————————————————————————————————————————

/** Shows what the current step asks for. */
function showStep(focus = true) {
  const { question } = conversation;
  if (!question) return;
  tray = null;
  const { step, expects } = question;
  const back = conversation.canGoBack ? () => goBack() : undefined;
  const { answers } = draft.current;

  if (expects.kind === "files") {
    Object.assign(session.limits, expects);
    const names = () => uploads.stored.map((item) => item.name).join("\n") || words.noFiles;
    tray = filesForm({
      words,
      uploads,
      limits: session.limits,
      back,
      showError: (error) => report(error, null),
      submit: () => turn(step, { count: uploads.stored.length }, names),
    });
    return shell.show(tray, focus);
  }
  if (expects.kind === "consent") return void guarded(() => showConsent(step, back, focus), showStep);
  if (expects.kind === "inbox") return showPending(focus);
  if (expects.kind === "done") return showDone(focus);
  const kind = expects.kind === "email" ? "email" : step === "name" ? "name" : "text";
  const before = kind === "text" ? "" : (answers[kind] ?? "");
  const view = textForm({
    words,
    kind,
    value: draft.current.typed || before,
    // Kept apart for each question, so that going back and forth loses none of it.
    typed: (text) => draft.save(kind === "text" ? { typed: text } : { typed: text, answers: { ...draft.current.answers, [kind]: text } }),
    back,
    submit: (text) => turn(step, text, () => text.trim(), kind === "text" ? {} : { [kind]: text.trim() }),
  });
  shell.show(view, focus);
}

/** @param {string} step @param {unknown} input @param {() => string} shown @param {Partial<Answers>} [answers] */
function turn(step, input, shown, answers) {
  return guarded(async () => {
    const text = shown();
    const end = log.addPending(text);
    const commit = await conversation.turn(step, input, text, answers).finally(end);
    say(commit());
    showStep();
  }, resubmit);
}

/** @param {string} [step] the question before, or that one */
function goBack(step) {
  // An answer that is on its way would land on the wrong question.
  if (shell.view?.el.ariaBusy || !conversation.goBack(step)) return;
  writeLog();
  showStep();
}

/** @param {string} step @param {(() => void) | undefined} back @param {boolean} focus */
async function showConsent(step, back, focus) {
  const texts = await consentTexts();
  const submit = (/** @type {Decisions} */ decisions) =>
    guarded(async () => {
      const given = { ...decisions, version: texts.version };
      const text = decisions.ai_training ? words.agreedTraining : words.agreed;
      const end = log.addPending(text);
      const work = async () => {
        const commit = await conversation.turn(step, decisions, text, given);
        return { commit, said: await session.submitContact(contactOf({ ...draft.current.answers, ...given })) };
      };
      const done = await work().finally(end).catch(sendBack);
      if (!done) return;
      const { commit, said } = done;
      const { answers } = draft.current;
      say(commit());
      draft.save({ answers: { ...answers, ...given, until: said.valid_until }, files: [], unfinished: [] });
      showPending(true, COOL_DOWN);
    }, resubmit);
  shell.show(consentForm({ words, texts, back, submit }), focus);
}

/** @returns {Promise<Consent>} */
const consentTexts = () => session.call("GET", `/consent?locale=${encodeURIComponent(words.lang)}`);

/** @param {Answers} answers */
const contactOf = ({ name, email, personal_data, ai_training, version }) => ({
  name,
  email,
  consent_personal_data: personal_data,
  consent_ai_training: ai_training,
  consent_version: version,
  locale: words.lang,
});

/** The server refused the contact for something that was answered earlier: back to that question.
 * @param {unknown} error @returns {null} */
function sendBack(error) {
  if (!(error instanceof Problem)) throw error;
  const step = error.fields.name ? "name" : error.fields.email ? "email" : error.slug === "files-differ" ? "files" : "";
  if (!step || !conversation.goBack(step)) throw error;
  writeLog();
  showStep();
  shell.view?.notify(step === "files" ? words.differ : error.fields[step]);
  return null;
}

// — after the contact ————————————————————————————————————————————————————————————————————————

/** @param {boolean} focus @param {number} [wait] seconds until the mail may be sent again */
function showPending(focus, wait = 0) {
  tray = null;
  shell.setStatus("pending");
  if (!shell.log.hasChildNodes()) writeLog();
  const { email = "", until: date } = draft.current.answers;
  const view = inboxCard({
    words,
    address: email,
    until: formatDateTime(date, words.intl),
    wait,
    resend: async () => (await session.call("POST", "/verification"), COOL_DOWN),
    change: () => guarded(() => showChange(false)),
    showError: (error) => report(error, null),
  });
  shell.show(view, focus);
  stopWatching();
  stopWatching = watchState(session, (state) => {
    if (state !== "complete") return session.finish();
    bridge.post("complete");
    showDone(true);
  });
}

/** @param {boolean} [anew] ask for the consents again */
async function showChange(anew = false) {
  const { answers } = draft.current;
  const texts = anew || answers.personal_data === undefined ? await consentTexts() : null;
  const form = changeForm({
    words,
    name: answers.name ?? "",
    email: answers.email ?? "",
    texts,
    back: () => showPending(true),
    submit: ({ name, email, decisions }) =>
      guarded(async () => {
        const next = { ...answers, name: answers.name || name.trim(), email: email.trim(), ...decisions, ...(texts && { version: texts.version }) };
        // The same address again is no change: no mail goes, and the links stay good.
        if (!texts && next.email === answers.email) return showPending(true);
        const said = await session.submitContact(contactOf(next));
        draft.save({ answers: { ...next, until: said?.valid_until } });
        /** @type {Line[]} */
        const lines = [{ who: "you", text: next.email }, { who: "assistant", text: words.changed({ address: next.email }) }];
        conversation.append(lines);
        say(lines);
        showPending(true, COOL_DOWN);
      }, resubmit),
  });
  shell.show(form);
}

/** @param {boolean} focus */
function showDone(focus) {
  tray = null;
  stopWatching();
  draft.clear();
  shell.setStatus("complete");
  shell.show(card({ title: words.doneTitle, text: words.done, mark: "check", main: [words.newVisit, startNew], quiet: true }), focus);
}

async function leave() {
  await session.discard();
  showEnded();
}

function showEnded() {
  tray = null;
  stopWatching();
  draft.clear();
  log.clear();
  log.add({ who: "assistant", text: words.ended });
  shell.setStatus("gone");
  shell.show(card({ main: [words.startAgain, startNew] }));
  bridge.post("ended");
}

// — saying things ————————————————————————————————————————————————————————————————————————————

/** @param {Line[]} lines */
function say(lines) {
  for (const line of lines) log.add(line);
}

const resubmit = () => shell.view?.el instanceof HTMLFormElement && shell.view.el.requestSubmit();

/** Does something that may fail. Each time it does, the visitor may try again.
 * @param {() => unknown} work @param {() => unknown} [retry] @returns {Promise<void>} */
async function guarded(work, retry = () => guarded(work)) {
  shell.clearError();
  try {
    await work();
  } catch (error) {
    report(error, retry);
  }
}

/** @param {unknown} error @param {(() => unknown) | null} retry */
function report(error, retry) {
  if (error instanceof SessionEnded) return;
  if (!(error instanceof Problem)) {
    console.error(error);
    return shell.showError({ message: words.failure }, retry);
  }
  if (error.slug === "session-complete") return showDone(true);
  // The link's wording may have changed since the page was loaded: ask with the words of now.
  if (error.fields.consent_version) return void (session.state === "pending" ? guarded(() => showChange(true)) : showStep());
  if (error.status === 422 && shell.view) return shell.view.notify(Object.values(error.fields)[0] ?? error.message);
  shell.showError(error, retry);
}

let kept = "";

function filesChanged() {
  tray?.update();
  const files = uploads.stored.map(({ id = "", name, size }) => ({ id, name, size }));
  const unfinished = [...uploads.running, ...uploads.failed].map((item) => item.name);
  const now = JSON.stringify([files, unfinished]);
  if (now === kept) return;
  kept = now;
  draft.save({ files, unfinished });
  // Only while something would be lost: the listener alone keeps some browsers from caching the page.
  if (uploads.running.length > 0) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}

// — outside an iframe the address itself was the first interaction ———————————————————————————

if (bridge.framed) bridge.ready();
else {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const start = () => opened({ auto: false, again: entry?.type !== "navigate" });
  // A page that is prepared ahead of a click has no visitor yet.
  if (/** @type {any} */ (document).prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  else start();
}
