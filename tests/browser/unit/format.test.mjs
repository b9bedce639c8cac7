import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanName, extensionOf, splitName, formatPercent, formatSize, formatDateTime } from "../../../static/widget/format.js";

test("sizes", () => {
  for (const [bytes, shown] of [
    [0, "0 byte"],
    [1023, "1,023 byte"],
    [1024, "1 kB"],
    [1536, "1.5 kB"],
    [1024 * 1024 - 1, "1 MB"],
    [100 * 1024 * 1024, "100 MB"],
    [2.25 * 1024 ** 3, "2.3 GB"],
  ])
    assert.equal(formatSize(bytes, "en"), shown);
  // As each language writes them.
  assert.equal(formatSize(1536 * 1024, "de"), "1,5 MB");
  assert.equal(formatSize(1536 * 1024, "fr").replace(/\s/, " "), "1,5 Mo");
});

test("a share is rounded down, so that only what is done is done", () => {
  assert.equal(formatPercent(0.999, "en"), "99%");
  assert.equal(formatPercent(0.5, "de").replace(/\s/, " "), "50 %");
});

test("endings", () => {
  for (const [name, expected] of [
    ["Scan.PDF", ".pdf"],
    ["a.tar.gz", ".gz"],
    ["none", ""],
    [".hidden", ""],
    ["trailing.", ""],
    ["a. pdf", ""],
    ["scan 2024.03.12", ""],
    ["scan.pdf (1)", ""],
    ["a.7z", ".7z"],
    ["a.markdown", ".markdown"],
    ["a.pdf\u200f", ".pdf"],
    ["a.pdf. ", ".pdf"],
  ])
    assert.equal(extensionOf(name), expected, name);
});

test("a long name is split before its end, never inside a letter", () => {
  assert.deepEqual(splitName("short.pdf"), ["short.pdf", ""]);
  const [head, tail] = splitName("Rental agreement 2019.pdf");
  assert.equal(head + tail, "Rental agreement 2019.pdf");
  assert.equal(tail, " 2019.pdf");
  assert.ok(splitName("😀".repeat(30)).every((half) => half.isWellFormed()));
});

test("names lose direction and control characters", () => {
  assert.equal(cleanName("photo\u202Egpj.exe"), "photogpj.exe");
  assert.equal(cleanName("a\r\nb\0.pdf"), "ab.pdf");
  assert.equal(cleanName("\ufeff a.pdf\u00a0\u200b"), "a.pdf");
});

test("a date that is missing or broken is left out", () => {
  assert.equal(formatDateTime(undefined, "en"), "");
  assert.equal(formatDateTime("soon", "en"), "");
  assert.match(formatDateTime("2026-11-22T12:00:00Z", "en"), /Sunday, November 22/);
});
