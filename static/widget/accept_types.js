// @ts-check
// Checks a file before it is sent. The server checks again, and looks at the content.

import { cleanName, extensionOf, formatSize } from "./format.js";

/** Returns why this file cannot be sent, as a sentence; "" if it can.
 * @param {Candidate} file @param {(Candidate & Pick<Item, "file">)[]} have files that are stored or on their way
 * @param {Limits} limits @param {Words} words @param {boolean} [folder] */
export function refusal(file, have, limits, words, folder) {
  const name = cleanName(file.name);
  const type = extensionOf(file.name);
  const { accept, max_file_bytes: each = Infinity, max_files: count = Infinity, max_session_bytes: all = Infinity } = limits;
  if (folder) return words.refusedFolder({ name });
  // Of files from before a reload only the name and the size are known.
  const same = (/** @type {Candidate} */ one) =>
    one.name === file.name &&
    one.size === file.size &&
    (one.lastModified ?? file.lastModified) === file.lastModified &&
    (one.webkitRelativePath ?? file.webkitRelativePath) === file.webkitRelativePath;
  if (have.some((one) => same(one.file ?? one))) return words.refusedTwice({ name });
  if (accept && type && !accept.includes(type)) return words.refusedType({ name, ending: type });
  if (file.size === 0) return words.refusedEmpty({ name });
  if (file.size > each) {
    const [is, most] = [formatSize(file.size, words.intl), formatSize(each, words.intl)];
    return words.refusedSize({ name, size: is === most ? words.justOver({ size: most }) : is, most });
  }
  if (have.length >= count) return words.refusedCount({ name, count });
  if (have.reduce((sum, one) => sum + one.size, file.size) > all) return words.refusedTotal({ name, size: formatSize(all, words.intl) });
  return "";
}
