// The admin console: how staff sign in, find a person, read, correct and erase.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as desk from "./desk.mjs";
import * as it from "./support.mjs";

const WAYS = [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
];

/** Inspects a page in its light and dark colours, and that it is not wider than the window. */
const ours = (faults) => faults.filter((fault) => !/status of (401|403|404|422|429)/.test(fault));

for (const [how, options] of WAYS)
  it.journey(`desk: sign in, find, read, correct, erase: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
    const password = desk.addStaff(server, "ann@example.org", "admin");
    const zoe = await desk.leaveSession(server, {
      email: "zoe@example.org",
      files: [["rental-agreement.pdf", desk.PDF], ["A very long name of a file that somebody has scanned on a Sunday evening.pdf", desk.PDF]],
      training: true,
    });
    await desk.leaveSession(server, { name: "Bob Harbour", email: "bob@harbour.example", confirm: false });
    await desk.leaveSession(server, { name: "العربية مرحبا", email: "a.very.long.address.of.somebody@subdomain.of.a.company.example" });
    const { context, faults } = await it.newVisitor(browser, { ...options, acceptDownloads: true });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();

    // After the sign-in the page that was requested before it is shown.
    await page.goto(`${server.url}/admin/sessions/${zoe}`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await desk.look(page, `${how}-desk-sign-in`);
    await page.getByLabel("E-mail").fill("ann@example.org");
    await page.getByLabel("Password").fill("not her password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("is not right").waitFor();
    assert.equal(await page.getByLabel("E-mail").inputValue(), "ann@example.org");
    assert.equal(await page.getByLabel("Password").inputValue(), "");
    assert.equal(await page.evaluate(() => document.activeElement.id), "password");
    await desk.answered(page);
    await desk.look(page, `${how}-desk-sign-in-wrong`);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Zoë Müller", level: 1 }).waitFor();
    await desk.look(page, `${how}-desk-session`, how === "desktop" ? "admin-session" : undefined);
    const cookie = (await context.cookies()).find((one) => one.name === "__Host-anteroom");
    assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite === "Strict" && cookie.path === "/");

    // The list, a search, and the way back to what was found.
    await page.getByRole("navigation", { name: "Desk" }).getByRole("link", { name: "Sessions" }).click();
    await page.getByRole("row").filter({ hasText: "Bob Harbour" }).waitFor();
    await desk.look(page, `${how}-desk-list`);
    await page.getByRole("button", { name: "Copy the id of Zoë Müller" }).click();
    await page.getByText("Copied.").waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), zoe);
    await page.getByLabel("Name, address or id").fill("müll");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: "Show all" }).waitFor();
    assert.equal(await page.getByRole("row").count(), 2);
    assert.ok(!/müll|m%C3%BCll/i.test(page.url()), page.url());
    await desk.look(page, `${how}-desk-found`);
    await page.getByRole("link", { name: "Zoë Müller" }).click();
    await page.getByRole("heading", { name: "Zoë Müller", level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "Show all" }).waitFor();
    assert.equal(await page.getByLabel("Name, address or id").inputValue(), "müll");
    await page.getByLabel("Name, address or id").fill("nobody at all");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("heading", { name: "Nothing found" }).waitFor();
    await desk.look(page, `${how}-desk-nothing`);
    await page.getByLabel("Name, address or id").fill("ab");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("alert").waitFor();
    assert.ok(await page.evaluate(() => document.activeElement.matches(".summary")), "the summary takes the focus");
    await desk.look(page, `${how}-desk-search-wrong`);

    // A file is downloaded, not shown.
    await page.goto(`${server.url}/admin/sessions/${zoe}`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download rental-agreement.pdf" }).click()]);
    assert.equal(download.suggestedFilename(), "rental-agreement.pdf");

    // The copy of everything, with its progress beside the button.
    await page.goto(`${server.url}/admin/sessions/${zoe}`);
    const [copy] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download everything (ZIP)" }).click()]);
    const archive = await copy.path();
    assert.equal(spawnSync("unzip", ["-tq", archive], { encoding: "utf8" }).status, 0);
    await page.locator("#export").getByText(/^Complete: /).waitFor();
    await page.locator("#export").scrollIntoViewIfNeeded();
    await desk.look(page, `${how}-desk-exported`);

    // A correction.
    await page.getByRole("link", { name: "Correct the details" }).click();
    await page.getByLabel("E-mail").fill("zoe@example");
    await page.getByLabel("Name").fill("   ");
    await page.getByRole("button", { name: "Save the correction" }).click();
    await page.getByRole("alert").waitFor();
    await desk.look(page, `${how}-desk-correct-wrong`);
    await page.getByLabel("Name").fill("Zoë Meier");
    await page.getByLabel("E-mail").fill("zoe@example.net");
    await page.getByRole("button", { name: "Save the correction" }).click();
    await page.getByText("The correction is saved.").waitFor();
    await page.getByRole("heading", { name: "Zoë Meier", level: 1 }).waitFor();
    await desk.look(page, `${how}-desk-corrected`);
    await it.until("the new letter", async () => (await server.mails(0)).some((mail) => mail.to === "zoe@example.net"));

    // The erasure.
    await page.getByRole("link", { name: "Erase this session" }).click();
    await page.getByRole("heading", { name: "Erase the session of Zoë Meier" }).waitFor();
    await desk.look(page, `${how}-desk-erase`);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Erase for good" }).click();
    await page.getByRole("heading", { name: "Everything is erased" }).waitFor();
    await desk.look(page, `${how}-desk-receipt`);
    assert.deepEqual(server.whoKnows("zoe@example"), []);
    assert.deepEqual(server.objects(zoe), []);
    await page.goto(`${server.url}/admin/sessions/${zoe}`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    await desk.look(page, `${how}-desk-not-found`);

    // Signed out: the browser's cache shows nothing.
    await page.getByRole("link", { name: "Back to the sessions" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    await desk.look(page, `${how}-desk-signed-out`);
    await page.goBack();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.deepEqual((await context.cookies()).filter((one) => one.name.startsWith("__Host-")), []);
    assert.deepEqual(ours(faults), []);
    assert.equal(server.complaints, "");
  });

it.journey("desk: all of it without JavaScript, at 320 px", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const password = desk.addStaff(server, "ann@example.org", "privacy");
  const zoe = await desk.leaveSession(server, { email: "zoe@example.org", files: [["paper.pdf", desk.PDF]] });
  const { context, faults } = await it.newVisitor(browser, { viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/admin`);
  await page.getByLabel("E-mail").fill("ann@example.org");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Name, address or id").fill("zoe@");
  await page.getByRole("button", { name: "Search" }).click();
  await it.shoot(page, "plain-desk-found");
  await page.getByRole("link", { name: "Zoë Müller" }).click();
  await it.shoot(page, "plain-desk-session");
  assert.equal(await page.locator("button.copy").first().isVisible(), false);
  await page.getByRole("link", { name: "Erase this session" }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Erase for good" }).click();
  await page.getByRole("heading", { name: "Receipt" }).waitFor();
  // The page reloads itself.
  await page.getByRole("heading", { name: "Everything is erased" }).waitFor();
  await it.shoot(page, "plain-desk-receipt");
  assert.equal(server.query(`SELECT count(*) FROM sessions WHERE id = '${zoe}'`), "0");
  assert.deepEqual(ours(faults), []);
});
