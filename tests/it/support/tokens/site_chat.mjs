// What the pages of sites have: a component that loads the history and sends messages, here without React. It runs in a
// page of the site, where paths are the site's own and a sign-in goes along by itself.
// node site_chat.mjs URL TOKEN
const [url, token] = process.argv.slice(2);
const fetchOfNode = fetch;
globalThis.fetch = (path, options = {}) =>
  fetchOfNode(url + path, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });

let messages = [];
const setMessages = (next) => (messages = next);

async function loadHistory() {
  const res = await fetch('/api/chat/history');
  const history = await res.json();
  setMessages(history);
}

async function sendMessage(text) {
  const res = await fetch('/api/chat/send', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ message: text })
  });

  const data = await res.json();

  setMessages([
    ...messages,
    { role: 'user', content: text },
    { role: 'assistant', content: data.response }
  ]);
}

await loadHistory();
await sendMessage("Hello");
await sendMessage("And more");
const shown = messages;
await loadHistory();
const loaded = messages;
const cleared = await (await fetch('/api/chat/history', { method: 'DELETE' })).json();
await loadHistory();
console.log(JSON.stringify({ shown, loaded, cleared, after: messages }));
