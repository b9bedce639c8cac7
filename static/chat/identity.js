// @ts-check
// Who the member is: the page around the frame has a token of the site's, or the browser has a cookie that the server can
// ask the site about. A token is kept in memory only.

// The site may have to ask its own server.
const PATIENCE = 15_000;

/** Whose a token is; a token that is no JWT is its own answer. @param {string} token @returns {unknown} */
function subjectOf(token) {
  try {
    return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
  } catch {
    return token;
  }
}

/** @param {(how: {auto: boolean}) => void} opened */
export function connectSite(opened) {
  const framed = parent !== window;
  // The page's origin, which its first message tells. The server's `frame-ancestors` decides which pages may embed us.
  let origin = "";
  /** @type {Promise<string> | null} */
  let current = null;
  /** Those who wait for a token: the next one answers them all. @type {((token: string) => void)[]} */
  const waiting = [];

  addEventListener("message", (event) => {
    if (!framed || event.source !== parent || !event.data?.anteroom) return;
    if (origin && event.origin !== origin) return;
    origin = event.origin;
    const { anteroom, token, auto } = event.data;
    if (anteroom === "open") opened({ auto: auto === true });
    if (anteroom === "token") for (const answer of waiting.splice(0)) answer(typeof token === "string" ? token.trim() : "");
  });

  /** @param {string} what it holds no secret, so that it may go to a page that is not known yet */
  const post = (what) => parent.postMessage({ anteroom: what }, origin && origin !== "null" ? origin : "*");

  const ask = () =>
    /** @type {Promise<string>} */ (
      new Promise((resolve) => {
        waiting.push(resolve);
        setTimeout(() => resolve(""), PATIENCE);
        post("token");
      })
    );

  return {
    framed,
    post,
    /** The site's token; empty where there is only a cookie, or no sign-in.
     * @param {boolean} [again] the last one was refused */
    token(again) {
      if (!framed) return Promise.resolve("");
      if (again) current = null;
      const asked = (current ??= ask());
      // The site had none: it may have one the next time.
      asked.then((token) => token || current !== asked || (current = null));
      return asked;
    },
    /** Asks again. Returns whether it is another member's now. */
    async hasChanged() {
      const before = await (current ?? "");
      const now = await this.token(true);
      return !!now && subjectOf(now) !== subjectOf(before);
    },
  };
}
