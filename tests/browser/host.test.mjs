// The page around the chat: before the visitor opens it, and on another site.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import * as it from "./support.mjs";

/** A customer's site: one page with the snippet, under the strictest policy. */
async function openHost(t, { name = "127.0.0.1", snippet = "" } = {}) {
  let chat = "";
  const host = createServer((request, response) => {
    if (request.url !== "/") return response.writeHead(204).end();
    response.writeHead(200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": `default-src 'none'; script-src ${chat}; frame-src ${chat}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`,
      "Referrer-Policy": "no-referrer",
    });
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A customer</title>
      <main><h1>A customer</h1></main><script src="${chat}/embed.js" data-label="Ask us" ${snippet}></script></html>`);
  }).listen(0, "127.0.0.1");
  await once(host, "listening");
  t.after(() => host.close());
  return {
    // Another port is another origin, another name is another site.
    url: `http://${name}:${host.address().port}`,
    embed: (origin) => (chat = origin),
  };
}

/** Everything that a browser stores for a site. */
const remembered = (frame) =>
  frame.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length]);

it.journey("s26 before the first interaction nothing is asked for and nothing stored", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url, { waitUntil: "networkidle" });
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 400);
  await page.getByRole("button", { name: "Ask for help" }).hover();
  await page.reload({ waitUntil: "networkidle" });
  // The page's own picture in the tab may come from the cache.
  const others = asked.map((where) => where.replace(/^\/static\/\w+/, "")).filter((where) => where !== "/favicon.svg");
  assert.deepEqual([...new Set(others)].sort(), ["/", "/demo.js", "/embed.js", "/page.css", "/tokens.css"]);
  assert.equal(page.frames().length, 1);
  assert.deepEqual(await remembered(page), [0, 0, "", 0, 0]);
  assert.deepEqual(await context.cookies(), []);

  await page.getByRole("button", { name: "Show us your papers" }).click();
  await it.chatOf(page).getByLabel("Your name").waitFor();
  assert.ok(await it.sessionOf(page));
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(faults, []);
});

it.journey("on another site, under a strict policy, with storage forbidden", async (t) => {
  // Chromium's private windows, which tests use, forbid storage to frames of another site.
  const host = await openHost(t, { name: "localhost" });
  const [server, browser] = await Promise.all([it.startServer(t, { EMBED_ORIGINS: host.url }), it.openBrowser(t, it.WHOLE_BROWSER)]);
  host.embed(server.url);
  const [pdf] = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  await page.goto(host.url);
  await page.getByRole("button", { name: "Ask us" }).click();
  const chat = it.chatOf(page);
  await chat.getByLabel("Your name").waitFor();
  await it.look(page, "other-site");
  await assert.rejects(it.sessionOf(page), /SecurityError/);
  await it.finishIntake(chat, { files: [pdf] });

  // No storage, nothing to compare: only the button confirms.
  const { link } = await server.mailTo("zoe@example.org");
  const letter = await context.newPage();
  await letter.goto(link, { waitUntil: "networkidle" });
  await letter.getByRole("button", { name: "Confirm my address" }).click();
  await letter.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  await letter.close();
  await chat.getByRole("heading", { name: "You are confirmed" }).waitFor();
  assert.deepEqual(server.objects().map((object) => object.bytes.equals(pdf.buffer)), [true]);

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Ask us" }).waitFor();
  assert.deepEqual(faults, []);
});

it.journey("a site that is not named may not show the chat", async (t) => {
  const host = await openHost(t);
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  host.embed(server.url);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(host.url);
  await page.getByRole("button", { name: "Ask us" }).click();
  await it.until("the browser refuses", () => faults.some((fault) => /frame-ancestors/.test(fault)));
  assert.equal(await it.chatOf(page).getByLabel("Your name").count(), 0);
  assert.deepEqual(asked.filter((where) => where.startsWith("/api/")), []);
});

it.journey("s26 a chat that the page opens by itself stores nothing until the visitor touches it", async (t) => {
  const host = await openHost(t, { snippet: "data-open" });
  const [server, browser] = await Promise.all([it.startServer(t, { EMBED_ORIGINS: host.url }), it.openBrowser(t)]);
  host.embed(server.url);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  const sessions = [];
  page.on("request", (request) => request.headers()["x-session-id"] && sessions.push(request.url()));
  await page.goto(host.url);
  const chat = it.chatOf(page);
  await chat.getByLabel("Your name").waitFor();
  await page.waitForLoadState("networkidle");
  const frame = await it.frameOf(page);
  assert.equal(await frame.evaluate(() => localStorage.length), 0);
  assert.deepEqual(sessions, []);
  const opened = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/session"));
  await chat.getByLabel("Your name").click();
  await opened;
  assert.ok(await it.sessionOf(page));
  assert.deepEqual(faults, []);
});

it.journey("a style sheet that comes late moves nothing", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  await context.route(/widget\.css$/, async (route) => {
    // The page has its text, and may have been laid out, before the style arrives.
    const frame = await it.frameOf(page);
    await it.until("the page without its style", () => frame.evaluate(() => document.querySelector("main")?.getBoundingClientRect() && true));
    await route.continue();
  });
  await page.goto(server.url);
  await page.getByRole("button", { name: "Ask for help" }).click();
  await it.chatOf(page).getByLabel("Your name").waitFor();
  assert.deepEqual(await it.moved(await it.frameOf(page)), []);
  assert.deepEqual(faults, []);
});
