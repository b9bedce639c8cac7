import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../../static/widget/accept_types.js";
import { wordsFor } from "./language.mjs";

const MB = 1024 * 1024;
const limits = { accept: [".pdf", ".png"], max_file_bytes: 100 * MB, max_files: 2, max_session_bytes: 150 * MB };
const ask = (name, size, have = []) => refusal({ name, size }, have, limits, wordsFor("en"));

test("a file within the limits is accepted", () => {
  assert.equal(ask("a.pdf", 1), "");
  assert.equal(ask("A.PDF", 100 * MB), "");
});

test("each refusal names the file, the reason and what to do", () => {
  assert.equal(ask("scan.pdf", 130 * MB), "“scan.pdf” is 130 MB. Files can be up to 100 MB. Try a PDF of the same pages.");
  assert.match(ask("scan.pdf", 100 * MB + 1), /just over 100 MB/);
  assert.match(ask("setup.exe", 1), /“setup.exe” is a .exe file, which cannot be opened here/);
  assert.match(ask("README", 1), /no file ending/);
  assert.match(ask("empty.pdf", 0), /is empty/);
  const have = [
    { name: "1.pdf", size: 80 * MB },
    { name: "2.pdf", size: 1 },
  ];
  assert.match(ask("3.pdf", 1, have), /room for 2 files/);
  assert.match(ask("3.pdf", 80 * MB, have.slice(0, 1)), /together can be up to 150 MB/);
  assert.match(ask("1.pdf", 80 * MB, have), /already in the list/);
});

test("without limits every file that is not empty is accepted", () => {
  assert.equal(refusal({ name: "x", size: 1 }, [], {}, wordsFor("en")), "");
});
