// @ts-check
// Tells the server that this page still shows the visit, and when it stops doing so.

import { newId } from "./session.js";

/** A page load; a page that comes back from the back/forward cache counts as a new one. */
export const page = { id: newId() };

/** Returns a function that starts the next interval.
 * @param {{
 *   beat: (visible: boolean) => Promise<unknown>,
 *   sessionId: () => string | null,
 *   seconds: () => number,
 *   returned: () => void,
 * }} options */
export function startPresence({ beat, sessionId, seconds, returned }) {
  let timer = 0;
  const visible = () => document.visibilityState === "visible";

  const tick = () => {
    clearTimeout(timer);
    // A beat that is lost on the way is made good by the next one.
    if (sessionId()) beat(visible()).catch(() => {});
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(tick, seconds() * 1000);
  };

  // A hidden page is granted a longer absence, so the server hears of it at once.
  document.addEventListener("visibilitychange", tick);
  addEventListener("pagehide", () => {
    const session_id = sessionId();
    clearTimeout(timer);
    // A string goes as text/plain, which needs no preflight and survives the page.
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
