// The conversation: it shows that it waits, lets answers be changed, and loses nothing that was typed.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

async function chatting(t, visitor = it.DESKTOP) {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser, visitor);
  const { page, chat } = await it.openChat(context, server);
  return { server, browser, faults, page, chat, frame: await it.frameOf(page) };
}

/** Holds the next turn until the returned function is called. */
async function holdTurn(page) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/api/v1/intake", async (route) => (await held, route.continue()), { times: 1 });
  return letGo;
}

it.journey("while the server processes an answer it is shown and the assistant thinks", async (t) => {
  const { page, chat, frame, faults } = await chatting(t);
  const letGo = await holdTurn(page);
  await chat.getByLabel("Your name").fill("Zoë");
  await page.keyboard.press("Enter");
  await chat.locator(".dots").waitFor();
  await chat.locator(".turn.you").getByText("Zoë").waitFor();
  assert.equal(await chat.locator(".dots").evaluate((one) => getComputedStyle(one.firstChild).animationName), "think");
  assert.equal(await chat.locator(".turn", { has: chat.locator(".dots") }).getAttribute("aria-hidden"), "true");
  await it.look(page, "thinking");
  await page.emulateMedia({ reducedMotion: "reduce" });
  assert.equal(await chat.locator(".dots").evaluate((one) => getComputedStyle(one.firstChild).animationName), "none");
  letGo();
  await chat.getByText("Thank you, Zoë.").waitFor();
  assert.equal(await chat.locator(".dots").count(), 0);
  assert.equal(await chat.locator(".turn.you").count(), 1);
  // Messages are announced one by one, without interrupting.
  const log = chat.getByRole("log");
  assert.equal(await log.evaluate((one) => one.ariaLive ?? "polite"), "polite");
  assert.ok(await frame.evaluate(() => document.querySelector("[role=log]").contains(document.querySelector(".turn"))));
  assert.deepEqual(faults, []);
});

it.journey("a refused answer is not in the conversation, and still in its field", async (t) => {
  const { page, chat } = await chatting(t);
  await chat.getByLabel("Your name").fill("   ");
  await page.keyboard.press("Enter");
  await chat.getByText("Tell us a name, so that we know what to call you.").waitFor();
  assert.equal(await chat.locator(".turn.you").count(), 0);
  assert.equal(await chat.getByLabel("Your name").getAttribute("aria-invalid"), "true");
  // Screen readers read the reason with the field.
  const wrong = await chat.getByLabel("Your name").getAttribute("aria-describedby");
  assert.match(await chat.locator(`#${wrong}`).textContent(), /Tell us a name/);

  // After a server error: the message, its reference, and the text is still there.
  await page.route("**/api/v1/intake", (route) => route.fulfill({ status: 500, json: { type: "/problems/internal", detail: "The system has encountered an error.", request_id: "0190-ref" } }), { times: 1 });
  await chat.getByLabel("Your name").fill("Zoë");
  await page.keyboard.press("Enter");
  await chat.getByText("Reference 0190-ref").waitFor();
  assert.equal(await chat.locator(".turn.you").count(), 0);
  assert.equal(await chat.getByLabel("Your name").inputValue(), "Zoë");
  await it.look(page, "failure");
  await chat.getByRole("button", { name: "Try again" }).click();
  await chat.getByText("Thank you, Zoë.").waitFor();
});

it.journey("an earlier answer is changed in its place, and the later ones are kept", async (t) => {
  const { server, browser, page, chat, faults } = await chatting(t);
  const papers = await it.makePapers(browser);
  await it.giveName(chat, "Zoe");
  await it.giveFiles(chat, papers);
  await it.goOn(chat);
  await it.giveEmail(chat, "zoe@example.org");
  await it.look(page, "editable");
  const changes = chat.getByRole("button", { name: "Change this answer" });
  assert.equal(await changes.count(), 3);
  await changes.first().click();
  const name = chat.getByLabel("Your name");
  assert.equal(await name.inputValue(), "Zoe");
  assert.ok(await name.evaluate((one) => one === document.activeElement));
  await name.fill("Zoë Müller");
  await page.keyboard.press("Enter");
  for (const paper of papers) await it.arrived(chat, paper.name).waitFor();
  await it.goOn(chat);
  assert.equal(await chat.getByLabel("Your e-mail address").inputValue(), "zoe@example.org");
  await page.keyboard.press("Enter");
  await it.consent(chat);
  const session = await it.sessionOf(page);
  assert.equal(server.query(`SELECT name || ' ' || email FROM sessions WHERE id = '${session}'`), "Zoë Müller zoe@example.org");
  assert.equal(server.query(`SELECT count(*) FROM files WHERE session_id = '${session}'`), "2");
  // After the contact is submitted, answers are no longer changed in the log.
  assert.equal(await changes.count(), 0);
  assert.deepEqual(faults, []);
});

/** Holds the next request for the consents until the returned function is called. */
async function holdConsents(page) {
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/api/v1/consent?*", async (route) => (await held, route.continue()), { times: 1 });
  return letGo;
}

it.journey("while the consents load the address is not sent again", async (t) => {
  const { page, chat, faults } = await chatting(t);
  await it.giveName(chat);
  await it.goOn(chat);
  const letGo = await holdConsents(page);
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/intake") && sent.push(request.postDataJSON().step));
  await chat.getByLabel("Your e-mail address").fill("zoe@example.org");
  const loading = page.waitForRequest(/consent/);
  await page.keyboard.press("Enter");
  await loading;
  await page.keyboard.press("Enter");
  letGo();
  await it.consent(chat);
  assert.deepEqual(sent, ["email", "consent"]);
  assert.deepEqual(faults, []);
});

it.journey("consents that come late do not take the place of a question that the visitor went back to", async (t) => {
  const { page, chat, frame } = await chatting(t);
  await it.giveName(chat);
  await it.goOn(chat);
  await page.route("**/api/v1/consent?*", (route) => route.fulfill({ status: 503, json: { type: "/problems/unavailable", detail: "Not now." } }), { times: 1 });
  await chat.getByLabel("Your e-mail address").fill("zoe@example.org");
  await page.keyboard.press("Enter");
  await chat.getByText("Not now.").waitFor();
  const letGo = await holdConsents(page);
  const late = page.waitForResponse(/consent/);
  await chat.getByRole("button", { name: "Try again" }).click();
  await chat.getByRole("button", { name: "Change this answer" }).first().click();
  await chat.getByLabel("Your name").waitFor();
  letGo();
  await (await late).finished();
  await frame.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown()))));
  assert.ok(await chat.getByLabel("Your name").isVisible());
});

it.journey("half an address is not lost by going back for the name", async (t) => {
  const { page, chat } = await chatting(t);
  await it.giveName(chat, "Zoe");
  await it.goOn(chat);
  await chat.getByLabel("Your e-mail address").fill("zoe@exam");
  await chat.getByRole("button", { name: "Change this answer" }).first().click();
  await chat.getByLabel("Your name").fill("Zo");
  await page.reload();
  assert.equal(await chat.getByLabel("Your name").inputValue(), "Zo");
  await it.giveName(chat, "Zoë");
  await it.goOn(chat);
  assert.equal(await chat.getByLabel("Your e-mail address").inputValue(), "zoe@exam");
});

it.journey("a typing error in the address is asked about and never blocks the visitor", async (t) => {
  const { server, page, chat, faults } = await chatting(t);
  await it.giveName(chat);
  await it.goOn(chat);
  const field = chat.getByLabel("Your e-mail address");
  await field.pressSequentially("zoe@gmial.com");
  const hint = chat.getByRole("button", { name: "Did you mean zoe@gmail.com?" });
  await hint.waitFor();
  await it.look(page, "did-you-mean", "widget-did-you-mean");
  await hint.click();
  assert.equal(await field.inputValue(), "zoe@gmail.com");
  assert.ok(await field.evaluate((one) => one === document.activeElement));
  await hint.waitFor({ state: "detached" });
  // The visitor may keep the address.
  await field.fill("zoe@gmial.com");
  await page.keyboard.press("Enter");
  await chat.getByRole("checkbox").first().waitFor();
  await it.consent(chat);
  assert.equal(server.query(`SELECT email FROM sessions WHERE id = '${await it.sessionOf(page)}'`), "zoe@gmial.com");

  // The form that corrects the address asks too.
  await chat.getByRole("button", { name: "Change address" }).click();
  await field.fill("zoe@hotmial.com");
  await chat.getByRole("button", { name: "Did you mean zoe@hotmail.com?" }).click();
  await chat.getByRole("button", { name: "Change and send" }).click();
  await chat.getByText("We wrote to zoe@hotmail.com").waitFor();
  assert.deepEqual(faults, []);
});

it.journey("Enter sends, Shift+Enter begins a line where there may be several", async (t) => {
  const { page, chat, faults } = await chatting(t);
  // No question takes several lines yet.
  await page.route("**/api/v1/intake", (route) => route.fulfill({ json: { messages: [{ role: "assistant", text: "What happened?" }], step: "story", expects: { kind: "text" } } }), { times: 1 });
  await chat.getByLabel("Your name").fill("Zoë");
  await page.keyboard.press("Enter");
  const field = chat.getByLabel("Your answer");
  await field.waitFor();
  await page.keyboard.type("One");
  const height = (await field.boundingBox()).height;
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  assert.equal(await field.inputValue(), "One\ntwo");
  assert.ok((await field.boundingBox()).height > height);
  await it.look(page, "several-lines");
  let sent;
  await page.route("**/api/v1/intake", (route) => ((sent = route.request().postDataJSON()), route.fulfill({ json: { messages: [{ role: "assistant", text: "I see." }], step: "story", expects: { kind: "text" } } })), { times: 1 });
  await page.keyboard.press("Enter");
  await chat.getByText("I see.").waitFor();
  assert.equal(sent.input, "One\ntwo");
  assert.deepEqual(faults, []);
});

it.journey("phones show the keyboard that fits", async (t) => {
  const { chat } = await chatting(t, it.PHONE);
  const traits = (field) => field.evaluate((one) => [one.type, one.autocomplete, one.inputMode, one.enterKeyHint, one.autocapitalize]);
  assert.deepEqual(await traits(chat.getByLabel("Your name")), ["text", "name", "text", "send", "words"]);
  await it.giveName(chat);
  await it.goOn(chat);
  assert.deepEqual(await traits(chat.getByLabel("Your e-mail address")), ["email", "email", "email", "send", "none"]);
});
