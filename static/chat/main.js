// @ts-check
// Connects the member's conversations on the server with the page.

import { makeWords } from "../widget/i18n.js";
import { Problem } from "../widget/problem.js";
import { newId } from "../widget/session_id.js";
import { applyTheme } from "../widget/theme.js";
import { makeChatApi, SignedOut } from "./api.js";
import { connectSite } from "./identity.js";
import { makeComposer } from "./view/composer.js";
import { makeList } from "./view/list.js";
import { makeLog } from "./view/log.js";
import { makeShell } from "./view/shell.js";

// How many times a lost stream is asked for again, and how long we wait in between.
const TRIES = 5;
const PAUSE = 1500;

// As many as the server sends at once.
const PAGE = 1000;
const PAGE_LENGTH = 1_000_000;

const params = new URLSearchParams(location.search);
const { lang, dir } = document.documentElement;
/** @type {ChatWords} */
const words = makeWords(/** @type {any} */ (window).anteroomWords, lang, dir === "rtl", navigator.languages);
const { title, inline } = applyTheme(words, params);
const site = connectSite(opened);
const api = makeChatApi({ token: site.token, words });

const log = makeLog({ words, edit: beginEdit, again: answerAgain, rate, earlier: showEarlier });
const composer = makeComposer({ words, send, stop });
const list = makeList({ words, open: (id) => attempt(() => show(id)), begin, search, more: () => attempt(() => loadList(nextPage)) });
const shell = makeShell({
  words,
  title,
  close: site.framed && !inline ? () => site.post("close") : null,
  list,
  log,
  composer,
  actions: {
    rename: () => attempt(rename),
    remove: () => attempt(remove),
    clear: () => attempt(clear),
    copy: () => attempt(copyAll),
    download: () => attempt(download),
  },
});

/** The conversation that is open. @type {{id: string, title: string, exists: boolean, messages: ChatMessage[]}} */
let current = { id: newId(), title: "", exists: false, messages: [] };
/** The answer that is coming. @type {{message: ChatMessage} | null} */
let running = null;
/** What is being read, or looked for, in the conversation that is open. */
let reading = new AbortController();
/** The question that the next one replaces. @type {ChatMessage | null} */
let edited = null;
/** @type {Conversation[]} */
let conversations = [];
let nextPage = "";
let started = false;

// — what this tab remembers ————————————————————————————————————————————————————————————————————

/** Which conversation was open. @param {string} [id] @returns {string} */
function lastOpen(id) {
  try {
    if (id !== undefined) sessionStorage.setItem("anteroom.chat", id);
    return sessionStorage.getItem("anteroom.chat") ?? "";
  } catch {
    return "";
  }
}

// — beginning and end ——————————————————————————————————————————————————————————————————————————

/** @param {{auto: boolean}} how */
function opened({ auto }) {
  if (!started) void start(!auto);
  else if (site.framed) void attempt(async () => (await site.hasChanged()) && (forget(), start()));
  if (started && !auto && !matchMedia("(pointer: coarse)").matches) composer.focus();
}

/** @param {boolean} [focus] */
async function start(focus = true) {
  started = true;
  // After a reload the page opens the chat again.
  if (site.framed) site.post("engaged");
  shell.showSignedOut(null);
  log.note(document.body.dataset.notice ?? "");
  const last = lastOpen();
  blank();
  // A try that fails must not forget it.
  lastOpen(last);
  await attempt(async () => {
    await loadList();
    // What was sent meanwhile goes first.
    if (!current.messages.length && conversations.some((one) => one.id === last)) await show(last);
  }, start);
  if (focus && !matchMedia("(pointer: coarse)").matches) composer.focus();
}

/** The member has signed out: nothing of theirs stays here. */
function forget() {
  leave();
  conversations = [];
  list.clear();
  blank();
  composer.fill("");
  shell.showSignedOut(start);
}

// — conversations ——————————————————————————————————————————————————————————————————————————————

/** @param {string} [from] */
async function loadList(from) {
  const [{ conversations: found }, next] = await api.page(from || "");
  conversations = from ? [...conversations, ...found] : found;
  nextPage = next;
  list.set(conversations, !!next);
  list.select(current.id);
  setTitle();
}

function setTitle() {
  const known = conversations.find((one) => one.id === current.id);
  if (known) current.title = known.title ?? "";
  shell.setTitle(current.exists ? current.title || words.untitled : words.begin, current.exists);
}

/** Stops reading; the answer goes on without us. */
function leave() {
  reading.abort();
  running = null;
  composer.setRunning(false);
  endEdit();
  shell.clearError();
}

/** An empty conversation, which exists once something is sent. */
function blank() {
  current = { id: newId(), title: "", exists: false, messages: [] };
  lastOpen("");
  log.clear();
  list.select("");
  setTitle();
}

function begin() {
  leave();
  blank();
  shell.turn(false);
  composer.focus();
}

/** Whether there may be earlier ones: the server sends as many at once, or as much. @param {ChatMessage[]} messages */
const isPage = (messages) => messages.length >= PAGE || messages.reduce((sum, { content }) => sum + content.length, 0) >= PAGE_LENGTH;

/** @param {string} id */
async function show(id) {
  leave();
  const own = (reading = new AbortController());
  const { messages } = await api.call("GET", id);
  // Another one was opened meanwhile.
  if (own.signal.aborted) return;
  current = { id, title: "", exists: true, messages };
  lastOpen(id);
  log.clear();
  for (const message of messages) log.add(message);
  log.hasEarlier(isPage(messages));
  list.select(id);
  setTitle();
  shell.turn(false);
  // An answer may be coming, begun here before a reload or on another device.
  void read({ method: "GET", path: `${id}/stream` });
}

async function showEarlier() {
  const [oldest] = current.messages;
  await attempt(async () => {
    const { messages } = await api.call("GET", `${current.id}?before=${oldest.id}`);
    current.messages.unshift(...messages);
    log.prepend(messages);
    log.hasEarlier(isPage(messages));
  });
}

/** @param {string} text @returns {Promise<Hit[] | null>} */
async function search(text) {
  /** @type {Hit[] | null} */
  let hits = null;
  await attempt(async () => (hits = (await api.call("GET", `search?q=${encodeURIComponent(text)}`)).results));
  return hits;
}

async function rename() {
  const title = await shell.ask({ title: words.rename, value: current.title, yes: words.save });
  if (!title) return;
  await api.call("PATCH", current.id, { title });
  await loadList();
}

async function remove() {
  if (!(await shell.ask({ title: words.removeTitle, text: words.removeText, yes: words.remove, destroys: true }))) return;
  await api.call("DELETE", current.id);
  leave();
  blank();
  await loadList();
}

async function clear() {
  if (!(await shell.ask({ title: words.clearTitle, text: words.clearText, yes: words.clear, destroys: true }))) return;
  await api.call("DELETE", "");
  leave();
  blank();
  await loadList();
}

async function copyAll() {
  const said = current.messages.map(({ role, content }) => `**${role === "user" ? words.you : words.assistant}**\n\n${content}`);
  await navigator.clipboard.writeText(`# ${current.title}\n\n${said.join("\n\n")}\n`);
  log.announce(words.copied);
}

async function download() {
  const copy = await api.call("GET", "/api/v1/members/me/copy");
  const url = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 2)], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: "my-data.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

// — questions and answers ——————————————————————————————————————————————————————————————————————

/** @param {string} text @returns {Promise<boolean>} whether it was taken */
async function send(text) {
  /** @type {ChatMessage} */
  const question = { id: newId(), role: "user", content: text };
  /** @type {ChatQuestion} */
  let asked = { method: "POST", path: "message", body: { conversation_id: current.id, message: text }, key: question.id };
  // Only a new conversation is made: one that exists may have been deleted on another device.
  if (edited || !current.exists) {
    const said = { id: question.id, role: "user", parts: [{ type: "text", text }] };
    asked = { method: "POST", path: "", body: { id: current.id, messages: [said], messageId: edited?.id } };
  }
  if (edited) {
    const at = current.messages.indexOf(edited);
    current.messages.length = at;
    log.cut(at);
    endEdit();
  }
  current.messages.push(question);
  log.add(question);
  lastOpen(current.id);
  const taken = await read(asked);
  if (taken) return true;
  // It is in the field again.
  current.messages = current.messages.filter((message) => message !== question);
  log.cut(current.messages.length);
  return false;
}

/** @param {ChatMessage} message */
async function answerAgain(message) {
  if (running) return;
  const at = current.messages.indexOf(message);
  if (at < 0) return;
  current.messages.length = at;
  log.cut(at);
  const body = { id: current.id, messages: [], trigger: "regenerate-message", messageId: message.id || undefined };
  await read({ method: "POST", path: "", body });
}

/** @param {ChatMessage} message */
function beginEdit(message) {
  if (running) return;
  edited = message;
  composer.setEditing(true, () => (endEdit(), composer.fill("")));
  composer.fill(message.content);
  composer.focus();
}

function endEdit() {
  edited = null;
  composer.setEditing(false);
}

/** @param {ChatMessage} message @param {"up" | "down" | null} value */
function rate(message, value) {
  return attempt(() => api.call("PUT", `${current.id}/messages/${message.id}/feedback`, { value }));
}

async function stop() {
  const id = running?.message.id;
  await attempt(() => api.call("POST", `${current.id}/stop`, id ? { message_id: id } : {}));
}

/** Shows an answer as it comes. A connection that breaks is made again, and the answer read from its beginning.
 * @param {ChatQuestion} question @returns {Promise<boolean>} false if it was refused */
async function read(question) {
  shell.clearError();
  const { id } = current;
  reading.abort();
  const own = (reading = new AbortController());
  /** @type {ChatMessage} */
  const message = { id: "", role: "assistant", content: "", state: "running" };
  /** @type {ReturnType<typeof log.add> | undefined} */
  let shown;
  const begin = () => {
    running = { message };
    composer.setRunning(true);
    current.messages.push(message);
    shown = log.add(message);
  };
  if (question.method === "POST") begin();
  const onChunk = (/** @type {Record<string, any>} */ chunk) => {
    if (own.signal.aborted) return;
    if (!shown) begin();
    if (chunk.type === "start") {
      message.id = chunk.messageId;
      current.exists = true;
    }
    if (chunk.type === "text-delta") message.content += chunk.delta;
    if (chunk.type === "finish") message.state = "whole";
    if (chunk.type === "abort") message.state = "stopped";
    if (chunk.type === "error") message.state = "broken";
    shown?.update();
  };
  /** @type {unknown} */
  let error = null;
  for (let left = TRIES; ; left -= 1) {
    let outcome = "cut";
    try {
      outcome = await api.listen(question, onChunk, own.signal);
      error = null;
    } catch (failed) {
      error = failed;
      // Another answer is coming already, perhaps to another tab's question.
      if (failed instanceof Problem && failed.slug === "answer-running") {
        discard();
        await attempt(() => show(id));
        return false;
      }
      if (!(failed instanceof Problem) || failed.status || !message.id) break;
    }
    if (own.signal.aborted) return true;
    if (message.state !== "running" || outcome === "ended") break;
    if (outcome === "none") {
      // It ended while we were not connected, or there is none.
      if (message.id) await attempt(() => show(id));
      return true;
    }
    if (!left) break;
    if (outcome === "cut" && left < TRIES) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (own.signal.aborted) return true;
    // Sent again, a question is the same question; an answer that has begun is read from its beginning.
    if (message.id) question = { method: "GET", path: `${id}/stream` };
    message.content = "";
  }
  if (!shown) {
    if (error) fail(error, () => read(question));
    return true;
  }
  if (error && !message.id) {
    discard();
    fail(error, null);
    return false;
  }
  if (message.state === "running") message.state = "broken";
  running = null;
  composer.setRunning(false);
  shown.update();
  shown.finish();
  if (message.state !== "broken") log.announce(`${words.assistant}: ${message.content}`);
  void attempt(() => loadList());
  return true;

  function discard() {
    running = null;
    composer.setRunning(false);
    current.messages = current.messages.filter((one) => one !== message);
    shown?.el.remove();
  }
}

// — errors —————————————————————————————————————————————————————————————————————————————————————

/** @param {() => unknown} work @param {() => unknown} [retry] */
async function attempt(work, retry = () => attempt(work)) {
  shell.clearError();
  try {
    await work();
  } catch (error) {
    fail(error, retry);
  }
}

/** @param {unknown} error @param {(() => unknown) | null} retry */
function fail(error, retry) {
  if (error instanceof SignedOut) {
    forget();
  } else if (!(error instanceof Problem)) {
    console.error(error);
    shell.showError({ message: words.failure }, retry);
  } else if (error.status === 404) {
    // Deleted on another device.
    leave();
    blank();
    void loadList().catch(() => {});
  } else shell.showError(error, retry);
}

// — the start ——————————————————————————————————————————————————————————————————————————————————

// Another device may have gone on meanwhile.
document.addEventListener("visibilitychange", () => {
  if (document.hidden || !started || running || document.body.classList.contains("out")) return;
  void attempt(async () => {
    await loadList();
    const known = conversations.find((one) => one.id === current.id);
    const newest = current.messages.at(-1);
    if (current.exists && !known) return nextPage || blank();
    if (known && !edited && newest?.created_at !== undefined && known.updated_at > newest.created_at) await show(current.id);
  });
});

if (site.framed) site.post("ready");
else void start();
