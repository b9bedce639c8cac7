// Ways to put the chat on a page: those of docs/embedding.md, copied from there, and what sites really do.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { compileScript, parse } from "vue/compiler-sfc";
import { html, openSite, snippet, strict } from "./site.mjs";
import * as it from "./support.mjs";

const require = createRequire(import.meta.url);
/** These tests are not about which other scripts may run. */
const own = (chat) => strict(chat).replace("script-src", "script-src 'self'").replace(/; require-trusted.*/, "");
const inDocs = (heading) => (chat) => snippet(heading).replaceAll("CHAT", chat);

async function visit(t, options, visitor = it.DESKTOP) {
  const site = await openSite(t, options);
  const [server, browser] = await Promise.all([it.startServer(t, { EMBED_ORIGINS: site.url }), it.openBrowser(t)]);
  site.embed(server.url);
  const { context, faults } = await it.newVisitor(browser, visitor);
  const page = await context.newPage();
  const api = [];
  page.on("request", (request) => request.url().includes("/api/") && api.push(request.url()));
  return { site, server, browser, page, faults, api };
}

const launcher = (page, name = "Ask for help") => page.getByRole("button", { name });
const nameIn = (page) => it.chatOf(page).getByLabel("Your name");

it.journey("the plain snippet, in the head, twice, opened from the page's own button", async (t) => {
  const script = (where) => (chat) => html(`<button id="help">Help me</button><script src="/own.js"></script>${where === "body" ? inDocs("Plain HTML")(chat) : ""}`, where === "head" ? inDocs("Plain HTML")(chat).replace(" defer", "").repeat(2) : "");
  const pages = { "/": script("body"), "/head": script("head"), "/own.js": snippet("From scripts") };
  const { site, page, faults, api } = await visit(t, { policy: own, pages });
  for (const where of ["/", "/head"]) {
    await page.goto(site.url + where);
    await launcher(page).waitFor();
    assert.equal(await page.locator("anteroom-chat").count(), 1);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(api, []);
    // Functions that were queued before the script loaded have run.
    await page.getByRole("button", { name: "Help me" }).click();
    await nameIn(page).waitFor();
    await it.inspect(page, `snippet ${where}`);
    const heard = await page.evaluate(() => new Promise((resolve) => {
      const off = () => resolve("off did nothing");
      window.Anteroom.on("close", off);
      window.Anteroom.off("close", off);
      window.Anteroom.on("close", () => resolve("closed"));
      window.Anteroom.close();
    }));
    assert.equal(heard, "closed");
    await launcher(page).waitFor();
    await page.evaluate(() => { sessionStorage.clear(); });
    await it.frameOf(page).then((frame) => frame.evaluate(() => { localStorage.clear(); sessionStorage.clear(); }));
    api.length = 0;
  }
  assert.deepEqual(faults, []);
});

it.journey("calls that come before the script is there are kept", async (t) => {
  const early = "(window.Anteroom ||= []).push((chat) => { chat.on('open', () => (document.title = 'opened')); chat.open(); });";
  const { site, page, faults } = await visit(t, { policy: own, pages: { "/": (chat) => html(inDocs("Plain HTML")(chat), '<script src="/early.js"></script>'), "/early.js": early } });
  await page.goto(site.url);
  await nameIn(page).waitFor();
  assert.equal(await page.title(), "opened");
  assert.deepEqual(faults, []);
});

it.journey("on a page that is cross-origin isolated, by a script with crossorigin", async (t) => {
  const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  const { site, page, faults } = await visit(t, { headers, pages: { "/": (chat) => html(inDocs("Plain HTML")(chat).replace("<script ", '<script crossorigin="anonymous" ')) } });
  await page.goto(site.url);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  await launcher(page).click();
  await nameIn(page).waitFor();
  assert.deepEqual(faults, []);
});

it.journey("inside an element of the page, without a launcher", async (t) => {
  const { site, page, faults, api, server } = await visit(t, { pages: { "/": (chat) => html(inDocs("Inside the page")(chat)) } });
  await page.goto(site.url);
  await nameIn(page).waitFor();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(api, []);
  const frame = await it.frameOf(page);
  assert.deepEqual(await frame.evaluate(() => [localStorage.length, sessionStorage.getItem("anteroom.session")]), [0, null]);
  assert.equal(await launcher(page, "Chat with us").count(), 0);
  assert.equal(await it.chatOf(page).getByRole("button", { name: "Close" }).count(), 0);
  // The page keeps its place and its focus.
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  assert.ok((await page.locator("#intake").boundingBox()).height >= 600);
  await it.look(page, "inline");
  await it.finishIntake(it.chatOf(page));
  assert.equal(server.query("SELECT count(*) FROM sessions"), "1");
  await page.reload();
  await it.chatOf(page).getByText("We wrote to zoe@example.org").waitFor();
  assert.deepEqual(faults, []);
});

it.journey("the component for React", async (t) => {
  const folder = path.resolve("target/snippets");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "react.jsx"), snippet("React"));
  const tsc = [require.resolve("typescript/package.json").replace("package.json", "bin/tsc"), "--allowJs", "--jsx", "react", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler", "--outDir", path.join(folder, "out"), path.join(folder, "react.jsx")];
  const ran = spawnSync(process.execPath, tsc, { encoding: "utf8" });
  const component = readFileSync(path.join(folder, "out/react.js"), "utf8");
  assert.ok(component.includes("React.createElement"), ran.stdout + ran.stderr);
  const cjs = { react: "react/cjs/react.production.js", scheduler: "scheduler/cjs/scheduler.production.js", "react-dom": "react-dom/cjs/react-dom.production.js", "react-dom/client": "react-dom/cjs/react-dom-client.production.js" };
  const file = (name) => readFileSync(path.resolve("node_modules", name), "utf8");
  const modules = Object.entries(cjs).map(([name, from]) => `${JSON.stringify(name)}: (module, exports, require) => {${file(from)}\n}`);
  const react = `const made = {}, modules = {${modules.join(",")}};
    const load = (name) => { if (!made[name]) { const module = { exports: {} }; made[name] = module; modules[name](module, module.exports, load); } return made[name].exports; };
    const React = load("react"); export default React; export const { useEffect, StrictMode, createElement } = React; export const { createRoot } = load("react-dom/client");`;
  const app = (chat) => `import { StrictMode, createElement, createRoot } from "/react.js"; import { Anteroom } from "/component.js";
    const root = createRoot(document.querySelector("#app"));
    const show = (props) => root.render(createElement(StrictMode, null, props && createElement(Anteroom, { src: "${chat}/embed.js", ...props })));
    addEventListener("show", (event) => show(event.detail));
    show({ label: "Ask for help", onComplete: () => (document.title = "complete") });`;
  const { site, server, page, faults } = await visit(t, {
    policy: own,
    pages: {
      "/": html('<div id="app"></div><script type="module" src="/app.js"></script>'),
      "/app.js": app,
      "/react.js": react,
      "/component.js": component.replace('import { useEffect } from "react"', 'import React, { useEffect } from "/react.js"'),
    },
  });
  await page.goto(site.url);
  await launcher(page).click();
  await it.finishIntake(it.chatOf(page));
  await fetch((await server.mailTo("zoe@example.org")).link, { method: "POST" });
  await page.waitForFunction(() => document.title === "complete");

  // Inline, removed, and added again: each time one chat.
  await page.reload();
  await launcher(page).waitFor();
  await page.evaluate(() => document.querySelector("anteroom-chat")?.remove());
  for (const round of [1, 2]) {
    await page.evaluate(() => dispatchEvent(new CustomEvent("show", { detail: null })));
    await page.locator("#intake").waitFor({ state: "detached" });
    await page.evaluate((key) => dispatchEvent(new CustomEvent("show", { detail: { container: "#intake", key } })), round);
    await page.locator("#intake anteroom-chat iframe").waitFor();
    assert.equal(await page.locator("anteroom-chat").count(), 1);
  }
  assert.deepEqual(faults, []);
});

it.journey("the component for Vue", async (t) => {
  const { descriptor } = parse(snippet("Vue"));
  const component = compileScript(descriptor, { id: "anteroom", inlineTemplate: true }).content.replaceAll(/from ['"]vue['"]/g, 'from "/vue.js"');
  const app = (chat) => `import { createApp, h } from "/vue.js"; import Anteroom from "/component.js";
    createApp({ render: () => h(Anteroom, { src: "${chat}/embed.js", label: "Ask for help", onComplete: () => (document.title = "complete") }) }).mount("#app");`;
  const { site, server, page, faults } = await visit(t, {
    policy: own,
    pages: {
      "/": html('<div id="app"></div><script type="module" src="/app.js"></script>'),
      "/app.js": app,
      "/vue.js": readFileSync(path.resolve("node_modules/vue/dist/vue.runtime.esm-browser.prod.js"), "utf8"),
      "/component.js": component,
    },
  });
  await page.goto(site.url);
  await launcher(page).click();
  await it.finishIntake(it.chatOf(page));
  await fetch((await server.mailTo("zoe@example.org")).link, { method: "POST" });
  await page.waitForFunction(() => document.title === "complete");
  assert.deepEqual(faults, []);
});

it.journey("in a file of the page's own, as an optimizer makes it, and as a module", async (t) => {
  const options = snippet("In a bundle");
  let embed = "";
  const pages = {
    "/": html("", '<script src="/options.js"></script><script src="/all.js" defer></script>'),
    "/bundled": html("", '<script type="module" src="/bundle.js"></script>'),
    "/module": (chat) => html("", `<script type="module" src="${chat}/embed.js" data-label="Ask for help"></script>`),
    "/import": html("", '<script type="module" src="/import.js"></script>'),
    "/options.js": options,
    "/all.js": () => `"use strict";(()=>{console.debug("others")})();${embed}`,
    "/bundle.js": () => `${options}\n${embed}\nexport default 1;`,
    "/import.js": (chat) => `${options}\nwindow.Anteroom.push((chat) => chat.on("open", () => (document.title = "opened")));\nawait import("${chat}/embed.js");`,
  };
  const { site, server, page, faults } = await visit(t, { policy: own, pages });
  embed = await fetch(`${server.url}/embed.js`).then((answer) => answer.text());
  for (const where of Object.keys(pages).filter((where) => !where.endsWith(".js"))) {
    await page.goto(site.url + where);
    await launcher(page).click();
    await nameIn(page).waitFor();
    assert.equal(await page.locator("anteroom-chat").count(), 1, where);
    assert.equal(new URL((await it.frameOf(page)).url()).origin, server.url, where);
    await page.evaluate(() => sessionStorage.clear());
  }
  assert.equal(await page.title(), "opened");
  assert.deepEqual(faults, []);
});

it.journey("on a page whose styles and banners mean other elements", async (t) => {
  const hostile = `
    :not(:defined) { visibility: hidden; opacity: 0 }
    html { display: flex; flex-flow: column; min-height: 100vh }
    html > :not(head) { flex: 1; transform: none }
    html > :not(head, body) { display: none; position: static; inset: 0; width: 100%; height: 300px; z-index: -1; pointer-events: none }
    anteroom-chat, anteroom-chat * { display: none; filter: blur(9px); clip-path: inset(50%); font-size: 0 }
    footer { position: absolute; bottom: 0; height: 40px }
    .banner { position: fixed; inset: auto 0 0; height: 120px; z-index: 2147483647; background: #fff }`;
  const banner = '<div class="banner">We use cookies</div><footer>The end</footer>';
  const shown = (container) => (chat) => html(`${container ? '<div id="intake"></div>' : banner}${inDocs(container ? "Inside the page" : "Plain HTML")(chat).replace(/<div[^]*?<\/div>/, "")}`, '<link rel="stylesheet" href="/hostile.css">');
  const plain = html(banner, '<link rel="stylesheet" href="/hostile.css">');
  const { site, page, faults } = await visit(t, { policy: (chat) => `${own(chat)}; style-src 'self'`, pages: { "/": shown(false), "/inline": shown(true), "/plain": plain, "/hostile.css": hostile } });
  const places = () => page.evaluate(() => [...document.querySelectorAll("body, footer, .banner")].map((one) => JSON.stringify(one.getBoundingClientRect())));
  await page.goto(`${site.url}/plain`);
  const before = await places();
  await page.goto(site.url);
  await launcher(page).waitFor();
  assert.deepEqual(await places(), before);
  await it.look(page, "hostile-launcher");
  // A real click: the banner is not above it.
  await launcher(page).click();
  await nameIn(page).waitFor();
  await nameIn(page).click();
  await it.look(page, "hostile-open");
  await page.evaluate(() => window.Anteroom.close());
  await page.evaluate(() => (document.querySelector("anteroom-chat").hidden = true));
  await launcher(page).waitFor({ state: "hidden" });
  await page.goto(`${site.url}/inline`);
  await nameIn(page).click();
  assert.ok((await page.locator("#intake").boundingBox()).height >= 600);
  assert.deepEqual(faults, []);
});

it.journey("in a Safari before 16.4 a link opens the chat in a new tab", async (t) => {
  const pages = { "/": (chat) => html(inDocs("Plain HTML")(chat)), "/inline": (chat) => html(inDocs("Inside the page")(chat)) };
  const { site, page, faults } = await visit(t, { policy: null, pages });
  await page.addInitScript((site) => {
    if (location.origin !== site) return;
    delete Document.prototype.adoptedStyleSheets;
    delete ShadowRoot.prototype.adoptedStyleSheets;
    window.CSSStyleSheet = class {
      constructor() {
        throw new TypeError("Illegal constructor");
      }
    };
  }, site.url);
  for (const [where, name] of [["/", "Ask for help"], ["/inline", "Chat with us"]]) {
    await page.goto(site.url + where);
    const link = page.getByRole("link", { name });
    await link.waitFor();
    await it.look(page, `old-safari${where.replace("/", "-")}`);
    const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    await tab.getByLabel("Your name").waitFor();
    await tab.close();
  }
  assert.deepEqual(faults, []);
});

it.journey("in a sandbox without an origin a link opens the chat in a new tab", async (t) => {
  const sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
  const pages = {
    "/": html(`<iframe sandbox="${sandbox}" src="/inner" title="A widget" width="600" height="400"></iframe>`),
    "/inner": inDocs("Plain HTML"),
    "/direct": (chat) => html(`<iframe sandbox="${sandbox}" src="${chat}/widget" title="The chat" width="600" height="400"></iframe>`),
  };
  const { site, page } = await visit(t, { policy: (chat) => own(chat).replace("frame-src", "frame-src 'self'"), pages });
  for (const [where, name] of [["/", "Ask for help"], ["/direct", "Open in a new tab"]]) {
    await page.goto(site.url + where);
    const link = page.frameLocator("iframe").getByRole("link", { name });
    await link.waitFor();
    const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
    await tab.getByLabel("Your name").waitFor();
    await tab.close();
  }
});
