import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { makeApi } from "../../../static/widget/api.js";
import { problemFrom } from "../../../static/widget/problem.js";
import { wordsFor } from "./language.mjs";

const words = wordsFor("en");
const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});
const api = makeApi({ words, headers: () => ({ "X-Session-ID": "id" }) });

test("a problem+json becomes a Problem", () => {
  const body = JSON.stringify({ type: "/problems/session-gone", detail: "It is over.", request_id: "r1", fields: { email: "x" } });
  const problem = problemFrom(410, (name) => (name === "retry-after" ? "7" : null), body, "fallback");
  assert.equal(problem.message, "It is over.");
  assert.equal(problem.slug, "session-gone");
  assert.equal(problem.status, 410);
  assert.equal(problem.requestId, "r1");
  assert.equal(problem.retryAfter, 7);
  assert.deepEqual(problem.fields, { email: "x" });
});

test("a proxy's error page is not shown to the visitor", () => {
  for (const body of ["<h1>502</h1>", "", "null", "[]", '{"detail":5}']) assert.equal(problemFrom(502, () => null, body, words.failure).message, words.failure, body);
});

test("calls carry the headers, no cookie, and read empty answers", async () => {
  let seen;
  globalThis.fetch = async (url, init) => {
    seen = { url, init };
    return new Response(null, { status: 204 });
  };
  assert.equal(await api.call("DELETE", "/session"), null);
  assert.equal(seen.url, "/api/v1/session");
  assert.equal(seen.init.credentials, "omit");
  assert.deepEqual(seen.init.headers, { "X-Session-ID": "id" });
});

test("no connection is a Problem too", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("failed"));
  await assert.rejects(api.call("GET", "/consent"), { slug: "network", status: 0, message: words.offline });
});

test("a file that cannot be read any more is told apart from a lost connection", async () => {
  const gone = { name: "a.pdf", size: 1, slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) }) };
  await assert.rejects(api.upload(gone, () => {}, new AbortController().signal), { status: 422, message: words.refusedChanged({ name: "a.pdf" }) });
});

/** A response whose body arrives in pieces. */
function streamed(pieces, after = "close") {
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        if (after === "close") controller.close();
        else controller.error(new TypeError("connection lost"));
      },
    }),
  );
}

test("events are read also when they arrive in pieces", async () => {
  const whole = 'event: state\ndata: {"state":"pending"}\n\n:\n\nevent: state\ndata: {"state":"complete"}\n\n';
  for (const pieces of [[whole], [...whole], [whole.slice(0, 40), whole.slice(40)]]) {
    globalThis.fetch = async () => streamed(pieces);
    const heard = [];
    await api.listen("/events", ({ state }) => heard.push(state), new AbortController().signal);
    assert.deepEqual(heard, ["pending", "complete"]);
  }
});

test("a stream that breaks, is refused or aborted just ends", async () => {
  const heard = [];
  const listen = (signal = new AbortController().signal) => api.listen("/events", (data) => heard.push(data), signal);
  globalThis.fetch = async () => streamed(['data: {"state":"pending"}\n\n', "data: {"], "break");
  await listen();
  globalThis.fetch = async () => new Response('data: {"state":"no"}\n\n', { status: 429 });
  await listen();
  globalThis.fetch = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new DOMException("given up", "AbortError"))));
  const given = new AbortController();
  const ends = listen(given.signal);
  given.abort();
  await ends;
  // The incomplete event was not reported.
  assert.ok(heard.length <= 1 && heard.every(({ state }) => state === "pending"));
});
