// @ts-check
// Puts the parts together: who the visitor is, what is asked next, and which view shows it.

import { Problem } from "./api.js";
import { makeConversation } from "./conversation.js";
import { draftStore } from "./draft.js";
import { dress } from "./dress.js";
import { dateTime } from "./format.js";
import { connectHost } from "./host.js";
import { card } from "./view/card.js";
import { consentAnswer } from "./view/consent.js";
import { filesAnswer } from "./view/files.js";
import { changeForm, inboxCard } from "./view/inbox.js";
import { makeLog } from "./view/log.js";
import { makeShell } from "./view/shell.js";
import { textAnswer } from "./view/text.js";
import { Ended, makeVisit } from "./visit.js";
import { watchState } from "./watch.js";
import { wordsOf } from "./words.js";

const COOL_DOWN = 60;

const asked = new URLSearchParams(location.search);
// The server chose the language; its words came before this script.
const { lang, dir } = document.documentElement;
const words = wordsOf(/** @type {any} */ (window).anteroomWords, lang, dir === "rtl", navigator.languages);
const { title, within, first } = dress(words, asked);

const draft = draftStore(() => sessionStorage);
/** @type {ReturnType<typeof filesAnswer> | null} */
let tray = null;
let stopWatching = () => {};

const visit = makeVisit({
  words,
  ended: showEnded,
  // Once the contact was given, a new id would be another visit.
  resumable: () => draft.now.place?.step !== "inbox",
  filesChanged,
  fileArrived: (name) => tray?.announce(words.arrived({ name })),
});
const { uploads } = visit;
const talk = makeConversation({ draft, call: visit.call, locale: words.lang, first });
const host = connectHost(opened);
const shell = makeShell({
  words,
  title,
  closable: host.framed && !within,
  close: () => host.tell("close"),
  leave: () => guarded(leave, leave),
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
  if (auto && !visit.known()) {
    const engage = () => {
      removeEventListener("pointerdown", engage, true);
      removeEventListener("keydown", engage, true);
      host.tell("engaged");
      visit.ready().catch(() => {});
    };
    addEventListener("pointerdown", engage, true);
    addEventListener("keydown", engage, true);
    guarded(() => greet(false), () => greet(false));
  } else begin({ focus: !auto, again });
}

/** @param {{focus?: boolean, again?: boolean}} [how] @returns {Promise<void>} */
function begin({ focus = true, again = true } = {}) {
  const work = async () => {
    // A new visit need not wait for one call before the other.
    const known = visit.known();
    if (!uploads.items.length) uploads.recall(draft.now.files);
    const opening = visit.ready();
    host.tell("engaged");
    if (!known) {
      await Promise.all([opening, greet(focus)]);
      return;
    }
    const session = await opening;
    shell.state(/** @type {"open"} */ (session.state));
    if (session.state === "pending") return showPending(focus);
    if (session.state === "complete") return showDone(focus);
    const { unfinished } = draft.now;
    // Files that neither the server nor this page has any more: say so rather than go on without.
    if (uploads.agree(session.files).length > 0) return visit.finish();
    if (unfinished.length) uploads.addUnfinished(unfinished, words.cut);
    const begunBefore = session.files.length > 0 || talk.canGoBack;
    /** @returns {unknown} */
    const goOn = () => (talk.place ? (writeLog(), showStep(focus)) : guarded(() => greet(focus), goOn));
    if (again || !begunBefore) return goOn();
    log.clear();
    log.add({ who: "assistant", text: words.welcomeBack });
    const over = () => guarded(startOver, over);
    shell.show(card({ main: [words.goOnVisit, goOn], other: [words.startOver, over] }), focus);
  };
  return guarded(work, () => begin({ focus, again }));
}

/** @param {boolean} focus */
async function greet(focus) {
  draft.keep({ log: [], place: null, back: [], typed: "" });
  const commit = await talk.turn("start", undefined, "");
  commit();
  writeLog();
  shell.state("open");
  // On a touch screen the field would raise the keyboard over the greeting.
  const soft = focus && matchMedia("(pointer: coarse)").matches;
  showStep(focus && !soft);
  // The ring is for keyboards, which such a screen seldom has.
  if (soft) shell.log.focus(/** @type {FocusOptions} */ ({ focusVisible: false }));
}

async function startOver() {
  await visit.discard();
  draft.clear();
  log.clear();
  begin();
}

function startNew() {
  visit.forget();
  draft.clear();
  log.clear();
  begin();
}

function writeLog() {
  log.clear();
  for (const line of draft.now.log) log.add(line);
}

// — the steps ————————————————————————————————————————————————————————————————————————————————

/** Shows what the current step asks for. */
function showStep(focus = true) {
  const { place } = talk;
  if (!place) return;
  tray = null;
  const { step, expects } = place;
  const back = talk.canGoBack ? () => goBack() : undefined;
  const { answers } = draft.now;

  if (expects.kind === "files") {
    Object.assign(visit.limits, expects);
    const names = () => uploads.stored.map((item) => item.name).join("\n") || words.noFiles;
    tray = filesAnswer({
      words,
      uploads,
      limits: visit.limits,
      back,
      trouble: (error) => report(error, null),
      submit: () => turn(step, { count: uploads.stored.length }, names),
    });
    return shell.show(tray, focus);
  }
  if (expects.kind === "consent") return void guarded(() => showConsent(step, back, focus), showStep);
  if (expects.kind === "inbox") return showPending(focus);
  if (expects.kind === "done") return showDone(focus);
  const kind = expects.kind === "email" ? "email" : step === "name" ? "name" : "text";
  const before = kind === "text" ? "" : (answers[kind] ?? "");
  const view = textAnswer({
    words,
    kind,
    value: draft.now.typed || before,
    // Kept apart for each question, so that going back and forth loses none of it.
    typed: (text) => draft.keep(kind === "text" ? { typed: text } : { typed: text, answers: { ...draft.now.answers, [kind]: text } }),
    back,
    submit: (text) => turn(step, text, () => text.trim(), kind === "text" ? {} : { [kind]: text.trim() }),
  });
  shell.show(view, focus);
}

/** @param {string} step @param {unknown} input @param {() => string} shown @param {Partial<Answers>} [answers] */
function turn(step, input, shown, answers) {
  return guarded(async () => {
    const text = shown();
    const end = log.wait(text);
    const commit = await talk.turn(step, input, text, answers).finally(end);
    say(commit());
    showStep();
  }, resubmit);
}

/** @param {string} [step] the question before, or that one */
function goBack(step) {
  // An answer that is on its way would land on the wrong question.
  if (shell.view?.el.ariaBusy || !talk.goBack(step)) return;
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
      const end = log.wait(text);
      const work = async () => {
        const commit = await talk.turn(step, decisions, text, given);
        return { commit, said: await visit.contact(contactOf({ ...draft.now.answers, ...given })) };
      };
      const done = await work().finally(end).catch(sendBack);
      if (!done) return;
      const { commit, said } = done;
      const { answers } = draft.now;
      say(commit());
      draft.keep({ answers: { ...answers, ...given, until: said.valid_until }, files: [], unfinished: [] });
      showPending(true, COOL_DOWN);
    }, resubmit);
  shell.show(consentAnswer({ words, texts, back, submit }), focus);
}

/** @returns {Promise<Consent>} */
const consentTexts = () => visit.call("GET", `/consent?locale=${encodeURIComponent(words.lang)}`);

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
  if (!step || !talk.goBack(step)) throw error;
  writeLog();
  showStep();
  shell.view?.say(step === "files" ? words.differ : error.fields[step]);
  return null;
}

// — after the contact ————————————————————————————————————————————————————————————————————————

/** @param {boolean} focus @param {number} [wait] seconds until the mail may be sent again */
function showPending(focus, wait = 0) {
  tray = null;
  shell.state("pending");
  if (!shell.log.hasChildNodes()) writeLog();
  const { email = "", until: date } = draft.now.answers;
  const view = inboxCard({
    words,
    address: email,
    until: dateTime(date, words.intl),
    wait,
    resend: async () => (await visit.call("POST", "/verification"), COOL_DOWN),
    change: () => guarded(() => showChange(false), showChange),
    trouble: (error) => report(error, null),
  });
  shell.show(view, focus);
  stopWatching();
  stopWatching = watchState(visit, (state) => {
    if (state !== "complete") return visit.finish();
    host.tell("complete");
    showDone(true);
  });
}

/** @param {boolean} [anew] ask for the consents again */
async function showChange(anew = false) {
  const { answers } = draft.now;
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
        const said = await visit.contact(contactOf(next));
        draft.keep({ answers: { ...next, until: said?.valid_until } });
        /** @type {Line[]} */
        const lines = [{ who: "you", text: next.email }, { who: "assistant", text: words.changed({ address: next.email }) }];
        talk.write(lines);
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
  shell.state("complete");
  shell.show(card({ title: words.doneTitle, text: words.done, mark: "check", main: [words.newVisit, startNew], quiet: true }), focus);
}

async function leave() {
  await visit.discard();
  showEnded();
}

function showEnded() {
  tray = null;
  stopWatching();
  draft.clear();
  log.clear();
  log.add({ who: "assistant", text: words.ended });
  shell.state("gone");
  shell.show(card({ main: [words.startAgain, startNew] }));
  host.tell("ended");
}

// — saying things ————————————————————————————————————————————————————————————————————————————

/** @param {Line[]} lines */
function say(lines) {
  for (const line of lines) log.add(line);
}

const resubmit = () => shell.view?.el instanceof HTMLFormElement && shell.view.el.requestSubmit();

/** Does something that may fail, and offers to do it again.
 * @param {() => unknown} work @param {() => unknown} retry */
async function guarded(work, retry) {
  shell.calm();
  try {
    await work();
  } catch (error) {
    report(error, retry);
  }
}

/** @param {unknown} error @param {(() => unknown) | null} retry */
function report(error, retry) {
  if (error instanceof Ended) return;
  if (!(error instanceof Problem)) {
    console.error(error);
    return shell.trouble({ message: words.failure }, retry);
  }
  if (error.slug === "session-complete") return showDone(true);
  // The link's wording may have changed since the page was loaded: ask with the words of now.
  if (error.fields.consent_version) return void (visit.state === "pending" ? showChange(true) : showStep());
  if (error.status === 422 && shell.view) return shell.view.say(Object.values(error.fields)[0] ?? error.message);
  shell.trouble(error, retry);
}

let kept = "";

function filesChanged() {
  tray?.update();
  const files = uploads.stored.map(({ id = "", name, size }) => ({ id, name, size }));
  const unfinished = [...uploads.running, ...uploads.failed].map((item) => item.name);
  const now = JSON.stringify([files, unfinished]);
  if (now === kept) return;
  kept = now;
  draft.keep({ files, unfinished });
  // Only while something would be lost: the listener alone keeps some browsers from caching the page.
  if (uploads.running.length > 0) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
}

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}

// — outside an iframe the address itself was the first interaction ———————————————————————————

if (host.framed) host.ready();
else {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const start = () => opened({ auto: false, again: entry?.type !== "navigate" });
  // A page that is prepared ahead of a click has no visitor yet.
  if (/** @type {any} */ (document).prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  else start();
}
