// @ts-check
// Notices typing errors in the domain of a common e-mail provider, such as "zoe@gmial.com". It is only a suggestion: the
// visitor may keep the address.

import { foldEmail } from "./email_address.js";

const PROVIDERS =
  "gmail.com googlemail.com yahoo.com ymail.com hotmail.com outlook.com live.com msn.com icloud.com aol.com proton.me protonmail.com mail.com email.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de yahoo.co.uk hotmail.co.uk yahoo.co.jp yahoo.fr hotmail.fr orange.fr free.fr wanadoo.fr laposte.net libero.it hotmail.it terra.es uol.com.br ziggo.nl kpnmail.nl wp.pl onet.pl interia.pl".split(
    " ",
  );

/** Counts letters that are wrong, missing, added or swapped with their neighbour (optimal string alignment distance).
 * @param {string} a @param {string} b */
export function editDistance(a, b) {
  /** @type {number[][]} */
  const table = [];
  for (let i = 0; i <= a.length; i += 1) {
    table[i] = [i];
    for (let j = 1; j <= b.length; j += 1) {
      if (i === 0) {
        table[i][j] = j;
        continue;
      }
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      table[i][j] = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.length][b.length];
}

/** Returns the address that was probably meant; "" if the address looks right.
 * @param {string} address @param {boolean} [typing] more letters may follow */
export function suggestEmail(address, typing = false) {
  const [, user, typed] = /^\s*([^\s@]+)@([^\s@]+\.[^\s@.]{2,})\s*$/.exec(foldEmail(address)) ?? [];
  if (!typed) return "";
  const domain = typed.toLowerCase();
  if (PROVIDERS.includes(domain)) return "";
  const topLevel = (/** @type {string} */ name) => name.slice(name.lastIndexOf(".") + 1);
  let best = "";
  let least = 3;
  for (const known of PROVIDERS) {
    if (typing && known.startsWith(domain)) return "";
    // Another country's domain is no typing error; "con" for "com" is.
    if (topLevel(known) !== topLevel(domain) && (topLevel(known) !== "com" || editDistance(topLevel(domain), "com") > 1)) continue;
    const count = editDistance(domain, known);
    if (count < least && count <= (known.length < 9 ? 1 : 2)) [best, least] = [known, count];
  }
  return best && `${user}@${best}`;
}
