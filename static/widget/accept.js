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
  if (have.some((one) => one.name === file.name && one.size === file.size)) return words.refused.twice(name);
  if (accept && !accept.includes(type)) return words.refused.type(name, type);
  if (file.size === 0) return words.refused.empty(name);
  if (file.size > each) {
    const [is, most] = [size(file.size, words.lang), size(each, words.lang)];
    return words.refused.size(name, is === most ? words.justOver(most) : is, most);
  }
  if (have.length >= count) return words.refused.count(name, count);
  if (have.reduce((sum, one) => sum + one.size, file.size) > all) return words.refused.total(name, size(all, words.lang));
  return "";
}
