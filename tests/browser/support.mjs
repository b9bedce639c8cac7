// What every journey needs: a server, a visitor's browser, and a look at what is left in both. Nothing here is retried:
// what is waited for is an event or a state, never a time.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { atEnd, PATIENCE, shared, TEMP, until } from "./run.mjs";

export { mailsIn } from "./mails.mjs";
export { until } from "./run.mjs";
export { sharedServer, startServer } from "./server.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const SHOTS = path.join(ROOT, "target/screenshots");
const PICTURES = process.env.PICTURES && path.resolve(ROOT, process.env.PICTURES);
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const { CHROMIUM = "/usr/bin/chromium" } = process.env;

/** With everything that a person sees, such as private windows; the other one lacks that and is faster. */
export const WHOLE_BROWSER = { executablePath: CHROMIUM.replace(/-headless-shell$/, "") };

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** One test. One that hangs is ended, or the whole run would hang.
 * @param {string} name @param {(t: import("node:test").TestContext) => Promise<void>} steps */
export const journey = (name, steps) => test(name, { timeout: 120_000 }, steps);

// — the browser ——————————————————————————————————————————————————————————————————————————————

/** Chromium: one for all journeys of a file, whose visitors are gone after each of them, or with `options` one of the
 * journey's own.
 * @param {import("node:test").TestContext} t @param {import("playwright-core").LaunchOptions} [options] */
export async function openBrowser(t, options) {
  if (options) return launch(t, options);
  const browser = shared("browser", () => launch(null));
  atEnd(t, async () => Promise.all((await browser).contexts().map((context) => context.close())));
  return browser;
}

/** @param {import("node:test").TestContext | null} t @param {import("playwright-core").LaunchOptions} [options] */
async function launch(t, options) {
  const executablePath = options?.executablePath ?? CHROMIUM;
  assert.ok(existsSync(executablePath), "CHROMIUM names the browser to test with");
  /** @type {Promise<import("playwright-core").Browser> | undefined} */
  let browser;
  atEnd(t, async () => (await browser)?.close());
  // Signals are for run.mjs, which ends the servers too.
  browser = chromium.launch({ args: FLAGS, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, ...options, executablePath });
  return browser;
}

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** One visitor's browser context, which records errors and warnings.
 * @param {import("playwright-core").Browser} browser @param {import("playwright-core").BrowserContextOptions} [options] */
export async function newVisitor(browser, options = DESKTOP) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
  context.setDefaultTimeout(PATIENCE);
  /** @type {string[]} */
  const faults = [];
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => faults.push(`exception: ${error.error()}`));
  await context.addInitScript(() => {
    const seen = (window.__seen = { moved: [], blocked: [] });
    document.addEventListener("securitypolicyviolation", (event) => seen.blocked.push(`${event.violatedDirective}: ${event.blockedURI}`));
    new PerformanceObserver((list) => {
      const box = ({ x, y, width, height }) => `${x},${y} ${width}×${height}`;
      for (const { hadRecentInput, sources } of list.getEntries())
        for (const { node, previousRect, currentRect } of hadRecentInput ? [] : sources)
          seen.moved.push(`${node?.className || node?.nodeName}: ${box(previousRect)} → ${box(currentRect)}`);
    }).observe({ type: "layout-shift", buffered: true });
  });
  return { context, faults };
}

/** Waits for animations to end, except for endless ones. */
const atRest = (frame) => frame.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished)).then(() => document.fonts.ready).then(() => {}));

/** The frames of a page that show something of ours. */
async function shown(page) {
  const visible = async (frame) => (await frame.frameElement()).evaluate((one) => one.checkVisibility({ visibilityProperty: true }));
  const frames = page.frames().filter((frame) => frame !== page.mainFrame() && /^https?:/.test(frame.url()));
  const seen = await Promise.all(frames.map(visible));
  return [page.mainFrame(), ...frames.filter((_, at) => seen[at])];
}

/** What has moved in a frame without the visitor's input. @returns {Promise<string[]>} */
export const moved = (frame) => frame.evaluate(() => window.__seen?.moved ?? []);

/** Fails on what axe finds, on a violated policy, and on a page that moved by itself. The chat moves
 * with every answer, as it should; its quiet times are measured where they are. */
export async function inspect(page, where, { rules = undefined, scrolls = false } = {}) {
  for (const frame of await shown(page)) {
    await atRest(frame);
    if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(AXE);
    const violations = await frame.evaluate(async (runOnly) => {
      const { violations } = await window.axe.run(document, { iframes: false, resultTypes: ["violations"], runOnly });
      return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => `${node.html} — ${node.failureSummary}`) }));
    }, rules);
    assert.deepEqual(violations, [], `${where}: ${frame.url()}`);
    assert.deepEqual(await frame.evaluate(() => window.__seen?.blocked ?? []), [], `${where}: the page breaks its own policy`);
    if (frame === page.mainFrame()) assert.deepEqual(await moved(frame), [], `${where}: ${frame.url()} moved`);
    else if (!scrolls) assert.ok(await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight), `${where}: the chat is taller than its frame`);
  }
}

/** Writes target/screenshots/NAME.png, if SCREENSHOTS are asked for; `picture` is its name in the documentation.
 * @param {string} [picture] @param {import("playwright-core").PageScreenshotOptions} [options] */
export async function shoot(page, name, picture, options) {
  for (const frame of await shown(page)) await atRest(frame);
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  const png = await page.screenshot({ path: path.join(SHOTS, `${name}.png`), caret: "initial", ...options });
  if (!picture || !PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(path.join(PICTURES, `${picture}.png`), png);
  assert.ok(png.length < 200_000, `${picture}.png has ${png.length} bytes`);
}

/** A mail is not a page: it has no landmarks, and its parts are the mail program's. */
export const inspectLetter = (page) => inspect(page, "mail", { rules: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });

/** Takes a screenshot and inspects. */
export async function look(page, name, picture) {
  await shoot(page, name, picture);
  await inspect(page, name);
}

// — the chat —————————————————————————————————————————————————————————————————————————————————

/** The chat's frame on a page that embeds it. */
export const chatOf = (page) => page.frameLocator("iframe[src*='/widget']");

/** The frame itself, to run something inside. */
export const frameOf = (page) => until("the chat's frame", () => page.frames().find((frame) => new URL(frame.url() || "about:blank").pathname === "/widget"));

export const sessionOf = async (page) => (await frameOf(page)).evaluate(() => localStorage.getItem("anteroom.session"));

/** Opens the demo page and the chat on it. */
export async function openChat(context, server, where = "/") {
  const page = await context.newPage();
  await page.goto(server.url + where);
  await page.getByRole("button", { name: "Ask for help" }).click();
  const chat = chatOf(page);
  await chat.getByLabel("Your name").waitFor();
  return { page, chat };
}

export async function giveName(chat, name = "Zoë Müller") {
  await chat.getByLabel("Your name").fill(name);
  await chat.getByRole("button", { name: "Send" }).click();
  await chat.getByText("Add files").waitFor();
}

/** Adds files and waits until all have arrived. */
export async function giveFiles(chat, files) {
  await chat.locator("#files").setInputFiles(files);
  for (const file of [files].flat()) await arrived(chat, typeof file === "string" ? path.basename(file) : file.name).waitFor();
}

export const row = (chat, name) => chat.getByRole("listitem").filter({ has: chat.getByTitle(name, { exact: true }) });
export const arrived = (chat, name) => row(chat, name).filter({ hasText: "Arrived" });

export async function goOn(chat) {
  await chat.getByRole("button", { name: /^Go on with/ }).click();
  await chat.getByLabel("Your e-mail address").waitFor();
}

export async function giveEmail(chat, email = "zoe@example.org") {
  await chat.getByLabel("Your e-mail address").fill(email);
  await chat.getByRole("button", { name: "Send" }).click();
  await chat.getByRole("checkbox").first().waitFor();
}

export async function consent(chat, { training = false } = {}) {
  await chat.getByRole("checkbox").first().check();
  if (training) await chat.getByRole("checkbox").nth(1).check();
  await chat.getByRole("button", { name: "Agree and send" }).click();
  await chat.getByRole("heading", { name: "Look in your inbox" }).waitFor();
}

/** From the open chat to the card that says where the mail went. */
export async function finishIntake(chat, { files = [], email = undefined } = {}) {
  await giveName(chat);
  if (files.length) await giveFiles(chat, files);
  await goOn(chat);
  await giveEmail(chat, email);
  await consent(chat);
}

/** Slows the page's network down, from a measured place: the browser itself. @param {number} upload bytes a second */
export async function throttle(page, upload) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const set = (bytes) => devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
  await set(upload);
  return { release: () => set(-1) };
}

// — files ————————————————————————————————————————————————————————————————————————————————————

/** A real PDF of one page and a real JPEG, both made by the browser, once for a file of journeys. */
export const makePapers = (browser) => shared("papers", () => printPapers(browser));

async function printPapers(browser) {
  const page = await browser.newPage({ viewport: { width: 640, height: 480 } });
  await page.setContent("<h1>Rental agreement</h1><p>Between Harbour Homes and Zoë Müller.</p>");
  const pdf = await page.pdf();
  await page.setContent(
    `<body style="margin:0;height:100vh;background:radial-gradient(circle at 30% 30%,#fff7d6,#e0a458 45%,#7a3b1d)">
     <p style="margin:120px 60px;font:40px serif;transform:rotate(-4deg);background:#fffdf5;padding:60px 40px">Notice to quit</p>`,
  );
  const jpeg = await page.screenshot({ type: "jpeg", quality: 80 });
  await page.close();
  return [
    { name: "rental-agreement.pdf", mimeType: "application/pdf", buffer: pdf },
    { name: "IMG_2041.jpg", mimeType: "image/jpeg", buffer: jpeg },
  ];
}

/** A folder that goes with the test. @param {import("node:test").TestContext} t */
export function scratch(t) {
  const folder = mkdtempSync(path.join(TEMP, "anteroom-files-"));
  atEnd(t, () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
