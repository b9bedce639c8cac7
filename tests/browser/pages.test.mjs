// The pages around the chat, as people read them.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

const PAGES = [
  ["demo", "/"],
  ["privacy", "/privacy"],
  ["accessibility", "/accessibility"],
  ["docs", "/docs"],
  ["no-mail", "/dev/mail"],
  ["problem", "/problems/file-too-large"],
  ["error", "/no-such-page"],
  ["verify-unknown", `/verify/${"x".repeat(43)}`],
];

for (const [how, options] of [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark" }],
  ["narrow", { viewport: { width: 320, height: 640 } }],
])
  it.journey(`pages: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    for (const [name, where] of PAGES) {
      await page.goto(server.url + where);
      await it.look(page, `${how}-page-${name}`);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `${name} is ${beyond} px wider than the window`);
    }
    // The chat by itself, outside any page.
    await page.goto(`${server.url}/widget`);
    await page.getByLabel("Your name").waitFor();
    await it.look(page, `${how}-page-widget`);
    assert.deepEqual(faults.filter((fault) => !/status of (404|410)/.test(fault)), []);
  });
