import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, withContrast, accentColours, parseHex } from "../../../static/widget/colour.js";

test("only hex colours are taken", () => {
  assert.deepEqual(parseHex("#1d5c57"), [29, 92, 87]);
  assert.deepEqual(parseHex("#fff"), [255, 255, 255]);
  for (const bad of [null, "", "red", "#12345", "#fff;color:red", "url(x)"]) assert.equal(parseHex(bad), null, String(bad));
});

test("contrast is WCAG's", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.ok(Math.abs(contrast([118, 118, 118], [255, 255, 255]) - 4.54) < 0.01);
});

test("any accent makes readable text on light and on dark", () => {
  const papers = { light: [251, 250, 247], dark: [33, 32, 29] };
  for (let r = 0; r < 256; r += 51)
    for (let g = 0; g < 256; g += 51)
      for (let b = 0; b < 256; b += 51) {
        const made = accentColours([r, g, b]);
        const read = (name) => [...made[name].matchAll(/rgb\((\d+) (\d+) (\d+)\)|#(000|fff)/g)].map((m) => (m[4] ? (m[4] === "fff" ? [255, 255, 255] : [0, 0, 0]) : [+m[1], +m[2], +m[3]]));
        const [accent, on, ink] = ["--accent", "--on-accent", "--accent-ink"].map(read);
        [papers.light, papers.dark].forEach((paper, i) => {
          assert.ok(contrast(accent[i], on[i]) >= 4.5, `text on ${accent[i]}`);
          assert.ok(contrast(accent[i], paper) >= 1.3, `accent ${accent[i]}`);
          assert.ok(contrast(ink[i], paper) >= 4.5, `ink ${ink[i]}`);
        });
      }
  assert.deepEqual(withContrast([0, 0, 0], papers.light, 3), [0, 0, 0]);
});
