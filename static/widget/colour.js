// @ts-check
// A customer may choose any accent. From it come the colours that keep text readable (WCAG 2.2,
// 1.4.3 and 1.4.11) on light and on dark paper.

/** @typedef {[number, number, number]} Rgb */

const PAPER = { light: /** @type {Rgb} */ ([251, 250, 247]), dark: /** @type {Rgb} */ ([33, 32, 29]) };

/** @param {string | null} text "#abc" or "#aabbcc" @returns {Rgb | null} */
export function parse(text) {
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? "")?.[1];
  if (!hex) return null;
  const full = hex.length === 3 ? hex.replace(/./g, "$&$&") : hex;
  const part = (/** @type {number} */ at) => parseInt(full.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/** WCAG relative luminance. @param {Rgb} rgb */
function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {Rgb} a @param {Rgb} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, moved towards black or white just as far as the contrast on `paper` asks.
 * @param {Rgb} colour @param {Rgb} paper @param {number} least @returns {Rgb} */
export function fit(colour, paper, least) {
  const end = luminance(paper) > 0.18 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = /** @type {Rgb} */ (colour.map((part) => Math.round(part + (end - part) * share)));
    if (contrast(mixed, paper) >= least) return mixed;
  }
  return [end, end, end];
}

/** @param {Rgb} accent @returns {Record<string, string>} custom properties */
export function palette(accent) {
  const css = (/** @type {Rgb} */ rgb) => `rgb(${rgb.join(" ")})`;
  const on = (/** @type {Rgb} */ rgb) => (luminance(rgb) > 0.179 ? "#000" : "#fff");
  const both = (/** @type {(paper: Rgb) => string} */ make) => `light-dark(${make(PAPER.light)}, ${make(PAPER.dark)})`;
  return {
    // A fill stays the customer's own colour unless it would vanish: its text tells what it is.
    "--accent": both((paper) => css(fit(accent, paper, 1.3))),
    "--on-accent": both((paper) => on(fit(accent, paper, 1.3))),
    "--accent-ink": both((paper) => css(fit(accent, paper, 4.6))),
  };
}
