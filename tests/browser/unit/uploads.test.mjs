import assert from "node:assert/strict";
import { test } from "node:test";
import { Uploads } from "../../../static/widget/uploads.js";

const file = (name, size = 1) => ({ name, size });
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Uploads whose sending the test answers by hand. */
function bench(refuse = () => "") {
  const sent = [];
  const erased = [];
  const uploads = new Uploads({
    send: (one, progress, signal) =>
      new Promise((resolve, reject) => {
        sent.push({ name: one.name, progress, signal, arrive: () => resolve({ id: `id-${sent.length}-${one.name}`, name: one.name, size: one.size }), fail: (status) => reject(Object.assign(new Error("no"), { status })) });
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      }),
    erase: async (id) => void erased.push(id),
    refuse,
    changed: () => {},
  });
  return { uploads, sent, erased };
}
const states = (uploads) => uploads.items.map((item) => item.state).join(" ");

test("three at a time, the next when one is done", async () => {
  const { uploads, sent } = bench();
  uploads.add(["a", "b", "c", "d", "e"].map((name) => file(name)));
  assert.equal(states(uploads), "sending sending sending waiting waiting");
  sent[1].arrive();
  await turn();
  assert.equal(states(uploads), "sending stored sending sending waiting");
  assert.equal(sent.length, 4);
});

test("refused files are listed and never sent", () => {
  const { uploads, sent } = bench((one) => (one.name === "bad" ? "no" : ""));
  uploads.add([file("bad"), file("good")]);
  assert.equal(states(uploads), "refused sending");
  assert.equal(sent.length, 1);
});

test("a failure can be tried again, a refusal by the server cannot", async () => {
  const { uploads, sent } = bench();
  uploads.add([file("a"), file("b")]);
  sent[0].fail(503);
  sent[1].fail(415);
  await turn();
  assert.equal(states(uploads), "failed refused");
  uploads.retry(uploads.items[0]);
  uploads.retry(uploads.items[1]);
  assert.equal(states(uploads), "sending refused");
  sent[2].arrive();
  await uploads.settled();
  assert.equal(states(uploads), "stored refused");
});

test("cancelling aborts; what arrived in the same moment is erased again", async () => {
  const { uploads, sent, erased } = bench();
  uploads.add([file("a")]);
  const [item] = uploads.items;
  sent[0].arrive();
  await uploads.remove(item);
  await turn();
  assert.ok(sent[0].signal.aborted);
  assert.equal(uploads.items.length, 0);
  assert.equal(erased.length, 1);
});

test("removing a stored file asks the server first", async () => {
  const { uploads, sent, erased } = bench();
  uploads.add([file("a")]);
  sent[0].arrive();
  await turn();
  await uploads.remove(uploads.items[0]);
  assert.deepEqual(erased, ["id-1-a"]);
});

test("after a lost session the files that the page has are sent again, and the others are reported", async () => {
  const { uploads, sent } = bench();
  uploads.restore([{ id: "old", name: "before.pdf", size: 3 }]);
  uploads.add([file("a")]);
  sent[0].arrive();
  await turn();
  assert.deepEqual(uploads.reconcile([]), ["before.pdf"]);
  assert.equal(states(uploads), "sending");
  sent[1].arrive();
  await turn();
  assert.deepEqual(uploads.reconcile([{ id: uploads.items[0].id, name: "a", size: 1 }, { id: "new", name: "b", size: 2 }]), []);
  assert.equal(states(uploads), "stored stored");
});

test("the end of the session aborts all uploads", () => {
  const { uploads, sent } = bench();
  uploads.add([file("a"), file("b")]);
  uploads.abortAll();
  assert.ok(sent.every((one) => one.signal.aborted));
  assert.equal(uploads.items.length, 0);
});

test("a lost connection is retried, a refusal by the server is not", async () => {
  const { uploads, sent } = bench();
  uploads.add([file("a", 5), file("b", 7)]);
  assert.equal(uploads.total, 12);
  sent[0].fail(0);
  sent[1].fail(503);
  await turn();
  assert.equal(states(uploads), "failed failed");
  assert.equal(uploads.total, 0);
  uploads.retryInterrupted();
  assert.equal(states(uploads), "sending failed");
  sent[2].arrive();
  await turn();
  assert.equal(states(uploads), "stored failed");
});

test("a file that is interrupted again and again is not retried for ever", async () => {
  const { uploads, sent } = bench();
  uploads.add([file("a")]);
  for (let tries = 0; tries < 20; tries += 1) {
    sent.at(-1).fail(0);
    await turn();
    uploads.retryInterrupted();
  }
  assert.equal(states(uploads), "failed");
  assert.ok(sent.length < 10, sent.length);
  // A person may always try once more.
  uploads.retry(uploads.items[0]);
  assert.equal(states(uploads), "sending");
});
