// @ts-check
// Messages between the chat and embed.js on the page around its iframe. The page learns that the chat is ready, in use,
// closed or ended, and nothing else.

/** @param {(how: {auto: boolean, again: boolean}) => void} opened */
export function connectEmbed(opened) {
  const framed = parent !== window;
  // The first "open" message tells the page's origin; messages go to that origin only. The server's `frame-ancestors`
  // decides which pages may embed the chat.
  let origin = "";

  /** @param {"close" | "engaged" | "complete" | "ended"} what */
  const post = (what) => {
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
    post,
    /** Lets embed.js remove its loading screen. The page's origin is not known yet, and the message holds nothing else. */
    ready: () => parent.postMessage({ anteroom: "ready" }, "*"),
  };
}
