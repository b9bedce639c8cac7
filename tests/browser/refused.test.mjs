// The mail server refuses the visitor's address: the chat says so within seconds, also after a reload.

import { once } from "node:events";
import { createServer } from "node:net";
import * as it from "./support.mjs";

/** A mail server without a mailbox for zoe, which accepts all other mail.
 * @param {import("node:test").TestContext} t @returns {Promise<string>} for SMTP_URL */
async function mailServer(t) {
  const server = createServer((socket) => {
    let text = "";
    let inMail = false;
    const say = (/** @type {string} */ line) => socket.write(`${line}\r\n`);
    say("220 mail.example");
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
      for (let end; (end = text.indexOf("\r\n")) >= 0; ) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (inMail) {
          if (line !== ".") continue;
          inMail = false;
          say("250 taken");
        } else if (line === "DATA") {
          inMail = true;
          say("354 go on");
        } else if (line.startsWith("RCPT TO:<zoe@")) say("550 5.1.1 User unknown");
        else say("250 ok");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `smtp://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

it.journey("a refused address is told at once and after a reload, and another one is asked for first", async (t) => {
  const server = await it.startServer(t, { SMTP_URL: await mailServer(t), RATE_LIMIT: "off" });
  const { context } = await it.newVisitor(await it.openBrowser(t));
  const { page, chat } = await it.openChat(context, server);
  await it.giveName(chat);
  await it.goOn(chat);
  await it.giveEmail(chat);
  await chat.getByRole("checkbox").first().check();
  await chat.getByRole("button", { name: "Agree and send" }).click();
  const refused = chat.getByRole("heading", { name: "The mail could not be delivered" });
  await refused.waitFor();
  await chat.getByText("this address does not exist").waitFor();
  await it.look(page, "refused-address");

  await page.reload();
  await refused.waitFor();
  await it.inspect(page, "a refused address");

  await chat.getByRole("button", { name: "Change address" }).click();
  await chat.getByLabel("Your e-mail address").fill("anna@example.org");
  await chat.getByRole("button", { name: "Change and send" }).click();
  await chat.getByRole("heading", { name: "Look in your inbox" }).waitFor();
  await chat.getByText("We wrote to").waitFor();
});
