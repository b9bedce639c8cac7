// @ts-check
// "zoe@gmial.com": an address that is one slip away from a provider that many people use. Only ever a
// question; whoever has such an address keeps it.

const KNOWN =
  "gmail.com googlemail.com yahoo.com ymail.com hotmail.com outlook.com live.com msn.com icloud.com aol.com proton.me protonmail.com mail.com email.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de yahoo.co.uk hotmail.co.uk yahoo.co.jp yahoo.fr hotmail.fr orange.fr free.fr wanadoo.fr laposte.net libero.it hotmail.it terra.es uol.com.br ziggo.nl kpnmail.nl wp.pl onet.pl interia.pl".split(
    " ",
  );

/** Letters that are wrong, missing, too many or swapped with their neighbour (optimal string alignment).
 * @param {string} a @param {string} b */
export function slips(a, b) {
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

/** The address that was probably meant; "" where nothing is to be said.
 * @param {string} address @param {boolean} [typing] more letters may follow */
export function suggestion(address, typing = false) {
  const [, user, typed] = /^\s*([^\s@]+)@([^\s@]+\.[^\s@.]{2,})\s*$/.exec(address) ?? [];
  if (!typed) return "";
  const domain = typed.toLowerCase();
  if (KNOWN.includes(domain)) return "";
  const last = (/** @type {string} */ name) => name.slice(name.lastIndexOf(".") + 1);
  let best = "";
  let least = 3;
  for (const known of KNOWN) {
    if (typing && known.startsWith(domain)) return "";
    // Another country's branch is no slip; "con" for "com" is.
    if (last(known) !== last(domain) && (last(known) !== "com" || slips(last(domain), "com") > 1)) continue;
    const count = slips(domain, known);
    if (count < least && count <= (known.length < 9 ? 1 : 2)) [best, least] = [known, count];
  }
  return best && `${user}@${best}`;
}
