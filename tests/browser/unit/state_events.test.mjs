import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { watchState } from "../../../static/widget/state_events.js";

/** @type {EventTarget & {visibilityState: string}} */
let page;
beforeEach(() => {
  page = globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => {
  mock.timers.reset();
  delete globalThis.document;
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A server whose streams the test ends. */
function server({ asked = "pending" } = {}) {
  const made = { streams: [], asks: 0, asked };
  made.listen = (heard, signal) =>
    new Promise((resolve) => {
      made.streams.push({ heard, end: () => resolve(undefined) });
      signal.addEventListener("abort", () => resolve(undefined));
    });
  made.fetchState = async () => ((made.asks += 1), made.asked);
  return made;
}

test("the first state that is not pending is told, once", async () => {
  const here = server();
  const told = [];
  watchState("pending", here, (state) => told.push(state));
  here.streams[0].heard("pending");
  here.streams[0].heard("complete");
  here.streams[0].heard("gone");
  await turn();
  assert.deepEqual(told, ["complete"]);
  assert.equal(here.streams.length, 1);
});

test("a connection that ends is made again, with growing delays while no event arrives", async () => {
  const here = server();
  const stop = watchState("pending", here, () => assert.fail("nothing changed"));
  for (const [count, pause] of [1_000, 2_000, 5_000, 15_000, 15_000].entries()) {
    here.streams[count].end();
    await turn();
    assert.equal(here.asks, count + 1);
    mock.timers.tick(pause - 1);
    await turn();
    assert.equal(here.streams.length, count + 1);
    mock.timers.tick(1);
    await turn();
    assert.equal(here.streams.length, count + 2);
  }
  here.streams.at(-1).heard("pending");
  here.streams.at(-1).end();
  await turn();
  mock.timers.tick(1_000);
  await turn();
  assert.equal(here.streams.length, 7);
  stop();
});

test("if no event gets through, the state is asked for", async () => {
  const here = server({ asked: "complete" });
  const told = [];
  watchState("pending", here, (state) => told.push(state));
  here.streams[0].end();
  await turn();
  assert.deepEqual(told, ["complete"]);
});

test("the state is asked for when the page is shown again", async () => {
  const here = server();
  const told = [];
  watchState("pending", here, (state) => told.push(state));
  page.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(here.asks, 0);
  here.asked = "complete";
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  await turn();
  assert.deepEqual(told, ["complete"]);
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(here.asks, 1);
});

test("after stopping nothing is reported", async () => {
  const here = server();
  const stop = watchState("pending", here, () => assert.fail("it was stopped"));
  stop();
  here.streams[0].heard("complete");
  page.dispatchEvent(new Event("visibilitychange"));
  mock.timers.tick(60_000);
  await turn();
  assert.equal(here.streams.length, 1);
});
