// Accessibility: small windows, strong zoom, right-to-left, chosen colours, calm.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

/** A desktop of 1280 × 1024 at 400 %. */
const ZOOMED = { viewport: { width: 320, height: 256 } };

/** Nothing is wider than the window, and the focused element is visible. */
async function fits(page, where) {
  for (const frame of page.frames().filter((one) => /^http/.test(one.url()))) {
    const beyond = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(beyond <= 0, `${where}: ${frame.url()} is ${beyond} px too wide`);
  }
  const hidden = await (await it.frameOf(page)).evaluate(() => {
    const { bottom, top } = document.activeElement.getBoundingClientRect();
    return document.activeElement !== document.body && (bottom <= 0 || top >= innerHeight);
  });
  assert.ok(!hidden, `${where}: the focus is out of sight`);
}

/** The whole conversation, inspecting every state. */
async function walk(t, name, visitor, prepare = async () => {}) {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const papers = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser, visitor);
  const page = await context.newPage();
  const look = async (state) => {
    const chat = page.frames().find((frame) => frame.url().includes("/widget"));
    if (chat) await prepare(chat);
    await it.shoot(page, `${name}-${state}`);
    // In a small window the chat is one page that scrolls.
    await it.inspect(page, `${name} ${state}`, { scrolls: visitor === ZOOMED });
    if (chat) await fits(page, `${name} ${state}`);
  };
  await page.goto(server.url);
  const chat = it.chatOf(page);
  const { keyboard } = page;
  await page.getByRole("button", { name: "Ask for help" }).focus();
  await look("0-page");
  await keyboard.press("Enter");
  await chat.getByLabel("Your name").waitFor();
  await it.until("the question has the focus", () => chat.getByLabel("Your name").evaluate((one) => one === document.activeElement));
  await look("1-name");
  await keyboard.press("Enter");
  await chat.getByText("Tell us a name").waitFor();
  await look("2-name-missing");
  await keyboard.type("Zoë Müller");
  await keyboard.press("Enter");
  await chat.getByText("Add files").waitFor();
  await it.giveFiles(chat, papers);
  await chat.locator("#files").setInputFiles({ name: "setup.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") });
  await it.row(chat, "setup.exe").waitFor();
  await look("3-files");
  await chat.getByRole("button", { name: "Go on with 2 files" }).focus();
  await keyboard.press("Enter");
  await chat.getByLabel("Your e-mail address").waitFor();
  await it.until("the address has the focus", () => chat.getByLabel("Your e-mail address").evaluate((one) => one === document.activeElement));
  await keyboard.type("zoe@gmial.com");
  await chat.getByText("Did you mean").waitFor();
  await look("4-email");
  await keyboard.press("Enter");
  await chat.getByRole("checkbox").first().waitFor();
  await it.until("the first box has the focus", () => chat.getByRole("checkbox").first().evaluate((one) => one === document.activeElement));
  await keyboard.press("Space");
  await look("5-consent");
  await chat.getByRole("button", { name: "Agree and send" }).focus();
  await keyboard.press("Enter");
  await chat.getByRole("heading", { name: "Look in your inbox" }).waitFor();
  await look("6-inbox");
  await chat.getByRole("button", { name: "More" }).focus();
  await keyboard.press("Enter");
  await chat.getByRole("link", { name: "Accessibility" }).waitFor();
  await look("7-menu");
  await keyboard.press("Escape");
  await chat.getByRole("button", { name: "Change address" }).focus();
  await keyboard.press("Enter");
  await chat.getByRole("button", { name: "Change and send" }).waitFor();
  await look("8-change");
  await keyboard.press("Escape");
  const launcher = page.getByRole("button", { name: "Ask for help" });
  await it.until("the launcher has the focus", () => launcher.evaluate((one) => one.getRootNode().activeElement === one));
  assert.equal(server.query(`SELECT count(*) FROM files WHERE session_id = '${await it.sessionOf(page)}'`), "2");
  assert.deepEqual(faults.filter((fault) => !/status of 422/.test(fault)), []);
}

it.journey("at 400 % nothing is cut off, by keyboard alone", (t) => walk(t, "zoom", ZOOMED));

it.journey("from right to left", (t) =>
  walk(t, "rtl", { ...it.PHONE, hasTouch: false, isMobile: false }, (chat) => chat.evaluate(() => void (document.documentElement.dir = "rtl"))));

it.journey("from right to left at a desk, in the dark", (t) =>
  walk(t, "rtl-dark", { ...it.DESKTOP, colorScheme: "dark" }, (chat) => chat.evaluate(() => void (document.documentElement.dir = "rtl"))));

it.journey("with the colours that the system forces, without motion", (t) =>
  walk(t, "forced", { ...it.DESKTOP, forcedColors: "active", reducedMotion: "reduce" }, async (chat) =>
    assert.deepEqual(await chat.evaluate(() => document.getAnimations().length), 0)));
