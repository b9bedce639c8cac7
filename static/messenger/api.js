// @ts-check
// Calls by the cookie of the sign-in.

const TIMEOUT = 30_000;

/** A call that the server refused, with a sentence for people. */
export class Refused extends Error {
  /** @param {number} status @param {string} text */
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** @param {{failure?: string, offline?: string}} words */
export function makeApi(words) {
  /** @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers]
   * @returns {Promise<any>} */
  async function call(method, path, body, headers) {
    let answer;
    try {
      answer = await fetch(`/api/${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT),
      });
    } catch {
      throw new Refused(0, words.offline ?? "");
    }
    const text = await answer.text().catch(() => "");
    if (answer.ok) return text ? JSON.parse(text) : null;
    let detail = "";
    try {
      detail = JSON.parse(text).detail;
    } catch {
      // A proxy's page, not ours.
    }
    throw new Refused(answer.status, detail || words.failure || "");
  }
  return { call };
}
