import assert from "node:assert/strict";
import { test } from "node:test";
import { makeConversation } from "../../../static/widget/conversation.js";
import { draftStore } from "../../../static/widget/draft.js";

const storage = () => {
  const kept = new Map();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
};
const script = { start: "name", name: "files", files: "email", email: "consent" };
const call = async (_method, _path, { step }) => ({ messages: [{ role: "assistant", text: `after ${step}` }], step: script[step], expects: { kind: script[step] } });

test("a reload finds the answers, a broken draft is ignored", () => {
  const tab = storage();
  draftStore(() => tab).keep({ typed: "Ada", answers: { name: "Ada" } });
  assert.equal(draftStore(() => tab).now.answers.name, "Ada");
  tab.kept.set("anteroom.draft", "{");
  assert.equal(draftStore(() => tab).now.typed, "");
  tab.kept.set("anteroom.draft", '{"v":0,"typed":"old"}');
  assert.equal(draftStore(() => tab).now.typed, "");
});

test("a turn counts only when it is committed", async () => {
  const draft = draftStore(storage);
  const talk = makeConversation({ draft, call, locale: "en" });
  const commit = await talk.turn("start", undefined, "");
  assert.equal(talk.place, null);
  commit();
  assert.equal(talk.place.step, "name");
  assert.equal(talk.canGoBack, false);
});

test("going back forgets the turn, to a named step several", async () => {
  const draft = draftStore(storage);
  const talk = makeConversation({ draft, call, locale: "en" });
  for (const step of ["start", "name", "files", "email"]) (await talk.turn(step, "x", step === "start" ? "" : `my ${step}`))();
  assert.equal(talk.place.step, "consent");
  assert.equal(draft.now.log.length, 7);
  assert.ok(talk.goBack());
  assert.equal(talk.place.step, "email");
  assert.deepEqual(draft.now.log.at(-1), { who: "assistant", text: "after files" });
  assert.ok(talk.goBack("name"));
  assert.deepEqual(draft.now.log, [{ who: "assistant", text: "after start" }]);
  assert.equal(talk.goBack(), false);
});

test("a refused turn changes nothing", async () => {
  const draft = draftStore(storage);
  const talk = makeConversation({ draft, call: () => Promise.reject(new Error("422")), locale: "en" });
  await assert.rejects(talk.turn("name", "", ""));
  assert.equal(draft.now.log.length, 0);
});
