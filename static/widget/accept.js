// @ts-check
// What the browser can know about a file before sending it. The server looks again, and inside.

import { clean, ending, size } from "./format.js";

/** Why this file cannot be sent, as a sentence; "" if it can.
 * @param {Pick<Item, "name" | "size">} file @param {Pick<Item, "name" | "size">[]} have those on their way or there
 * @param {Limits} limits @param {Words} words */
export function refusal(file, have, limits, words) {
  const name = clean(file.name);
  const type = ending(file.name);
  const { accept, max_file_bytes: each = Infinity, max_files: count = Infinity, max_session_bytes: all = Infinity } = limits;
  if (have.some((one) => one.name === file.name && one.size === file.size)) return words.refusedTwice({ name });
  if (accept && !accept.includes(type)) return type ? words.refusedType({ name, ending: type }) : words.refusedNoEnding({ name });
  if (file.size === 0) return words.refusedEmpty({ name });
  if (file.size > each) {
    const [is, most] = [size(file.size, words.intl), size(each, words.intl)];
    return words.refusedSize({ name, size: is === most ? words.justOver({ size: most }) : is, most });
  }
  if (have.length >= count) return words.refusedCount({ name, count });
  if (have.reduce((sum, one) => sum + one.size, file.size) > all) return words.refusedTotal({ name, size: size(all, words.intl) });
  return "";
}
