// After a run of journeys, however it ends, its servers, browsers and folders are gone.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as it from "./support.mjs";

/** Runs a file with this one journey, as a process whose children have a folder of their own for what they write.
 * @param {import("node:test").TestContext} t @param {Record<string, string>} env */
function run(t, steps, env = {}) {
  const folder = it.scratch(t);
  const file = path.join(folder, "one.test.mjs");
  const TMPDIR = path.join(folder, "tmp");
  mkdirSync(TMPDIR);
  writeFileSync(file, `import * as it from ${JSON.stringify(import.meta.resolve("./support.mjs"))}; it.journey("one", async (t) => { ${steps} });`);
  const { NODE_TEST_CONTEXT, ...outer } = process.env;
  const child = spawn(process.execPath, ["--test", "--test-reporter=spec", file], { env: { ...outer, TMPDIR, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  return { child, ended: once(child, "close"), TMPDIR, said: () => said };
}

/** The processes that were started with this folder for what they write. */
const processesOf = (TMPDIR) =>
  readdirSync("/proc").filter((id) => {
    try {
      return /^\d+$/.test(id) && readFileSync(`/proc/${id}/environ`, "latin1").split("\0").includes(`TMPDIR=${TMPDIR}`);
    } catch {
      return false; // It has ended meanwhile.
    }
  });

it.journey("a server that does not start ends the run at once, and the browser beside it", async (t) => {
  const { ended, said, TMPDIR } = run(t, "await Promise.all([it.startServer(t), it.openBrowser(t)]);", { ANTEROOM_BIN: "/bin/false" });
  const [code] = await ended;
  assert.equal(code, 1);
  assert.match(said(), /the program did not start/);
  assert.deepEqual(processesOf(TMPDIR), []);
});

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  it.journey(`${signal} ends what the run has started`, async (t) => {
    const steps = `const [own, common] = await Promise.all([it.startServer(t), it.sharedServer(), it.openBrowser(t), it.openBrowser(t, {})]);
      process.stdout.write(\`up: \${own.folder} \${common.folder}\\n\`); await new Promise(() => setInterval(() => {}, 1000));`;
    const { child, ended, said, TMPDIR } = run(t, steps);
    const [, ...folders] = await it.until("the servers are up", () => /up: (\S+) (\S+)/.exec(said()));
    assert.ok(processesOf(TMPDIR).length > 4);
    child.kill(signal);
    await ended;
    await it.until("no process is left", () => processesOf(TMPDIR).length === 0);
    await it.until("no folder is left", () => !folders.some(existsSync));
  });
