// The admin console: one's own account, the staff, and the audit log.

import assert from "node:assert/strict";
import * as desk from "./desk.mjs";
import * as it from "./support.mjs";

/** Inspects a page, and that it is not wider than the window. */
const ours = (faults) => faults.filter((fault) => !/status of (401|403|404|422|429)/.test(fault));

for (const [how, options] of [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
]) {
  it.journey(`desk: password, second factor and sign-ins of one's own: ${how}`, async (t) => {
    // More sign-ins of one account than a minute allows.
    const [server, browser] = await Promise.all([it.startServer(t, { RATE_LIMIT: "off" }), it.openBrowser(t)]);
    const password = desk.addStaff(server, "ann@example.org", "viewer");
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await desk.signIn(page, server, "ann@example.org", password);
    const elsewhere = await it.newVisitor(browser, options);
    const other = await elsewhere.context.newPage();
    await desk.signIn(other, server, "ann@example.org", password);
    await it.shoot(page, `${how}-desk-empty`);

    await page.getByRole("link", { name: "Account" }).click();
    await page.getByRole("row").nth(2).waitFor();
    await desk.look(page, `${how}-desk-account`);
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password").fill("my name is ann, I say");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByRole("alert").getByText("Leave your own name out").waitFor();
    await desk.look(page, `${how}-desk-password-wrong`);

    // One of two sign-ins ends, at once.
    await page.getByRole("button", { name: /^End it/ }).click();
    await page.getByText("The sign-in has ended.").waitFor();
    await other.getByRole("link", { name: "Account" }).click();
    await other.getByText("Your sign-in has ended. Sign in again to continue.").waitFor();
    await desk.look(other, `${how}-desk-ended`);

    // The second factor, with a wrong code first.
    await page.getByRole("button", { name: "Set it up" }).click();
    await page.getByRole("img", { name: /QR code/ }).waitFor();
    await desk.look(page, `${how}-desk-second-factor`);
    const secret = await page.locator(".secret code").textContent();
    await page.getByLabel("Type the six digits").fill("000000");
    await page.getByRole("button", { name: "Use it from now on" }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.locator(".secret code").textContent(), secret);
    await desk.look(page, `${how}-desk-second-factor-wrong`);
    await page.getByLabel("Type the six digits").fill(desk.codeOf(secret));
    await page.getByRole("button", { name: "Use it from now on" }).click();
    await page.getByRole("heading", { name: "Keep these recovery codes" }).waitFor();
    await desk.look(page, `${how}-desk-recovery-codes`);
    const [spare, another] = await page.locator(".codes li").allTextContents();
    // Shown once: a reload submits nothing again, and shows the account.
    await page.reload();
    await page.getByText("10 recovery codes are left.").waitFor();
    await desk.look(page, `${how}-desk-account-second-factor`);

    // From now on a code is asked for, without losing what was typed.
    await other.getByLabel("E-mail").fill("ann@example.org");
    await other.getByLabel("Password").fill(password);
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByLabel("Code").waitFor();
    assert.equal(await other.getByLabel("Password").inputValue(), password);
    assert.equal(await other.evaluate(() => document.activeElement.id), "code");
    await desk.answered(other);
    await desk.look(other, `${how}-desk-code`);
    assert.ok(!(await other.content()).includes(password), "the page holds no password");
    await other.getByLabel("Code").fill(desk.codeOf(secret, 1));
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByRole("heading", { name: "Account", level: 1 }).waitFor();

    // Without a script the password is typed once more, and a recovery code does as well.
    const plain = await it.newVisitor(browser, { ...options, javaScriptEnabled: false });
    const third = await plain.context.newPage();
    await third.goto(`${server.url}/admin/sign-in`);
    await third.getByLabel("E-mail").fill("ann@example.org");
    await third.getByLabel("Password").fill(password);
    await third.getByRole("button", { name: "Sign in" }).click();
    await third.getByLabel("Code").fill(spare.trim());
    await it.shoot(third, `${how}-desk-code-plain`);
    assert.equal(await third.getByLabel("E-mail").inputValue(), "ann@example.org");
    await third.getByLabel("Password").fill(password);
    await third.getByRole("button", { name: "Sign in" }).click();
    await third.getByRole("heading", { name: "Sessions", level: 1 }).waitFor();

    await page.reload();
    await page.getByText("9 recovery codes are left.").waitFor();
    await page.getByRole("button", { name: "End all others" }).click();
    await page.getByText("Your other sign-ins have ended.").waitFor();
    await third.reload();
    await third.getByText("Your sign-in has ended.").waitFor();
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password").fill("eleven quiet herons wade");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    // A stolen sign-in and the password are not enough to remove it.
    await page.getByLabel("Your password", { exact: true }).fill("eleven quiet herons wade");
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Remove the second factor" }).click();
    await page.getByRole("alert").getByText("or a recovery code that you have not used yet").waitFor();
    await desk.look(page, `${how}-desk-second-factor-kept`);
    await page.getByLabel("Your password", { exact: true }).fill("eleven quiet herons wade");
    await page.getByLabel("Code", { exact: true }).fill(another.trim());
    await page.getByRole("button", { name: "Remove the second factor" }).click();
    await page.getByText("Signing in no longer asks for a code.").waitFor();
    for (const list of [faults, elsewhere.faults, plain.faults]) assert.deepEqual(ours(list), []);
  });

  it.journey(`desk: staff and trail: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
    const password = desk.addStaff(server, "ann@example.org", "admin");
    const zoe = await desk.leaveSession(server, { email: "zoe@example.org", files: [["paper.pdf", desk.PDF]] });
    const { context, faults } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await desk.signIn(page, server, "ann@example.org", password);
    await page.getByRole("link", { name: "Zoë Müller" }).click();
    await page.getByRole("heading", { name: "Zoë Müller", level: 1 }).waitFor();

    await page.getByRole("link", { name: "Staff" }).click();
    await page.getByLabel("E-mail").fill("ann@example.org");
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.getByRole("alert").getByText("has an account already").waitFor();
    await desk.look(page, `${how}-desk-staff-wrong`);
    await page.getByLabel("E-mail").fill("bob@example.org");
    await page.getByLabel("viewer").check();
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.getByRole("heading", { name: "The account is created" }).waitFor();
    const bobs = await page.locator(".secret code").textContent();
    await desk.look(page, `${how}-desk-new-password`);
    await page.reload();
    await page.getByRole("row").filter({ hasText: "bob@example.org" }).waitFor();
    await desk.look(page, `${how}-desk-staff`);

    // Bob is not offered what he may not do, and is told so if he tries.
    const visitor = await it.newVisitor(browser, options);
    const bob = await visitor.context.newPage();
    await desk.signIn(bob, server, "bob@example.org", bobs);
    assert.deepEqual(await bob.getByRole("navigation", { name: "Desk" }).getByRole("link").allTextContents(), ["Sessions", "Members", "Funnel", "Retention", "Account"]);
    await bob.getByRole("link", { name: "Zoë Müller" }).click();
    await bob.getByText("Your role lets you read and download.").waitFor();
    await desk.look(bob, `${how}-desk-viewer`);
    await bob.goto(`${server.url}/admin/audit`);
    await bob.getByText("Your role does not allow this.").waitFor();
    await desk.look(bob, `${how}-desk-forbidden`);

    await page.getByRole("link", { name: "bob@example.org" }).click();
    await desk.look(page, `${how}-desk-colleague`);
    await page.getByRole("button", { name: "Disable the account" }).click();
    await page.getByText("The account is disabled.").waitFor();
    await bob.goto(`${server.url}/admin/sessions`);
    await bob.getByText("Your sign-in has ended.").waitFor();

    // The audit log: of one session, then by account and action.
    await page.getByRole("link", { name: "Trail" }).click();
    await it.until("the seal of what was done", async () => {
      await page.reload();
      return (await page.getByRole("row").filter({ hasText: "Disabled an account" }).getByText("not yet").count()) === 0;
    });
    await desk.look(page, `${how}-desk-trail`);
    await page.getByLabel("Session’s id").fill(zoe);
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: "Show all" }).waitFor();
    assert.deepEqual(
      await page.getByRole("row").locator("td:nth-child(3)").evaluateAll((cells) => cells.map((cell) => cell.querySelector("span").firstChild.textContent)),
      ["Read the session", "Read the session", "Confirmed the address", "Gave contact and consents"],
    );
    await page.getByLabel("Who").selectOption("bob@example.org");
    await page.getByRole("button", { name: "Search" }).click();
    await it.until("one line", async () => (await page.getByRole("row").count()) === 2);
    await desk.look(page, `${how}-desk-trail-found`);
    await page.getByLabel("Session’s id").fill("nonsense");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("alert").waitFor();
    await desk.look(page, `${how}-desk-trail-wrong`);
    for (const list of [faults, visitor.faults]) assert.deepEqual(ours(list), []);
  });
}

it.journey("desk: pages of a long list, a dead mail, and too many tries", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const password = desk.addStaff(server, "ann@example.org", "privacy");
  server.query(
    `INSERT INTO sessions (id, name, email, state, created_at, completed_at, consent_personal_data, consent_ai_training, locale)
     SELECT gen_random_uuid(), (ARRAY['Zoë Müller', 'Bruno Keller', 'Ada Lindqvist', 'Chidi Okafor', 'Mei Tanaka'])[1 + n % 5], 'visitor' || n || '@example.org',
            CASE n % 4 WHEN 2 THEN 'pending' ELSE 'complete' END, now() - n * interval '7 hours', CASE n % 4 WHEN 2 THEN NULL ELSE now() END, true, false, 'en'
     FROM generate_series(1, 120) AS n`,
  );
  server.query(
    `INSERT INTO files (id, session_id, name, size, content_type)
     SELECT gen_random_uuid(), id, 'scan.pdf', 1234567, 'application/pdf' FROM sessions, generate_series(0, 2) AS n WHERE ascii(right(id::text, 1)) % 4 > n`,
  );
  server.query(`INSERT INTO jobs (id, job, dead, attempts) VALUES (gen_random_uuid(), '{"kind": "verification_mail", "session": "${crypto.randomUUID()}"}', true, 40)`);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  await desk.signIn(page, server, "ann@example.org", password);
  const first = () => page.getByRole("row").nth(1).locator(".sub").textContent();
  await desk.look(page, "desk-dead-mail");
  for (const [way, number] of [["Older", 51], ["Older", 101], ["Newer", 51], ["Newer", 1]]) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: way }).click();
    await it.until(`page of ${number}`, async () => (await first()) === `visitor${number}@example.org`);
  }
  assert.equal(await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Newer" }).count(), 0);
  await page.evaluate(() => scrollTo(0, 800));
  await it.shoot(page, "desk-long-list-scrolled");

  await page.getByText("1 mail could not be sent").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("The mails are being tried again.").waitFor();
  await page.goto(`${server.url}/admin/sessions`);
  await desk.look(page, "desk-long-list", "admin-list");
  await it.until("the mail's job is done", () => server.query("SELECT count(*) FROM jobs") === "0");

  const stranger = await it.newVisitor(browser);
  const door = await stranger.context.newPage();
  await door.goto(`${server.url}/admin/sign-in`);
  for (let tries = 0; tries < 7; tries++) {
    await door.getByLabel("E-mail").fill("guess@example.org");
    await door.getByLabel("Password").fill(`guess number ${tries}`);
    const [answer] = await Promise.all([door.waitForResponse((one) => one.request().method() === "POST"), door.getByRole("button", { name: "Sign in" }).click()]);
    if (answer.status() === 429) break;
    await it.until("the form is back", async () => (await door.getByLabel("Password").inputValue()) === "");
  }
  await door.getByText("Too many attempts.").waitFor();
  await desk.answered(door);
  await desk.look(door, "desk-too-many-tries");
  for (const list of [faults, stranger.faults]) assert.deepEqual(ours(list), []);
});

it.journey("desk: by keyboard, in forced colours, at 400 %, on paper", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const password = desk.addStaff(server, "ann@example.org", "admin");
  const zoe = await desk.leaveSession(server, { email: "zoe@example.org", files: [["paper.pdf", desk.PDF]] });
  // A window of 1280 × 1024 at 400 %.
  const { context, faults } = await it.newVisitor(browser, { viewport: { width: 320, height: 256 }, forcedColors: "active" });
  const page = await context.newPage();
  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await page.goto(`${server.url}/admin/sessions/${zoe}`);
  await page.getByLabel("E-mail").focus();
  await page.keyboard.type("ann@example.org");
  await press("Tab");
  await page.keyboard.type(password);
  await press("Enter");
  await page.getByRole("heading", { name: "Zoë Müller", level: 1 }).waitFor();
  await press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await desk.look(page, "desk-zoomed-forced-colours");
  await press("Enter", "Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Sessions");
  for (const where of ["sessions", "audit", "staff", "account", `sessions/${zoe}/correct`, `sessions/${zoe}/erase`]) {
    await page.goto(`${server.url}/admin/${where}`);
    await desk.look(page, `desk-zoomed-${where.split("/").at(-1)}`);
  }
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: "print", forcedColors: "none" });
  await page.goto(`${server.url}/admin/sessions/${zoe}`);
  await it.shoot(page, "desk-printed");
  assert.equal(await page.getByRole("link", { name: "Erase this session" }).isVisible(), false);
  assert.deepEqual(ours(faults), []);
});
