// What journeys of the staff need: accounts, codes, and sessions of earlier visitors.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { look as lookAt, until } from "./support.mjs";

/** Makes an account with the command line; returns its password. */
export function addStaff(server, email, role) {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), DATA_DIR: server.folder };
  const ran = spawnSync(process.env.ANTEROOM_BIN, ["staff", "add", "--email", email, "--role", role], { encoding: "utf8", env });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trim().split("\n").at(-1);
}

/** Signs in as a person does. */
export async function signIn(page, server, email, password) {
  await page.goto(`${server.url}/admin/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sessions", level: 1 }).waitFor();
}

/** Ignores what the answer to the sign-in has moved. Checking a password takes longer, on a busy machine, than the half
 * second in which a browser counts a layout shift as caused by input. */
export const answered = (page) => page.evaluate(() => void (window.__seen.moved.length = 0));

/** The six digits that an authenticator app shows `steps` intervals from now (RFC 6238). */
export function codeOf(secret, steps = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(" ", "")].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A visitor who sent files and a contact, and confirmed it unless told otherwise; returns the session's id. */
export async function leaveSession(server, { name = "Zoë Müller", email, files = [], confirm = true, training = false }) {
  const session = randomUUID();
  const headers = { "X-Session-ID": session, "X-Page-ID": randomUUID() };
  for (const [file, bytes] of files) {
    const form = new FormData();
    form.append("file", new Blob([bytes]), file);
    const sent = await fetch(`${server.url}/api/v1/files`, { method: "POST", headers, body: form });
    assert.equal(sent.status, 201, await sent.text());
  }
  const { body: consent } = await server.call("GET", "/consent");
  const contact = { name, email, consent_personal_data: true, consent_ai_training: training, consent_version: consent.version };
  const given = await server.call("PUT", "/contact", session, contact);
  assert.equal(given.status, 202, JSON.stringify(given.body));
  const link = await until(`the mail to ${email}`, async () => (await server.mails(0)).findLast((mail) => mail.to === email)?.link);
  if (confirm) assert.equal((await fetch(link, { method: "POST" })).status, 200);
  return session;
}

export const PDF = Buffer.from(`%PDF-1.4\n${"1 0 obj<</Type/Catalog>>endobj\n".repeat(900)}%%EOF\n`);

/** Inspects a page of the console: it is not wider than the window, and fields of a form that arrive one after the other,
 * as on a slow line, do not move earlier ones. */
export async function look(page, name, picture) {
  await lookAt(page, name, picture);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(beyond <= 0, `${name} is ${beyond} px wider than the window`);
  const moved = await page.evaluate(() => {
    const parts = [...document.querySelectorAll(".search > *")];
    const places = () => parts.map((part) => [part.offsetLeft, part.offsetTop, part.offsetWidth].join());
    const whole = places();
    const moved = new Set();
    for (let last = parts.length - 1; last > 0; last -= 1) {
      parts[last].style.display = "none";
      places().slice(0, last).forEach((place, part) => place === whole[part] || moved.add(parts[part].textContent.trim()));
    }
    for (const part of parts) part.style.display = "";
    return [...moved];
  });
  assert.deepEqual(moved, [], `${name}: moved by what follows them`);
}
