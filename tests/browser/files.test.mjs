// Uploads: large files, refused files, and files that the visitor removes.

import assert from "node:assert/strict";
import { randomFillSync } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";
import * as it from "./support.mjs";

const MIB = 1024 * 1024;

/** A PNG of noise, which does not compress, like a phone's photo. */
function photo(width, height) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const crc = (bytes) => {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  };
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc(body), body.length + 4);
    return whole;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const pixels = randomFillSync(Buffer.alloc(height * (width * 3 + 1)));
  for (let line = 0; line < height; line += 1) pixels[line * (width * 3 + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(pixels, { level: 0 })), chunk("IEND", Buffer.alloc(0))]);
}

/** Records every value that the progress bar shows. */
const watchBar = (frame) =>
  frame.evaluate(() => {
    const values = (window.__bar = []);
    const note = () => {
      const bar = document.querySelector("progress");
      if (bar && !bar.hidden && bar.value !== values.at(-1)) values.push(bar.value);
    };
    new MutationObserver(note).observe(document.querySelector(".files"), { subtree: true, childList: true, attributes: true, characterData: true });
  });

async function trayOf(t, env) {
  const [server, browser] = await Promise.all([it.sharedServer(env), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  const session = await it.sessionOf(page);
  return { server, browser, faults, page, chat, frame: await it.frameOf(page), objects: () => server.objects(session), uploads: (what) => server.query(`SELECT ${what} FROM uploads WHERE session_id = '${session}'`) };
}

it.journey("a photo of 30 MB shows its progress and arrives whole", async (t) => {
  const { objects, faults, page, chat, frame } = await trayOf(t);
  const bytes = photo(3200, 3200);
  assert.ok(bytes.length > 30_000_000);
  const file = path.join(it.scratch(t), "DSC_0042.png");
  writeFileSync(file, bytes);
  await watchBar(frame);
  const line = await it.throttle(page, 12 * MIB);
  await chat.locator("#files").setInputFiles(file);
  const { name } = path.parse(file);
  await it.row(chat, `${name}.png`).getByText(/ · [2-8]\d%$/).waitFor();
  const before = await it.moved(frame);
  await it.shoot(page, "uploading");
  await it.arrived(chat, `${name}.png`).waitFor();
  await line.release();

  const bar = await frame.evaluate(() => window.__bar);
  assert.ok(bar.filter((value) => value > 0 && value < 1).length >= 5, bar.join(" "));
  assert.deepEqual(bar, [...bar].sort((a, b) => a - b));
  const [object] = objects();
  assert.ok(object.bytes.equals(bytes));
  // Nothing moves when the bar appears or goes.
  assert.deepEqual((await it.moved(frame)).slice(before.length), []);
  assert.deepEqual(faults, []);
});

it.journey("a cancelled upload leaves nothing", async (t) => {
  const { objects, uploads, faults, page, chat } = await trayOf(t);
  const file = path.join(it.scratch(t), "scan.png");
  writeFileSync(file, photo(2000, 2000));
  await it.throttle(page, 2 * MIB);
  await chat.locator("#files").setInputFiles(file);
  await it.until("the server receives", () => uploads("state") === "receiving");
  await chat.getByRole("button", { name: /^Go on with/ }).click();
  await chat.getByText("1 file is still on the way.").waitFor();
  await it.look(page, "uploading-not-yet");
  await chat.getByRole("button", { name: "Cancel scan.png" }).click();
  await it.row(chat, "scan.png").waitFor({ state: "detached" });
  await chat.getByRole("button", { name: "Go on without files" }).waitFor();
  await it.until("the server has let go of it", () => uploads("count(*)") === "0");
  assert.deepEqual(objects(), []);
  assert.deepEqual(faults, []);
});

it.journey("a file that arrived can be taken back", async (t) => {
  const { objects, browser, faults, chat } = await trayOf(t);
  const [pdf, jpeg] = await it.makePapers(browser);
  await it.giveFiles(chat, [pdf, jpeg]);
  await chat.getByRole("button", { name: `Remove ${pdf.name}` }).click();
  await it.row(chat, pdf.name).waitFor({ state: "detached" });
  await chat.getByRole("button", { name: "Go on with 1 file" }).waitFor();
  await it.until("only the other is left", () => objects().length === 1);
  assert.ok(objects()[0].bytes.equals(jpeg.buffer));
  assert.deepEqual(faults, []);
});

it.journey("what cannot be taken is refused in words", async (t) => {
  const { objects, browser, faults, page, chat } = await trayOf(t, { MAX_FILE_BYTES: "1MiB" });
  const sent = [];
  page.on("request", (request) => request.url().endsWith("/api/v1/files") && sent.push(request.method()));
  const choose = (name, buffer) => chat.locator("#files").setInputFiles({ name, mimeType: "application/octet-stream", buffer });

  // What the browser can check is refused without sending anything.
  await choose("video.pdf", Buffer.alloc(MIB + 1, "%PDF-"));
  await it.row(chat, "video.pdf").getByText("“video.pdf” is just over 1 MB. Files can be up to 1 MB.").waitFor();
  await choose("setup.exe", Buffer.from("MZ"));
  await it.row(chat, "setup.exe").getByText("is a .exe file").waitFor();
  await choose("nothing.pdf", Buffer.alloc(0));
  await it.row(chat, "nothing.pdf").getByText("“nothing.pdf” is empty.").waitFor();
  assert.deepEqual(sent, []);

  await choose("contract.pdf", Buffer.from("<!doctype html><script>alert(1)</script>"));
  await it.row(chat, "contract.pdf").getByText("“contract.pdf” does not look like a .pdf inside. Save it again in that format.").waitFor();
  assert.deepEqual(sent, ["POST"]);
  // The newest is visible.
  await it.until("the newest is in sight", () => it.row(chat, "contract.pdf").evaluate((row) => row.getBoundingClientRect().bottom <= row.parentElement.getBoundingClientRect().bottom + 1));
  await it.look(page, "refused", "widget-refused");
  assert.deepEqual(objects(), []);

  // Refused files do not block the way on.
  const [pdf] = await it.makePapers(browser);
  await it.giveFiles(chat, pdf);
  await chat.getByRole("button", { name: "Remove contract.pdf" }).click();
  await chat.getByRole("button", { name: "Go on with 1 file" }).click();
  await chat.getByLabel("Your e-mail address").waitFor();
  assert.deepEqual(faults.filter((fault) => !/status of 415/.test(fault)), []);
});

it.journey("a connection that breaks is said, and the upload goes on when it is back", async (t) => {
  const { objects, browser, page, chat, faults } = await trayOf(t);
  const [pdf] = await it.makePapers(browser);
  await page.context().setOffline(true);
  await chat.locator("#files").setInputFiles(pdf);
  await it.row(chat, pdf.name).getByText("The upload was cut off. It goes on when the connection is back.").waitFor();
  await chat.getByRole("button", { name: /^Go on/ }).click();
  await chat.getByText("1 file has not arrived.").waitFor();
  await it.look(page, "cut-off");
  await page.context().setOffline(false);
  await it.arrived(chat, pdf.name).waitFor();
  assert.equal(objects().length, 1);

  await page.context().setOffline(true);
  await chat.getByRole("button", { name: "Go on with 1 file" }).click();
  await chat.getByText("There is no connection right now.").waitFor();
  await it.look(page, "offline");
  await page.context().setOffline(false);
  await chat.getByRole("button", { name: "Try again" }).click();
  await chat.getByLabel("Your e-mail address").waitFor();
  assert.deepEqual(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault)), []);
});

it.journey("a file that changed or went away after it was chosen is said, not tried for ever", async (t) => {
  const { objects, page, chat } = await trayOf(t);
  const [changed, removed] = ["changed.pdf", "removed.pdf"].map((name) => path.join(it.scratch(t), name));
  for (const file of [changed, removed]) writeFileSync(file, "%PDF-1.7\n1");
  await page.context().setOffline(true);
  await chat.locator("#files").setInputFiles([changed, removed]);
  for (const name of ["changed.pdf", "removed.pdf"]) await it.row(chat, name).getByText("The upload was cut off.").waitFor();
  writeFileSync(changed, "%PDF-1.7\nand more than before");
  rmSync(removed);
  await page.context().setOffline(false);
  for (const name of ["changed.pdf", "removed.pdf"]) await it.row(chat, name).getByText(`“${name}” has changed or was moved since it was chosen. Choose it again.`).waitFor();
  await it.look(page, "changed-on-disk");
  await chat.locator("#files").setInputFiles(changed);
  await it.until("the new one is there", () => objects().length === 1);
  assert.equal(objects()[0].bytes.toString(), "%PDF-1.7\nand more than before");
});

it.journey("a folder that is dropped is named as one, and the files beside it are sent", async (t) => {
  const { objects, page, chat, faults } = await trayOf(t);
  const folder = path.join(it.scratch(t), "Papers");
  const paper = path.join(it.scratch(t), "paper.pdf");
  mkdirSync(folder);
  writeFileSync(paper, "%PDF-1.7\n1");
  const { x, y } = await chat.locator(".log").boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder, paper], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await devtools.send("Input.dispatchDragEvent", { type, x: x + 20, y: y + 20, data });
  await it.row(chat, "Papers").getByText("“Papers” is a folder. Choose the files in it.").waitFor();
  await it.arrived(chat, "paper.pdf").waitFor();
  await it.look(page, "folder");
  assert.equal(objects().length, 1);
  assert.deepEqual(faults, []);
});

it.journey("names that the server can put right are sent, and two versions of a file are two files", async (t) => {
  const { objects, browser, frame, chat, faults } = await trayOf(t);
  const [pdf, jpeg] = await it.makePapers(browser);
  const choose = (name, buffer) => chat.locator("#files").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await choose("scan.pdf\u200f", pdf.buffer);
  await it.until("the first is there", () => objects().length === 1);
  await choose("image", jpeg.buffer);
  await it.until("the second is there", () => objects().length === 2);
  await choose("photo.jfif", jpeg.buffer);
  await it.until("the third is there", () => objects().length === 3);
  // Changed in a place that does not show in its size.
  await frame.evaluate(() => {
    for (const [lastModified, text] of [
      [1, "%PDF-1.7 draft"],
      [2, "%PDF-1.7 final"],
    ]) {
      const data = new DataTransfer();
      data.items.add(new File([text], "letter.pdf", { lastModified }));
      document.querySelector(".log").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }
  });
  await it.until("both versions are there", () => objects().length === 5);
  assert.deepEqual(faults, []);
});

it.journey("a server that cannot just now is asked again by one click", async (t) => {
  const { objects, browser, page, chat } = await trayOf(t);
  const [pdf] = await it.makePapers(browser);
  await page.route("**/api/v1/files", (route) => route.fulfill({ status: 503, json: { type: "/problems/unavailable", detail: "Try again in a moment." } }));
  await chat.locator("#files").setInputFiles(pdf);
  await it.row(chat, pdf.name).getByText("Try again in a moment.").waitFor();
  await page.unroute("**/api/v1/files");
  await chat.getByRole("button", { name: `Try ${pdf.name} again` }).click();
  await it.arrived(chat, pdf.name).waitFor();
  assert.equal(objects().length, 1);
});

/** Drops files as with a mouse, or pastes them. */
const handOver = (frame, how, files) =>
  frame.evaluate(
    ([how, files]) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of files) data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], name, { type, lastModified: 1 }));
      const bubbles = { bubbles: true, cancelable: true };
      if (how === "paste") return document.activeElement.dispatchEvent(new ClipboardEvent("paste", { ...bubbles, clipboardData: data }));
      for (const type of ["dragenter", "dragover", how]) document.querySelector(".log").dispatchEvent(new DragEvent(type, { ...bubbles, dataTransfer: data }));
    },
    [how, files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, base64: buffer.toString("base64") }))],
  );

it.journey("files are dropped and pasted, several at once, and their total is told", async (t) => {
  const { objects, browser, page, chat, frame, faults } = await trayOf(t);
  const papers = await it.makePapers(browser);
  await handOver(frame, "dragover", papers);
  await chat.getByText("Drop the files here").waitFor();
  await it.look(page, "drop");
  await handOver(frame, "drop", papers);
  await chat.getByText("Drop the files here").waitFor({ state: "hidden" });
  for (const { name } of papers) await it.arrived(chat, name).waitFor();
  await handOver(frame, "paste", [{ ...papers[1], name: "image.png.jpg" }]);
  await it.row(chat, "image.png.jpg").getByText("Arrived").waitFor();
  await chat.getByText(/^3 files, \d+ kB of 500 MB$/).waitFor();
  assert.equal(objects().length, 3);
  // The same files again are refused.
  await handOver(frame, "drop", papers.slice(0, 1));
  await chat.locator(".note").getByText(`“${papers[0].name}” is already in the list.`).waitFor();
  // If the question is not about files, none are taken, and the browser does not open them.
  await it.goOn(chat);
  await handOver(frame, "drop", papers);
  await handOver(frame, "paste", papers);
  assert.equal(objects().length, 3);
  assert.ok(await chat.getByLabel("Your e-mail address").isVisible());
  assert.deepEqual(faults, []);
});

it.journey("a picture shows itself, and its memory is given back", async (t) => {
  const { browser, chat, frame } = await trayOf(t);
  const [pdf, jpeg] = await it.makePapers(browser);
  await frame.evaluate(() => {
    const kept = (window.__urls = new Set());
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (file) => (kept.add(createObjectURL(file)), [...kept].at(-1));
    URL.revokeObjectURL = (url) => (kept.delete(url), revokeObjectURL(url));
  });
  const held = () => frame.evaluate(() => window.__urls.size);
  await it.giveFiles(chat, [pdf, jpeg]);
  await it.until("the picture is drawn", () => it.row(chat, jpeg.name).locator("img").evaluate((one) => one.naturalWidth > 0));
  assert.equal(await it.row(chat, pdf.name).locator(".mark").textContent(), "pdf");
  assert.equal(await held(), 1);
  await it.goOn(chat);
  assert.equal(await held(), 0);
  await chat.getByRole("button", { name: "Back" }).click();
  await it.row(chat, jpeg.name).waitFor();
  assert.equal(await held(), 1);
  await chat.getByRole("button", { name: `Remove ${jpeg.name}` }).click();
  await it.row(chat, jpeg.name).waitFor({ state: "detached" });
  assert.equal(await held(), 0);
});

it.journey("a phone offers its camera and does not insist", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser, it.PHONE);
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.look(page, "phone-camera");
  const camera = chat.locator("#camera");
  assert.deepEqual([await camera.getAttribute("capture"), await camera.getAttribute("accept")], ["environment", "image/*"]);
  assert.equal(await chat.locator("#files").getAttribute("capture"), null);
  const [, jpeg] = await it.makePapers(browser);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), chat.getByText("Take a photo").tap()]);
  await chooser.setFiles({ ...jpeg, name: "image.jpg" });
  await it.arrived(chat, "image.jpg").waitFor();
  // On a desktop there is none.
  const desk = await it.openChat((await it.newVisitor(browser)).context, server);
  await it.giveName(desk.chat);
  assert.equal(await desk.chat.locator("#camera").count(), 0);
  assert.deepEqual(faults, []);
});
