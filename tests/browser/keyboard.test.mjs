// Nothing needs a pointer.

import assert from "node:assert/strict";
import * as it from "./support.mjs";

/** Presses Tab until the focused control is called `name`. */
async function tabTo(page, name) {
  const passed = [];
  for (let steps = 0; steps < 25; steps += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (here.includes(name)) return;
    passed.push(here);
  }
  assert.fail(`Tab never came to ${name}, only to: ${passed.join(", ")}`);
}

/** The focused control's name, through frame and shadow. */
async function focused(page) {
  for (const frame of page.frames().toReversed()) {
    const name = await frame.evaluate(() => {
      let element = document.hasFocus() ? document.activeElement : null;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body || element.tagName === "IFRAME") return "";
      return element.ariaLabel || element.labels?.[0]?.textContent || element.textContent || element.tagName;
    });
    if (name) return name;
  }
  return "";
}

it.journey("the whole conversation by keyboard", async (t) => {
  const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
  const [pdf] = await it.makePapers(browser);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  await page.goto(server.url);
  const chat = it.chatOf(page);
  const { keyboard } = page;

  await tabTo(page, "Ask for help");
  await it.shoot(page, "keyboard-launcher");
  await keyboard.press("Enter");
  await chat.getByLabel("Your name").waitFor();
  await it.until("the question has the focus", async () => (await focused(page)) === "Your name");

  // Escape closes, and the focus is where it was; after opening again the half typed answer is there.
  await keyboard.type("Zo");
  await keyboard.press("Escape");
  await it.until("the launcher has the focus", async () => (await focused(page)).includes("Ask for help"));
  assert.ok(await page.getByRole("button", { name: "Ask for help" }).isVisible());
  await keyboard.press("Enter");
  await it.until("the question has the focus", async () => (await focused(page)) === "Your name");
  await keyboard.type("ë");
  await keyboard.press("Enter");
  await chat.getByText("Thank you, Zoë.").waitFor();

  await it.until("the file button has the focus", async () => (await focused(page)).includes("Add files"));
  await it.shoot(page, "keyboard-files");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), keyboard.press("Space")]);
  await chooser.setFiles(pdf);
  await it.arrived(chat, pdf.name).waitFor();
  await tabTo(page, `Remove ${pdf.name}`);
  await tabTo(page, "Go on with 1 file");
  await keyboard.press("Enter");

  await it.until("the address has the focus", async () => (await focused(page)) === "Your e-mail address");
  await keyboard.type("zoe@example");
  await keyboard.press("Enter");
  await chat.getByText("That does not look like an e-mail address.").waitFor();
  assert.equal(await focused(page), "Your e-mail address");
  await it.look(page, "wrong-address");
  await keyboard.type(".org");
  await keyboard.press("Enter");

  // Without a tick there is an error, and it belongs to the first box.
  await it.until("the first consent has the focus", async () => (await focused(page)).startsWith("I agree that my name"));
  await tabTo(page, "Agree and send");
  await keyboard.press("Enter");
  await chat.getByText("We may only keep your details with your consent to the first point.").waitFor();
  await it.look(page, "no-consent");
  for (let steps = 0; !(await focused(page)).startsWith("I agree that my name"); steps += 1) {
    assert.ok(steps < 10);
    await keyboard.press("Shift+Tab");
  }
  await keyboard.press("Space");
  await tabTo(page, "Agree and send");
  await keyboard.press("Enter");
  await chat.getByRole("heading", { name: "Look in your inbox" }).waitFor();
  assert.deepEqual((await server.mails(1)).map((mail) => mail.to), ["zoe@example.org"]);

  // The menu and its dialog, opened and closed by keyboard.
  for (let steps = 0; (await focused(page)) !== "More"; steps += 1) {
    assert.ok(steps < 10);
    await keyboard.press("Shift+Tab");
  }
  await keyboard.press("Enter");
  await tabTo(page, "Leave and delete everything");
  await keyboard.press("Enter");
  await chat.getByRole("heading", { name: "Delete everything you sent?" }).waitFor();
  await keyboard.press("Escape");
  await chat.getByRole("heading", { name: "Delete everything you sent?" }).waitFor({ state: "hidden" });
  await keyboard.press("Escape");
  await it.until("the launcher has the focus", async () => (await focused(page)).includes("Ask for help"));
  assert.deepEqual(faults.filter((fault) => !/status of 422/.test(fault)), []);
});
