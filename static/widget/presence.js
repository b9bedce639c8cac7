// @ts-check
// Sends heartbeats while this page shows the session, and tells the server when it closes.

import { newId } from "./session_id.js";

/** Identifies this page load; a page restored from the back/forward cache gets a new id. */
export const page = { id: newId() };

/** Returns a function that restarts the interval.
 * @param {{
 *   sendHeartbeat: (visible: boolean) => Promise<unknown>,
 *   sessionId: () => string | null,
 *   seconds: () => number,
 *   returned: () => void,
 * }} options */
export function startPresence({ sendHeartbeat, sessionId, seconds, returned }) {
  let timer = 0;
  const visible = () => document.visibilityState === "visible";

  const tick = () => {
    clearTimeout(timer);
    // The next heartbeat makes up for a lost one.
    if (sessionId()) sendHeartbeat(visible()).catch(() => {});
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(tick, seconds() * 1000);
  };

  // The server keeps the session of a hidden page longer, so it is told at once.
  document.addEventListener("visibilitychange", tick);
  addEventListener("pagehide", () => {
    const session_id = sessionId();
    clearTimeout(timer);
    // A string is sent as text/plain, which needs no preflight request: that would not outlive the page.
    if (session_id) navigator.sendBeacon("/api/v1/session/leave", JSON.stringify({ session_id, page_id: page.id }));
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    page.id = newId();
    wait();
    returned();
  });
  return wait;
}
