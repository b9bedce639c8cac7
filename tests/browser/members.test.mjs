// The admin console: sign-in sessions of the host site's users.

import assert from "node:assert/strict";
import * as desk from "./desk.mjs";
import * as it from "./support.mjs";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

const ours = (faults) => faults.filter((fault) => !/status of (401|403|404|422|429)/.test(fault));

/** Signs a user of the host site in, as its backend does; returns the token. */
async function signInMember(server, user_id, agent, metadata = {}) {
  const headers = { "Content-Type": "application/json", "User-Agent": agent };
  const answer = await fetch(`${server.url}/sessions/create`, { method: "POST", headers, body: JSON.stringify({ user_id, metadata }) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).session_id;
}

const isValid = async (server, token) => (await fetch(`${server.url}/sessions/validate`, { headers: { "X-Session-ID": token } })).ok;

for (const [how, options] of [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
])
  it.journey(`desk: find a member's sessions, end one and all: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
    const password = desk.addStaff(server, "ann@example.org", "privacy");
    const tokens = [
      await signInMember(server, "customer-4711", FIREFOX, { role: "editor" }),
      await signInMember(server, "customer-4711", IPHONE),
      await signInMember(server, "customer-4711", "python-httpx/0.28.1"),
    ];
    const others = await signInMember(server, "مريم-42", FIREFOX, { role: "محررة" });
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await desk.signIn(page, server, "ann@example.org", password);
    await page.getByRole("navigation", { name: "Desk" }).getByRole("link", { name: "Members" }).click();
    await page.getByRole("heading", { name: "Members", level: 1 }).waitFor();
    await desk.look(page, `${how}-members`);

    const find = async (user) => {
      await page.getByLabel("The site’s id of the user").fill(user);
      await page.getByRole("button", { name: "Find" }).click();
    };
    await find("customer-47");
    await page.getByRole("heading", { name: "No sessions" }).waitFor();
    await desk.look(page, `${how}-members-none`);
    await find(" ");
    await page.getByRole("alert").waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.matches(".summary")), "the summary takes the focus");
    await desk.look(page, `${how}-members-wrong`);
    await find("مريم-42");
    await page.getByRole("heading", { name: "1 session of مريم-42" }).waitFor();
    await desk.look(page, `${how}-members-right-to-left`);
    await find("customer-4711");
    await page.getByRole("heading", { name: "3 sessions of customer-4711" }).waitFor();
    assert.ok(!page.url().includes("4711"), page.url());
    assert.deepEqual(
      (await page.getByRole("rowheader").allInnerTexts()).map((text) => text.split("\n")[0]),
      ["python-httpx/0.28.1", "Safari on iPhone", "Firefox on Linux"],
    );
    await desk.look(page, `${how}-members-found`);
    await page.getByRole("heading", { name: "3 sessions" }).evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
    await it.shoot(page, `${how}-members-list`);

    // One of them, after a look at which, and a change of mind.
    await page.getByRole("link", { name: /^End it.*Safari on iPhone/ }).click();
    await page.getByRole("heading", { name: "End a session of customer-4711" }).waitFor();
    await desk.look(page, `${how}-members-end`);
    await page.getByRole("link", { name: "Leave it" }).click();
    await page.getByRole("link", { name: /^End it.*Safari on iPhone/ }).press("Enter");
    await page.getByRole("checkbox").press("Space");
    await page.getByRole("button", { name: "End the session" }).press("Enter");
    await page.getByText("1 session has ended.").waitFor();
    await desk.look(page, `${how}-members-ended`);
    assert.deepEqual(await Promise.all(tokens.map((token) => isValid(server, token))), [true, false, true]);

    await page.getByRole("link", { name: "End all of them" }).click();
    await page.getByRole("heading", { name: "End all sessions of customer-4711" }).waitFor();
    await desk.look(page, `${how}-members-end-all`);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "End all of them" }).click();
    await page.getByText("2 sessions have ended.").waitFor();
    await desk.look(page, `${how}-members-ended-all`);
    assert.deepEqual(await Promise.all(tokens.map((token) => isValid(server, token))), [false, false, false]);
    assert.ok(await isValid(server, others));

    // The trail tells of it, and not of whom.
    await page.getByRole("link", { name: "Trail" }).click();
    await page.getByRole("row").filter({ hasText: "Ended sessions of a member" }).first().waitFor();
    assert.ok(!(await page.locator("main").innerText()).includes("4711"));
    await desk.look(page, `${how}-members-trail`);
    assert.deepEqual(ours(faults), []);
    assert.equal(server.complaints, "");
  });

it.journey("desk: members' sessions without JavaScript at 320 px, and where staff may only read", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const [password, viewers] = [desk.addStaff(server, "ann@example.org", "admin"), desk.addStaff(server, "bob@example.org", "viewer")];
  const token = await signInMember(server, "u".repeat(255), IPHONE, { role: "r".repeat(100) });
  const { context, faults } = await it.newVisitor(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await desk.signIn(page, server, "ann@example.org", password);
  const id = server.query("SELECT user_id FROM member_sessions");
  await page.goto(`${server.url}/admin/members`);
  await page.getByLabel("The site’s id of the user").fill(id);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: /^End it/ }).waitFor();
  await page.getByRole("heading", { name: "1 session" }).evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
  await it.shoot(page, "plain-members-found");
  const beyond = () => page.evaluate("document.documentElement.scrollWidth - innerWidth");
  assert.ok((await beyond()) <= 0, "wider than the window");
  await page.getByRole("link", { name: "End all of them" }).click();
  await it.shoot(page, "plain-members-end");
  assert.ok((await beyond()) <= 0, "wider than the window");

  const reader = await it.newVisitor(browser);
  const bob = await reader.context.newPage();
  await desk.signIn(bob, server, "bob@example.org", viewers);
  await bob.getByRole("link", { name: "Members" }).click();
  await bob.getByLabel("The site’s id of the user").fill(id);
  await bob.getByRole("button", { name: "Find" }).click();
  await bob.getByRole("cell").first().waitFor();
  assert.equal(await bob.getByRole("link", { name: /^End/ }).count(), 0);
  await desk.look(bob, "members-viewer");

  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "End all of them" }).click();
  await page.getByText("1 session has ended.").waitFor();
  assert.equal(await isValid(server, token), false);
  for (const list of [faults, reader.faults]) assert.deepEqual(ours(list), []);
});

/** A member asks the assistant, as the site's page does. */
async function ask(server, token, message) {
  const headers = { "Content-Type": "application/json", "X-Session-ID": token };
  const answer = await fetch(`${server.url}/api/chat/send`, { method: "POST", headers, body: JSON.stringify({ message }) });
  assert.ok([200, 403].includes(answer.status), await answer.clone().text());
  return answer.status;
}

for (const [how, options] of [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
])
  it.journey(`desk: read, copy, restrict and erase what is kept of a member: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
    const password = desk.addStaff(server, "ann@example.org", "privacy");
    const token = await signInMember(server, "customer-4711", FIREFOX);
    await ask(server, token, "What are your opening hours?");
    await ask(server, token, "متى تفتحون؟");
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await desk.signIn(page, server, "ann@example.org", password);
    await page.goto(`${server.url}/admin/members`);
    await page.getByLabel("The site’s id of the user").fill("customer-4711");
    await page.getByRole("button", { name: "Find" }).click();
    const kept = page.getByRole("heading", { name: "What is kept of customer-4711" });
    await kept.waitFor();
    await kept.evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
    await desk.look(page, `${how}-member-kept`);

    await page.getByRole("link", { name: "Read conversations" }).click();
    await page.getByRole("heading", { name: "Conversations of customer-4711" }).waitFor();
    await desk.look(page, `${how}-member-conversations`);
    await page.getByRole("rowheader").getByRole("link").first().click();
    await page.getByRole("heading", { name: "A conversation of customer-4711" }).waitFor();
    await page.getByText("Monday to Thursday").first().waitFor();
    await desk.look(page, `${how}-member-conversation`);
    await page.getByRole("link", { name: "This member" }).click();

    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download a copy" }).click()]);
    assert.equal(download.suggestedFilename(), "member.json");

    await page.getByLabel("Why").selectOption("The person objects");
    await page.getByRole("button", { name: "Restrict" }).click();
    await page.getByText("Restricted by staff.").waitFor();
    await page.getByText("Restricted by staff.").evaluate((text) => text.scrollIntoView({ behavior: "instant" }));
    await desk.look(page, `${how}-member-restricted`);
    assert.equal(await ask(server, token, "And on Friday?"), 403);
    await page.getByRole("button", { name: "Lift the restriction" }).click();
    await page.getByRole("button", { name: "Restrict" }).waitFor();
    assert.equal(await ask(server, token, "And on Friday?"), 200);

    await page.getByRole("link", { name: "Erase" }).click();
    await page.getByRole("heading", { name: "Erase customer-4711" }).waitFor();
    await desk.look(page, `${how}-member-erase`);
    await page.getByRole("checkbox").press("Space");
    await page.getByRole("button", { name: "Erase for good" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: /Erasing|Everything is erased/ }).waitFor();
    await desk.look(page, `${how}-member-erased`);
    assert.equal(server.query("SELECT count(*) FROM members"), "0");
    assert.equal(await isValid(server, token), false);
    assert.deepEqual(ours(faults), []);
    assert.equal(server.complaints, "");
  });
