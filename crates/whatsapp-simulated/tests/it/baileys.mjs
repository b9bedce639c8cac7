// A telephone of other people's making: Baileys from npm, an implementation of its own of the protocol and of Signal's
// cryptography. It says what happens as a line of JSON each, and does what it is told in the same way:
//
//     node baileys.mjs ws://127.0.0.1:PORT/ws/chat ROOT_KEY_IN_HEX
//     < {"to": "NUMBER@s.whatsapp.net", "text": "…"}
//     > {"qr": "…"} {"open": true} {"sent": "ID"} {"from": "…", "text": "…"} {"unreadable": true}

import { createInterface } from "node:readline";
import makeWASocket, { DisconnectReason, WA_CERT_DETAILS, initAuthCreds } from "baileys";

const [url, root] = process.argv.slice(2);
// Its check of the server's certificate runs in full, only from another root.
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, "hex");

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

const silent = { level: "silent", trace() {}, debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const creds = initAuthCreds();
const stored = {};
const keys = {
  get: (kind, ids) => Object.fromEntries(ids.map((id) => [id, stored[kind]?.[id]])),
  set: (changes) => {
    for (const [kind, values] of Object.entries(changes)) stored[kind] = { ...stored[kind], ...values };
  },
};

let socket;
function connect() {
  socket = makeWASocket({
    waWebSocketUrl: url,
    auth: { creds, keys },
    logger: silent,
    version: [2, 3000, 1],
    fireInitQueries: false,
    markOnlineOnConnect: false,
    shouldSyncHistoryMessage: () => false,
  });
  socket.ev.on("creds.update", (changed) => Object.assign(creds, changed));
  socket.ev.on("connection.update", ({ connection, lastDisconnect, qr }) => {
    if (qr) say({ qr });
    if (connection === "open") say({ open: true });
    // After the pairing it is told to come back as itself.
    if (connection === "close" && lastDisconnect?.error?.output?.statusCode === DisconnectReason.restartRequired) {
      connect();
    }
  });
  socket.ev.on("messages.upsert", ({ messages }) => {
    for (const { key, message } of messages) {
      if (key.fromMe) continue;
      const text = message?.conversation ?? message?.extendedTextMessage?.text;
      say(text === undefined ? { unreadable: true } : { from: key.remoteJid, text });
    }
  });
}
connect();

const told = createInterface({ input: process.stdin });
told.on("line", async (line) => {
  const { to, text } = JSON.parse(line);
  const sent = await socket.sendMessage(to, { text });
  say({ sent: sent.key.id });
});
// Whoever started it has ended.
told.on("close", () => process.exit());
