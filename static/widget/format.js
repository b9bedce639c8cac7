// @ts-check
// Formats sizes, dates and file names for people.

/** Sizes as file managers show them: 1024-based, one decimal below ten.
 * @param {number} bytes @param {string} lang */
export function formatSize(bytes, lang) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let unit = 0;
  let value = bytes;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const maximumFractionDigits = unit > 0 && value < 10 ? 1 : 0;
  // Arabic abbreviates some units and not others, which looks uneven in a list.
  const unitDisplay = lang.startsWith("ar") ? "long" : "short";
  return new Intl.NumberFormat(lang, { style: "unit", unit: units[unit], unitDisplay, maximumFractionDigits }).format(value);
}

/** @param {number} fraction @param {string} lang */
export const formatPercent = (fraction, lang) => new Intl.NumberFormat(lang, { style: "percent" }).format(Math.floor(fraction * 100) / 100);

/** Splits a name in two, so that CSS can shorten the middle and keep the extension visible.
 * @param {string} name @returns {[string, string]} */
export function splitName(name) {
  const letters = Array.from(cleanName(name));
  const tail = letters.length > 16 ? 9 : 0;
  return [letters.slice(0, letters.length - tail).join(""), letters.slice(letters.length - tail).join("")];
}

/** Cleans a name as the server does. Direction characters could make "photogpj.exe" look like a picture. @param {string} name */
export const cleanName = (name) => name.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "").replace(/^[\s\xad\u200b-\u200d\u2060]+|[\s\xad\u200b-\u200d\u2060.]+$/g, "");

/** Returns ".pdf" for "Scan.PDF"; "" if there is none, and the server looks at the content.
 * @param {string} name */
export const extensionOf = (name) => /.(\.(?=\d*[a-z])[a-z\d]{1,10})$/i.exec(cleanName(name))?.[1].toLowerCase() ?? "";

/** @param {string | undefined} iso @param {string} lang */
export function formatDateTime(iso, lang) {
  const at = iso ? new Date(iso) : null;
  if (!at || Number.isNaN(at.getTime())) return "";
  return at.toLocaleString(lang, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
}
