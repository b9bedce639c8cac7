// The AI SDK's own client against a running server: prints what became of each call as JSON.
// node ai_client.mjs URL TOKEN
import { AbstractChat, DefaultChatTransport } from "ai";

const [url, token] = process.argv.slice(2);

class State {
  status = "ready";
  error = undefined;
  messages = [];
  pushMessage = (message) => (this.messages = [...this.messages, message]);
  popMessage = () => (this.messages = this.messages.slice(0, -1));
  replaceMessage = (at, message) => (this.messages = this.messages.with(at, message));
  snapshot = (value) => structuredClone(value);
}
class Chat extends AbstractChat {
  constructor(options) {
    super({ ...options, state: new State() });
  }
}

const transport = new DefaultChatTransport({ api: `${url}/api/v1/chat`, headers: { Authorization: `Bearer ${token}` } });
const textOf = (message) => message?.parts.filter((part) => part.type === "text").map((part) => part.text).join("");
const out = {};
const note = (name, chat, error) => (out[name] = { status: chat.status, error: error?.message, count: chat.messages.length, last: textOf(chat.messages.at(-1)) });
const call = (method, path, body) =>
  fetch(`${url}/api/v1/chat/${path}`, { method, headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, body: body && JSON.stringify(body) });

let error;
const open = (id) => ((error = undefined), new Chat({ id, transport, onError: (failed) => (error = failed) }));

const chat = open("the-client's-own-id");
await chat.sendMessage({ text: "Hello" });
note("sent", chat, error);
out.conversation = chat.messages.at(-1).metadata?.conversation_id;
await chat.regenerate();
note("regenerated", chat, error);
await chat.resumeStream();
note("nothing to resume", chat, error);
await chat.sendMessage({ text: "Good day", messageId: chat.messages[0].id });
note("edited", chat, error);

const broken = open("broken");
await broken.sendMessage({ text: "break" });
note("broken", broken, error);
const failed = open("failed");
await failed.sendMessage({ text: "fail" });
note("failed", failed, error);

// A second client finds the running answer; a stop ends it for both.
const first = open("two-clients");
const sending = first.sendMessage({ text: "forever" });
while ((textOf(first.messages.at(-1)) ?? "").split(" ").length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
const second = open("two-clients");
const resuming = second.resumeStream();
while (!textOf(second.messages.at(-1))) await new Promise((resolve) => setTimeout(resolve, 5));
out.busy = (await call("POST", "message", { conversation_id: "two-clients", message: "And now?" })).status;
await call("POST", "two-clients/stop");
await Promise.all([sending, resuming]);
note("stopped", first);
note("resumed", second);
const history = await (await call("GET", "two-clients")).json();
out.kept = history.messages.at(-1).content === textOf(first.messages.at(-1)) && textOf(first.messages.at(-1)) === textOf(second.messages.at(-1));
console.log(JSON.stringify(out));
