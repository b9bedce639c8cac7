// What is typed for an address, as the server reads it (src/intake/script.rs has the same pairs).

import assert from "node:assert/strict";
import { test } from "node:test";
import { foldEmail } from "../../../static/widget/email_address.js";
import { suggestEmail } from "../../../static/widget/email_suggestion.js";

test("full-width letters and invisible characters fold to the address that was meant", () => {
  for (const [typed, taken] of [
    ["ｚｏｅ@ｅｘａｍｐｌｅ．ｏｒｇ", "zoe@example.org"],
    ["ｚｏｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "zoe@example.org"],
    ["zoe\u200b@example.org\ufeff", "zoe@example.org"],
    ["\u202azoe@example.org\u202c", "zoe@example.org"],
    ["\u3000zoe@example.org\u00a0", "zoe@example.org"],
    ["ｚｏｅ@bücher.example", "zoe@bücher.example"],
    ["zoe\u0308@example.org", "zo\u00eb@example.org"],
    ["zoe", "zoe"],
  ])
    assert.equal(foldEmail(typed), taken);
  assert.equal(suggestEmail("ｚｏｅ＠ｇｍｉａｌ．ｃｏｍ"), "zoe@gmail.com");
});
