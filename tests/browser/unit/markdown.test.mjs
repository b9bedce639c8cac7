import assert from "node:assert/strict";
import { test } from "node:test";

/** As much of a document as the module needs. */
class Element {
  constructor(tag) {
    this.tag = tag;
    this.childNodes = [];
  }
  get children() {
    return this.childNodes.filter((one) => one instanceof Element);
  }
  get lastElementChild() {
    return this.children.at(-1);
  }
  append(...nodes) {
    for (const node of nodes) {
      if (node instanceof Element) node.parent = this;
      this.childNodes.push(node);
    }
  }
  remove() {
    this.parent.childNodes = this.parent.childNodes.filter((one) => one !== this);
  }
  setAttribute(name, value) {
    this[name] = value;
  }
  toString() {
    const inner = this.childNodes.join("");
    if (this.tag === "a") return `<a ${this.href}>${inner}</a>`;
    return this.tag === "br" ? "⏎" : this.className === "host" ? `{${inner}}` : `<${this.tag}>${inner}</${this.tag}>`;
  }
}
globalThis.document = { createElement: (tag) => new Element(tag) };
const { blocksOf, inlineNodes, markdown } = await import("../../../static/chat/markdown.js");

const inline = (text) => inlineNodes(text).join("");

test("a link shows where it leads, whatever it says", () => {
  assert.equal(inline("[our page](https://www.example.org/a)"), "<a https://www.example.org/a>our page</a> {(www.example.org)}");
  assert.equal(inline("See https://www.example.org/a."), "See <a https://www.example.org/a>https://www.example.org/a</a>.");
  assert.equal(inline("[https://bank.example/?to=evil.io](https://evil.io/)"), "<a https://evil.io/>https://bank.example/?to=evil.io</a> {(evil.io)}");
  assert.equal(inline("https://bank.example@evil.io/"), "<a https://bank.example@evil.io/>https://bank.example@evil.io/</a> {(evil.io)}");
  assert.equal(inline("[data.com](https://a.co/)"), "<a https://a.co/>data.com</a> {(a.co)}");
  assert.equal(inline("[write](mailto:a@b.example)"), "<a mailto:a@b.example>write</a> {(a@b.example)}");
  for (const text of ["[x](javascript:alert(1))", "[x](data:text/html,x)", "[x](//evil.io)", "![x](file:///etc/passwd)", "<img src=x onerror=alert(1)>"]) {
    assert.equal(inline(text), text);
  }
  assert.equal(inline("![chart](https://evil.io/?secret)"), "<a https://evil.io/?secret>chart</a> {(evil.io)}");
});

test("emphasis, code and what only looks like them", () => {
  assert.equal(inline("**a _b_** `c*d*` e*f*g 2*3*4 snake_case_name"), "<strong>a <em>b</em></strong> <code>c*d*</code> e*f*g 2*3*4 snake_case_name");
  assert.equal(inline("``a`b``"), "<code>a`b</code>");
  assert.equal(inline("**open"), "**open");
});

test("blocks", () => {
  const kinds = (text) => blocksOf(text).map(({ kind, lines }) => `${kind}:${lines.join("|")}`);
  assert.deepEqual(kinds("# Title\none\ntwo\n\n- a\n- b\n  more\n\n1. c\n\n> said\n```js\n# no\n- no\n```\nend"), [
    "title:Title", "text:one|two", "list:- a|- b\nmore|1. c", "quote:said", "code:# no|- no", "text:end",
  ]);
  assert.deepEqual(kinds("```\nnot closed\n"), ["code:not closed|"]);
  assert.deepEqual(kinds(""), []);
});

test("what has not changed stays while a text grows", () => {
  const parent = new Element("div");
  const show = markdown(parent);
  show("one\n\ntwo");
  const [first] = parent.children;
  show("one\n\ntwo and more\n\n- three");
  assert.equal(parent.children[0], first);
  assert.equal(parent.childNodes.join(""), "<p>one</p><p>two and more</p><ul><li>three</li></ul>");
  show("other");
  assert.equal(parent.childNodes.join(""), "<p>other</p>");
});

test("a very long line takes no time to speak of", () => {
  assert.equal(inlineNodes("*a [b](".repeat(40_000)).length, 1);
});
