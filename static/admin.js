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

/** How far a copy has come, in the page that began it. @param {HTMLElement} place @param {string} id */
async function watch(place, id) {
  const waiting = document.createElement("progress");
  const words = document.createElement("p");
  waiting.setAttribute("aria-label", "The copy is being made");
  words.className = "small";
  words.textContent = "Getting it ready";
  place.replaceChildren(waiting, words);
  place.hidden = false;
  // It begins once the rows are read and the store has said what it holds.
  for (let misses = 0; misses < 30; ) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const answer = await fetch(`/admin/exports/${id}`).catch(() => null);
    const shown = answer?.ok && read(await answer.text()).getElementById("live");
    if (!shown) {
      misses += 1;
      continue;
    }
    place.replaceChildren(...Array.from(shown.children, (child) => document.importNode(child, true)));
    if (!shown.hasAttribute("data-poll")) return say(place.textContent?.trim() ?? "");
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
  // The click goes on to the address as it is now.
  link.href = address.href;
  watch(place, id);
});

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
