// A chat that does not load: the page around it can still be used, and the visitor can try again.

import assert from "node:assert/strict";
import { html, openGate, openSite } from "./site.mjs";
import * as it from "./support.mjs";
import { lookedAt, messagesOf } from "./unit/language.mjs";

const SIZES = { desktop: it.DESKTOP, phone: it.PHONE };
const IN_TIME = 8_000;
const host = (attributes = "", body = "") => (chat) =>
  html(`<button onclick="document.title = 'used'">Buy</button>${body}<script src="${chat}/embed.js" data-label="Ask us" data-title="Harbour Street Legal Aid" ${attributes}></script>`);

/** A customer's site, the chat's server behind a gate, and a browser whose clock the test sets. */
async function setUp(t, { named = true, pages = { "/": host() } } = {}) {
  const site = await openSite(t, { policy: null, pages });
  let server;
  const gate = await openGate(t, () => server.url);
  const [started, browser] = await Promise.all([it.startServer(t, { PUBLIC_URL: gate.url, RATE_LIMIT: "off", ...(named && { EMBED_ORIGINS: site.url }) }), it.openBrowser(t)]);
  server = started;
  site.embed(gate.url);
  return { site, gate, server, browser };
}

async function visitor(browser, options) {
  const { context, faults } = await it.newVisitor(browser, options);
  const page = await context.newPage();
  await page.clock.install();
  return {
    context,
    page,
    chat: it.chatOf(page),
    launcher: page.getByRole("button", { name: "Ask us" }),
    dialog: page.getByRole("dialog", { name: "Harbour Street Legal Aid" }),
    warnings: () => faults.filter((fault) => fault.startsWith("warning: Anteroom")),
  };
}

/** The focused element, also inside the chat's element. */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.ariaLabel || element?.textContent || element?.nodeName;
  });
const opened = (page) => page.evaluate(() => sessionStorage.getItem("anteroom"));

/** The customer's page can be used, and the chat does not open on the next one. */
async function usable(page, { launcher, dialog }) {
  await launcher.waitFor();
  await page.getByRole("button", { name: "Buy" }).click();
  assert.equal(await page.title(), "used");
  await page.reload();
  await launcher.waitFor();
  await page.clock.fastForward(2 * IN_TIME);
  assert.equal(await dialog.count(), 0);
  assert.equal(page.frames().length, 1, "nothing is asked for again");
  assert.equal(await opened(page), null);
}

for (const [state, { named, back }] of Object.entries({
  gone: { back: true },
  502: { back: true },
  "no script": { back: true },
  refused: { named: false },
}))
  it.journey(`the frame does not come: ${state}`, async (t) => {
    const { site, gate, browser } = await setUp(t, { named });
    for (const [size, options] of Object.entries(SIZES)) {
      const { context, page, chat, launcher, dialog, warnings } = await visitor(browser, options);
      await page.goto(site.url);
      if (named !== false) await gate.turn(state);
      const close = dialog.getByRole("button", { name: "Close" });
      const said = dialog.getByRole("alert");

      // There is a bar with a close button at once, before the frame has loaded.
      await launcher.click();
      await dialog.getByRole("progressbar").waitFor();
      await it.look(page, `unreachable-${state}-${size}-loading`.replace(" ", "-"));
      assert.equal(await focused(page), "Close");
      assert.equal(await opened(page), null);
      await close.click();
      await usable(page, { launcher, dialog });

      // After eight seconds an error is shown.
      const before = gate.asked.length;
      await launcher.click();
      await close.waitFor();
      await page.clock.fastForward(IN_TIME);
      await said.waitFor();
      assert.equal(await said.textContent(), "The chat does not load.");
      assert.equal(await dialog.getByRole("progressbar").count(), 0);
      await it.look(page, `unreachable-${state}-${size}`.replace(" ", "-"));
      assert.equal(warnings().length, 1);
      assert.ok(warnings()[0].includes(`${site.url} in EMBED_ORIGINS`), warnings()[0]);
      const own = await dialog.getByRole("link", { name: "Open in a new tab" }).getAttribute("href");
      assert.equal(new URL(own).origin + new URL(own).pathname, `${gate.url}/widget`);
      await page.keyboard.press("Escape");
      await launcher.waitFor();
      assert.equal(await focused(page), "Ask us");
      await usable(page, { launcher, dialog });

      // By keyboard alone: the retry loads again, and the chat that loads takes the focus.
      await launcher.focus();
      await page.keyboard.press("Enter");
      await close.waitFor();
      await page.clock.fastForward(IN_TIME);
      await said.waitFor();
      await page.keyboard.press("Tab");
      assert.equal(await focused(page), "Try again");
      if (back) await gate.turn("open");
      await page.keyboard.press("Enter");
      if (back) {
        await chat.getByLabel("Your name").waitFor();
        assert.equal(await close.count(), 0, "the chat has its own");
        await it.until("the visit is remembered", async () => (await opened(page)) === "1");
        await it.look(page, `unreachable-${state}-${size}-back`.replace(" ", "-"));
      } else {
        await it.until("the frame is loaded again", () => gate.asked.length >= before + 3);
        await page.clock.fastForward(IN_TIME);
        await said.waitFor();
        await close.click();
        await usable(page, { launcher, dialog });
      }
      await context.close();
    }
  });

for (const [size, options] of Object.entries(SIZES))
  it.journey(`a chat that is late takes over, and is remembered only then (${size})`, async (t) => {
    const { site, gate, browser } = await setUp(t);
    const { page, chat, launcher, dialog, warnings } = await visitor(browser, options);
    await page.goto(site.url);
    await gate.turn("slow");
    await launcher.click();
    await page.clock.fastForward(IN_TIME);
    await dialog.getByRole("alert").waitFor();
    assert.equal(await opened(page), null);
    gate.release();
    await chat.getByLabel("Your name").waitFor();
    assert.equal(await dialog.getByRole("alert").count(), 0);
    await it.until("the focus is in the chat", async () => (await focused(page)) === "IFRAME");
    if (size === "desktop") await it.until("the question has it", () => chat.getByLabel("Your name").evaluate((field) => document.activeElement === field));
    await it.until("the visit is remembered", async () => (await opened(page)) === "1");
    await it.look(page, `late-${size}`);
    assert.equal(warnings().length, 1);

    // In time: no error, and a chat that was closed meanwhile stays closed.
    await gate.turn("slow");
    await page.reload({ waitUntil: "commit" });
    await it.until("the chat is asked for", () => gate.asked.length === 2);
    assert.equal(await dialog.count(), 0, "what loads takes no place");
    gate.release();
    await chat.getByLabel("Your name").waitFor();
    await page.clock.fastForward(IN_TIME);
    assert.equal(await dialog.getByRole("alert").count(), 0);
    assert.equal(warnings().length, 1);
  });

it.journey("a visit in a tab does not open over the page when the server is gone", async (t) => {
  const { site, gate, server, browser } = await setUp(t, { pages: { "/": host(), "/auto": host("data-open") } });
  const [pdf] = await it.makePapers(browser);
  for (const options of Object.values(SIZES)) {
    const { context, page, chat, launcher, dialog } = await visitor(browser, options);
    await page.goto(site.url);
    await launcher.click();
    await it.giveName(chat);
    await it.giveFiles(chat, [pdf]);
    await gate.turn("502");
    await page.reload();
    await launcher.waitFor();
    await page.clock.fastForward(IN_TIME);
    await it.until("the visit counts as closed", async () => (await opened(page)) === "0");
    assert.equal(await dialog.count(), 0);
    await page.getByRole("button", { name: "Buy" }).click();
    // A click loads it again.
    await gate.turn("open");
    await launcher.click();
    await it.arrived(chat, pdf.name).waitFor();
    assert.equal(await opened(page), "1");
    await context.close();
  }
  assert.equal(server.objects().length, 2);

  // A page that opens the chat by itself shows it when it has loaded.
  const { page, chat, launcher, dialog } = await visitor(browser, it.DESKTOP);
  await gate.turn("502");
  await page.goto(`${site.url}/auto`);
  await launcher.waitFor();
  await page.clock.fastForward(IN_TIME);
  assert.equal(await dialog.count(), 0);
  await gate.turn("open");
  await page.reload();
  await chat.getByLabel("Your name").waitFor();
});

it.journey("inside an element of the page", async (t) => {
  const { site, gate, browser } = await setUp(t, { pages: { "/": host('data-container="#intake"', '<div id="intake"></div>') } });
  for (const [size, options] of Object.entries(SIZES)) {
    const { context, page, chat } = await visitor(browser, { ...options, colorScheme: "dark" });
    await gate.turn("502");
    await page.goto(site.url);
    await page.getByRole("progressbar").waitFor();
    await it.look(page, `unreachable-inside-${size}-loading`);
    await page.clock.fastForward(IN_TIME);
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByRole("button", { name: "Close" }).count(), 0);
    await it.look(page, `unreachable-inside-${size}`);
    await gate.turn("open");
    await page.getByRole("button", { name: "Try again" }).click();
    await chat.getByLabel("Your name").waitFor();
    assert.ok((await page.locator("#intake").boundingBox()).height >= 600);
    await context.close();
  }
});

it.journey("it speaks the page’s language, at 320 px", async (t) => {
  const paths = lookedAt.map((tag) => [`/${tag}`, host(`data-lang="${tag}"`)]);
  const { site, gate, browser } = await setUp(t, { pages: { ...Object.fromEntries(paths), "/page": (chat) => host()(chat).replace('lang="en"', 'lang="pt-BR"'), "/unknown": (chat) => host()(chat).replace('lang="en"', 'lang="fi"') } });
  await gate.turn("502");
  const narrow = { viewport: { width: 320, height: 640 } };
  for (const [where, tag, locale] of [...lookedAt.map((tag) => [tag, tag, "en"]), ["page", "pt", "en"], ["unknown", "de", "de-AT"], ["unknown", "en", "fi"]]) {
    const words = messagesOf(tag);
    const { context, page, launcher, dialog } = await visitor(browser, { ...narrow, locale, colorScheme: tag > "i" ? "dark" : "light", reducedMotion: "reduce" });
    await page.goto(`${site.url}/${where}`);
    await launcher.click();
    const close = dialog.getByRole("button", { name: words.get("widget-close")(), exact: true });
    await close.waitFor();
    await page.clock.fastForward(IN_TIME);
    assert.equal(await dialog.getByRole("alert").textContent(), words.get("frame-failed")());
    await dialog.getByRole("button", { name: words.get("widget-retry")(), exact: true }).waitFor();
    await dialog.getByRole("link", { name: words.get("frame-new-tab")(), exact: true }).waitFor();
    await it.look(page, `unreachable-language-${tag}`);
    const { x, width } = await close.boundingBox();
    assert.equal(x + width / 2 < 160, tag === "ar", "the way out is at the line's end");
    assert.ok(await dialog.evaluate((one) => one.scrollWidth <= one.clientWidth));
    assert.deepEqual(await page.evaluate(() => document.getAnimations().length), 0);
    await context.close();
  }
});
