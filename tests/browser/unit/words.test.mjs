import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsFor } from "../../../static/widget/words.js";

test("an unknown language falls back to English, a region is ignored", () => {
  assert.equal(wordsFor("xx").lang, "en");
  assert.equal(wordsFor("en-GB"), wordsFor("EN"));
});

test("the words keep to the house style", () => {
  const all = [];
  const walk = (value) => {
    if (typeof value === "string") all.push(value);
    else if (typeof value === "object") Object.values(value).forEach(walk);
  };
  walk(wordsFor("en"));
  for (const text of all) assert.ok(!text.includes("!"), text);
  // The contract gives this one word for word.
  assert.equal(
    wordsFor("en").failure,
    "The system has encountered an error, which has been notified to the administrator to investigate. Please try again later.",
  );
});
