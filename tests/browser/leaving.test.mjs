// What is kept and what is deleted: a reload, a closed tab, a second tab, and the visitor's own decision.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

/** Leaving counts at once, and pages send a heartbeat every second. */
const AT_ONCE = { HEARTBEAT: "1s", LEAVE_GRACE: "0s", SWEEP_EVERY: "1s" };

const beat = (page) => page.waitForResponse((answer) => answer.url().endsWith("/session/heartbeat"));
const emptied = (server, session) => it.until("no object is left", () => server.objects(session).length === 0);

it.journey("a reload in the middle loses nothing", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat, "Zoë Müller");
  await it.giveFiles(chat, papers);
  const session = await it.sessionOf(page);

  await page.reload();
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  assert.equal(await it.sessionOf(page), session);
  await it.look(page, "reloaded-files");

  await it.goOn(chat);
  await chat.getByLabel("Your e-mail address").fill("zoe@exam");
  await page.reload();
  await chat.getByText("Zoë Müller", { exact: true }).waitFor();
  assert.equal(await chat.getByLabel("Your e-mail address").inputValue(), "zoe@exam");

  await chat.getByRole("button", { name: "Back" }).click();
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  await it.goOn(chat);
  await it.giveEmail(chat);
  await it.consent(chat);
  assert.equal(server.query("SELECT count(*) FROM files"), "2");
  assert.deepEqual(server.objects().map((object) => object.session), [session, session]);

  await page.reload();
  await chat.getByText("We wrote to zoe@example.org").waitFor();
  await page.goto((await server.mailTo("zoe@example.org")).link);
  await page.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  assert.deepEqual(faults, []);
});

it.journey("closing the tab deletes the files", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(AT_ONCE), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.giveFiles(chat, papers);
  const session = await it.sessionOf(page);
  await beat(page);
  assert.equal(server.objects(session).length, 2);

  await page.close({ runBeforeUnload: true });
  await emptied(server, session);
  assert.equal((await server.call("PUT", "/session", session, {})).status, 410);
  assert.equal(server.query(`SELECT state FROM leases WHERE session_id = '${session}'`), "tombstone");

  // The browser finds its session gone and begins another, without an error.
  const { page: next } = await it.openChat(context, server);
  assert.notEqual(await it.sessionOf(next), session);
  assert.deepEqual(faults.filter((fault) => !/status of 410/.test(fault)), []);
});

it.journey("going to another page deletes the files", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(AT_ONCE), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.giveFiles(chat, papers);
  const session = await it.sessionOf(page);
  await page.goto(`${server.url}/privacy`);
  await emptied(server, session);
  assert.deepEqual(faults, []);
});

it.journey("of two tabs, closing one keeps the files", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(AT_ONCE), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.giveFiles(chat, papers);
  const session = await it.sessionOf(page);

  const second = await context.newPage();
  await second.goto(server.url);
  await second.getByRole("button", { name: "Ask for help" }).click();
  const other = it.chatOf(second);
  await other.getByText("Welcome back").waitFor();
  await it.look(second, "welcome-back");
  assert.equal(await it.sessionOf(second), session);
  await beat(second);
  await second.close({ runBeforeUnload: true });
  await it.until("the goodbye has come", () => server.query(`SELECT count(*) FROM lease_pages WHERE has_left AND session_id = '${session}'`) === "1");

  // Several sweeps later.
  for (let beats = 0; beats < 4; beats += 1) await beat(page);
  assert.equal(server.objects(session).length, 2);
  for (const { name } of papers) assert.ok(await it.arrived(chat, name).isVisible());

  await page.close({ runBeforeUnload: true });
  await emptied(server, session);
  assert.deepEqual(faults, []);
});

it.journey("a visitor who comes back in another tab continues or starts over", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.giveFiles(chat, papers);
  const session = await it.sessionOf(page);

  const second = await context.newPage();
  await second.goto(server.url);
  await second.getByRole("button", { name: "Ask for help" }).click();
  const other = it.chatOf(second);
  await other.getByRole("button", { name: "Continue" }).click();
  await it.giveName(other);
  for (const { name } of papers) await it.arrived(other, name).waitFor();

  const third = await context.newPage();
  await third.goto(server.url);
  await third.getByRole("button", { name: "Ask for help" }).click();
  await it.chatOf(third).getByRole("button", { name: "Start over" }).click();
  await it.chatOf(third).getByLabel("Your name").waitFor();
  await emptied(server, session);
  assert.notEqual(await it.sessionOf(third), session);
  // The other tabs are told.
  for (const tab of [chat, other]) await tab.getByText("Your visit has ended.").waitFor();
  assert.deepEqual(faults, []);
});

it.journey("“Leave and delete everything” does", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.giveFiles(chat, papers);
  const session = await it.sessionOf(page);
  const frame = await it.frameOf(page);

  await chat.getByRole("button", { name: "More" }).click();
  await it.look(page, "menu");
  await chat.getByRole("button", { name: "Leave and delete everything" }).click();
  await it.look(page, "leave-question");
  await chat.getByRole("button", { name: "Stay" }).click();
  assert.equal(server.objects(session).length, 2);

  await chat.getByRole("button", { name: "More" }).click();
  await chat.getByRole("button", { name: "Leave and delete everything" }).click();
  await chat.getByRole("button", { name: "Delete and leave" }).click();
  await chat.getByText("Your visit has ended. Nothing was kept. You can start again.").waitFor();
  await it.look(page, "ended");
  await emptied(server, session);
  assert.equal((await server.call("PUT", "/session", session, {})).status, 410);
  assert.deepEqual(await frame.evaluate(() => [localStorage.length, sessionStorage.getItem("anteroom.draft")]), [0, null]);

  await chat.getByRole("button", { name: "Start again" }).click();
  await chat.getByLabel("Your name").waitFor();
  assert.notEqual(await it.sessionOf(page), session);
  assert.deepEqual(faults, []);
});

it.journey("a deletion that fails again and again can be tried again", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const { context } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  const session = await it.sessionOf(page);
  await page.route("**/api/v1/session", (route) => route.fulfill({ status: 503, json: { type: "/problems/unavailable", detail: "The chat cannot reach its files." } }), { times: 2 });

  await chat.getByRole("button", { name: "More" }).click();
  await chat.getByRole("button", { name: "Leave and delete everything" }).click();
  await chat.getByRole("button", { name: "Delete and leave" }).click();
  const retry = chat.getByRole("button", { name: "Try again" });
  await retry.waitFor();
  const second = page.waitForResponse((answer) => answer.status() === 503);
  await retry.click();
  await second;
  await retry.waitFor();
  assert.ok(await chat.getByText("The chat cannot reach its files.").isVisible());
  await retry.click();
  await chat.getByText("Your visit has ended.").waitFor();
  assert.equal((await server.call("PUT", "/session", session, {})).status, 410);
});
