// @ts-check
// Numbers and names as people read them.

/** Sizes as file managers show them: 1024-based, one decimal below ten.
 * @param {number} bytes @param {string} lang */
export function size(bytes, lang) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let unit = 0;
  let value = bytes;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const maximumFractionDigits = unit > 0 && value < 10 ? 1 : 0;
  // Arabic shortens some units and not others: whole words read better beside each other.
  const unitDisplay = lang.startsWith("ar") ? "long" : "short";
  return new Intl.NumberFormat(lang, { style: "unit", unit: units[unit], unitDisplay, maximumFractionDigits }).format(value);
}

/** @param {number} share @param {string} lang */
export const percent = (share, lang) => new Intl.NumberFormat(lang, { style: "percent" }).format(Math.floor(share * 100) / 100);

/** A name in two parts, so that CSS can shorten the middle and keep the ending in sight.
 * Direction marks go: with them "gpj.exe" can be dressed up as a picture.
 * @param {string} name @returns {[string, string]} */
export function halves(name) {
  const letters = Array.from(clean(name));
  const tail = letters.length > 16 ? 9 : 0;
  return [letters.slice(0, letters.length - tail).join(""), letters.slice(letters.length - tail).join("")];
}

/** @param {string} name */
export const clean = (name) => name.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "");

/** ".pdf" of "Scan.PDF"; "" where there is none.
 * @param {string} name */
export const ending = (name) => /[^/]\.([^.\s/]{1,10})$/.exec(name)?.[0].slice(1).toLowerCase() ?? "";

/** @param {string | undefined} iso @param {string} lang */
export function dateTime(iso, lang) {
  const at = iso ? new Date(iso) : null;
  if (!at || Number.isNaN(at.getTime())) return "";
  return at.toLocaleString(lang, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
}
