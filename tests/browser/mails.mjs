// The mails that the program captures in a folder instead of sending them.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

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
