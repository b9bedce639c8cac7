// @ts-check
// The frame of the page: header with its menu, the list beside the conversation, dialogs and errors. On a narrow screen
// the list and the conversation take turns.

import { h, icon } from "../../widget/dom.js";

/** @param {{words: ChatWords, title: string, close: (() => void) | null, list: {el: HTMLElement, focus: () => void},
 *   log: {el: HTMLElement, status: HTMLElement}, composer: {el: HTMLElement, focus: () => void},
 *   actions: Record<"rename" | "remove" | "clear" | "copy" | "download", () => unknown>}} options */
export function makeShell({ words, title, close, list, log, composer, actions }) {
  const heading = h("h1", {}, title);
  const note = h("p", { className: "note", dir: "auto" });
  const page = (/** @type {string} */ href, /** @type {string} */ label) =>
    h("a", { href, target: "_blank", rel: "noopener" }, label, h("span", { className: "hidden" }, ` ${words.opens}`));
  const item = (/** @type {string} */ label, /** @type {() => unknown} */ act, destroys = false) =>
    h("button", { type: "button", className: destroys ? "destroy" : "", onclick: () => (menu.hidePopover(), act()) }, label);
  const ofThis = [item(words.rename, actions.rename), item(words.copyAll, actions.copy), item(words.remove, actions.remove, true)];
  const menu = h(
    "div",
    { id: "menu", className: "menu", popover: "auto" },
    ...ofThis,
    item(words.download, actions.download),
    page(`/privacy?lang=${words.lang}`, words.notices),
    page(`/accessibility?lang=${words.lang}`, words.accessibility),
    item(words.clear, actions.clear, true),
  );
  const menuButton = h("button", { type: "button", className: "icon-button", ariaLabel: words.menu, title: words.menu }, icon("more"));
  menuButton.popoverTargetElement = menu;
  const listButton = h("button", { type: "button", className: "icon-button turns", ariaLabel: words.conversations, title: words.conversations, onclick: () => turn(!isListed()) }, icon("list"));
  const trouble = h("div", { className: "trouble", role: "alert" });
  const talk = h("div", { className: "talk" }, log.el, log.status, h("div", { className: "foot" }, trouble, composer.el));
  const gone = h("section", { className: "gone", hidden: true });
  document.body.replaceChildren(
    h(
      "header",
      {},
      listButton,
      h("div", { className: "titles" }, heading, note),
      menuButton,
      menu,
      close && h("button", { type: "button", className: "icon-button", ariaLabel: words.close, title: words.close, onclick: close }, icon("close")),
    ),
    h("main", { className: "both" }, list.el, talk, gone),
  );
  const isListed = () => document.body.classList.contains("listed");

  /** @param {boolean} listed */
  function turn(listed) {
    if (listed === isListed()) return;
    document.body.classList.toggle("listed", listed);
    listButton.setAttribute("aria-expanded", `${listed}`);
    // In a wide window both are there, and this changes nothing.
    if (listButton.checkVisibility?.() ?? true) (listed ? list : composer).focus();
  }
  listButton.setAttribute("aria-expanded", "false");

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
    if (isListed()) turn(false);
    else close?.();
  });

  /** Asks, and returns what was chosen; null if nothing.
   * @param {{title: string, text?: string, value?: string, yes: string, destroys?: boolean}} question @returns {Promise<string | null>} */
  function ask({ title, text, value, yes, destroys }) {
    const field = value === undefined ? null : h("input", { className: "field", value, maxLength: 200, required: true, ariaLabel: title, dir: "auto" });
    const form = h(
      "form",
      { method: "dialog" },
      h("h2", {}, title),
      text && h("p", {}, text),
      field,
      h(
        "div",
        { className: "actions" },
        h("button", { type: "button", className: "quiet", onclick: () => dialog.close() }, words.cancel),
        h("button", { className: destroys ? "primary destroy" : "primary", value: "yes" }, yes),
      ),
    );
    const dialog = h("dialog", { className: "ask", ariaLabel: title }, form);
    document.body.append(dialog);
    dialog.showModal();
    field?.select();
    return new Promise((resolve) => {
      dialog.onclose = () => {
        dialog.remove();
        menuButton.focus();
        resolve(dialog.returnValue === "yes" ? (field?.value.trim() ?? "yes") : null);
      };
    });
  }

  return {
    turn,
    ask,
    /** @param {string} text the title of the conversation @param {boolean} exists whether it can be renamed or deleted */
    setTitle(text, exists) {
      note.textContent = text;
      for (const button of ofThis) button.hidden = !exists;
    },
    /** @param {{message: string, requestId?: string}} problem @param {(() => unknown) | null} retry */
    showError(problem, retry) {
      trouble.replaceChildren(
        h("p", {}, problem.message),
        problem.requestId ? h("p", { className: "small" }, words.reference({ id: problem.requestId })) : "",
        retry ? h("button", { type: "button", className: "secondary", onclick: () => (trouble.replaceChildren(), retry()) }, words.retry) : "",
      );
    },
    clearError: () => trouble.replaceChildren(),
    /** In place of all conversations: no one is signed in. @param {(() => unknown) | null} retry */
    showSignedOut(retry) {
      const is = retry !== null;
      document.body.classList.toggle("out", is);
      gone.hidden = !is;
      gone.replaceChildren(
        h("p", {}, words.signedOut),
        is ? h("button", { type: "button", className: "secondary", onclick: () => retry() }, words.retry) : "",
      );
    },
  };
}
