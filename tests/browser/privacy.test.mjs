// Self-service: asking for the link, reading, downloading, correcting, withdrawing, restricting, erasing; without scripts.

import assert from "node:assert/strict";
import * as desk from "./desk.mjs";
import * as it from "./support.mjs";

const WAYS = [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
  ["no-script", { ...it.DESKTOP, javaScriptEnabled: false }],
];

const ours = (faults) => faults.filter((fault) => !/status of (401|403|404|410|422|429)/.test(fault));

/** Inspects a page in its light and dark colours, and that it is not wider than the window. */
async function look(page, name, scripted) {
  if (!scripted) return;
  await it.look(page, name);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `${name} is ${beyond} px wider than the window`);
}

const linkIn = (mails, address) =>
  mails.findLast((mail) => mail.to === address && mail.text.includes("/privacy/link/"))?.text.match(/\S+\/privacy\/link\/\S+/)[0];

for (const [how, options] of WAYS)
  it.journey(`one's own data: ask, see, take, correct, withdraw, restrict, erase: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
    const email = `zoe@${how}.example`;
    const zoe = await desk.leaveSession(server, {
      email,
      files: [["rental-agreement.pdf", desk.PDF], ["A very long name of a file that somebody has scanned on a Sunday evening.pdf", desk.PDF]],
      training: true,
    });
    await desk.leaveSession(server, { name: "Bob Harbour", email: `bob@${how}.example` });
    const { context, faults } = await it.newVisitor(browser, { ...options, acceptDownloads: true });
    const page = await context.newPage();
    const scripted = how !== "no-script";
    const seen = (name) => look(page, `${how}-own-${name}`, scripted);

    // The form, an invalid address, an unknown one, and one's own.
    await page.goto(`${server.url}/privacy`);
    await seen("notice");
    await page.getByLabel("E-mail address").fill("zoe@example");
    await page.getByRole("button", { name: "Send me a link" }).click();
    await page.getByText("does not look like an e-mail address").waitFor();
    await seen("notice-wrong");
    for (const address of [`nobody@${how}.example`, email]) {
      await page.goto(`${server.url}/privacy`);
      await page.getByLabel("E-mail address").fill(address);
      await page.getByRole("button", { name: "Send me a link" }).click();
      await page.getByRole("heading", { name: "Check your inbox" }).waitFor();
      assert.ok(!page.url().includes("example"), page.url());
    }
    await seen("sent");
    const link = await it.until("the way in", async () => linkIn(await server.mails(0), email));
    assert.equal(linkIn(await server.mails(0), `nobody@${how}.example`), undefined);
    assert.deepEqual(server.whoKnows("nobody@"), []);

    // A mail scanner that follows the link does not use it up.
    await fetch(link);
    await page.goto(link);
    await seen("link");
    await page.getByRole("button", { name: "Show my data" }).click();
    await page.getByRole("heading", { name: "Your data", level: 1 }).waitFor();
    await page.getByText("rental-agreement.pdf").waitFor();
    assert.equal(new URL(page.url()).pathname, "/privacy/data");
    assert.equal(await page.getByText("Bob Harbour").count(), 0);
    await seen("data");
    const cookie = (await context.cookies()).find((one) => one.name === "__Host-anteroom-privacy");
    assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite === "Strict" && cookie.path === "/");

    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download everything" }).click()]);
    assert.match(download.suggestedFilename(), /^anteroom-.*\.zip$/);

    // An invalid name, then a valid one.
    await page.getByRole("link", { name: "Correct name or address" }).click();
    await page.getByLabel("Name").fill("   ");
    await page.getByRole("button", { name: "Save the correction" }).click();
    await page.locator(".fault").waitFor();
    await seen("correct-wrong");
    await page.getByLabel("Name").fill("Zoë Meier");
    await page.getByRole("button", { name: "Save the correction" }).click();
    await page.getByText("The correction is saved.").waitFor();
    await page.getByText("Zoë Meier").waitFor();

    // The consent to training is withdrawn by one click; restricted, and free again.
    await page.getByRole("button", { name: "No training with my files" }).click();
    await page.getByText("not used for training any more").waitFor();
    await page.getByText("Withdrawn").waitFor();
    await page.getByRole("link", { name: "Restrict the use" }).click();
    await seen("restrict");
    await page.getByLabel("I object to the use").check();
    await page.getByRole("button", { name: "Restrict the use" }).click();
    await page.getByText("The use is restricted.").waitFor();
    await seen("restricted");
    await page.getByRole("button", { name: "Lift the restriction" }).click();
    await page.getByText("The restriction is lifted.").waitFor();

    // What a withdrawal means is said before it is made.
    await page.getByRole("link", { name: "Withdraw my consent" }).click();
    await page.getByRole("heading", { name: "Withdraw your consent" }).waitFor();
    await seen("withdraw");
    await page.getByRole("link", { name: "Keep it" }).click();

    // The erasure.
    await page.getByRole("link", { name: "Delete everything" }).click();
    await page.getByRole("heading", { name: "Delete everything" }).waitFor();
    await seen("erase");
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.getByRole("heading", { name: "Deleted", level: 1 }).waitFor();
    await seen("erased");
    await page.locator("main ul a").click();
    await it.until("the receipt's end", async () => {
      await page.reload();
      return (await page.getByRole("heading", { name: "Everything is deleted" }).count()) === 1;
    });
    await seen("receipt");
    assert.deepEqual(server.whoKnows(email), []);
    assert.deepEqual(server.objects(zoe), []);
    await page.goto(`${server.url}/privacy/data`);
    await page.getByText("Your half hour here is over").waitFor();
    await seen("ended");
    await page.goto(link);
    await page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
    await seen("link-gone");
    assert.deepEqual(ours(faults), []);
  });

it.journey("a changed address: the old one is out, the new one is asked", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  await desk.leaveSession(server, { email: "zoe@example.org", files: [["paper.pdf", desk.PDF]] });
  const { context, faults } = await it.newVisitor(browser, it.DESKTOP);
  const page = await context.newPage();
  await page.goto(`${server.url}/privacy`);
  await page.getByLabel("E-mail address").fill("ZOE@example.org");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.goto(await it.until("the way in", async () => linkIn(await server.mails(0), "zoe@example.org")));
  await page.getByRole("button", { name: "Show my data" }).click();
  await page.getByRole("link", { name: "Correct name or address" }).click();
  await look(page, "desktop-own-correct", true);
  await page.getByLabel("E-mail address").fill("zoe@example.net");
  await page.getByRole("button", { name: "Save the correction" }).click();
  await page.getByRole("heading", { name: "Confirm the new address" }).waitFor();
  await look(page, "desktop-own-moved", true);
  assert.deepEqual((await context.cookies()).filter((one) => one.name.includes("privacy")), []);
  const confirm = await it.until("the new letter", async () => (await server.mails(0)).findLast((mail) => mail.to === "zoe@example.net")?.link);
  await page.goto(confirm);
  await page.getByRole("button", { name: "Confirm my address" }).click();
  await page.getByRole("heading", { name: "confirmed" }).waitFor();
  assert.deepEqual(server.whoKnows("zoe@example.org"), ["address_changes"]);

  // The new address does not see what was given under the old one, until that agrees.
  await page.goto(`${server.url}/privacy`);
  await page.getByLabel("E-mail address").fill("zoe@example.net");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.goto(await it.until("the new way in", async () => linkIn(await server.mails(0), "zoe@example.net")));
  await page.getByRole("button", { name: "Show my data" }).click();
  await page.getByText("What was sent before the e-mail address was changed is not shown.").waitFor();
  assert.equal(await page.getByText("paper.pdf").count(), 0);
  await look(page, "desktop-own-withheld", true);
  const told = (await server.mails(0)).findLast((mail) => mail.to === "zoe@example.org" && mail.text.includes("/verify/earlier/"));
  const { context: old, faults: oldFaults } = await it.newVisitor(browser, { ...it.PHONE, colorScheme: "dark" });
  const letter = await old.newPage();
  await letter.setContent(told.html);
  await it.shoot(letter, "phone-mail-changed");
  await it.inspectLetter(letter);
  await letter.goto(told.text.match(/\S+\/verify\/earlier\/[\w-]{43}/)[0]);
  await letter.getByRole("heading", { name: "Let the new address see what was sent?" }).waitFor();
  await look(letter, "phone-earlier", true);
  await letter.getByRole("button", { name: "Let the new address see it" }).click();
  await letter.getByRole("heading", { name: "The new address can see it now" }).waitFor();
  await look(letter, "phone-earlier-agreed", true);
  await page.reload();
  await page.getByText("paper.pdf").waitFor();
  assert.deepEqual(ours([...faults, ...oldFaults]), []);
});

it.journey("desk: withdraw a consent, restrict a session, and all of an address", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const password = desk.addStaff(server, "ann@example.org", "privacy");
  const viewing = desk.addStaff(server, "vic@example.org", "viewer");
  const zoe = await desk.leaveSession(server, { email: "zoe@example.org", files: [["paper.pdf", desk.PDF]], training: true });
  await desk.leaveSession(server, { name: "Zoë M.", email: "Zoe@example.org", confirm: false });
  const { context, faults } = await it.newVisitor(browser, { ...it.DESKTOP, acceptDownloads: true });
  const page = await context.newPage();
  await desk.signIn(page, server, "ann@example.org", password);
  await page.goto(`${server.url}/admin/sessions/${zoe}`);
  await page.getByRole("button", { name: "No training with the files" }).click();
  await page.getByText("The consent to training is withdrawn.").waitFor();
  await look(page, "desktop-desk-no-training", true);
  await page.getByRole("link", { name: "Withdraw the consent to handling" }).click();
  await page.getByRole("heading", { name: "Withdraw the consent of Zoë Müller" }).waitFor();
  await look(page, "desktop-desk-withdraw", true);
  await page.getByRole("link", { name: "Keep it" }).click();
  await page.getByLabel("Why").selectOption("claims");
  await page.getByRole("button", { name: "Restrict" }).click();
  await page.getByText("The session is restricted.").waitFor();
  await look(page, "desktop-desk-restricted", true);

  const { context: other } = await it.newVisitor(browser, it.DESKTOP);
  const viewer = await other.newPage();
  await desk.signIn(viewer, server, "vic@example.org", viewing);
  await viewer.getByRole("row").filter({ hasText: "Restricted" }).first().waitFor();
  assert.equal(await viewer.getByText("zoe@example.org", { exact: true }).count(), 0);
  await look(viewer, "desktop-desk-list-restricted", true);
  await viewer.goto(`${server.url}/admin/sessions/${zoe}`);
  await viewer.getByText("article 18").waitFor();
  await look(viewer, "desktop-desk-restricted-refused", true);

  await page.goto(`${server.url}/admin/sessions`);
  await page.getByLabel("Name, address or id").fill("zoe@example.org");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("has 2 sessions").waitFor();
  await look(page, "desktop-desk-person", true);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export all of it" }).click()]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  await page.getByRole("link", { name: "Erase all of it" }).click();
  await page.getByRole("heading", { name: "Erase all sessions of zoe@example.org" }).waitFor();
  await look(page, "desktop-desk-erase-all", true);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Erase for good" }).click();
  await page.getByRole("heading", { name: "Erasing" }).waitFor();
  await look(page, "desktop-desk-erased-all", true);
  assert.deepEqual(server.whoKnows("zoe@example"), []);
  assert.deepEqual(ours(faults), []);
});
