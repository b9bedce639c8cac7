// A customer's site, on an origin of its own.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";

/** The minimal policy that docs/embedding.md names, and nothing besides it. @param {string} chat its origin */
export const strict = (chat) =>
  `default-src 'none'; script-src ${chat}; frame-src ${chat}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;

/** Serves `pages`: path to HTML, or to a function of the chat's origin.
 * @param {import("node:test").TestContext} t
 * @param {{name?: string, policy?: (chat: string) => string, headers?: Record<string, string>, pages: Record<string, string | ((chat: string) => string)>}} options */
export async function openSite(t, { name = "127.0.0.1", policy = strict, headers = {}, pages }) {
  let chat = "";
  const site = createServer((request, response) => {
    const where = new URL(request.url, "http://site").pathname;
    const page = pages[where];
    if (page === undefined) return response.writeHead(204).end();
    const script = where.endsWith(".js");
    const type = script ? "text/javascript" : where.endsWith(".css") ? "text/css" : "text/html";
    response.writeHead(200, {
      "Content-Type": `${type}; charset=utf-8`,
      ...(policy && !script && { "Content-Security-Policy": policy(chat) }),
      "Referrer-Policy": "no-referrer",
      ...headers,
    });
    response.end(typeof page === "function" ? page(chat) : page);
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  t.after(() => {
    site.closeAllConnections();
    site.close();
  });
  return {
    // Another port is another origin, another name is another site.
    url: `http://${name}:${site.address().port}`,
    embed: (origin) => (chat = origin),
  };
}

/** A whole page. */
export const html = (body, head = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A customer</title>${head}</head><body><main><h1>A customer</h1>${body}</main></body></html>`;

/** The code block of a file of the documentation that comes after this heading, as a reader would copy it.
 * @param {string} heading */
export function snippet(heading) {
  const text = readFileSync(new URL("../../docs/embedding.md", import.meta.url), "utf8");
  const found = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  return /```\w+\n([\s\S]*?)```/.exec(found)[1].replaceAll("https://anteroom.example.com", "CHAT");
}

/** The chat's server behind a proxy that can be down, answer 502, or keep `/widget` waiting.
 * @param {import("node:test").TestContext} t @param {() => string} server its own address */
export async function openGate(t, server) {
  let state = "open";
  let release = () => {};
  /** @type {string[]} */
  const asked = [];
  const gate = createServer(async (request, response) => {
    const widget = request.url.startsWith("/widget");
    if (widget) asked.push(request.url);
    if (widget && state === "502") {
      response.writeHead(502, { "Content-Type": "text/html" });
      return response.end('<!doctype html><html lang="en"><title>502 Bad Gateway</title><main><h1>502 Bad Gateway</h1></main></html>');
    }
    if (widget && state === "slow") await new Promise((go) => (release = () => go()));
    if (state === "no script" && request.url.endsWith("/widget/main.js")) return response.writeHead(404).end();
    const onward = httpRequest(server() + request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  const listen = async (port) => {
    gate.listen(port, "127.0.0.1");
    await once(gate, "listening");
  };
  const shut = () => {
    gate.closeAllConnections();
    gate.close();
  };
  await listen(0);
  t.after(shut);
  const { port } = gate.address();
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    release: () => release(),
    /** @param {"open" | "gone" | "502" | "slow" | "no script"} next */
    async turn(next) {
      if (next === "gone") shut();
      else if (state === "gone") await listen(port);
      state = next;
    },
  };
}
