// @ts-check
// Waits until the link in the mail is used, or the mail server refuses the address. The server sends an event at once, from any of its instances. A lost
// connection is made again, and then the state is asked for too, because some proxies hold events back.

const RETRY_DELAYS = [1_000, 2_000, 5_000, 15_000];

/** @param {string} now the state that the visitor sees: "pending", or "refused"
 * @param {{listen: (onState: (state: string) => void, signal: AbortSignal) => Promise<void>, fetchState: () => Promise<string>}} server
 * `listen` ends with its connection; `fetchState` returns the session's state
 * @param {(state: string) => void} changed called once, with the first other state
 * @returns {() => void} stop */
export function watchState(now, { listen, fetchState }, changed) {
  const stopped = new AbortController();
  let failures = 0;
  let reconnect = () => {};

  /** @param {string} state */
  const check = (state) => {
    if (state === now || stopped.signal.aborted) return;
    stop();
    changed(state);
  };
  const run = async () => {
    while (!stopped.signal.aborted) {
      await listen((state) => {
        failures = 0;
        check(state);
      }, stopped.signal);
      if (stopped.signal.aborted) return;
      await fetchState().then(check, () => {});
      const delay = RETRY_DELAYS[Math.min(failures++, RETRY_DELAYS.length - 1)];
      await new Promise((resolve) => {
        reconnect = () => resolve(undefined);
        setTimeout(reconnect, delay);
      });
    }
  };
  // A visitor who comes back from the mail program has probably used the link, and phones close connections of hidden pages.
  const onVisible = () => {
    if (document.visibilityState !== "visible") return;
    reconnect();
    void fetchState().then(check, () => {});
  };
  const stop = () => {
    stopped.abort();
    reconnect();
    document.removeEventListener("visibilitychange", onVisible);
  };
  document.addEventListener("visibilitychange", onVisible);
  void run();
  return stop;
}
