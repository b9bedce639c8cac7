// @ts-check
// What a customer's page does: it opens the chat from its own button, and says who its signed-in user is.

const page = /** @type {any} */ (window);
document.querySelector("#start")?.addEventListener("click", () => page.Anteroom?.open());

/** Functions that are pushed before the chat's script has loaded are called by it. @param {(chat: any) => void} act */
const withChat = (act) => (page.Anteroom ??= []).push(act);

/** The made-up user who is signed in at this site. @param {string} [name] @returns {string} */
function member(name) {
  try {
    if (name !== undefined) localStorage.setItem("demo.member", name);
    return localStorage.getItem("demo.member") ?? "";
  } catch {
    return name ?? "";
  }
}

const bar = document.querySelector("#members");
if (bar) {
  const show = (/** @type {string} */ now) => {
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (bar.querySelectorAll(":scope > span"))) {
      const { signedIn = "" } = group.querySelector("button")?.dataset ?? {};
      group.hidden = signedIn !== now;
    }
  };
  const signIn = (/** @type {string} */ name) =>
    withChat((chat) => chat.identify(async () => (await fetch(`/dev/members/${name}/token`)).text()));
  bar.addEventListener("click", ({ target }) => {
    const button = target instanceof HTMLElement ? target.closest("button") : null;
    if (!button) return;
    const name = button.dataset.member ?? "";
    member(name);
    show(name);
    if (name) signIn(name);
    else withChat((chat) => chat.forget());
    if (name) withChat((chat) => chat.open());
    bar.querySelector(/** @type {"button"} */ ("span:not([hidden]) > button"))?.focus();
  });
  const now = member();
  show(now);
  if (now) signIn(now);
}
