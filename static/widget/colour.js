// @ts-check
// A customer may choose any accent colour. This makes the colours from it that keep text readable (WCAG 2.2, 1.4.3 and
// 1.4.11) on the light and on the dark background.

/** @typedef {[number, number, number]} Rgb */

const BACKGROUND = { light: /** @type {Rgb} */ ([251, 250, 247]), dark: /** @type {Rgb} */ ([33, 32, 29]) };

/** @param {string | null} text "#abc" or "#aabbcc" @returns {Rgb | null} */
export function parseHex(text) {
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

/** Returns the colour, darkened or lightened until its contrast with `background` is at least `least`.
 * @param {Rgb} colour @param {Rgb} background @param {number} least @returns {Rgb} */
export function withContrast(colour, background, least) {
  const end = luminance(background) > 0.18 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = /** @type {Rgb} */ (colour.map((part) => Math.round(part + (end - part) * share)));
    if (contrast(mixed, background) >= least) return mixed;
  }
  return [end, end, end];
}

/** @param {Rgb} accent @returns {Record<string, string>} custom properties */
export function accentColours(accent) {
  const css = (/** @type {Rgb} */ rgb) => `rgb(${rgb.join(" ")})`;
  const on = (/** @type {Rgb} */ rgb) => (luminance(rgb) > 0.179 ? "#000" : "#fff");
  const both = (/** @type {(background: Rgb) => string} */ make) => `light-dark(${make(BACKGROUND.light)}, ${make(BACKGROUND.dark)})`;
  return {
    // A fill keeps the customer's colour unless it could not be seen; the text on it has the contrast.
    "--accent": both((background) => css(withContrast(accent, background, 1.3))),
    "--on-accent": both((background) => on(withContrast(accent, background, 1.3))),
    "--accent-ink": both((background) => css(withContrast(accent, background, 4.6))),
  };
}
