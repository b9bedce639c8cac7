// The member's messenger, with the real connector over a made-up server: sign in by number, scan, see what is to be done.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";
import { atEnd } from "./run.mjs";
import * as it from "./support.mjs";

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** The program with the connector beside it, as script/server starts them. */
async function start(t) {
  const phones = `127.0.0.1:${await freePort()}`;
  const server = await it.startServer(t, { MESSENGER: "simulated", MESSENGER_PHONES: phones, RATE_LIMIT: "off" });
  const program = path.join(path.dirname(process.env.ANTEROOM_BIN), "anteroom-whatsapp-simulated");
  const { PATH, HOME } = process.env;
  const connector = spawn(program, [], { env: { PATH, HOME, DATA_DIR: server.folder, MESSENGER_PHONES: phones }, stdio: "ignore" });
  atEnd(t, async () => {
    if (connector.exitCode !== null || connector.signalCode !== null) return;
    connector.kill();
    await once(connector, "exit");
  });
  return server;
}

for (const [name, number, options] of [
  ["desktop", "+49 151 00000011", it.DESKTOP],
  ["phone-dark", "+49 151 00000012", { ...it.PHONE, colorScheme: "dark" }],
]) {
  it.journey(`the messenger: sign in, scan, see what is to be done: ${name}`, async (t) => {
    const server = await start(t);
    const browser = await it.openBrowser(t);
    const { context } = await it.newVisitor(browser, options);
    const page = await context.newPage();
    await page.goto(`${server.url}/messenger`);
    const phone = page.getByLabel("Your telephone number");
    await phone.waitFor();
    await it.look(page, `messenger-door-${name}`);
    await phone.fill("0151 23");
    await phone.press("Enter");
    await page.getByText("Write the number with its country").waitFor();
    await phone.fill(number);
    await phone.press("Enter");
    await page.getByRole("img", { name: "QR code to scan" }).waitFor({ timeout: 30_000 });
    await it.shoot(page, `messenger-pairing-${name}`);

    const telephone = await context.newPage();
    await telephone.goto(`${server.url}/dev/phone`);
    await telephone.getByLabel("This telephone’s number").fill(number);
    await telephone.getByRole("button", { name: "Scan the code" }).click();
    await page.getByText("Nothing here. New things appear by themselves.").waitFor({ timeout: 60_000 });
    await page.getByText("Connected").waitFor();
    await it.shoot(page, `messenger-empty-${name}`);
    await telephone.getByText("Scanned.").waitFor();
    await telephone.getByRole("textbox", { name: "Message" }).fill("please send the invoice by Friday");
    await telephone.getByRole("button", { name: "Send" }).click();
    const item = page.getByRole("listitem").filter({ hasText: "please send the invoice by Friday" });
    await item.waitFor({ timeout: 60_000 });
    await it.shoot(page, `messenger-board-${name}`, name === "desktop" ? "messenger" : undefined);

    // By keyboard alone.
    await item.getByRole("button", { name: "Correct" }).press("Enter");
    await item.getByLabel("What").fill("The invoice of May");
    await item.getByLabel("What").press("Enter");
    await page.getByRole("heading", { name: "The invoice of May" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: "The invoice of May" }).getByRole("button", { name: "Done" }).press("Enter");
    await page.getByText("Nothing here. New things appear by themselves.").waitFor();
    await page.getByRole("button", { name: "Done" }).press("Enter");
    await page.getByRole("heading", { name: "The invoice of May" }).waitFor();

    await page.getByRole("button", { name: "Unlink" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
    await page.getByRole("heading", { name: "Link your account" }).waitFor();
    await page.getByRole("button", { name: "Use another number" }).click();
    await phone.waitFor();
    const left = await context.cookies();
    assert.ok(!left.some((cookie) => cookie.name.endsWith("phone") && cookie.value), "the sign-in has ended");
  });
}
