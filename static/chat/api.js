// @ts-check
// Calls of a signed-in member, and the stream of an answer.

import { Problem, problemFrom } from "../widget/problem.js";

const CHAT = "/api/v1/chat";
const CALL_TIMEOUT = 30_000;
// The server sends a comment every 15 seconds.
const ANSWER_TIMEOUT = 40_000;

/** The member is signed out at the site. */
export class SignedOut extends Error {}

/** @param {{token: (again?: boolean) => Promise<string>, words: ChatWords}} options */
export function makeChatApi({ token, words }) {
  /** @param {string} method @param {string} path @param {unknown} body @param {AbortSignal} signal
   * @param {Record<string, string>} [headers] @param {boolean} [again] @returns {Promise<Response>} */
  async function request(method, path, body, signal, headers, again) {
    const bearer = await token(again);
    let answer;
    try {
      answer = await fetch(path.startsWith("/") ? path : `${CHAT}${path && `/${path}`}`, {
        method,
        headers: {
          "Accept-Language": words.lang,
          ...headers,
          ...(bearer && { Authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        // Where the site gives no token, its cookie may say who this is.
        credentials: bearer ? "omit" : "same-origin",
        cache: "no-store",
        signal,
      });
    } catch {
      throw new Problem(words.offline);
    }
    if (answer.status === 401) {
      // It may have expired meanwhile: the site makes another.
      if (!again && bearer) return request(method, path, body, signal, headers, true);
      throw new SignedOut();
    }
    if (answer.ok) return answer;
    const text = await answer.text().catch(() => "");
    throw problemFrom(answer.status, (name) => answer.headers.get(name), text, words.failure);
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async function call(method, path, body) {
    const answer = await request(method, path, body, AbortSignal.timeout(CALL_TIMEOUT));
    const text = await answer.text().catch(() => {
      throw new Problem(words.offline);
    });
    return text ? JSON.parse(text) : null;
  }

  /** The same, and the address of the next page. @param {string} path @returns {Promise<[any, string]>} */
  async function page(path) {
    const answer = await request("GET", path, undefined, AbortSignal.timeout(CALL_TIMEOUT));
    return [await answer.json(), /<([^>]+)>; rel="next"/.exec(answer.headers.get("link") ?? "")?.[1] ?? ""];
  }

  /** Reads the stream of an answer. Returns whether there was one; its last chunk tells how it ended.
   * @param {ChatQuestion} question @param {(chunk: Record<string, any>) => void} onChunk @param {AbortSignal} signal
   * @returns {Promise<"none" | "cut" | "ended">} `cut` if the connection broke */
  async function listen({ method, path, body, key }, onChunk, signal) {
    const connection = new AbortController();
    const close = () => connection.abort();
    signal.addEventListener("abort", close);
    let timeout = setTimeout(close, ANSWER_TIMEOUT);
    try {
      const headers = { Accept: "text/event-stream", ...(key && { "Idempotency-Key": key }) };
      const answer = await request(method, path, body, connection.signal, headers);
      if (answer.status === 204 || !answer.body) return "none";
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      try {
        for (let text = ""; ; ) {
          const { done, value } = await reader.read();
          if (done) return "cut";
          clearTimeout(timeout);
          timeout = setTimeout(close, ANSWER_TIMEOUT);
          const events = (text + decoder.decode(value, { stream: true })).split("\n\n");
          text = events.pop() ?? "";
          for (const event of events) {
            const data = /^data: (.*)$/m.exec(event)?.[1];
            if (data === "[DONE]") return "ended";
            if (data) onChunk(JSON.parse(data));
          }
        }
      } catch {
        return "cut";
      }
    } finally {
      clearTimeout(timeout);
      signal.removeEventListener("abort", close);
      close();
    }
  }

  return { call, page, listen };
}
