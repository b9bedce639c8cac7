import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../../static/widget/accept_types.js";
import { wordsFor } from "./language.mjs";

const MB = 1024 * 1024;
const limits = { accept: [".pdf", ".png"], max_file_bytes: 100 * MB, max_files: 2, max_session_bytes: 150 * MB };
const ask = (name, size, have = [], more = {}, folder) => refusal({ name, size, ...more }, have, limits, wordsFor("en"), folder);

test("a file within the limits is accepted", () => {
  assert.equal(ask("a.pdf", 1), "");
  assert.equal(ask("A.PDF", 100 * MB), "");
});

test("each refusal names the file, the reason and what to do", () => {
  assert.equal(ask("scan.pdf", 130 * MB), "“scan.pdf” is 130 MB. Files can be up to 100 MB. Try a PDF of the same pages.");
  assert.match(ask("scan.pdf", 100 * MB + 1), /just over 100 MB/);
  assert.match(ask("setup.exe", 1), /“setup.exe” is a .exe file, which cannot be opened here/);
  assert.match(ask("empty.pdf", 0), /is empty/);
  const have = [
    { name: "1.pdf", size: 80 * MB },
    { name: "2.pdf", size: 1 },
  ];
  assert.match(ask("3.pdf", 1, have), /room for 2 files/);
  assert.match(ask("3.pdf", 80 * MB, have.slice(0, 1)), /together can be up to 150 MB/);
  assert.match(ask("1.pdf", 80 * MB, have), /already in the list/);
});

test("names are cleaned as the server cleans them before their ending is read", () => {
  for (const name of ["a.pdf\u200f", "a.pdf ", "a.pdf.", "a.pdf\u200b", "\u202aa.PDF\u202c", "a.pdf\u00a0"]) assert.equal(ask(name, 1), "", name);
  assert.match(ask("a.exe\u200f", 1), /is a .exe file/);
});

test("the server looks into a file without an ending", () => {
  for (const name of ["image", "1000012345", "Dr. Smith", "scan 2024.03.12", "scan.pdf (1)"]) assert.equal(ask(name, 1), "", name);
});

test("a file is the same only if date and folder are the same too", () => {
  const first = { lastModified: 1, webkitRelativePath: "a/1.pdf" };
  const sent = [{ name: "1.pdf", size: 5, file: { name: "1.pdf", size: 5, ...first } }];
  assert.match(ask("1.pdf", 5, sent, first), /already in the list/);
  assert.equal(ask("1.pdf", 5, sent, { ...first, lastModified: 2 }), "");
  assert.equal(ask("1.pdf", 5, sent, { ...first, webkitRelativePath: "b/1.pdf" }), "");
  // After a reload only name and size are known.
  assert.match(ask("1.pdf", 5, [{ name: "1.pdf", size: 5 }], first), /already in the list/);
});

test("a folder is told apart from an empty file", () => {
  assert.match(ask("Papers", 0, [], {}, true), /“Papers” is a folder. Choose the files in it/);
});

test("without limits every file that is not empty is accepted", () => {
  assert.equal(refusal({ name: "x", size: 1 }, [], {}, wordsFor("en")), "");
});
