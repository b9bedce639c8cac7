// A whole visit, from the button in the corner to "confirmed", on a desk and on a phone.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

/** The bytes in the store are the ones on the visitor's device. */
function assertKept(server, session, papers) {
  const kept = server.objects();
  assert.deepEqual(new Set(kept.map((object) => object.session)), new Set([session]));
  const bytes = (list) => list.map((one) => (one.bytes ?? one.buffer).toString("base64")).sort();
  assert.deepEqual(bytes(kept), bytes(papers));
}

it.journey("at a desk; the mail is read on a phone", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);

  const page = await context.newPage();
  await page.goto(server.url);
  await it.look(page, "desktop-1-page", "launcher");
  await page.getByRole("button", { name: "Ask for help" }).click();
  const chat = it.chatOf(page);
  await chat.getByLabel("Your name").waitFor();
  await it.look(page, "desktop-2-name");
  assert.deepEqual(await it.moved(await it.frameOf(page)), []);
  await it.giveName(chat, "Zoë Müller");
  await it.look(page, "desktop-3-files");
  await it.giveFiles(chat, papers);
  await it.look(page, "desktop-4-files-arrived", "widget-desktop");
  await it.goOn(chat);
  await it.look(page, "desktop-5-email");
  await it.giveEmail(chat, "zoe@example.org");
  await it.look(page, "desktop-6-consent");

  const session = await it.sessionOf(page);
  assert.equal((await server.call("PUT", "/session", session, {})).body.state, "open");
  assert.deepEqual(server.whoKnows("zoe@example.org"), []);
  assert.deepEqual(server.whoKnows("Müller"), []);
  await it.consent(chat, { training: true });
  await it.look(page, "desktop-7-inbox", "widget-inbox");
  assert.equal((await server.call("PUT", "/session", session, {})).body.state, "pending");
  assert.equal(server.query("SELECT consent_personal_data AND consent_ai_training FROM sessions"), "t");

  const [mail] = await server.mails(1);
  assert.equal(mail.to, "zoe@example.org");
  assert.match(mail.text, /^Hello,/);
  assert.ok(mail.html.includes(mail.link));

  const copy = await context.newPage();
  await copy.setViewportSize({ width: 720, height: 620 });
  await copy.goto(`${server.url}/dev/mail/${mail.file}/html`);
  await it.shoot(copy, "desktop-mail", "mail");
  // No script may run there, not even axe; and a mail has no landmarks.
  await copy.goto("about:blank");
  await copy.setContent(mail.html);
  await it.inspectLetter(copy);
  await copy.close();

  // Another device has no session in its storage: only the button confirms.
  const other = await it.newVisitor(browser, it.PHONE);
  const letter = await other.context.newPage();
  await letter.goto(`${server.url}/dev/mail`);
  await it.look(letter, "phone-mail-list");
  await letter.getByRole("link", { name: mail.subject }).click();
  await it.look(letter, "phone-mail-text");
  await letter.goto(mail.link);
  await it.look(letter, "phone-verify");
  assert.equal((await server.call("PUT", "/session", session, {})).body.state, "pending");
  await letter.getByRole("button", { name: "Confirm my address" }).click();
  await letter.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  await it.look(letter, "phone-verify-confirmed", "confirmed");

  await chat.getByRole("heading", { name: "You are confirmed" }).waitFor();
  await it.look(page, "desktop-8-confirmed");
  assert.equal((await server.call("PUT", "/session", session, {})).body.state, "complete");
  assertKept(server, session, papers);

  await letter.goto(mail.link);
  await letter.getByRole("heading", { name: "Already confirmed" }).waitFor();
  await it.look(letter, "phone-verify-already");
  await letter.goto(mail.decline);
  await letter.getByRole("heading", { name: "This request is already confirmed" }).waitFor();
  await it.inspect(letter, "declined too late");
  assertKept(server, session, papers);

  assert.deepEqual(faults, []);
  // The page that comes too late gets a 409, which Chromium logs.
  assert.deepEqual(other.faults.filter((fault) => !/status of 409/.test(fault)), []);
  assert.equal(server.complaints, "");
});

it.journey("on a phone in the dark; the mail is read in the same browser", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser, { ...it.PHONE, colorScheme: "dark" });

  const page = await context.newPage();
  await page.goto(server.url);
  await it.look(page, "phone-dark-1-page");
  await page.getByRole("button", { name: "Ask for help" }).tap();
  const chat = it.chatOf(page);
  await chat.getByLabel("Your name").waitFor();
  await it.look(page, "phone-dark-2-name");
  await it.giveName(chat, "Олена");
  await it.look(page, "phone-dark-3-files");
  await it.giveFiles(chat, papers);
  await it.look(page, "phone-dark-4-files-arrived", "widget-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await it.look(page, "phone-4-files-arrived", "widget-phone");
  await page.emulateMedia({ colorScheme: "dark" });
  await it.goOn(chat);
  await it.look(page, "phone-dark-5-email");
  await it.giveEmail(chat, "olena@example.org");
  await it.look(page, "phone-dark-6-consent");
  await it.consent(chat);
  await it.look(page, "phone-dark-7-inbox");
  const session = await it.sessionOf(page);
  assert.equal(server.query("SELECT consent_personal_data AND NOT consent_ai_training FROM sessions"), "t");

  const mail = await server.mailTo("olena@example.org");
  const letter = await context.newPage();
  await letter.goto(`${server.url}/dev/mail/${mail.file}/html`);
  await it.shoot(letter, "phone-dark-mail");
  // The page finds the session in this browser's storage and confirms by itself.
  await letter.goto(mail.link);
  await letter.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  await it.look(letter, "phone-dark-verify-confirmed");
  await letter.close();
  await chat.getByRole("heading", { name: "You are confirmed" }).waitFor();
  await it.look(page, "phone-dark-8-confirmed");
  assert.equal((await server.call("PUT", "/session", session, {})).body.state, "complete");
  assertKept(server, session, papers);
  assert.deepEqual(faults, []);
  assert.equal(server.complaints, "");
});
