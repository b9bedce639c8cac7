// @ts-check
// The made-up telephone: scans, sends, and shows what has come.

const [phone, send] = ["phone", "send"].map((id) => /** @type {HTMLFormElement} */ (document.getElementById(id)));
const [heard, problem, done] = ["heard", "problem", "done"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const field = (/** @type {HTMLFormElement} */ form, /** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
const number = () => field(phone, "number").value.trim();
/** @type {ReturnType<typeof setInterval> | undefined} */
let looking;
/** What was sent from here. @type {{to: string, text: string}[]} */
const sent = [];

/** @param {string} path @param {unknown} [body] */
async function call(path, body) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/dev/phone/${path}`, body === undefined ? {} : options);
  const text = await answer.text();
  if (answer.ok) return text ? JSON.parse(text) : null;
  problem.textContent = JSON.parse(text).detail;
  problem.hidden = false;
  throw new Error(path);
}

/** @param {HTMLFormElement} form @param {() => Promise<unknown>} act */
function onSubmit(form, act) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    done.textContent = "…";
    problem.hidden = true;
    await act().catch(() => (done.textContent = ""));
  });
}

/** @param {string} who @param {string} text @param {boolean} own */
function line(who, text, own) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = who;
  item.append(name, text);
  item.classList.toggle("own", own);
  return item;
}

async function look() {
  const { messages } = await call(`messages?${new URLSearchParams({ of: number() })}`);
  const mine = sent.map((message) => line(`to ${message.to}`, message.text, true));
  heard.replaceChildren(...messages.map((/** @type {any} */ message) => line(message.from, message.text, false)), ...mine);
}

onSubmit(phone, async () => {
  await call("scan", { phoneNumber: number() });
  done.textContent = "Scanned.";
  looking ??= setInterval(() => look().catch(() => {}), 2000);
});
onSubmit(send, async () => {
  const to = field(send, "to").value.trim() || number();
  const text = field(send, "text").value;
  await call("messages", { from: number(), to, text });
  sent.push({ to: to === number() ? "its own chat" : to, text });
  done.textContent = "Sent.";
  await look();
});
