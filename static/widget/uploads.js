// @ts-check
// The list of files and their way to the server: three at a time, each on its own, nothing lost
// without a word. Knows no page and no network, so that it can be tested without either: how one file
// is sent is `ways.send`, the one place to change when an upload shall go on where it was cut.

const AT_ONCE = 3;
// A line that cuts the same file again and again is not asked for ever.
const RESUMES = 5;

export class Uploads {
  /** @type {Item[]} */
  items = [];
  #key = 0;
  /** @type {Ways} */
  #ways;

  /** @param {Ways} ways */
  constructor(ways) {
    this.#ways = ways;
  }

  /** @param {Pick<Item, "name" | "size" | "state"> & Partial<Item>} from */
  #push(from) {
    this.items.push({ key: (this.#key += 1), sent: 0, why: "", resumes: 0, ...from });
  }

  /** @param {FileState[]} states */
  in(...states) {
    return this.items.filter((item) => states.includes(item.state));
  }
  get stored() {
    return this.in("stored");
  }
  get running() {
    return this.in("waiting", "sending");
  }
  get failed() {
    return this.in("failed");
  }
  /** Bytes of all that is there or on its way. */
  get total() {
    return [...this.stored, ...this.running].reduce((sum, item) => sum + item.size, 0);
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      const why = this.#ways.refuse(file, this.in("waiting", "sending", "stored", "failed"));
      this.#push({ name: file.name, size: file.size, state: why ? "refused" : "waiting", why, file: why ? undefined : file });
    }
    this.#pump();
  }

  /** Names of files that were under way when an earlier page went.
   * @param {string[]} names @param {string} why */
  addUnfinished(names, why) {
    for (const name of names) this.#push({ name, size: 0, state: "failed", why });
    this.#ways.changed();
  }

  /** Makes the list agree with the server's. What it has lost and we still hold goes again.
   * @param {StoredFile[]} there
   * @returns {string[]} names of files that are gone for good */
  agree(there) {
    const ids = new Set(there.map((one) => one.id));
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
    for (const { id, name, size } of there) if (ids.has(id)) this.#push({ id, name, size, state: "stored", sent: 1 });
    this.#pump();
    return lost;
  }

  /** Files known from before a reload, to be compared with the server's list.
   * @param {StoredFile[]} files */
  recall(files) {
    for (const { id, name, size } of files) this.#push({ id, name, size, state: "stored", sent: 1 });
  }

  /** @param {Item} item */
  retry(item) {
    if (item.state !== "failed" || !item.file) return;
    Object.assign(item, { state: "waiting", why: "", sent: 0 });
    this.#pump();
  }

  /** The connection is back: what it cut goes again by itself. */
  resume() {
    const cut = this.failed.filter((item) => item.cut && item.file && item.resumes < RESUMES);
    for (const item of cut) Object.assign(item, { state: "waiting", why: "", sent: 0, resumes: item.resumes + 1 });
    if (cut.length > 0) this.#pump();
  }

  /** Cancels, removes or dismisses; rejects if the server would not remove a stored file.
   * @param {Item} item */
  async remove(item) {
    item.stop?.abort();
    if (item.state === "stored" && item.id) await this.#ways.erase(item.id);
    this.items = this.items.filter((one) => one !== item);
    this.#pump();
  }

  /** The visitor ends the visit: nothing may go on in the background. */
  drop() {
    for (const item of this.items) item.stop?.abort();
    this.items = [];
    this.#ways.changed();
  }

  /** Resolves when nothing is under way any more. */
  async settled() {
    while (this.running.length > 0) await new Promise((resolve) => setTimeout(resolve, 150));
  }

  #pump() {
    const room = AT_ONCE - this.in("sending").length;
    for (const item of this.in("waiting").slice(0, Math.max(0, room))) this.#send(item);
    this.#ways.changed();
  }

  /** @param {Item} item */
  async #send(item) {
    const stop = new AbortController();
    Object.assign(item, { state: "sending", sent: 0, stop });
    const mine = () => item.stop === stop && this.items.includes(item);
    try {
      const stored = await this.#ways.send(
        /** @type {File} */ (item.file),
        (sent) => {
          item.sent = sent;
          if (mine()) this.#ways.changed();
        },
        stop.signal,
      );
      if (!mine()) {
        // Cancelled in the moment of its arrival.
        await this.#ways.erase(stored.id).catch(() => {});
        return;
      }
      Object.assign(item, { state: "stored", sent: 1, id: stored.id, stop: undefined });
      this.#ways.arrived?.(item);
    } catch (error) {
      if (!mine()) return;
      const { message, status } = /** @type {Problem} */ (error);
      // 4xx is about this file: the same again would be refused again.
      const final = [413, 415, 422].includes(status);
      Object.assign(item, { state: final ? "refused" : "failed", why: message, stop: undefined, cut: !status });
    }
    this.#pump();
  }
}
