// @ts-check
// On the page behind the mailed link: if this browser is the one that made the visit, the visitor
// has proved enough and need not press the button. Anything else, a mail scanner that runs scripts
// for one, finds no session here and changes nothing.

const KEY = "anteroom.session";

async function confirmOwn() {
  const wanted = document.querySelector("main")?.dataset.session;
  const form = document.querySelector("form");
  if (!wanted || !form || !globalThis.crypto?.subtle) return;
  // Coming back or reloading shows the button; only the first arrival goes on by itself.
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (entry && entry.type !== "navigate") return;
  let id = null;
  try {
    id = localStorage.getItem(KEY);
  } catch {}
  if (!id) return;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(id));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex === wanted) form.requestSubmit();
}

// A page that a browser prepares ahead, or opens in a background tab, has nobody before it yet.
if (document.visibilityState === "visible") confirmOwn();
else document.addEventListener("visibilitychange", confirmOwn, { once: true });

export {};
