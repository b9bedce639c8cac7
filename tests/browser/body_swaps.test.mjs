// Sites that replace the body instead of loading a page: the launcher and the session stay.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { html, openSite } from "./site.mjs";
import * as it from "./support.mjs";

const library = (file) => readFileSync(new URL(`../../node_modules/${file}`, import.meta.url), "utf8");
const LIBRARIES = {
  Turbo: { script: library("@hotwired/turbo/dist/turbo.es2017-umd.js"), again: () => window.Turbo.visit(location.href, { action: "replace" }) },
  Turbolinks: { script: library("turbolinks/dist/turbolinks.js"), again: () => window.Turbolinks.visit(location.href, { action: "replace" }) },
  htmx: { script: library("htmx.org/dist/htmx.js") },
};

/** Leaving counts at once, and pages send a heartbeat every second. */
const FAST = { HEARTBEAT: "1s", LEAVE_GRACE: "0s", SWEEP_EVERY: "1s" };

for (const [name, { script, again }] of Object.entries(LIBRARIES))
  it.journey(`${name}, with the script in the head`, async (t) => {
    const swap = (title, to) => (chat) =>
      html(
        `<h2>${title}</h2><nav><a href="${to}">Onwards</a></nav>`,
        `<meta name="turbo-refresh-method" content="morph"><script src="/library.js" defer></script><script src="${chat}/embed.js" defer data-label="Ask us"></script>`,
      ).replace("<body>", '<body hx-boost="true">');
    const site = await openSite(t, { policy: null, pages: { "/": swap("One", "/two"), "/two": swap("Two", "/"), "/library.js": script } });
    const [server, browser] = await Promise.all([it.startServer(t, { ...FAST, EMBED_ORIGINS: site.url }), it.openBrowser(t)]);
    site.embed(server.url);
    const [pdf] = await it.makePapers(browser);
    const { context, faults } = await it.newVisitor(browser);
    const page = await context.newPage();
    const left = [];
    page.on("request", (request) => request.url().endsWith("/session/leave") && left.push(request.url()));
    const beat = () => page.waitForResponse((answer) => answer.url().endsWith("/session/heartbeat"));
    const launcher = page.getByRole("button", { name: "Ask us" });
    const chat = it.chatOf(page);

    await page.goto(site.url);
    await launcher.click();
    await it.giveName(chat);
    await it.giveFiles(chat, [pdf]);
    const session = await it.sessionOf(page);
    const mark = () => it.frameOf(page).then((frame) => frame.evaluate(() => [window.__kept, (window.__kept = true)][0]));
    await mark();
    await page.evaluate(() => {
      window.__kept = true;
      window.__body = document.body.firstElementChild;
    });

    /** The page is another one, the chat is the same. */
    const still = async () => {
      assert.ok(await page.evaluate(() => window.__kept), "no page was loaded");
      assert.equal(await page.locator("anteroom-chat").count(), 1);
      assert.equal(await mark(), true, "the frame was not loaded anew");
      await it.arrived(chat, pdf.name).waitFor();
      assert.equal(await it.sessionOf(page), session);
    };
    await page.getByRole("link", { name: "Onwards" }).click();
    await page.getByRole("heading", { name: "Two" }).waitFor();
    assert.equal(await page.evaluate(() => window.__body.isConnected), false, "the body was replaced");
    await still();
    await it.look(page, `swapped-${name}`);
    // Longer than it takes to delete an abandoned session.
    for (let beats = 0; beats < 4; beats += 1) await beat();
    await still();
    assert.equal(server.objects().length, 1);

    // Closed, on to the next page, back, and open again.
    await page.evaluate(() => window.Anteroom.close());
    await launcher.waitFor();
    await page.getByRole("link", { name: "Onwards" }).click();
    await page.getByRole("heading", { name: "One" }).waitFor();
    await launcher.waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Two" }).waitFor();
    if (again) {
      await page.evaluate(() => (window.__body = document.body));
      await page.evaluate(again);
      await page.waitForLoadState("networkidle");
    }
    await launcher.click();
    await still();
    await beat();
    assert.deepEqual(left, []);
    assert.equal(server.objects().length, 1);
    assert.deepEqual(faults, []);
  });

it.journey("Turbo, inside an element with the script beside it", async (t) => {
  const swap = (title, to) => (chat) =>
    html(
      `<h2>${title}</h2><nav><a href="${to}">Onwards</a></nav><div id="intake"></div><script src="${chat}/embed.js" defer data-container="#intake"></script>`,
      '<script src="/library.js" defer></script>',
    );
  const site = await openSite(t, { policy: null, pages: { "/": swap("One", "/two"), "/two": swap("Two", "/"), "/library.js": LIBRARIES.Turbo.script } });
  const [server, browser] = await Promise.all([it.startServer(t, { ...FAST, LEAVE_GRACE: "10s", EMBED_ORIGINS: site.url }), it.openBrowser(t)]);
  site.embed(server.url);
  const [pdf] = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  const chat = it.chatOf(page);
  await page.goto(site.url);
  await it.giveName(chat);
  await it.giveFiles(chat, [pdf]);
  const session = await it.sessionOf(page);
  for (const title of ["Two", "One"]) {
    await page.getByRole("link", { name: "Onwards" }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    await chat.getByRole("button", { name: "Continue" }).click();
    await it.arrived(chat, pdf.name).waitFor();
    assert.equal(await it.sessionOf(page), session);
  }
  // Longer than the server waits for pages that were closed.
  await it.until("they count no more", () => server.query("SELECT coalesce(bool_and(deadline < now()), false) FROM lease_pages WHERE has_left") === "t");
  await page.waitForResponse((answer) => answer.url().endsWith("/session/heartbeat"));
  assert.equal(server.objects().length, 1);
  assert.deepEqual(faults, []);
});
