// What else can be done with the mail: deny the request, send it again, and send it to another address.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

it.journey("“This wasn’t me” erases everything", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.finishIntake(chat, { files: papers });
  const session = await it.sessionOf(page);
  const [mail] = await server.mails(1);
  assert.ok(server.whoKnows("zoe@example.org").includes("sessions"));

  const owner = await it.newVisitor(browser, { ...it.DESKTOP, colorScheme: "dark" });
  const letter = await owner.context.newPage();
  await letter.goto(mail.link);
  await letter.getByRole("link", { name: "This wasn’t me" }).click();
  await letter.getByRole("heading", { name: "This wasn’t you?" }).waitFor();
  await it.look(letter, "decline-dark");
  assert.equal(server.objects().length, 2);
  await letter.getByRole("button", { name: "Delete the request" }).click();
  await letter.getByRole("heading", { name: "The request is deleted" }).waitFor();
  await it.look(letter, "declined-dark");

  await chat.getByText("Your visit has ended.").waitFor();
  await it.look(page, "ended-by-decline");
  await it.until("no object is left", () => server.objects().length === 0);
  assert.deepEqual(server.whoKnows("zoe@example.org"), []);
  assert.deepEqual(server.whoKnows("Zoë"), []);
  assert.equal((await server.call("PUT", "/session", session, {})).status, 410);

  await letter.goto(mail.link);
  await letter.getByRole("heading", { name: "This link does not work any more" }).waitFor();
  await it.look(letter, "gone-dark");
  for (const list of [faults, owner.faults]) assert.deepEqual(list.filter((fault) => !/status of 410/.test(fault)), []);
});

it.journey("a changed address gets a letter of its own, and the first link is void", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.finishIntake(chat, { email: "zoe@exmaple.org" });
  const [first] = await server.mails(1);

  await chat.getByRole("button", { name: "Change address" }).click();
  await it.look(page, "change-address");
  await chat.getByRole("button", { name: "Keep as it is" }).click();
  await chat.getByText("We wrote to zoe@exmaple.org.").waitFor();

  await chat.getByRole("button", { name: "Change address" }).click();
  await chat.getByLabel("Your e-mail address").fill("zoe@");
  await chat.getByRole("button", { name: "Change and send" }).click();
  await chat.getByText("That does not look like an e-mail address.").waitFor();
  await it.look(page, "change-address-wrong");

  // The same address is no change: nothing is sent, and the log stays the same.
  await chat.getByLabel("Your e-mail address").fill("zoe@exmaple.org");
  await chat.getByRole("button", { name: "Change and send" }).click();
  await chat.getByText("We wrote to zoe@exmaple.org.").waitFor();
  assert.equal(await chat.getByText("Older links no longer work.").count(), 0);

  await chat.getByRole("button", { name: "Change address" }).click();
  await chat.getByLabel("Your e-mail address").fill("zoe@example.org");
  await chat.getByRole("button", { name: "Change and send" }).click();
  await chat.getByText("We wrote to zoe@example.org.").waitFor();
  await it.look(page, "changed-address");
  const all = await server.mails(3);
  const mails = all.filter((mail) => mail.link);
  assert.deepEqual(mails.map((mail) => mail.to), ["zoe@exmaple.org", "zoe@example.org"]);
  // The earlier address is told.
  assert.deepEqual(all.filter((mail) => !mail.link).map((mail) => mail.to), ["zoe@exmaple.org"]);
  const letter = await context.newPage();
  assert.equal((await letter.goto(first.link)).status(), 410);
  await letter.goto(mails[1].link);
  await letter.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  await chat.getByRole("heading", { name: "You are confirmed" }).waitFor();
  assert.deepEqual(faults.filter((fault) => !/status of (410|422)/.test(fault)), []);
});

it.journey("the mail comes again, after a countdown", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t, { RESEND_COOLDOWN: "3s" }), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.finishIntake(chat);
  const again = chat.getByRole("button", { name: "Send it again" });
  await again.and(chat.getByText(/^Send it again in [56]\d s$/)).waitFor();
  assert.equal(await again.getAttribute("aria-disabled"), "true");
  const before = await again.textContent();
  await it.until("the countdown runs", async () => (await again.textContent()) !== before);

  // A page that has just loaded does not know when the last mail was sent; the server does.
  await page.reload();
  await again.and(chat.getByText("Send it again", { exact: true })).waitFor();
  const answered = page.waitForResponse((answer) => answer.url().endsWith("/verification"));
  await again.click();
  // On a slow machine the three seconds may be over already.
  if ((await answered).status() === 429) {
    await chat.getByText(/^Send it again in [123] s$/).waitFor();
    await again.and(chat.getByText("Send it again", { exact: true })).waitFor();
    await again.click();
  }
  await chat.getByText("Sent again.").waitFor();
  await it.look(page, "sent-again");

  // Both links are valid until one is used.
  const [first, second] = await server.mails(2);
  assert.notEqual(first.link, second.link);
  const letter = await context.newPage();
  await letter.goto(first.link);
  await letter.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
  assert.deepEqual(faults.filter((fault) => !/status of 429/.test(fault)), []);
});
