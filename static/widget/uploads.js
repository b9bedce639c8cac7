// @ts-check
// The list of files, sent three at a time. Every failure is shown in the list. It uses neither DOM nor network, so that it
// can be tested without them: `hooks.send` sends one file.

const MAX_PARALLEL = 3;
// After that the visitor has to press the button: the connection does not get through.
const MAX_AUTO_RETRIES = 5;

export class Uploads {
  /** @type {Item[]} */
  items = [];
  #key = 0;
  /** @type {UploadHooks} */
  #hooks;

  /** @param {UploadHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /** @param {Pick<Item, "name" | "size" | "state"> & Partial<Item>} from */
  #push(from) {
    this.items.push({ key: (this.#key += 1), sent: 0, why: "", autoRetries: 0, ...from });
  }

  /** @param {FileState[]} states */
  inState(...states) {
    return this.items.filter((item) => states.includes(item.state));
  }
  get stored() {
    return this.inState("stored");
  }
  get running() {
    return this.inState("waiting", "sending");
  }
  get failed() {
    return this.inState("failed");
  }
  /** Bytes of all files that are stored or on their way. */
  get total() {
    return [...this.stored, ...this.running].reduce((sum, item) => sum + item.size, 0);
  }

  /** @param {File[]} files @param {(boolean | undefined)[]} [folders] whether each is a folder */
  add(files, folders) {
    for (const [at, file] of files.entries()) {
      const why = this.#hooks.refuse(file, this.inState("waiting", "sending", "stored", "failed"), folders?.[at]);
      this.#push({ name: file.name, size: file.size, state: why ? "refused" : "waiting", why, file: why ? undefined : file });
    }
    this.#sendNext();
  }

  /** Lists files that had not arrived when an earlier page was closed.
   * @param {string[]} names @param {string} why */
  addUnfinished(names, why) {
    for (const name of names) this.#push({ name, size: 0, state: "failed", why });
    this.#hooks.changed();
  }

  /** Makes the list match the server's. Files that the server lost and this page still has are sent again.
   * @param {StoredFile[]} stored
   * @returns {string[]} names of files that are lost */
  reconcile(stored) {
    const ids = new Set(stored.map((one) => one.id));
    /** @type {string[]} */
    const lost = [];
    for (const item of this.stored) {
      if (item.id && ids.delete(item.id)) continue;
      if (item.file) Object.assign(item, { state: "waiting", id: undefined, sent: 0 });
      else {
        lost.push(item.name);
        this.items.splice(this.items.indexOf(item), 1);
      }
    }
    for (const { id, name, size } of stored) if (ids.has(id)) this.#push({ id, name, size, state: "stored", sent: 1 });
    this.#sendNext();
    return lost;
  }

  /** Lists files known from before a reload, to be compared with the server's list.
   * @param {StoredFile[]} files */
  restore(files) {
    for (const { id, name, size } of files) this.#push({ id, name, size, state: "stored", sent: 1 });
  }

  /** @param {Item} item */
  retry(item) {
    if (item.state !== "failed" || !item.file) return;
    Object.assign(item, { state: "waiting", why: "", sent: 0 });
    this.#sendNext();
  }

  /** Sends files again that a lost connection interrupted. */
  retryInterrupted() {
    const interrupted = this.failed.filter((item) => item.interrupted && item.file && item.autoRetries < MAX_AUTO_RETRIES);
    for (const item of interrupted) Object.assign(item, { state: "waiting", why: "", sent: 0, autoRetries: item.autoRetries + 1 });
    if (interrupted.length > 0) this.#sendNext();
  }

  /** Cancels an upload, or removes a file from the list and the server. Rejects if the server does not remove it.
   * @param {Item} item */
  async remove(item) {
    item.stop?.abort();
    if (item.state === "stored" && item.id) await this.#hooks.erase(item.id);
    this.items = this.items.filter((one) => one !== item);
    this.#sendNext();
  }

  /** Cancels all uploads and empties the list, when the session ends. */
  abortAll() {
    for (const item of this.items) item.stop?.abort();
    this.items = [];
    this.#hooks.changed();
  }

  /** Resolves when no upload is running. */
  async settled() {
    while (this.running.length > 0) await new Promise((resolve) => setTimeout(resolve, 150));
  }

  #sendNext() {
    const room = MAX_PARALLEL - this.inState("sending").length;
    for (const item of this.inState("waiting").slice(0, Math.max(0, room))) this.#send(item);
    this.#hooks.changed();
  }

  /** @param {Item} item */
  async #send(item) {
    const stop = new AbortController();
    Object.assign(item, { state: "sending", sent: 0, stop });
    const current = () => item.stop === stop && this.items.includes(item);
    try {
      const stored = await this.#hooks.send(
        /** @type {File} */ (item.file),
        (sent) => {
          item.sent = sent;
          if (current()) this.#hooks.changed();
        },
        stop.signal,
      );
      if (!current()) {
        // It arrived while it was being cancelled.
        await this.#hooks.erase(stored.id).catch(() => {});
        return;
      }
      Object.assign(item, { state: "stored", sent: 1, id: stored.id, stop: undefined });
      this.#hooks.arrived?.(item);
    } catch (error) {
      if (!current()) return;
      const { message, status } = /** @type {Problem} */ (error);
      // These are about the file: sending it again would not help.
      const final = [413, 415, 422].includes(status);
      Object.assign(item, { state: final ? "refused" : "failed", why: message, stop: undefined, interrupted: !status });
    }
    this.#sendNext();
  }
}
