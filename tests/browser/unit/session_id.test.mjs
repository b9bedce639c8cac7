import assert from "node:assert/strict";
import { test } from "node:test";
import { newId, sessionIdStore } from "../../../static/widget/session_id.js";

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const storage = (start = {}) => {
  const kept = new Map(Object.entries(start));
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
};

test("ids are canonical v4, also where randomUUID is missing", () => {
  assert.match(newId(), V4);
  const { randomUUID } = crypto;
  try {
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    for (let i = 0; i < 50; i += 1) assert.match(newId(), V4);
  } finally {
    Object.defineProperty(crypto, "randomUUID", { value: randomUUID, configurable: true });
  }
});

test("nothing is stored before it is asked for", () => {
  const local = storage();
  const store = sessionIdStore(() => local);
  assert.equal(store.get(), null);
  assert.equal(local.kept.size, 0);
  const id = store.ensure();
  assert.equal(store.ensure(), id);
  assert.equal(local.kept.get("anteroom.session"), id);
  store.forget();
  assert.equal(local.kept.size, 0);
});

test("an id that is not canonical is not used", () => {
  for (const bad of ["x", "00000000-0000-0000-0000-000000000000", newId().toUpperCase(), `{${newId()}}`])
    assert.equal(sessionIdStore(() => storage({ "anteroom.session": bad })).get(), null, bad);
});

test("without storage the id is in memory", () => {
  const store = sessionIdStore(() => {
    throw new Error("SecurityError");
  });
  const id = store.ensure();
  assert.equal(store.get(), id);
  store.renew(id);
  assert.notEqual(store.get(), id);
});

test("after a refusal the id that another tab made is used", () => {
  const local = storage();
  const [one, two] = [sessionIdStore(() => local), sessionIdStore(() => local)];
  const dead = one.ensure();
  two.ensure();
  two.renew(dead);
  const next = two.get();
  assert.notEqual(next, dead);
  one.renew(dead);
  assert.equal(one.get(), next);
});
