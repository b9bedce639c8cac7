// @ts-check
// The admin console works without this script. It adds buttons to copy, progress that updates by itself, and a sign-in
// that keeps the password while the code is asked for.

/** @param {string} text */
function announce(text) {
  const place = document.querySelector("[data-said]");
  if (place) place.textContent = text;
}

/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    announce("Copying did not work. Select the text and copy it by hand.");
    return;
  }
  button.dataset.done = "";
  announce("Copied.");
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

// A secret that is shown once is the response to a form: a reload must not submit that form again.
const once = document.querySelector("[data-once]");
if (once instanceof HTMLElement) history.replaceState(null, "", once.dataset.once);

/** @param {string} html */
const read = (html) => new DOMParser().parseFromString(html, "text/html");

/** Polls until the server says that nothing more changes. @param {Element} live */
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
    // The response is another page, most likely the sign-in.
    if (!next) return location.reload();
    if (next.innerHTML === shown.innerHTML) continue;
    const over = !next.hasAttribute("data-poll");
    const heading = next.querySelector("h1")?.textContent ?? "";
    const imported = document.importNode(next, true);
    shown.replaceWith(imported);
    shown = imported;
    if (over) {
      announce(heading);
      document.title = `${heading} · Anteroom desk`;
    }
  }
}
const live = document.getElementById("live");
if (live) follow(live);

/** Shows the progress of an export in the page that started it. @param {HTMLElement} place @param {string} id */
async function showProgress(place, id) {
  const waiting = document.createElement("progress");
  const words = document.createElement("p");
  waiting.setAttribute("aria-label", "The copy is being made");
  words.className = "small";
  words.textContent = "Getting it ready";
  place.replaceChildren(waiting, words);
  place.hidden = false;
  // The export starts once the rows are read and the objects listed: until then its page is missing.
  for (let misses = 0; misses < 30; ) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const answer = await fetch(`/admin/exports/${id}`).catch(() => null);
    const shown = answer?.ok && read(await answer.text()).getElementById("live");
    if (!shown) {
      misses += 1;
      continue;
    }
    place.replaceChildren(...Array.from(shown.children, (child) => document.importNode(child, true)));
    if (!shown.hasAttribute("data-poll")) return announce(place.textContent?.trim() ?? "");
  }
  words.textContent = "Nothing is heard of it. Look whether your browser has the file, or download it again.";
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-export]") : null;
  const place = document.getElementById("export");
  if (!(link instanceof HTMLAnchorElement) || !place) return;
  const id = crypto.randomUUID();
  const address = new URL(link.href);
  address.searchParams.set("progress", id);
  // The browser follows the changed address.
  link.href = address.href;
  showProgress(place, id);
});

/** Submits the sign-in and stays on the page while something is missing or wrong. @param {HTMLFormElement} form */
async function signIn(form) {
  const button = form.querySelector("button");
  if (button) button.disabled = true;
  const typed = new FormData(form);
  const body = new URLSearchParams([...typed].map(([name, value]) => [name, String(value)]));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
  if (answer.type === "opaqueredirect") return location.assign(String(typed.get("next")));
  const next = read(await answer.text()).querySelector("form[data-sign-in]");
  if (!(next instanceof HTMLFormElement)) throw new Error("no form came back");
  const imported = document.importNode(next, true);
  form.replaceWith(imported);
  // Only the code is missing: the password need not be typed again.
  const code = imported.querySelector("#code");
  const password = imported.querySelector("#password");
  if (code?.hasAttribute("aria-invalid") && password instanceof HTMLInputElement) {
    password.value = String(typed.get("password"));
    imported.querySelector("[data-again]")?.remove();
  }
  /** @type {HTMLElement | null} */ (imported.querySelector("[aria-invalid]"))?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("signIn" in form.dataset)) return;
  event.preventDefault();
  // If this fails, the browser submits the form itself.
  signIn(form).catch(() => form.submit());
});

export {};
