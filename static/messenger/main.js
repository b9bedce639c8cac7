// @ts-check
// A member's messenger: sign in by number, link the account, and see what is to be done as it is found.

import { makeApi, Refused } from "./api.js";
import { makeBoard } from "./board.js";
import { makeSharing } from "./sharing.js";

/** @template {HTMLElement} T @param {string} id @param {{new (): T}} kind @returns {T} */
function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}
const main = document.querySelector("main") ?? document.body;
const sections = ["door", "pairing", "board"].map((id) => byId(id, HTMLElement));
const [line, problem] = ["line", "problem"].map((id) => byId(id, HTMLElement));
const qr = byId("qr", HTMLImageElement);
const time = byId("qr-time", HTMLProgressElement);
const api = makeApi(main.dataset);

/** The words of a template of the page. @param {"state" | "kind"} what @param {string} name */
const word = (what, name) => document.querySelector(`template[data-${what}="${CSS.escape(name)}"]`)?.innerHTML.trim() ?? name;

const board = makeBoard({ api, attempt, kind: (name) => word("kind", name) });
const sharing = makeSharing({ api, attempt, read: (id) => board.show("pending", id) });

/** @type {any} */
let status = null;
/** @type {EventSource | null} */
let events = null;
let shownCode = "";

// — calls ——————————————————————————————————————————————————————————————————————————————————————

/** Does something, and says what went wrong. @param {() => Promise<unknown>} work @param {HTMLInputElement} [input] */
async function attempt(work, input) {
  problem.hidden = true;
  setFault(input, "");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) return show("door");
    if (input && error.status === 422) return setFault(input, error.message);
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

/** @param {HTMLInputElement | undefined} input @param {string} text */
function setFault(input, text) {
  const fault = input && document.getElementById(`${input.id}-fault`);
  if (!input || !fault) return;
  fault.textContent = text;
  fault.hidden = !text;
  input.setAttribute("aria-invalid", String(!!text));
  if (text) input.focus();
}

/** @param {string} id */
function show(id) {
  for (const section of sections) section.hidden = section.id !== id;
  if (id === "door") {
    events?.close();
    events = null;
    line.textContent = "";
  }
}

// — what the server tells ——————————————————————————————————————————————————————————————————————

function listen() {
  events?.close();
  events = new EventSource("/api/events");
  /** @param {string} name @param {(data: any) => void} told */
  const on = (name, told) => events?.addEventListener(name, (event) => told(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  on("status", setStatus);
  on("verified", () => void attempt(begin));
  on("new_action", (action) => board.add(action, true));
  on("action_updated", (action) => board.add(action, false));
  events.addEventListener("error", () => {
    // Refused for good, not only cut: the sign-in has ended.
    if (events?.readyState === EventSource.CLOSED) void attempt(begin);
  });
}

/** @param {any} now */
function setStatus(now) {
  status = now;
  const isLinked = now.verified && now.devices.some((/** @type {any} */ device) => device.phone);
  show(isLinked ? "board" : "pairing");
  line.textContent = `${word("state", now.status)}${now.phone ? ` · \u2066${now.phone}\u2069` : ""}`;
  byId("pause", HTMLElement).hidden = now.status === "stopped";
  byId("resume", HTMLElement).hidden = now.status !== "stopped";
  byId("known", HTMLElement).hidden = now.verified;
  byId("again", HTMLElement).hidden = ["pairing", "starting"].includes(now.status);
  if (isLinked) {
    board.open();
    return;
  }
  const code = now.qrUntil ?? "";
  if (code && code !== shownCode) qr.src = `/api/qr?${new URLSearchParams({ until: code })}`;
  shownCode = code;
  qr.hidden = !code;
  byId("qr-wait", HTMLElement).hidden = !!code;
}

/** The bar of the QR code's time. */
function tick() {
  const left = status?.qrUntil ? (Date.parse(status.qrUntil) - Date.now()) / 1000 : 0;
  time.value = Math.max(0, left);
}
setInterval(tick, 1000);

// — acts ———————————————————————————————————————————————————————————————————————————————————————

async function begin() {
  setStatus(await api.call("GET", "status"));
  listen();
  if (status.verified) await sharing.load();
}

/** @param {string} id @param {(input: HTMLInputElement) => Promise<unknown>} act */
function onSubmit(id, act) {
  const form = byId(id, HTMLFormElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    void attempt(() => act(input), input);
  });
}

/** @param {string} id @param {() => Promise<unknown>} act */
const onPress = (id, act) => byId(id, HTMLElement).addEventListener("click", () => void attempt(act));

onSubmit("sign-in", async (input) => {
  await api.call("POST", "auth/login", { phoneNumber: input.value, cookie: true });
  await begin();
});
onSubmit("verify", async (input) => {
  await api.call("POST", "auth/verify", { code: input.value });
  await begin();
});
onSubmit("share", async (input) => {
  await api.call("POST", "shares", { phoneNumber: input.value });
  input.value = "";
  await sharing.load();
});
onPress("again", () => api.call("POST", "session/start"));
onPress("resume", () => api.call("POST", "session/start"));
onPress("pause", () => api.call("POST", "session/stop"));
onPress("restart", () => api.call("POST", "session/restart"));
onPress("ask-code", async () => {
  const typed = byId("typed", HTMLElement);
  typed.hidden = false;
  typed.textContent = "…";
  for (let tries = 0; tries < 20; tries++) {
    const { code } = await api.call("POST", "session/code");
    if (code) {
      typed.textContent = code;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  typed.hidden = true;
});
const sure = byId("sure", HTMLDialogElement);
byId("unlink", HTMLElement).addEventListener("click", () => sure.showModal());
byId("sure-no", HTMLElement).addEventListener("click", () => sure.close());
onPress("sure-yes", async () => {
  sure.close();
  await api.call("DELETE", "session");
  await api.call("POST", "session/start");
});
for (const button of document.querySelectorAll("[data-leave]")) {
  button.addEventListener("click", () =>
    attempt(async () => {
      await api.call("POST", "auth/logout");
      board.clear();
      show("door");
    }),
  );
}

void attempt(begin);
