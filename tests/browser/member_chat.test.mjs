// The members' chat: two made-up members on the demo page, and a model that says what a journey needs.

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { atEnd } from "./run.mjs";
import * as it from "./support.mjs";

const chatOf = (page) => page.frameLocator("iframe[src*='/chat?']");
const frameOf = (page) => it.until("the chat's frame", () => page.frames().find((frame) => new URL(frame.url() || "about:blank").pathname === "/chat"));
const messageOf = (chat) => chat.getByRole("textbox", { name: "Write a message" });
const answersOf = (chat) => chat.locator(".turn.assistant .bubble");

/** Signs in on the demo page, which opens the chat. */
async function signIn(context, server, name) {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole("button", { name: `Sign in as ${name}` }).click();
  const chat = chatOf(page);
  await messageOf(chat).waitFor();
  return { page, chat };
}

async function ask(chat, text) {
  await messageOf(chat).fill(text);
  await messageOf(chat).press("Enter");
}

/** An OpenAI-style server: it repeats the question, but for `slowly`, which waits for `go()`, `fail` and `break`. */
async function startModel(t) {
  const waiting = new Set();
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const question = JSON.parse(body).messages.at(-1).content.split("\n\n").at(-1);
    const send = (value) => response.write(`data: ${JSON.stringify(value)}\n\n`);
    const say = (content) => send({ choices: [{ delta: { content } }] });
    if (question === "fail") return response.writeHead(500).end();
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    if (question === "break") return say("Half of it"), response.end();
    if (question === "slowly") {
      say("First, ");
      await new Promise((resolve) => waiting.add(resolve));
      say("and then the rest.");
    } else say(`You said **${question}**. See [our page](https://www.example.org/a).\n\n- one\n- two\n\n\`\`\`\nlet x = 1 < 2;\n\`\`\``);
    send({ choices: [{ delta: {}, finish_reason: "stop" }] });
    response.end("data: [DONE]\n\n");
  });
  atEnd(t, () => (server.closeAllConnections(), server.close()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { env: { LLM_URL: `http://127.0.0.1:${server.address().port}/v1`, LLM_MODEL: "scripted" }, go: () => waiting.forEach((resolve) => resolve()) };
}

const ours = (faults) => faults.filter((fault) => !/status of (401|404|409|429|502|503)/.test(fault));

for (const [how, options] of [
  ["desktop", it.DESKTOP],
  ["phone-dark", { ...it.PHONE, colorScheme: "dark", reducedMotion: "reduce" }],
])
  it.journey(`Ada and Ben each have their own conversations: ${how}`, async (t) => {
    const [server, browser] = await Promise.all([it.startServer(t), it.openBrowser(t)]);
    const [adas, bens, second] = await Promise.all([1, 2, 3].map(() => it.newVisitor(browser, options)));
    const { page, chat } = await signIn(adas.context, server, "Ada");
    await chat.getByText("You are talking to a computer program.").waitFor();
    await it.look(page, `members-chat-${how}-empty`);
    await ask(chat, "When are you open?");
    await answersOf(chat).getByText("Source:").waitFor();
    await it.look(page, `members-chat-${how}-answer`, how === "desktop" ? "members-chat" : undefined);
    await ask(chat, "Who is the king of the moon?");
    await answersOf(chat).getByText("I found nothing about this").waitFor();

    const { page: bensPage, chat: bensChat } = await signIn(bens.context, server, "Ben");
    await bensChat.getByRole("button", { name: "Conversations" }).click();
    await bensChat.getByText("No conversations yet.").waitFor();
    await it.look(bensPage, `members-chat-${how}-none`);

    // After a reload, and on another device.
    await page.reload();
    await answersOf(chat).getByText("Source:").waitFor();
    assert.equal(await answersOf(chat).count(), 2);
    const { page: secondPage, chat: secondChat } = await signIn(second.context, server, "Ada");
    await secondChat.getByRole("button", { name: "Conversations" }).click();
    await secondChat.getByRole("button", { name: /^When are you open/ }).click();
    await answersOf(secondChat).getByText("Source:").waitFor();

    // Search, rename, and a look at both columns in a wide window.
    await secondChat.getByRole("button", { name: "Conversations" }).click();
    await secondChat.getByRole("searchbox").fill("MOON");
    await secondChat.getByRole("navigation").getByText("king of the moon").waitFor();
    await it.look(secondPage, `members-chat-${how}-search`);
    await secondChat.getByRole("searchbox").fill("");
    await secondChat.getByRole("button", { name: /^When are you open/ }).click();
    await secondChat.getByRole("button", { name: "More" }).click();
    await secondChat.getByRole("button", { name: "Rename" }).click();
    await secondChat.getByRole("textbox", { name: "Rename" }).fill("Opening hours");
    await it.look(secondPage, `members-chat-${how}-rename`);
    await secondChat.getByRole("button", { name: "Save" }).click();
    await secondChat.getByText("Opening hours").first().waitFor();

    // Deleted on one device, it is gone on the other.
    await chat.getByRole("button", { name: "More" }).click();
    await chat.getByRole("button", { name: "Delete all conversations" }).click();
    await chat.getByText("They cannot be brought back.").waitFor();
    await it.look(page, `members-chat-${how}-clear`);
    await chat.getByRole("button", { name: "Delete all conversations" }).last().click();
    await it.until("an empty conversation", async () => (await answersOf(chat).count()) === 0);
    await ask(secondChat, "What does it cost?");
    await it.until("an empty conversation", async () => (await secondChat.locator(".turn").count()) === 0);
    assert.equal(await messageOf(secondChat).inputValue(), "What does it cost?");
    await messageOf(secondChat).press("Enter");
    await answersOf(secondChat).getByText("Source:").waitFor();

    // Signed out, the page shows nothing of theirs.
    await chat.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Sign Ada out" }).click();
    await page.getByRole("button", { name: "Ask for help" }).click();
    await it.chatOf(page).getByLabel("Your name").waitFor();
    assert.equal(await (await it.frameOf(page)).evaluate(() => sessionStorage.getItem("anteroom.chat")) ?? "", "");
    for (const { faults } of [adas, bens, second]) assert.deepEqual(ours(faults), []);
    assert.equal(server.complaints, "");
  });

it.journey("an answer is stopped, found again after a reload, given again and rated", async (t) => {
  const model = await startModel(t);
  const [server, browser] = await Promise.all([it.startServer(t, model.env), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const { page, chat } = await signIn(context, server, "Ada");
  await ask(chat, "Hello <b>you</b>");
  const bubble = answersOf(chat).first();
  await bubble.getByText("You said Hello").waitFor();
  assert.equal(await bubble.locator("strong").innerText(), "Hello <b>you</b>");
  const link = bubble.getByRole("link", { name: "our page" });
  assert.deepEqual([await link.getAttribute("href"), await link.getAttribute("rel")], ["https://www.example.org/a", "noopener noreferrer nofollow"]);
  await bubble.getByText("(www.example.org)").waitFor();
  assert.deepEqual(await bubble.getByRole("listitem").allInnerTexts(), ["one", "two"]);
  assert.equal(await bubble.locator("pre").innerText(), "let x = 1 < 2;");
  await it.until("the answer is said once", async () => (await chat.getByRole("status").allInnerTexts()).some((text) => text.startsWith("Assistant: You said")));

  await ask(chat, "slowly");
  await answersOf(chat).getByText("First,").waitFor();
  await it.look(page, "members-chat-running");
  await page.reload();
  await answersOf(chat).getByText("First,").waitFor();
  await chat.getByRole("button", { name: "Stop the answer" }).waitFor();
  model.go();
  await answersOf(chat).getByText("First, and then the rest.").waitFor();
  await chat.getByRole("button", { name: "Send" }).waitFor();

  // A stop keeps what has come.
  await ask(chat, "slowly");
  await answersOf(chat).nth(2).getByText("First,").waitFor();
  await chat.getByRole("button", { name: "Stop the answer" }).click();
  await chat.getByText("Stopped. What had come is kept.").waitFor();
  await it.look(page, "members-chat-stopped");

  // Another answer, a thumb, another question in place of the last one.
  await chat.getByRole("button", { name: "Answer again" }).last().click();
  await chat.getByRole("button", { name: "Stop the answer" }).click();
  await chat.getByText("Stopped. What had come is kept.").waitFor();
  await chat.getByRole("button", { name: "Not helpful" }).first().click();
  await it.until("the thumb is kept", () => server.query("SELECT feedback FROM messages WHERE feedback IS NOT NULL") === "-1");
  await chat.getByRole("button", { name: "Edit this message" }).last().click();
  assert.equal(await messageOf(chat).inputValue(), "slowly");
  await messageOf(chat).fill("Quickly");
  await messageOf(chat).press("Enter");
  await answersOf(chat).getByText("You said Quickly").waitFor();
  assert.deepEqual(await chat.locator(".turn.you .bubble").allInnerTexts(), ["Hello <b>you</b>", "slowly", "Quickly"]);

  // What fails is said, and can be tried again.
  await ask(chat, "break");
  await chat.getByRole("alert").getByText("The answer broke off.").waitFor();
  await answersOf(chat).getByText("Half of it").waitFor();
  await ask(chat, "fail");
  await chat.getByRole("alert").getByText("No answer came.").waitFor();
  await it.look(page, "members-chat-broken");
  await page.reload();
  await answersOf(chat).getByText("Half of it").waitFor();
  assert.deepEqual(ours(faults), []);
});

it.journey("the chat as a page of its own, wide and from right to left", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  for (const [name, lang, viewport] of [["wide", "en", it.DESKTOP.viewport], ["rtl", "ar", { width: 390, height: 844 }], ["wide-rtl", "ar", it.DESKTOP.viewport], ["zoomed", "de", { width: 320, height: 256 }]]) {
    const { context, faults } = await it.newVisitor(browser, { viewport });
    const page = await context.newPage();
    // Without a site around it and without a cookie, no one is signed in.
    await page.goto(`${server.url}/chat?lang=${lang}`);
    await page.locator(".gone button").waitFor();
    await it.look(page, `members-chat-${name}-out`);
    const token = await (await fetch(`${server.url}/dev/members/ada/token`)).text();
    await context.route("**/api/v1/chat**", (route) => route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${token}` } }));
    await page.locator(".gone button").click();
    await page.locator("#message").fill(lang === "ar" ? "متى تفتحون؟" : "Wann haben Sie geöffnet?");
    await page.locator("#message").press("Enter");
    await it.until("an answer", async () => (await page.locator(".turn.assistant .tools button").count()) > 0);
    await it.shoot(page, `members-chat-${name}`);
    // A conversation moves with each answer, as it should.
    await page.evaluate(() => void (window.__seen.moved = []));
    await it.inspect(page, name, { scrolls: true });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${name} is too wide`);
    assert.deepEqual(ours(faults), []);
  }
});

it.journey("the members' chat by keyboard alone", async (t) => {
  const [server, browser] = await Promise.all([it.sharedServer(), it.openBrowser(t)]);
  const { context, faults } = await it.newVisitor(browser);
  const page = await context.newPage();
  await page.goto(server.url);
  const { keyboard } = page;
  await page.getByRole("button", { name: "Sign in as Ben" }).focus();
  await keyboard.press("Enter");
  const chat = chatOf(page);
  const has = (what, one) => it.until(what, () => one.evaluate((element) => element === document.activeElement));
  await has("the message has the focus", messageOf(chat));
  await keyboard.type("What does it cost?");
  await keyboard.press("Enter");
  await answersOf(chat).getByText("Source:").first().waitFor();
  await has("the focus stays", messageOf(chat));
  await chat.getByRole("button", { name: "Conversations" }).press("Enter");
  await has("the search has the focus", chat.getByRole("searchbox"));
  await keyboard.press("Escape");
  await has("the message has it again", messageOf(chat));
  await chat.getByRole("button", { name: "More" }).press("Enter");
  await chat.getByRole("button", { name: "Delete this conversation" }).press("Enter");
  await keyboard.press("Escape");
  await answersOf(chat).getByText("Source:").first().waitFor();
  await chat.getByRole("button", { name: "More" }).press("Enter");
  await chat.getByRole("button", { name: "Delete this conversation" }).press("Enter");
  await chat.getByRole("button", { name: "Delete this conversation" }).last().press("Enter");
  await it.until("it is gone", async () => (await chat.locator(".turn").count()) === 0);
  await messageOf(chat).press("Escape");
  await it.until("the chat is closed", async () => page.evaluate(() => document.querySelector("anteroom-chat").shadowRoot.querySelector("dialog").open === false));
  assert.deepEqual(ours(faults), []);
});
