// What every journey needs: a server of its own, a browser of its own, and a look at what is left in
// both. Nothing here is retried: what is waited for is an event or a state, never a time.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const SHOTS = path.join(ROOT, "target/screenshots");
const PICTURES = process.env.PICTURES && path.resolve(ROOT, process.env.PICTURES);
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PATIENCE = 30_000;

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

/** One test. What hangs must end, or it takes the whole run along.
 * @param {string} name @param {(t: import("node:test").TestContext) => Promise<void>} steps */
export const journey = (name, steps) => test(name, { timeout: 120_000 }, steps);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `look` gives something true, and gives it; for states that announce themselves to nobody. */
export async function until(what, look, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain: ${what}`);
    await pause(25);
  }
}

// — the server ———————————————————————————————————————————————————————————————————————————————

/** What the server deletes meanwhile is not there. */
function unlessGone(read) {
  try {
    return read();
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** Starts the program on a folder of its own; it stops with the test.
 * @param {import("node:test").TestContext} t @param {Record<string, string>} [env] */
export async function startServer(t, env = {}) {
  assert.ok(process.env.ANTEROOM_BIN, "ANTEROOM_BIN names the program to test");
  // Short: the path of PostgreSQL's socket has 107 bytes at most.
  const folder = mkdtempSync(path.join(tmpdir(), "anteroom-"));
  mkdirSync(path.join(folder, "mail"));
  // A migrated database that the Rust tests have made once: a start from nothing takes ten times as long.
  const template = process.env.ANTEROOM_TEMPLATE;
  if (template && !env.DATABASE_URL) assert.equal(spawnSync("cp", ["-a", path.join(template, "postgres"), folder]).status, 0);
  // What the machine has set must not decide a test.
  const { PATH, HOME, TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.env.ANTEROOM_BIN, [], {
    env: { PATH, HOME, TMPDIR, DATA_DIR: folder, LISTEN: "127.0.0.1:0", RUST_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Also where the run itself is stopped in the middle.
  process.once("exit", () => child.kill());
  const ended = once(child, "exit");
  let said = "";
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  const ready = new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (/^ {2}mail .*\n/m.test(said)) resolve();
    });
    ended.then(() => reject(new Error(`the program did not start: ${said}${complaints}`)), reject);
  });
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      // By its own id: other servers may run on this machine.
      process.kill(child.pid, "SIGTERM");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  await ready;
  const url = /open at (\S+)/.exec(said)[1];
  const socket = /psql -h '([^']+)'/.exec(said)?.[1];

  const mails = () => mailsIn(path.join(folder, "mail"));

  return {
    url,
    folder,
    /** What the program complained about. */
    get complaints() {
      return complaints;
    },
    /** Calls the API as the visitor's browser would. @param {string | null} session */
    async call(method, where, session = null, body = undefined) {
      const headers = { ...(session && { "X-Session-ID": session }), ...(body && { "Content-Type": "application/json" }) };
      const answer = await fetch(`${url}/api/v1${where}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    /** Captured mails, the oldest first, once there are so many. */
    mails: (count) => until(`${count} mails`, () => mails().length >= count && mails()),
    /** The newest mail once there are so many. */
    newestMail: async (count) => (await until(`mail number ${count}`, () => mails().length >= count && mails())).at(-1),
    /** Every visitor's object in the store: {session, file, bytes}. */
    objects() {
      const bucket = path.join(folder, "objects/anteroom");
      // What is the server's own lies beside the sessions.
      const sessions = readdirSync(bucket).filter((name) => name !== ".anteroom");
      return sessions.flatMap((session) =>
        (unlessGone(() => readdirSync(path.join(bucket, session))) ?? []).flatMap((file) => {
          const bytes = unlessGone(() => readFileSync(path.join(bucket, session, file)));
          return bytes ? [{ session, file, bytes }] : [];
        }),
      );
    },
    /** One value from the database, as psql prints it. */
    query(sql) {
      const ran = spawnSync("psql", ["-h", socket, "-U", "anteroom", "-Atqc", sql, "postgres"], { encoding: "utf8" });
      assert.equal(ran.status, 0, ran.stderr);
      return ran.stdout.trim();
    },
    /** Every table that holds this text anywhere in a row. */
    whoKnows(text) {
      const tables = this.query("SELECT string_agg(quote_ident(tablename), ' ') FROM pg_tables WHERE schemaname = 'public'");
      const literal = `'%${text.replaceAll("'", "''")}%'`;
      return tables.split(" ").filter((table) => this.query(`SELECT count(*) FROM ${table} t WHERE t::text LIKE ${literal}`) !== "0");
    },
  };
}

/** The captured mails in a folder, the oldest first. @param {string} folder */
export const mailsIn = (folder) =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => /^[^.].*\.eml$/.test(name))
    .sort()
    .map((name) => ({ file: name.slice(0, -4), ...readMail(readFileSync(path.join(folder, name), "latin1")) }));

/** A mail file: headers, the text and the HTML. */
function readMail(source) {
  const part = (text) => {
    const [head, ...rest] = text.split(/\r?\n\r?\n/);
    const headers = {};
    for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      if (name) headers[name.toLowerCase()] = value;
    }
    return { headers, body: rest.join("\r\n\r\n") };
  };
  const decoded = ({ headers, body }) => {
    const how = headers["content-transfer-encoding"] ?? "7bit";
    if (/base64/i.test(how)) return Buffer.from(body, "base64").toString("utf8");
    if (!/quoted-printable/i.test(how)) return Buffer.from(body, "latin1").toString("utf8");
    const bytes = body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, "latin1").toString("utf8");
  };
  const whole = part(source);
  const boundary = /boundary="?([^";]+)/.exec(whole.headers["content-type"])?.[1];
  const parts = boundary ? whole.body.split(`--${boundary}`).slice(1, -1).map((text) => part(text.replace(/^\r?\n/, ""))) : [whole];
  const find = (type) => {
    const found = parts.find((one) => one.headers["content-type"]?.startsWith(type));
    return found ? decoded(found) : "";
  };
  const text = find("text/plain");
  return {
    to: whole.headers.to,
    subject: whole.headers.subject,
    text,
    html: find("text/html"),
    link: /https?:\/\/\S+\/verify\/[\w-]{43}(?!\S)/.exec(text)?.[0],
    decline: /https?:\/\/\S+\/verify\/[\w-]{43}\/decline/.exec(text)?.[0],
  };
}

// — the browser ——————————————————————————————————————————————————————————————————————————————

/** Opens Chromium with a new profile; it closes with the test.
 * @param {import("node:test").TestContext} t @param {import("playwright-core").LaunchOptions} [options] */
export async function openBrowser(t, options = {}) {
  const { CHROMIUM: executablePath = "/usr/bin/chromium" } = process.env;
  assert.ok(existsSync(executablePath), "CHROMIUM names the browser to test with");
  const browser = await chromium.launch({ executablePath, args: FLAGS, ...options });
  t.after(() => browser.close());
  return browser;
}

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

/** One visitor's browser, which writes down everything that should not be.
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

/** Moving things come to rest before they are looked at, but for those that never do. */
const atRest = (frame) => frame.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished)).then(() => document.fonts.ready).then(() => {}));

/** The frames of a page that show something of ours. */
async function shown(page) {
  const visible = async (frame) => (await frame.frameElement()).evaluate((one) => one.checkVisibility({ visibilityProperty: true }));
  const frames = page.frames().filter((frame) => frame !== page.mainFrame() && /^https?:/.test(frame.url()));
  const seen = await Promise.all(frames.map(visible));
  return [page.mainFrame(), ...frames.filter((_, at) => seen[at])];
}

/** What moved in a frame so far without anybody's doing. @returns {Promise<string[]>} */
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

/** Writes target/screenshots/NAME.png; `picture` is its name in the documentation. */
export async function shoot(page, name, picture) {
  for (const frame of await shown(page)) await atRest(frame);
  mkdirSync(SHOTS, { recursive: true });
  const png = await page.screenshot({ path: path.join(SHOTS, `${name}.png`), caret: "initial" });
  if (!picture || !PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(path.join(PICTURES, `${picture}.png`), png);
  assert.ok(png.length < 200_000, `${picture}.png has ${png.length} bytes`);
}

/** A mail is not a page: it has no landmarks, and its parts are the mail program's. */
export const inspectLetter = (page) => inspect(page, "mail", { rules: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });

/** Shoots and inspects. */
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

/** A real PDF of one page and a real JPEG, both made by the browser. */
export async function makePapers(browser) {
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
  const folder = mkdtempSync(path.join(tmpdir(), "anteroom-files-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
