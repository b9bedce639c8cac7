// @ts-check
// The board: actions by what has become of them, soonest first.

import { Refused } from "./api.js";

/** @typedef {{id: string, kind: string, title: string, dueAt: string | null, quote: string, status: string, version: number,
 *   createdAt: string}} Action */

/** @param {{api: ReturnType<typeof import("./api.js").makeApi>,
 *   attempt: (work: () => Promise<unknown>) => Promise<void>, kind: (name: string) => string}} options */
export function makeBoard({ api, attempt, kind }) {
  const list = /** @type {HTMLUListElement} */ (document.getElementById("actions"));
  const empty = /** @type {HTMLElement} */ (document.getElementById("empty"));
  const more = /** @type {HTMLButtonElement} */ (document.getElementById("more"));
  const news = /** @type {HTMLElement} */ (document.getElementById("news"));
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("action"));
  const tabs = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-show]"));
  /** @type {Map<string, Action>} */
  const actions = new Map();
  let shown = "pending";
  /** Whose board it is, if it is another's. */
  let share = "";
  let next = "";
  let isOpen = false;

  const { lang } = document.documentElement;
  const days = new Intl.DateTimeFormat(lang, { dateStyle: "full", timeZone: "UTC" });
  const times = new Intl.DateTimeFormat(lang, { timeStyle: "short", timeZone: "UTC" });

  /** A time as the message says it, without a zone: it is the member's own time. @param {string} due */
  function inWords(due) {
    const at = new Date(due.length === 10 ? `${due}T00:00Z` : `${due}Z`);
    return due.length === 10 ? days.format(at) : `${days.format(at)}, ${times.format(at)}`;
  }

  function today() {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  }

  /** @param {Action} action */
  function draw(action) {
    const item = /** @type {HTMLLIElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
    /** @template {HTMLElement} T @param {string} selector @returns {T} */
    const part = (selector) => /** @type {T} */ (item.querySelector(selector));
    item.id = `action-${action.id}`;
    part(".kind").textContent = kind(action.kind);
    part("h3").textContent = action.title;
    part("h3").dir = "auto";
    part("blockquote").textContent = action.quote;
    part("blockquote").dir = "auto";
    const due = part(".due");
    due.textContent = action.dueAt ? inWords(action.dueAt) : "";
    due.classList.toggle("late", !!action.dueAt && action.status === "pending" && action.dueAt.slice(0, 10) < today());
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (item.querySelectorAll("[data-status]"))) {
      button.hidden = !!share || button.dataset.status === action.status || (action.status !== "pending" && button.dataset.status !== "pending");
      button.addEventListener("click", () => attempt(() => change(action, { status: button.dataset.status })));
    }
    const form = /** @type {HTMLFormElement} */ (part("form"));
    const edit = part("[data-edit]");
    edit.hidden = !!share;
    const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
    edit.addEventListener("click", () => {
      form.hidden = !form.hidden;
      field("title").value = action.title;
      field("day").value = action.dueAt?.slice(0, 10) ?? "";
      field("time").value = action.dueAt?.slice(11) ?? "";
      if (!form.hidden) field("title").focus();
    });
    part("[data-cancel]").addEventListener("click", () => {
      form.hidden = true;
      edit.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [day, time] = [field("day").value, field("time").value];
      const dueAt = day ? (time ? `${day}T${time}` : day) : null;
      void attempt(() => change(action, { title: field("title").value, dueAt }));
    });
    return item;
  }

  /** @param {Action} action @param {Record<string, unknown>} what */
  async function change(action, what) {
    try {
      keep(await api.call("PATCH", `actions/${action.id}`, what, { "If-Match": `"${action.version}"` }));
    } catch (error) {
      if (error instanceof Refused && error.status === 412) await load(true);
      throw error;
    }
  }

  function redraw() {
    const sorted = [...actions.values()].filter((action) => action.status === shown);
    // What is due comes first, the soonest on top; then the newest.
    sorted.sort((a, b) => (a.dueAt ?? "9999").localeCompare(b.dueAt ?? "9999") || b.createdAt.localeCompare(a.createdAt));
    const focused = document.activeElement?.closest("li")?.id;
    list.replaceChildren(...sorted.map(draw));
    if (focused) document.getElementById(focused)?.querySelector("button")?.focus();
    empty.hidden = sorted.length > 0;
    more.hidden = !next;
  }

  /** @param {Action} action */
  function keep(action) {
    actions.set(action.id, action);
    redraw();
  }

  /** @param {boolean} [anew] */
  async function load(anew) {
    if (anew) {
      actions.clear();
      next = "";
    }
    const query = new URLSearchParams({ status: shown, ...(next && { after: next }) });
    const page = await api.call("GET", `${share ? `shares/${share}/` : ""}actions?${query}`);
    for (const action of page.actions) actions.set(action.id, action);
    next = page.next ?? "";
    redraw();
  }

  /** Shows what has this state, of one's own or of a shared board. @param {string} status @param {string} [of] */
  async function show(status, of) {
    shown = status;
    if (of !== undefined) share = of;
    for (const tab of tabs) tab.setAttribute("aria-pressed", String(tab.dataset.show === status));
    await load(true);
  }

  for (const tab of tabs) tab.addEventListener("click", () => attempt(() => show(tab.dataset.show ?? "pending")));
  more.addEventListener("click", () => attempt(() => load()));

  return {
    show,
    /** Loads the board the first time that it is shown. */
    open() {
      if (isOpen) return;
      isOpen = true;
      void attempt(() => load(true));
    },
    /** What the server tells. @param {Action} action @param {boolean} isNew */
    add(action, isNew) {
      if (share) return;
      keep(action);
      if (isNew) news.textContent = `${news.dataset.news} ${action.title}`;
    },
    clear() {
      isOpen = false;
      share = "";
      actions.clear();
      redraw();
    },
  };
}
