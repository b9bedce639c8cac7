// Heartbeats, leaving and returning: what the server is told, and what the visitor finds.

import assert from "node:assert/strict";
import { html, openSite } from "./site.mjs";
import * as it from "./support.mjs";

const FAST = { HEARTBEAT: "1s", SWEEP_EVERY: "1s" };
const beat = (page, visible) =>
  page.waitForRequest((request) => request.url().endsWith("/session/heartbeat") && (visible === undefined || request.postDataJSON().visible === visible));

async function trayOf(t, env = FAST) {
  const [server, browser] = await Promise.all([it.sharedServer(env), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat, "Zoë Müller");
  await it.giveFiles(chat, papers);
  return { server, browser, context, faults: () => faults.filter((fault) => !/status of 410/.test(fault)), page, chat, papers };
}

/** Deletes the session without the browser's knowledge, as a laptop that slept finds it. */
async function end(server, session) {
  assert.equal((await server.call("DELETE", "/session", session)).status, 204);
  await it.until("nothing is left", () => server.objects(session).length === 0);
}

it.journey("heartbeats say whether the page is seen, at once when that changes, with the page's id", async (t) => {
  const { page, chat } = await trayOf(t, { HEARTBEAT: "2s" });
  const frame = await it.frameOf(page);
  const first = (await beat(page, true)).headers();
  assert.match(first["x-page-id"], /^[0-9a-f-]{36}$/);
  // The next comes after the interval that the server named.
  const [before] = [Date.now(), await beat(page, true)];
  assert.ok(Date.now() - before > 1000, "later than at once");
  const show = (state) =>
    frame.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  const hidden = beat(page, false);
  await show("hidden");
  assert.equal((await hidden).headers()["x-page-id"], first["x-page-id"]);
  const seen = beat(page, true);
  await show("visible");
  await seen;
  assert.ok(await chat.getByText("Arrived").first().isVisible());
});

it.journey("leaving is told with the session and the page, and nothing more", async (t) => {
  const { page, server } = await trayOf(t, {});
  const session = await it.sessionOf(page);
  // Requests of a page that closes cannot be observed from outside.
  await (await it.frameOf(page)).evaluate(() => {
    navigator.sendBeacon = (where, text) => (localStorage.setItem("heard", JSON.stringify([where, typeof text, text])), true);
  });
  await page.goto(`${server.url}/privacy`);
  const [where, kind, text] = JSON.parse(await page.evaluate(() => localStorage.getItem("heard")));
  assert.deepEqual([where, kind], ["/api/v1/session/leave", "string"]);
  const said = JSON.parse(text);
  assert.deepEqual(Object.keys(said).sort(), ["page_id", "session_id"]);
  assert.equal(said.session_id, session);
});

it.journey("a visit that ended while the page slept goes on quietly under a new id", async (t) => {
  const { server, page, chat, papers, faults } = await trayOf(t);
  const old = await it.sessionOf(page);
  await end(server, old);
  const fresh = await it.until("another id", async () => [await it.sessionOf(page)].find((session) => session && session !== old));
  await it.until("the files are there again", () => server.objects(fresh).length === papers.length);
  assert.deepEqual(server.objects(old), []);
  assert.equal(await chat.getByText("Your visit has ended").count(), 0);
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  await it.goOn(chat);
  await it.giveEmail(chat);
  await it.consent(chat);
  assert.equal(server.query(`SELECT count(*) FROM files WHERE session_id = '${fresh}'`), "2");
  assert.deepEqual(faults(), []);
});

it.journey("where the page holds the files no more, it says calmly that the visit has ended", async (t) => {
  const { server, page, chat, papers, faults } = await trayOf(t);
  await page.reload();
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  await end(server, await it.sessionOf(page));
  await chat.getByText("Your visit has ended. Nothing was kept. You can start again.").waitFor();
  await it.look(page, "ended-by-itself");
  const frame = await it.frameOf(page);
  assert.deepEqual(await frame.evaluate(() => [localStorage.length, sessionStorage.getItem("anteroom.draft")]), [0, null]);
  await chat.getByRole("button", { name: "Start again" }).click();
  await it.finishIntake(chat);
  assert.deepEqual(faults(), []);
});

it.journey("words alone survive the end of a visit", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(FAST), it.openBrowser(t)]);
  const { context } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat, "Zoë");
  await it.goOn(chat);
  await chat.getByLabel("Your e-mail address").fill("zoe@exam");
  const old = await it.sessionOf(page);
  assert.equal((await server.call("DELETE", "/session", old)).status, 204);
  await it.until("another id", async () => ![old, null].includes(await it.sessionOf(page)));
  assert.equal(await chat.getByLabel("Your e-mail address").inputValue(), "zoe@exam");
});

it.journey("another page of the site asks whether to go on, a reload does not", async (t) => {
  const { server, page, chat, papers, faults } = await trayOf(t, {});
  const session = await it.sessionOf(page);
  await page.goto(`${server.url}/?another`);
  await chat.getByText("Welcome back.").waitFor();
  await chat.getByRole("button", { name: "Continue" }).click();
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  await page.reload();
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  assert.equal(await it.sessionOf(page), session);

  await page.goto(`${server.url}/?a-third`);
  await chat.getByRole("button", { name: "Start over" }).click();
  await chat.getByLabel("Your name").waitFor();
  await it.until("the old files are gone", () => server.objects(session).length === 0);
  assert.notEqual(await it.sessionOf(page), session);
  assert.deepEqual(faults(), []);
});

it.journey("a page that comes back from the back/forward cache is a new page of the same visit", async (t) => {
  const site = await openSite(t, { name: "127.0.0.1", pages: { "/": (chat) => html(`<script src="${chat}/embed.js" data-label="Ask us"></script>`), "/other": html("Elsewhere") } });
  // Chromium usually runs without that cache in tests, and its headless shell has none.
  const [server, browser] = await Promise.all([it.startServer(t, { ...FAST, LEAVE_GRACE: "5s", EMBED_ORIGINS: site.url }), it.openBrowser(t, { ...it.WHOLE_BROWSER, ignoreDefaultArgs: ["--disable-back-forward-cache"] })]);
  site.embed(server.url);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  await page.goto(site.url);
  await page.getByRole("button", { name: "Ask us" }).click();
  const chat = it.chatOf(page);
  await it.giveName(chat);
  await it.giveFiles(chat, papers);
  await beat(page);
  const session = await it.sessionOf(page);
  await page.evaluate(() => addEventListener("pageshow", (event) => (window.__back = event.persisted)));
  await page.goto(`${site.url}/other`);
  const pages = (left) => server.query(`SELECT count(*) FROM lease_pages WHERE ${left ? "" : "NOT "}has_left`);
  await it.until("the goodbye has come", () => pages(true) === "1");
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => window.__back === true);
  // The old page stays left; the one that came back counts as another.
  await it.until("the page is there again", () => pages(false) === "1" && pages(true) === "1");
  assert.equal(server.query("SELECT string_agg(session_id::text, ' ') FROM leases"), session);
  // Long after the old one's time, too.
  await it.until("the old page counts no more", () => server.query("SELECT coalesce(bool_and(deadline < now()), true) FROM lease_pages WHERE has_left") === "t");
  assert.equal(server.objects().length, 2);
  assert.deepEqual(faults, []);
});
