import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance, suggestEmail } from "../../../static/widget/email_suggestion.js";

test("a typing error is noticed", () => {
  for (const [typed, meant] of [
    ["zoe@gmial.com", "zoe@gmail.com"],
    ["zoe@gmail.con", "zoe@gmail.com"],
    ["zoe@gmail.co", "zoe@gmail.com"],
    ["Zoe.M+x@GMAL.COM", "Zoe.M+x@gmail.com"],
    ["zoe@hotmial.com", "zoe@hotmail.com"],
    ["zoe@outlok.com", "zoe@outlook.com"],
    ["zoe@yaho.com", "zoe@yahoo.com"],
    ["zoe@icluod.com", "zoe@icloud.com"],
    ["zoe@wbe.de", "zoe@web.de"],
    ["zoe@t-onlin.de", "zoe@t-online.de"],
    [" zoe@gmx.ent ", ""],
  ])
    assert.equal(suggestEmail(typed), meant, typed);
});

test("another domain is left alone", () => {
  for (const own of ["", "zoe", "zoe@", "zoe@gmail", "zoe@gmail.com", "zoe@mail.com", "zoe@ymail.com", "zoe@gmx.at", "zoe@example.org", "zoe@hotmail.es", "zoe@yahoo.es", "zoe@mailbox.org", "zoe@uni-koeln.de", "zoe@müller.de", "zoe@a@gmial.com"])
    assert.equal(suggestEmail(own), "", own);
});

test("nothing is suggested while more letters may follow", () => {
  const address = "zoe@yahoo.co.uk";
  for (let length = 0; length <= address.length; length += 1) assert.equal(suggestEmail(address.slice(0, length), true), "");
  assert.equal(suggestEmail("zoe@gmail.co", true), "");
  assert.equal(suggestEmail("zoe@gmial.com", true), "zoe@gmail.com");
});

test("edits are counted", () => {
  for (const [a, b, count] of [["", "abc", 3], ["abc", "abc", 0], ["abc", "acb", 1], ["abc", "abd", 1], ["abc", "ab", 1], ["kitten", "sitting", 3]]) assert.equal(editDistance(a, b), count);
});
