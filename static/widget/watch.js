// @ts-check
// Waits for the link in the mail to be used. Asking is all there is for now; a stream of events can
// take its place behind the same function.

const VISIBLE = 4_000;
const HIDDEN = 15_000;

/** @param {() => Promise<string>} ask the visit's state
 * @param {(state: string) => void} changed called once, with the first state that is not "pending"
 * @returns {() => void} stop */
export function watchState(ask, changed) {
  let timer = 0;
  let over = false;

  const wait = () => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(look, document.visibilityState === "visible" ? VISIBLE : HIDDEN);
  };
  const look = async () => {
    clearTimeout(timer);
    const state = await ask().catch(() => "pending");
    if (over) return;
    if (state === "pending") return wait();
    stop();
    changed(state);
  };
  // Coming back from the mail program is the moment to look.
  const shown = () => (document.visibilityState === "visible" ? void look() : wait());
  const stop = () => {
    over = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", shown);
  };
  document.addEventListener("visibilitychange", shown);
  wait();
  return stop;
}
