// @ts-check
// Who may read one's board, and whose one may read.

/** @param {{api: ReturnType<typeof import("./api.js").makeApi>,
 *   attempt: (work: () => Promise<unknown>) => Promise<void>, read: (id: string) => Promise<void>}} options */
export function makeSharing({ api, attempt, read }) {
  const given = /** @type {HTMLElement} */ (document.getElementById("given"));
  const received = /** @type {HTMLElement} */ (document.getElementById("received"));
  const title = /** @type {HTMLElement} */ (document.getElementById("board-title"));
  const own = title.textContent ?? "";

  /** @param {string} id @param {() => Promise<unknown>} act */
  function button(id, act) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
    const made = /** @type {HTMLButtonElement} */ (/** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild);
    made.addEventListener("click", () => attempt(act));
    return made;
  }

  /** @param {{id: string, phoneNumber: string | null}} share @param {HTMLButtonElement[]} buttons */
  function item(share, ...buttons) {
    const line = document.createElement("li");
    const number = document.createElement("span");
    number.dir = "ltr";
    number.textContent = share.phoneNumber ?? "—";
    line.append(number, ...buttons);
    return line;
  }

  async function load() {
    const shares = await api.call("GET", "shares");
    /** @param {{id: string}} share */
    const end = (share) =>
      button("share-end", async () => {
        await api.call("DELETE", `shares/${share.id}`);
        title.textContent = own;
        await read("");
        await load();
      });
    given.replaceChildren(...shares.given.map((/** @type {any} */ share) => item(share, end(share))));
    received.hidden = !shares.received.length;
    const open = (/** @type {any} */ share) =>
      button("share-read", async () => {
        title.textContent = `${own} · ${share.phoneNumber ?? ""}`;
        await read(share.id);
      });
    const lines = shares.received.map((/** @type {any} */ share) => item(share, open(share), end(share)));
    received.querySelector("ul")?.replaceChildren(...lines);
  }
  return { load };
}
