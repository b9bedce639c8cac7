// @ts-check
// The session's id. The browser makes it, stores it, and sends it only in a header.

const SESSION_KEY = "anteroom.session";
const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A UUID v4 (RFC 9562). `crypto.randomUUID` is missing on plain-http pages.
 * @returns {string} */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Stores the id in localStorage, or in memory where that is forbidden or full.
 * @param {() => Storage} storage a function, because reading the property alone can throw */
export function sessionIdStore(storage) {
  /** @type {string | null} */
  let memory = null;

  const read = () => {
    try {
      const stored = storage().getItem(SESSION_KEY);
      return stored && V4.test(stored) ? stored : null;
    } catch {
      return null;
    }
  };
  memory = read();

  /** @param {string | null} id */
  const write = (id) => {
    memory = id;
    try {
      id ? storage().setItem(SESSION_KEY, id) : storage().removeItem(SESSION_KEY);
    } catch {}
  };

  return {
    key: SESSION_KEY,
    get: () => memory,
    forget: () => write(null),
    /** Returns the id, and makes one if there is none. */
    ensure() {
      if (!memory) write(read() ?? newId());
      return /** @type {string} */ (memory);
    },
    /** Replaces an id that the server refused. Another tab may already have made the next one.
     * @param {string | null} dead */
    renew(dead) {
      const stored = read();
      write(stored && stored !== dead ? stored : newId());
    },
  };
}

