// What the journeys of a file share, where it lies, and how all of it ends: with its journey, after the last one of the
// file, or when the run is stopped.

import assert from "node:assert/strict";
import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { after } from "node:test";

export const PATIENCE = 30_000;

const inMemory = () => {
  if (!existsSync("/dev/shm")) return false;
  const { bavail, bsize } = statfsSync("/dev/shm");
  return bavail * bsize > 2 ** 30;
};

/** In memory if there is room for several servers: half of a start would be writing to the disk. Containers often have
 * no more than 64 MB there. */
export const TEMP = inMemory() ? "/dev/shm" : tmpdir();

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `look` returns something true, and returns it; for states that no event announces. */
export async function until(what, look, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain: ${what}`);
    await pause(25);
  }
}

/** @type {Set<() => Promise<void>>} */
const endings = new Set();
let stopped = false;

/** Has `end` called once: after the journey, or after the file's last one if there is no `t`. Called before what is to
 * be ended is started, so that nothing is left of a start that fails.
 * @param {import("node:test").TestContext | null} t @param {() => unknown} end */
export function atEnd(t, end) {
  assert.ok(!stopped, "the run is being stopped");
  let ended;
  const finish = () => (ended ??= Promise.resolve(end()).finally(() => endings.delete(finish)));
  endings.add(finish);
  t?.after(finish);
}

/** The newest first: a browser has often been opened for a server. */
const endAll = async () => {
  for (const finish of [...endings].reverse()) await finish();
};

after(endAll);
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, async () => {
    stopped = true;
    await endAll().finally(() => process.exit(1));
  });

const made = new Map();

/** What `make` returned when the first journey of the file asked for `key`. */
export function shared(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}
