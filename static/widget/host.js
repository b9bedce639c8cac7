// @ts-check
// The page around the iframe. It learns that the chat is ready, is used, closes or ends, and nothing else.

/** @param {(greeting: {auto: boolean, again: boolean}) => void} opened */
export function connectHost(opened) {
  const framed = parent !== window;
  // Who framed us is known from the first greeting; answers go to that origin only. Who may frame
  // us at all is the server's `frame-ancestors`.
  let origin = "";

  /** @param {"close" | "engaged" | "complete" | "ended"} what */
  const tell = (what) => {
    // An opaque origin ("null", a sandboxed page) cannot be addressed.
    if (origin && origin !== "null") parent.postMessage({ anteroom: what }, origin);
  };

  addEventListener("message", (event) => {
    if (!framed || event.source !== parent || event.data?.anteroom !== "open") return;
    if (origin && event.origin !== origin) return;
    origin = event.origin;
    opened({ auto: event.data.auto === true, again: event.data.again === true });
  });

  return {
    framed,
    tell,
    /** Until then the page shows its own title bar over the frame. Who framed us is not known yet, and this tells nothing. */
    ready: () => parent.postMessage({ anteroom: "ready" }, "*"),
  };
}
