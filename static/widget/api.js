// @ts-check
// Calls to the server, and its refusals (RFC 9457) as one kind of error.

const BASE = "/api/v1";
const PATIENCE = 30_000;
// The server says every 15 seconds that it is still there.
const SILENCE = 40_000;

/** A refusal or a failure; `message` is a sentence for the visitor. */
export class Problem extends Error {
  slug = "network";
  status = 0;
  requestId = "";
  /** Seconds to wait; 0 if the server did not say. */
  retryAfter = 0;
  /** @type {Record<string, string>} */
  fields = {};
}

/** @param {number} status @param {(name: string) => string | null} header @param {string} body @param {string} fallback
 * @returns {Problem} */
export function problemFrom(status, header, body, fallback) {
  /** @type {Record<string, any>} */
  let said = {};
  try {
    said = JSON.parse(body) ?? {};
  } catch {
    // A proxy's own error page: nothing in it is meant for the visitor.
  }
  const problem = new Problem(typeof said.detail === "string" && said.detail ? said.detail : fallback);
  problem.status = status;
  problem.slug = String(said.type ?? "").split("/").pop() ?? "";
  problem.requestId = String(said.request_id ?? header("x-request-id") ?? "");
  problem.retryAfter = Math.max(0, Number(header("retry-after")) || 0);
  problem.fields = said.fields ?? {};
  return problem;
}

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
        // The id in the header is all that these calls need; a cookie has no business here.
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      text = await answer.text();
    } catch {
      throw new Problem(words.offline);
    }
    const { headers: got, ok, status } = answer;
    if (!ok) throw problemFrom(status, (name) => got.get(name), text, words.failure);
    return text ? JSON.parse(text) : null;
  }

  /** One file, with progress, which `fetch` cannot report.
   * @param {File} file @param {(sent: number) => void} progress @param {AbortSignal} signal
   * @returns {Promise<StoredFile>} */
  const upload = (file, progress, signal) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", `${BASE}/files`);
      for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
      request.onload = () => {
        const { status, responseText: text } = request;
        if (status === 201) return resolve(JSON.parse(text).files[0]);
        reject(problemFrom(status, (name) => request.getResponseHeader(name), text, words.failure));
      };
      request.onerror = request.onabort = () => reject(new Problem(words.cutOff));
      signal.addEventListener("abort", () => request.abort());
      request.send(form);
    });

  /** Server-sent events, read by hand: an EventSource cannot send our headers. Ends with the stream.
   * @param {string} path @param {(data: any) => void} heard @param {AbortSignal} signal */
  async function listen(path, heard, signal) {
    const connection = new AbortController();
    const end = () => connection.abort();
    let silence = setTimeout(end, SILENCE);
    signal.addEventListener("abort", end);
    try {
      const { body, ok } = await fetch(BASE + path, { headers: headers(), credentials: "omit", cache: "no-store", signal: connection.signal });
      if (!ok || !body) return;
      const reader = body.getReader();
      const decoder = new TextDecoder();
      for (let text = ""; ; ) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE);
        const events = (text + decoder.decode(value, { stream: true })).split("\n\n");
        text = events.pop() ?? "";
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event);
          if (data) heard(JSON.parse(data[1]));
        }
      }
    } catch {
      // A connection that is lost, or given up: whoever listens tries again.
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", end);
      end();
    }
  }

  return { call, listen, upload };
}

