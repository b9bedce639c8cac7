// @ts-check
// The member's conversations, and what a search finds in them.

import { h, icon } from "../../widget/dom.js";

const SEARCH_AFTER = 250;

/** @param {{words: ChatWords, open: (id: string) => unknown, begin: () => unknown,
 *   search: (text: string) => Promise<Hit[] | null>, more: () => Promise<unknown>}} options */
export function makeList({ words, open, begin, search, more }) {
  const list = h("ul", { className: "conversations" });
  const status = h("p", { className: "small", role: "status" });
  const moreButton = h("button", { type: "button", className: "secondary more", hidden: true, onclick: () => more() }, words.more);
  const input = h("input", { type: "search", className: "field", ariaLabel: words.search, placeholder: words.search, autocomplete: "off", maxLength: 200 });
  const el = h(
    "nav",
    { className: "side", ariaLabel: words.conversations },
    h("button", { type: "button", className: "secondary begin", onclick: () => begin() }, icon("edit"), words.begin),
    input,
    status,
    list,
    moreButton,
  );
  /** @type {Conversation[]} */
  let all = [];
  let current = "";
  let hasMore = false;

  /** @param {string} id @param {string | null | undefined} title @param {string} below */
  const row = (id, title, below) => {
    const button = h(
      "button",
      { type: "button", onclick: () => open(id) },
      h("span", { className: "title", dir: "auto" }, title || words.untitled),
      h("span", { className: "small", dir: "auto" }, below),
    );
    if (id === current) button.setAttribute("aria-current", "true");
    return h("li", {}, button);
  };
  const day = (/** @type {string} */ at) => new Date(at).toLocaleDateString(words.intl, { day: "numeric", month: "short", year: "numeric" });

  const show = () => {
    list.replaceChildren(...all.map((one) => row(one.id, one.title, day(one.updated_at))));
    status.textContent = all.length ? "" : words.none;
    moreButton.hidden = !hasMore;
  };

  let timer = 0;
  let asked = 0;
  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = input.value.trim();
      const now = (asked += 1);
      if (!text) return show();
      const hits = await search(text);
      // Another letter was typed meanwhile, or it failed and the page says so.
      if (now !== asked || !hits) return;
      list.replaceChildren(...hits.map((hit) => row(hit.conversation_id, hit.title, hit.snippet)));
      status.textContent = hits.length ? words.found({ count: hits.length }) : words.nothing;
      moreButton.hidden = true;
    }, SEARCH_AFTER);
  };

  return {
    el,
    /** @param {Conversation[]} conversations @param {boolean} others whether there are older ones */
    set(conversations, others) {
      [all, hasMore] = [conversations, others];
      if (!input.value.trim()) show();
    },
    /** @param {string} id */
    select(id) {
      current = id;
      for (const button of list.querySelectorAll("button")) button.removeAttribute("aria-current");
      if (!input.value.trim()) show();
    },
    clear() {
      input.value = "";
      this.set([], false);
    },
    focus: () => input.focus(),
  };
}
