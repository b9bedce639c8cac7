// A customer's site, on an origin of its own.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

/** The minimal policy that docs/embedding.md names, and nothing besides it. @param {string} chat its origin */
export const strict = (chat) =>
  `default-src 'none'; script-src ${chat}; frame-src ${chat}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;

/** Serves `pages`: path to HTML, or to a function of the chat's origin.
 * @param {import("node:test").TestContext} t
 * @param {{name?: string, policy?: (chat: string) => string, pages: Record<string, string | ((chat: string) => string)>}} options */
export async function openSite(t, { name = "127.0.0.1", policy = strict, pages }) {
  let chat = "";
  const site = createServer((request, response) => {
    const where = new URL(request.url, "http://site").pathname;
    const page = pages[where];
    if (page === undefined) return response.writeHead(204).end();
    const script = where.endsWith(".js");
    response.writeHead(200, {
      "Content-Type": script ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8",
      ...(policy && !script && { "Content-Security-Policy": policy(chat) }),
      "Referrer-Policy": "no-referrer",
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
