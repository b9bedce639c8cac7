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
  draftStore(() => tab).save({ typed: "Ada", answers: { name: "Ada" } });
  assert.equal(draftStore(() => tab).current.answers.name, "Ada");
  tab.kept.set("anteroom.draft", "{");
  assert.equal(draftStore(() => tab).current.typed, "");
  tab.kept.set("anteroom.draft", '{"v":0,"typed":"old"}');
  assert.equal(draftStore(() => tab).current.typed, "");
});

test("a turn changes the draft only when it is committed", async () => {
  const draft = draftStore(storage);
  const conversation = makeConversation({ draft, call, locale: "en" });
  const commit = await conversation.turn("start", undefined, "");
  assert.equal(conversation.question, null);
  commit();
  assert.equal(conversation.question.step, "name");
  assert.equal(conversation.canGoBack, false);
});

test("going back forgets the turn, to a named step several", async () => {
  const draft = draftStore(storage);
  const conversation = makeConversation({ draft, call, locale: "en" });
  for (const step of ["start", "name", "files", "email"]) (await conversation.turn(step, "x", step === "start" ? "" : `my ${step}`))();
  assert.equal(conversation.question.step, "consent");
  assert.equal(draft.current.log.length, 7);
  assert.ok(conversation.goBack());
  assert.equal(conversation.question.step, "email");
  assert.deepEqual(draft.current.log.at(-1), { who: "assistant", text: "after files" });
  assert.ok(conversation.goBack("name"));
  assert.deepEqual(draft.current.log, [{ who: "assistant", text: "after start" }]);
  assert.equal(conversation.goBack(), false);
});

test("a refused turn changes nothing", async () => {
  const draft = draftStore(storage);
  const conversation = makeConversation({ draft, call: () => Promise.reject(new Error("422")), locale: "en" });
  await assert.rejects(conversation.turn("name", "", ""));
  assert.equal(draft.current.log.length, 0);
});
