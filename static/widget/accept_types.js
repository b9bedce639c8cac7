// @ts-check
// Checks a file before it is sent. The server checks again, and looks at the content.

import { cleanName, extensionOf, formatSize } from "./format.js";

/** Returns why this file cannot be sent, as a sentence; "" if it can.
 * @param {Pick<Item, "name" | "size">} file @param {Pick<Item, "name" | "size">[]} have files that are stored or on their way
 * @param {Limits} limits @param {Words} words */
export function refusal(file, have, limits, words) {
  const name = cleanName(file.name);
  const type = extensionOf(file.name);
  const { accept, max_file_bytes: each = Infinity, max_files: count = Infinity, max_session_bytes: all = Infinity } = limits;
  if (have.some((one) => one.name === file.name && one.size === file.size)) return words.refusedTwice({ name });
  if (accept && !accept.includes(type)) return type ? words.refusedType({ name, ending: type }) : words.refusedNoEnding({ name });
  if (file.size === 0) return words.refusedEmpty({ name });
  if (file.size > each) {
    const [is, most] = [formatSize(file.size, words.intl), formatSize(each, words.intl)];
    return words.refusedSize({ name, size: is === most ? words.justOver({ size: most }) : is, most });
  }
  if (have.length >= count) return words.refusedCount({ name, count });
  if (have.reduce((sum, one) => sum + one.size, file.size) > all) return words.refusedTotal({ name, size: formatSize(all, words.intl) });
  return "";
}
