// Every language: its words as Fluent's own library puts them together, each state of the chat at 320 px, and for a
// few of them the whole way, mail and pages too.

import assert from "node:assert/strict";
import * as it from "./support.mjs";
import { lookedAt, messagesOf, tags, wordsFor } from "./unit/language.mjs";

const NARROW = { viewport: { width: 320, height: 640 } };
const bare = (text) => text.replace(/[\u2068\u2069]/g, "");
/** Values for any sentence. */
const values = (count) => ({ count, seconds: 5, name: "a.pdf", ending: ".exe", size: "5 MB", most: "9 MB", types: "pdf, jpg", address: "zoe@example.org", until: "12:30", id: "r1" });

/** Fails on missing texts, and on text that does not fit. */
async function fits(page, where) {
  const { text, beyond, clipped } = await page.evaluate(() => {
    const seen = [...document.querySelectorAll("button, label, h1, h2, p, summary, li, dialog")].filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline" && !one.closest(".hidden, .about"));
    return { text: document.body.innerText, beyond: document.documentElement.scrollWidth - innerWidth, clipped: seen.map((one) => `${one.className || one.nodeName}: ${one.textContent}`) };
  });
  assert.doesNotMatch(text, /undefined|\b(widget|bot|problem|page|consent)-[a-z]|\{ ?\$|\[object/, where);
  assert.ok(beyond <= 0, `${where} is ${beyond} px wider than the window`);
  assert.deepEqual(clipped, [], where);
}

/** The chat from its greeting to the inbox; `at` looks at each state.
 * @param {import("playwright-core").Page | import("playwright-core").FrameLocator} chat */
async function walk(chat, words, paper, email, at) {
  const button = (name) => chat.getByRole("button", { name, exact: true });
  const name = chat.getByLabel(words.labelName, { exact: true });
  await name.waitFor();
  await at("name");
  await button(words.send).click();
  await chat.locator(".wrong:not(:empty)").waitFor();
  await at("name-wrong");
  await name.fill("Zoë (2)");
  await button(words.send).click();
  await chat.getByText(words.choose, { exact: true }).waitFor();
  await at("files");
  await chat.locator("#files").setInputFiles([paper, { name: "setup (1).exe", mimeType: "text/plain", buffer: Buffer.from("x") }]);
  await chat.getByRole("listitem").filter({ hasText: words.stored }).waitFor();
  await chat.locator(".which summary").click();
  await at("files-refused");
  await button(words.goOn({ count: 1 })).click();
  const address = chat.getByLabel(words.labelEmail, { exact: true });
  await address.fill("zoe@gmial.com");
  await chat.locator(".hint button").waitFor();
  await at("email-hint");
  await address.fill(email);
  await button(words.send).click();
  await chat.getByRole("checkbox").first().waitFor();
  await at("consent");
  await chat.getByRole("checkbox").first().check();
  await button(words.agree).click();
  await chat.getByRole("heading", { name: words.inboxTitle }).waitFor();
  await at("inbox");
}

it.journey("every sentence of the widget is what Fluent makes of it", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  assert.equal(tags.length, 10);
  for (const tag of tags) {
    await page.goto(`${server.url}/widget?lang=${tag}`);
    const module = await page.evaluate(() => document.querySelector("script[src*='/words/']").getAttribute("src"));
    assert.match(module, new RegExp(`/widget/words/${tag}\\.js$`));
    const patterns = await page.evaluate(() => window.anteroomWords);
    const { makeWords } = await import("../../static/widget/i18n.js");
    const words = makeWords(patterns, tag, tag === "ar");
    let compared = 0;
    for (const [key, message] of messagesOf(tag)) {
      if (!key.startsWith("widget-")) continue;
      const own = words[key.slice(7).replace(/-(\w)/g, (_, letter) => letter.toUpperCase())];
      for (const count of [0, 1, 2, 3, 5, 11, 21, 100, 101]) {
        assert.equal(bare(typeof own === "string" ? own : own(values(count))), message(values(count)), `${tag}: ${key}`);
        compared += 1;
      }
    }
    assert.ok(compared > 700, `${compared} sentences in ${tag}`);
  }
  assert.deepEqual(faults, []);
});

for (const half of [0, 1])
  it.journey(`each state fits a narrow phone in its language (${half + 1} of 2)`, async (t) => {
    const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
    const [paper] = await it.makePapers(browser);
    for (const tag of lookedAt.filter((_, at) => at % 2 === half)) {
      const words = wordsFor(tag);
      const { context, faults } = await it.newVisitor(browser, { ...NARROW, locale: tag, colorScheme: half ? "dark" : "light" });
      const page = await context.newPage();
      const at = async (state) => {
        await it.shoot(page, `language-${tag}-${state}`);
        await fits(page, `${tag}: ${state}`);
      };
      await page.goto(`${server.url}/widget`);
      assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
      await walk(page, words, paper, `${tag}@example.org`, at);
      await page.getByRole("button", { name: words.wrong, exact: true }).click();
      await page.getByRole("button", { name: words.keep, exact: true }).waitFor();
      await at("change");
      await page.getByRole("button", { name: words.menu, exact: true }).click();
      await page.getByRole("button", { name: words.leave, exact: true }).click();
      await page.getByRole("dialog").waitFor();
      await at("leave");
      await page.getByRole("button", { name: words.leaveYes, exact: true }).click();
      await page.getByText(words.ended, { exact: true }).waitFor();
      await at("ended");
      for (const [name, where] of [["demo", "/"], ["privacy", "/privacy"], ["accessibility", "/accessibility"], ["error", "/no-such-page"]]) {
        await page.goto(server.url + where);
        assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
        await at(`page-${name}`);
      }
      assert.deepEqual(faults.filter((fault) => !/status of (404|410|422)/.test(fault)), []);
      await context.close();
    }
  });

for (const [tag, options] of [
  ["de", it.DESKTOP],
  ["ar", it.PHONE],
  ["ja", { ...it.DESKTOP, colorScheme: "dark" }],
])
  it.journey(`the whole way in ${tag}`, async (t) => {
    const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
    const [paper] = await it.makePapers(browser);
    const words = wordsFor(tag);
    const said = messagesOf(tag);
    // The browser decides: the demo page, the launcher, and the chat in it.
    const { context, faults } = await it.newVisitor(browser, { ...options, locale: tag === "de" ? "de-AT" : tag });
    const page = await context.newPage();
    await page.goto(server.url);
    await it.look(page, `way-${tag}-demo`);
    await page.getByRole("button", { name: said.get("demo-ask")(), exact: true }).click();
    const chat = it.chatOf(page);
    await walk(chat, words, paper, `zoe@${tag}.example`, (state) =>
      it.look(page, `way-${tag}-${state}`, tag === "ar" && state === "files-refused" ? "widget-right-to-left" : undefined));
    assert.equal(server.query(`SELECT locale FROM sessions WHERE id = '${await it.sessionOf(page)}'`), tag);

    const mail = await server.mailTo(`zoe@${tag}.example`);
    assert.doesNotMatch(mail.html, /<img|url\(|<link|https?:\/\/(?!127\.0\.0\.1)/, "nothing is fetched: it looks the same with images off");
    // The mail may be opened in another browser, in another language.
    for (const [how, look] of [["phone", it.PHONE], ["phone-dark", { ...it.PHONE, colorScheme: "dark" }], ["desktop", it.DESKTOP], ["desktop-dark", { ...it.DESKTOP, colorScheme: "dark" }]]) {
      const reader = await it.newVisitor(browser, look);
      const letter = await reader.context.newPage();
      await letter.setContent(mail.html);
      await it.shoot(letter, `mail-${tag}-${how}`);
      await it.inspectLetter(letter);
      const beyond = await letter.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(beyond <= 0, `the mail is ${beyond} px wider than the window`);
      await letter.goto(mail.link);
      await letter.getByRole("button", { name: said.get("page-confirm-button")(), exact: true }).waitFor();
      await it.look(letter, `verify-${tag}-${how}`);
      if (how !== "desktop-dark") continue;
      await letter.getByRole("button", { name: said.get("page-confirm-button")(), exact: true }).click();
      await letter.getByRole("heading", { name: said.get("page-confirmed-title")(), exact: true }).waitFor();
      await it.look(letter, `verified-${tag}`);
      await letter.emulateMedia({ media: "print", colorScheme: "dark" });
      const [ink, paint] = await letter.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
      assert.deepEqual([ink, paint], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], "paper is white also after dark colours");
      await it.shoot(letter, `verified-${tag}-print`);
    }
    await chat.getByRole("heading", { name: words.doneTitle }).waitFor();
    await it.look(page, `way-${tag}-done`);
    assert.deepEqual(faults.filter((fault) => !/status of 422/.test(fault)), []);
  });
