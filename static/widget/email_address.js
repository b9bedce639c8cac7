// @ts-check
// Removes what keyboards, word processors and web pages leave in a typed or pasted address: invisible characters, and the
// full-width letters of Chinese, Japanese and Korean input. src/platform/address.rs does the same.

const ASCII = /^[\0-\x7f]*$/;

/** @param {string} text */
export function foldEmail(text) {
  const visible = text.replace(/\p{Default_Ignorable_Code_Point}/gu, "").trim().replace(/[＠﹫]/g, "@");
  const at = visible.lastIndexOf("@");
  const compatible = (/** @type {string} */ part) => part.normalize("NFKC");
  if (at < 0) return visible;
  const [user, domain] = [visible.slice(0, at), visible.slice(at + 1)];
  // Letters beyond ASCII stay as they are, because their mailbox may differ from that of their lookalikes.
  const fold = (/** @type {string} */ part, /** @type {string} */ other) => (ASCII.test(compatible(part)) ? compatible(part) : other);
  return `${fold(user, user.normalize("NFC"))}@${fold(domain, domain)}`;
}
