// @ts-check
// Calls the server.

import { Problem, problemFrom } from "./problem.js";

const BASE = "/api/v1";
const TIMEOUT = 30_000;
// The server sends a comment every 15 seconds.
const STREAM_TIMEOUT = 40_000;

/** @param {{headers: () => Record<string, string>, words: Words}} options */
export function makeApi({ headers, words }) {
  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async function call(method, path, body) {
    let answer, text;
    try {
      answer = await fetch(BASE + path, {
        method,
        headers: { ...headers(), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        // The session id in the header is enough; these calls need no cookie.
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      text = await answer.text();
    } catch {
      throw new Problem(words.offline);
    }
    const { headers: received, ok, status } = answer;
    if (!ok) throw problemFrom(status, (name) => received.get(name), text, words.failure);
    return text ? JSON.parse(text) : null;
  }

  /** Rejects if the file has changed on the disk: a browser reports that like a lost connection. @param {File} file */
  const readable = (file) =>
    file
      .slice(0, 1)
      .arrayBuffer()
      .catch(() => {
        throw Object.assign(new Problem(words.refusedChanged({ name: file.name })), { status: 422 });
      });

  /** Uploads one file with XMLHttpRequest, because `fetch` does not report progress.
   * @param {File} file @param {(sent: number) => void} progress @param {AbortSignal} signal
   * @returns {Promise<StoredFile>} */
  const upload = async (file, progress, signal) => {
    await readable(file);
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", `${BASE}/files`);
      for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
      request.setRequestHeader("X-File-Size", `${file.size}`);
      request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
      request.onload = () => {
        const { status, responseText: text } = request;
        if (status === 201) return resolve(JSON.parse(text).files[0]);
        reject(problemFrom(status, (name) => request.getResponseHeader(name), text, words.failure));
      };
      const cut = () => reject(new Problem(words.cutOff));
      request.onabort = cut;
      request.onerror = () => readable(file).then(cut, reject);
      signal.addEventListener("abort", () => request.abort());
      request.send(form);
    });
  };

  /** Reads server-sent events until the stream ends. An EventSource cannot send our headers.
   * @param {string} path @param {(data: any) => void} onEvent @param {AbortSignal} signal */
  async function listen(path, onEvent, signal) {
    const connection = new AbortController();
    const close = () => connection.abort();
    let timeout = setTimeout(close, STREAM_TIMEOUT);
    signal.addEventListener("abort", close);
    try {
      const { body, ok } = await fetch(BASE + path, { headers: headers(), credentials: "omit", cache: "no-store", signal: connection.signal });
      if (!ok || !body) return;
      const reader = body.getReader();
      const decoder = new TextDecoder();
      for (let text = ""; ; ) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timeout);
        timeout = setTimeout(close, STREAM_TIMEOUT);
        const events = (text + decoder.decode(value, { stream: true })).split("\n\n");
        text = events.pop() ?? "";
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event);
          if (data) onEvent(JSON.parse(data[1]));
        }
      }
    } catch {
      // The connection was lost or aborted: the caller connects again.
    } finally {
      clearTimeout(timeout);
      signal.removeEventListener("abort", close);
      close();
    }
  }

  return { call, listen, upload };
}

