// @ts-check
// Runs on the page behind the mailed link. If this browser has the session, the visitor need not press the button. A mail
// scanner that runs scripts has no session, so it changes nothing.

const KEY = "anteroom.session";

async function confirmOwn() {
  const wanted = document.querySelector("main")?.dataset.session;
  const form = document.querySelector("form");
  if (!wanted || !form || !globalThis.crypto?.subtle) return;
  // After a reload or going back the button is shown; only the first visit confirms by itself.
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

// A prerendered page or one in a background tab waits until the visitor sees it.
if (document.visibilityState === "visible") confirmOwn();
else document.addEventListener("visibilitychange", confirmOwn, { once: true });

export {};
