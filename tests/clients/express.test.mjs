// The client for Express in a real application, over a real Anteroom at ANTEROOM_URL without any service key.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import express from "express";
import { AnteroomError, anteroomSessions } from "../../clients/node/anteroom-sessions.mjs";

/** An application behind these sessions; returns how to ask it.
 * @param {import("node:test").TestContext} t @param {ReturnType<typeof anteroomSessions>} sessions */
async function application(t, sessions) {
  const app = express();
  // What other middleware leaves on a request is no sign-in.
  app.use((request, response, next) => {
    request.session = { user_id: "forged", metadata: { role: "admin" } };
    next();
  });
  app.get("/profile", sessions.required, (request, response) => response.json({ user_id: request.anteroom.user_id }));
  app.get("/public", sessions.optional, (request, response) => response.json({ user_id: request.anteroom?.user_id ?? null }));
  app.get("/admin", sessions.role("admin"), (request, response) => response.json({}));
  app.get("/write", sessions.permission("write"), (request, response) => response.json({}));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return async (path, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers });
    return [answer.status, await answer.json()];
  };
}

test("who is let in", async (t) => {
  const sessions = anteroomSessions();
  const ask = await application(t, sessions);
  const zoe = await sessions.create("zoe", { metadata: { role: "admin", permissions: ["read", "write"] } });
  const bob = await sessions.create("bob");
  const visitor = "3f8a2c1e-9b4d-4e6f-8a1b-2c3d4e5f6071";
  const ended = `ms_${"A".repeat(43)}`;
  for (const [path, expected] of Object.entries({
    "/profile": [401, 401, 401, 200, 200],
    "/public": [200, 200, 200, 200, 200],
    "/admin": [401, 401, 401, 200, 403],
    "/write": [401, 401, 401, 200, 403],
  })) {
    const found = [];
    for (const token of [undefined, visitor, ended, zoe.session_id, bob.session_id]) {
      found.push((await ask(path, token && { "X-Session-ID": token }))[0]);
    }
    assert.deepEqual(found, expected, path);
  }
  assert.deepEqual(await ask("/public", { Authorization: `Bearer ${zoe.session_id}` }), [200, { user_id: "zoe" }]);
  assert.deepEqual(await ask("/public"), [200, { user_id: null }]);
  assert.equal((await ask("/public", { Authorization: `Bearer ${zoe.session_id}`, "X-Session-ID": bob.session_id }))[0], 400);
});

test("the calls of the backend", async () => {
  const sessions = anteroomSessions();
  const first = await sessions.create("ada", { timeout: 600 });
  const second = await sessions.create("ada");
  assert.deepEqual((await sessions.list("ada")).map((one) => one.id), [second.id, first.id]);
  assert.equal((await sessions.get(first.session_id)).id, first.id);
  assert.ok((await sessions.extend(first.id, 60)).expires_at > first.expires_at);
  assert.equal((await sessions.activity(first.id)).user_id, "ada");
  assert.deepEqual((await sessions.setMetadata(first.id, { theme: "dark" })).metadata, { theme: "dark" });
  assert.ok((await sessions.stats()).active >= 2);
  assert.deepEqual([await sessions.end(first.id), await sessions.end(first.id), await sessions.get(first.id)], [true, false, null]);
  assert.equal(await sessions.endAll("ada"), 1);
  await assert.rejects(sessions.create("ada", { timeout: 1 }), (error) => error instanceof AnteroomError && error.status === 422);
});

test("Anteroom away is neither signed in nor signed out", async (t) => {
  const ask = await application(t, anteroomSessions({ url: "http://127.0.0.1:1" }));
  for (const path of ["/profile", "/public", "/admin"]) assert.equal((await ask(path, { "X-Session-ID": "ms_x" }))[0], 503, path);
});
