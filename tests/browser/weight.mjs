// The bytes that browsers load over the line, against their budget. script/check-sizes runs it.

import assert from "node:assert/strict";
import * as it from "./support.mjs";
import { tags } from "./unit/language.mjs";

const KIB = 1024;

it.journey("the widget stays light", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const { context } = await it.newVisitor(browser);
  const page = await context.newPage();
  const files = new Map();
  const coming = [];
  page.on("requestfinished", (request) => {
    const where = new URL(request.url()).pathname;
    if (where.startsWith("/api/")) return;
    coming.push(request.sizes().then(({ responseBodySize }) => files.set(where.replace(/^\/static\/\w+\//, ""), responseBodySize)));
  });
  const chat = page;
  await page.goto(server.url + "/widget");
  // To the last screen, so that everything that is loaded later counts too.
  const [pdf] = await it.makePapers(browser);
  await it.finishIntake(chat, { files: [pdf] });
  await Promise.all(coming);
  const widget = new Map(files);
  files.clear();
  await page.goto(server.url);
  await page.getByRole("button", { name: "Ask for help" }).waitFor();
  await Promise.all(coming);

  const embed = files.get("/embed.js");
  // The page and its texts in each language: the heaviest one must fit.
  const languages = [];
  for (const tag of tags) {
    files.clear();
    await page.goto(`${server.url}/widget?lang=${tag}`);
    await Promise.all(coming);
    languages.push([...files].filter(([name]) => name === "/widget" || name === `widget/words/${tag}.js`));
  }
  const sum = (parts) => parts.reduce((total, [, size]) => total + size, 0);
  const heaviest = languages.sort((a, b) => sum(b) - sum(a))[0];
  const others = [...widget].filter(([name]) => name !== "favicon.svg" && name !== "/widget" && !name.startsWith("widget/words/"));
  assert.equal(heaviest.length, 2);

  const budgets = [
    { what: "embed.js", limit: 3 * KIB, parts: [["embed.js", embed]] },
    { what: "/widget", limit: 20 * KIB, parts: [...others, ...heaviest] },
  ];
  for (const { what, limit, parts } of budgets) {
    const total = sum(parts);
    console.log(`${what}: ${total} of ${limit} bytes: ${parts.map(([name, size]) => `${name} ${size}`).join(", ")}`);
    assert.ok(parts.every(([, size]) => size > 0) && total <= limit, `${what} weighs ${total} bytes`);
  }
});
