// @ts-check
// The parts that are always on screen: header, menu, conversation, and the place for the current view.

import { h, icon } from "../dom.js";
import { acceptDrops } from "./drop_zone.js";

/** @param {ShellOptions} options */
export function makeShell({ words, title, closable, close, leave, dropTarget }) {
  const notes = { open: words.noteOpen, pending: words.notePending, complete: words.noteComplete, gone: words.noteGone };
  const note = h("p", { className: "note" });
  const page = (/** @type {string} */ href, /** @type {string} */ label) =>
    h("a", { href, target: "_blank", rel: "noopener" }, label, h("span", { className: "hidden" }, ` ${words.opens}`));
  const leaveButton = h("button", { type: "button", className: "destroy" }, words.leave);
  const menu = h(
    "div",
    { id: "menu", className: "menu", popover: "auto" },
    page(`/privacy?lang=${words.lang}`, words.notice),
    page(`/accessibility?lang=${words.lang}`, words.accessibility),
    leaveButton,
  );
  const menuButton = h("button", { type: "button", className: "icon-button", ariaLabel: words.menu, title: words.menu }, icon("more"));
  menuButton.popoverTargetElement = menu;

  const yes = h("button", { type: "button", className: "primary destroy" }, words.leaveYes);
  const dialog = h(
    "dialog",
    { className: "ask", ariaLabel: words.leaveTitle },
    h("h2", {}, words.leaveTitle),
    h("p", {}, words.leaveText),
    h("div", { className: "actions" }, h("button", { type: "button", className: "quiet", onclick: () => dialog.close() }, words.leaveNo), yes),
  );
  leaveButton.onclick = () => {
    menu.hidePopover();
    dialog.showModal();
  };
  yes.onclick = () => {
    dialog.close();
    leave();
  };

  const log = h("div", { className: "log", role: "log", tabIndex: 0, ariaLabel: words.conversation });
  const trouble = h("div", { className: "trouble", role: "alert" });
  const place = h("div", { className: "place" });
  const main = h("main", {}, log, h("div", { className: "foot" }, trouble, place));
  document.body.replaceChildren(
    h(
      "header",
      {},
      h("div", { className: "titles" }, h("h1", {}, title), note),
      menuButton,
      menu,
      closable && h("button", { type: "button", className: "icon-button", ariaLabel: words.close, title: words.close, onclick: close }, icon("close")),
    ),
    main,
    dialog,
  );
  // A view that grows must not cover the question.
  new ResizeObserver(() => (log.scrollTop = log.scrollHeight)).observe(log);
  acceptDrops(document.body, words.drop, dropTarget);

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || dialog.open || menu.matches(":popover-open")) return;
    if (closable) close();
  });

  /** @type {View | null} */
  let view = null;

  return {
    log,
    /** @param {keyof typeof notes} state */
    setStatus(state) {
      note.textContent = notes[state];
      leaveButton.hidden = state === "complete" || state === "gone";
      // Once the contact is submitted, answers are no longer changed in the log.
      log.classList.toggle("fixed", state !== "open");
    },
    get view() {
      return view;
    },
    /** @param {View} next @param {boolean} [focus] */
    show(next, focus = true) {
      view?.destroy?.();
      view = next;
      trouble.replaceChildren();
      place.replaceChildren(next.el);
      log.scrollTop = log.scrollHeight;
      if (focus) next.focus();
    },
    /** Shows an error above the view, which keeps what was typed.
     * @param {{message: string, requestId?: string}} problem @param {(() => unknown) | null} retry */
    showError(problem, retry) {
      trouble.replaceChildren(
        h("p", {}, problem.message),
        problem.requestId ? h("p", { className: "small" }, words.reference({ id: problem.requestId })) : "",
        retry
          ? h("button", { type: "button", className: "secondary", onclick: () => (trouble.replaceChildren(), retry()) }, words.retry)
          : "",
      );
      log.scrollTop = log.scrollHeight;
    },
    clearError: () => trouble.replaceChildren(),
  };
}
