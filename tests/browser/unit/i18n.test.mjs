import assert from "node:assert/strict";
import { test } from "node:test";
import { makeWords } from "../../../static/widget/i18n.js";

const goOn = [{ count: { 0: "Dalej bez plików", one: ["Dalej z ", ["count"], " plikiem"], few: ["Dalej z ", ["count"], " plikami"], many: "wiele" } }];

test("a number gets the form of its language, and an exact one comes first", () => {
  const words = makeWords({ goOn, send: "Wyślij" }, "pl", false);
  assert.equal(words.send, "Wyślij");
  for (const [count, text] of [[0, "Dalej bez plików"], [1, "Dalej z 1 plikiem"], [3, "Dalej z 3 plikami"], [5, "wiele"], [1.5, "wiele"]])
    assert.equal(words.goOn({ count }), text);
});

test("only text that runs against its sentence is isolated", () => {
  const patterns = { arrived: [["name"], " / ", ["name"]], total: [["count"], " x ", ["size"]] };
  const [english, arabic] = [makeWords(patterns, "en", false), makeWords(patterns, "ar", true)];
  assert.equal(english.arrived({ name: "a (1).pdf" }), "a (1).pdf / a (1).pdf");
  assert.equal(english.arrived({ name: "א" }), "\u2068א\u2069 / \u2068א\u2069");
  assert.equal(arabic.arrived({ name: "a (1).pdf" }), "\u2068a (1).pdf\u2069 / \u2068a (1).pdf\u2069");
  assert.equal(arabic.arrived({ name: "ملف" }), "ملف / ملف");
  assert.equal(arabic.total({ count: 3, size: "5 ميغابايت" }), "3 x 5 ميغابايت");
});

test("numbers and dates follow the reader's region, in the digits of the texts", () => {
  assert.equal(makeWords({}, "en", false, ["de-DE", "en-GB", "en"]).intl, "en-GB-u-nu-latn");
  const { intl, lang } = makeWords({}, "ar", true, ["en"]);
  assert.deepEqual([lang, (1234.5).toLocaleString(intl).replace(/[^0-9]/g, "")], ["ar", "12345"]);
});
