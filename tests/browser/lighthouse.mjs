// Lighthouse on a phone's profile, on the chat and on the page that shows how it is embedded. script/lighthouse
// runs it. It measures in simulated time, so that a busy machine makes it slower and not the page.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import lighthouse from "lighthouse";
import * as it from "./support.mjs";

const LEAST = 99;

it.journey("Lighthouse finds nothing to fix", async (t) => {
  const [server, port] = await Promise.all([it.startServer(t), freePort()]);
  // A browser that Lighthouse can use too.
  await it.openBrowser(t, { args: [...it.FLAGS, `--remote-debugging-port=${port}`] });
  mkdirSync("target/lighthouse", { recursive: true });
  const bad = [];
  for (const where of ["/widget", "/"]) {
    const { lhr, report } = await lighthouse(server.url + where, {
      port,
      output: "html",
      logLevel: "error",
      onlyCategories: ["performance", "accessibility", "best-practices"],
      // The chat is not meant for search engines.
      formFactor: "mobile",
    });
    writeFileSync(`target/lighthouse/${where === "/" ? "demo" : "widget"}.html`, [report].flat()[0]);
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const shift = lhr.audits["cumulative-layout-shift"].numericValue;
    console.log(where, JSON.stringify({ ...scores, paint: Math.round(lhr.audits["largest-contentful-paint"].numericValue), shift }));
    const failed = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && ["binary", "numeric"].includes(scoreDisplayMode));
    for (const { id, title, displayValue = "" } of failed) console.log(`  ${id}: ${title} ${displayValue}`);
    if (Object.values(scores).some((score) => score < LEAST) || shift > 0) bad.push(where);
  }
  assert.deepEqual(bad, []);
});

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
