// @ts-check
// Waits for the link in the mail to be used: the server tells at once, whichever of its instances took
// the click. A connection that is lost is made again; where a proxy on the way keeps events back, asking
// takes their place.

const PAUSES = [1_000, 2_000, 5_000, 15_000];

/** @param {{listen: (heard: (state: string) => void, signal: AbortSignal) => Promise<void>, ask: () => Promise<string>}} server
 * `listen` ends with its connection; `ask` gives the visit's state
 * @param {(state: string) => void} changed called once, with the first state that is not "pending"
 * @returns {() => void} stop */
export function watchState({ listen, ask }, changed) {
  const over = new AbortController();
  let lost = 0;
  let again = () => {};

  /** @param {string} state */
  const hear = (state) => {
    if (state === "pending" || over.signal.aborted) return;
    stop();
    changed(state);
  };
  const run = async () => {
    while (!over.signal.aborted) {
      await listen((state) => {
        lost = 0;
        hear(state);
      }, over.signal);
      if (over.signal.aborted) return;
      await ask().then(hear, () => {});
      const pause = PAUSES[Math.min(lost++, PAUSES.length - 1)];
      await new Promise((resolve) => {
        again = () => resolve(undefined);
        setTimeout(again, pause);
      });
    }
  };
  // Coming back from the mail program is the moment to look; a phone has cut the connection meanwhile.
  const shown = () => {
    if (document.visibilityState !== "visible") return;
    again();
    void ask().then(hear, () => {});
  };
  const stop = () => {
    over.abort();
    again();
    document.removeEventListener("visibilitychange", shown);
  };
  document.addEventListener("visibilitychange", shown);
  void run();
  return stop;
}
