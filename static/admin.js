// @ts-check
// The desk works without this; with it copying is a click, progress moves by itself, and a code that is asked
// for costs nobody the password that was just typed.

/** @param {string} text */
function say(text) {
  const place = document.querySelector("[data-said]");
  if (place) place.textContent = text;
}

/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    say("Copying did not work. Select the text and copy it by hand.");
    return;
  }
  button.dataset.done = "";
  say("Copied.");
  setTimeout(() => delete button.dataset.done, 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  if (button.dataset.copy) copy(button, button.dataset.copy);
  if (button.dataset.copyOf) {
    const items = document.querySelectorAll(`#${button.dataset.copyOf} li`);
    copy(button, Array.from(items, (item) => item.textContent?.trim()).join("\n"));
  }
  if ("print" in button.dataset) print();
});

// What is shown once came as the answer to a form: a reload must not send that form again.
const once = document.querySelector("[data-once]");
if (once instanceof HTMLElement) history.replaceState(null, "", once.dataset.once);

/** @param {string} html */
const read = (html) => new DOMParser().parseFromString(html, "text/html");

/** Looks again until the server has nothing more to tell. @param {Element} live */
async function follow(live) {
  let shown = live;
  let pause = 400;
  while (shown.hasAttribute("data-poll")) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 1.5, 4000);
    if (document.visibilityState === "hidden") continue;
    let next = null;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!answer.ok) continue;
      next = read(await answer.text()).getElementById("live");
    } catch {
      continue;
    }
    // Somebody else's page came: the sign-in, most likely.
    if (!next) return location.reload();
    if (next.innerHTML === shown.innerHTML) continue;
    const over = !next.hasAttribute("data-poll");
    const heading = next.querySelector("h1")?.textContent ?? "";
    const taken = document.importNode(next, true);
    shown.replaceWith(taken);
    shown = taken;
    if (over) {
      say(heading);
      document.title = `${heading} · Anteroom desk`;
    }
  }
}
const live = document.getElementById("live");
if (live) follow(live);

/** Sends the sign-in and stays on the page while something is missing. @param {HTMLFormElement} form */
async function signIn(form) {
  const button = form.querySelector("button");
  if (button) button.disabled = true;
  const typed = new FormData(form);
  const body = new URLSearchParams([...typed].map(([name, value]) => [name, String(value)]));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type === "opaqueredirect") return location.assign(String(typed.get("next")));
  const next = read(await answer.text()).querySelector("form[data-sign-in]");
  if (!(next instanceof HTMLFormElement)) throw new Error("no form came back");
  const taken = document.importNode(next, true);
  form.replaceWith(taken);
  // Only a code is missing: what was right need not be typed again.
  const code = taken.querySelector("#code");
  const password = taken.querySelector("#password");
  if (code?.hasAttribute("aria-invalid") && password instanceof HTMLInputElement) {
    password.value = String(typed.get("password"));
    taken.querySelector("[data-again]")?.remove();
  }
  /** @type {HTMLElement | null} */ (taken.querySelector("[aria-invalid]"))?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("signIn" in form.dataset)) return;
  event.preventDefault();
  // Whatever goes wrong on this way, the browser's own does it.
  signIn(form).catch(() => form.submit());
});

export {};
