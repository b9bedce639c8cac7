// Self-service in every language: the mail with the link, and each page from there to the receipt.

import assert from "node:assert/strict";
import * as desk from "./desk.mjs";
import * as it from "./support.mjs";
import { lookedAt, messagesOf } from "./unit/language.mjs";

/** Without motion: waiting until smooth scrolling is over took a fifth of the time, and is looked at in two languages. */
const NARROW = { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" };
const RIGHT_TO_LEFT = ["ar"];

/** The way from the form to the receipt of what was left under `email`; `at` looks at each page. */
async function walk(page, server, tag, email, at) {
  const said = messagesOf(tag);
  const text = (key) => said.get(key)();
  const press = (key) => page.getByRole("button", { name: text(key), exact: true }).click();
  // A link that each session has is named after its session too.
  const follow = (key) => page.getByRole("link", { name: new RegExp(`^${text(key)}( ?:|$)`) }).click();
  const heading = (key, values) => page.getByRole("heading", { name: said.get(key)(values), exact: true, level: 1 }).waitFor();

  await page.goto(`${server.url}/privacy`);
  await page.getByLabel(text("privacy-own-label")).fill("zoe@example");
  await press("privacy-own-button");
  await page.getByText(text("bot-email-wrong")).waitFor();
  await at("wrong");
  await page.getByLabel(text("privacy-own-label")).fill(email);
  await press("privacy-own-button");
  await heading("privacy-sent-title");
  await at("sent");
  const mail = await it.until("the way in", async () =>
    (await server.mails(0)).findLast((one) => one.to === email && one.text.includes("/privacy/link/")));
  assert.ok(mail.text.includes(text("mail-own-until")), mail.text);
  assert.ok(mail.html.includes(`<html lang="${tag}" dir="${RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr"}">`), mail.html);

  await page.goto(mail.text.match(/\S+\/privacy\/link\/\S+/)[0]);
  await heading("privacy-data-title");
  await at("link");
  await press("privacy-link-button");
  await page.getByText("rental (2).pdf").waitFor();
  await at("data");

  await follow("privacy-correct");
  await page.getByLabel(text("privacy-name"), { exact: true }).fill("   ");
  await press("privacy-correct-button");
  await page.locator(".fault").waitFor();
  await at("correct-wrong");
  await page.getByLabel(text("privacy-name"), { exact: true }).fill("زوي Müller");
  await press("privacy-correct-button");
  await page.getByText(text("privacy-did-corrected")).waitFor();
  await press("privacy-no-training");
  await page.getByText(text("privacy-did-training")).waitFor();

  await follow("privacy-restrict");
  await page.getByLabel(text("privacy-reason-accuracy")).check();
  await at("restrict");
  await press("privacy-restrict");
  await page.getByText(text("privacy-did-restricted")).waitFor();
  await at("restricted");
  await press("privacy-lift");
  await page.getByText(text("privacy-did-lifted")).waitFor();

  await follow("privacy-withdraw");
  await heading("privacy-withdraw-title");
  await at("withdraw");
  await page.getByRole("link", { name: text("privacy-keep"), exact: true }).click();
  await page.getByRole("link", { name: text("privacy-erase"), exact: true }).click();
  await heading("privacy-erase");
  await at("erase");
  await page.getByRole("checkbox").check();
  await press("privacy-erase-button");
  await heading("privacy-erased-title");
  await at("erased");
  await page.locator("main ul a").click();
  await it.until("the receipt's end", async () => {
    await page.reload();
    return (await page.getByRole("heading", { name: text("privacy-receipt-done"), exact: true }).count()) === 1;
  });
  await at("receipt");
  await page.goto(`${server.url}/privacy/data`);
  await page.getByText(text("privacy-ended")).waitFor();
  assert.deepEqual(server.whoKnows(email), []);
  return mail;
}

const leave = (server, email) => desk.leaveSession(server, { email, files: [["rental (2).pdf", desk.PDF]], training: true });
const ours = (faults) => faults.filter((fault) => !/status of (410|422)/.test(fault));
const beyond = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const [tag, options] of [["de", it.DESKTOP], ["ar", { ...it.PHONE, colorScheme: "dark" }]])
  it.journey(`one's own data, and the mail with the way in, in ${tag}`, async (t) => {
    const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
    const email = `zoe@looked-at.${tag}`;
    await leave(server, email);
    const { context, faults } = await it.newVisitor(browser, { ...options, locale: tag });
    const page = await context.newPage();
    const mail = await walk(page, server, tag, email, async (state) => {
      const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).direction]);
      assert.deepEqual([lang, dir], [tag, tag === "ar" ? "rtl" : "ltr"], state);
      await it.look(page, `own-${tag}-${state}`);
    });
    for (const [how, look] of [["phone", it.PHONE], ["desktop-dark", { ...it.DESKTOP, colorScheme: "dark" }]]) {
      const reader = await it.newVisitor(browser, look);
      const letter = await reader.context.newPage();
      await letter.setContent(mail.html);
      await it.shoot(letter, `own-mail-${tag}-${how}`);
      await it.inspectLetter(letter);
      assert.ok((await beyond(letter)) <= 0, `the mail is wider than the window: ${how}`);
    }
    assert.deepEqual(ours(faults), []);
  });

it.journey("a visitor who asks in one language and prefers another keeps the one asked for", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  await leave(server, "zoe@two-languages.example");
  const { context, faults } = await it.newVisitor(browser, { ...it.DESKTOP, locale: "fr" });
  const page = await context.newPage();
  await page.goto(`${server.url}/privacy?lang=nl`);
  const said = messagesOf("nl");
  await page.getByLabel(said.get("privacy-own-label")()).fill("zoe@two-languages.example");
  await page.getByRole("button", { name: said.get("privacy-own-button")() }).click();
  const mail = await it.until("the way in", async () => (await server.mails(0)).findLast((one) => one.to === "zoe@two-languages.example" && one.text.includes("/privacy/link/")));
  assert.ok(mail.text.includes(said.get("mail-own-until")()), mail.text);
  await page.goto(mail.text.match(/\S+\/privacy\/link\/\S+/)[0]);
  await page.getByRole("button", { name: said.get("privacy-link-button")() }).click();
  await page.getByRole("button", { name: said.get("privacy-finish")() }).waitFor();
  // And another one on the way.
  await page.getByRole("link", { name: "Polski" }).click();
  await page.getByRole("link", { name: new RegExp(`^${messagesOf("pl").get("privacy-correct")()}`) }).click();
  await page.getByRole("button", { name: messagesOf("pl").get("privacy-correct-button")() }).waitFor();
  assert.deepEqual(ours(faults), []);
});

for (const tag of lookedAt)
  it.journey(`each page of one's own data fits a narrow phone in ${tag}`, async (t) => {
    const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
    const email = `zoe@narrow.${tag}`;
    await leave(server, email);
    const { context, faults } = await it.newVisitor(browser, { ...NARROW, locale: tag });
    const page = await context.newPage();
    await walk(page, server, tag, email, async (state) => {
      await it.shoot(page, `own-narrow-${tag}-${state}`);
      assert.ok((await beyond(page)) <= 0, `${state} is ${await beyond(page)} px wider than the window`);
      assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /\b(privacy|page|problem|size|date)-[a-z]|\{ ?\$/, state);
    });
    assert.deepEqual(ours(faults), []);
  });
