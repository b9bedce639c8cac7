// @ts-check
// One visit: its id, its presence, its files, and what happens when the server no longer knows it.

import { makeApi, Problem } from "./api.js";
import { refusal } from "./accept.js";
import { page, startPresence } from "./presence.js";
import { sessionStore } from "./session.js";
import { Uploads } from "./uploads.js";

/** The visit is over; whoever awaited something need not say so again. */
export class Ended extends Error {}

/** @param {VisitHooks} hooks */
export function makeVisit({ words, ended, resumable, filesChanged, fileArrived }) {
  const store = sessionStore(() => localStorage);
  const api = makeApi({
    words,
    headers: () => {
      const id = store.get();
      return { "Accept-Language": words.lang, "X-Page-ID": page.id, ...(id ? { "X-Session-ID": id } : {}) };
    },
  });
  /** @type {Limits} */
  const limits = {};
  let seconds = 15;
  let state = "open";
  /** @type {Promise<Session> | null} */
  let opening = null;
  /** @type {Promise<void> | null} */
  let recovering = null;
  let present = false;

  const finish = () => {
    store.forget();
    forgetLocally();
    ended();
    return new Ended();
  };
  const forgetLocally = () => {
    opening = null;
    state = "open";
    uploads.drop();
  };

  /** Opens or resumes at the server. @returns {Promise<Session>} */
  async function put() {
    const session = await api.call("PUT", "/session", {});
    state = session.state;
    seconds = session.heartbeat_seconds || seconds;
    Object.assign(limits, session.limits);
    return session;
  }

  /** The server has let the visit go (a laptop slept too long). Where this page still holds every
   * file, a new visit takes the old one's place unnoticed. @param {string | null} dead */
  function recover(dead) {
    recovering ??= (async () => {
      if (state !== "open" || !resumable() || uploads.stored.some((item) => !item.file)) throw finish();
      if (store.get() === dead) store.renew(dead);
      uploads.agree((await put()).files);
    })().finally(() => {
      recovering = null;
    });
    return recovering;
  }

  /** Runs a call; if the visit turns out to be gone, mends that and runs it once more.
   * @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async function guarded(work) {
    await recovering;
    const id = store.get();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.slug !== "session-gone") throw error;
      await recover(id);
      return work();
    }
  }

  /** Resolves once the server knows the visit; the first call makes the id. */
  function ready() {
    store.ensure();
    opening ??= guarded(put).catch((error) => {
      opening = null;
      throw error;
    });
    if (!present) {
      present = true;
      const wait = startPresence({
        beat: async (visible) => {
          if (state !== "open") return;
          await guarded(() => api.call("POST", "/session/heartbeat", { visible }));
          // Some networks come back without telling the browser.
          uploads.resume();
        },
        sessionId: store.get,
        seconds: () => seconds,
        returned: () => void resync().catch(() => {}),
      });
      // The first answer says how often.
      opening.then(wait, wait);
      addEventListener("online", () => uploads.resume());
      // Another tab discarded the visit: files held here must not bring it back.
      addEventListener("storage", (event) => {
        if (event.key === store.key && event.newValue === null && event.oldValue === store.get() && state !== "complete") finish();
      });
    }
    return opening;
  }

  /** Looks at the server's list again. @returns {Promise<string[]>} names of lost files */
  async function resync() {
    const session = await guarded(put);
    return session.state === "open" ? uploads.agree(session.files) : [];
  }

  const uploads = new Uploads({
    send: async (file, progress, signal) => {
      await ready();
      return guarded(() => api.upload(file, progress, signal));
    },
    erase: (id) =>
      guarded(() => api.call("DELETE", `/files/${id}`)).catch((error) => {
        if (error.status !== 404) throw error;
      }),
    refuse: (file, have) => refusal(file, have, limits, words),
    changed: filesChanged,
    arrived: (item) => fileArrived(item.name),
  });

  return {
    uploads,
    limits,
    ready,
    resync,
    known: () => store.get() !== null,
    get state() {
      return state;
    },
    /** @param {string} method @param {string} path @param {unknown} [body] */
    call: (method, path, body) => guarded(() => api.call(method, path, body)),
    /** The contact ends the open part; its files must be the ones that arrived.
     * @param {Record<string, unknown>} contact @returns {Promise<any>} */
    async contact(contact) {
      for (let tries = 0; ; tries += 1) {
        await ready();
        await uploads.settled();
        const before = store.get();
        const files = state === "open" ? { files: uploads.stored.map((item) => item.id) } : {};
        try {
          const answer = await api.call("PUT", "/contact", { ...contact, ...files });
          state = "pending";
          return answer;
        } catch (error) {
          if (!(error instanceof Problem) || tries > 3) throw error;
          if (error.slug === "session-gone") await recover(before);
          else if (error.slug === "upload-running") await new Promise((resolve) => setTimeout(resolve, 1500));
          else if (error.slug === "files-differ" && (await resync()).length === 0) continue;
          else throw error;
        }
      }
    },
    /** @returns {Promise<string>} */
    ask: async () => {
      try {
        return (await put()).state;
      } catch (error) {
        if (error instanceof Problem && error.slug === "session-gone") return "gone";
        throw error;
      }
    },
    /** Hears the visit's state, now and at each change, until the connection ends.
     * @param {(state: string) => void} heard @param {AbortSignal} signal */
    listen: (heard, signal) => api.listen("/events", (event) => heard((state = event.state)), signal),
    /** The visitor takes everything back. */
    async discard() {
      const id = store.get();
      // First stop sending, or a late byte would race with the deletion.
      for (const item of uploads.running) item.stop?.abort();
      if (id)
        await api.call("DELETE", "/session").catch((error) => {
          if (error.slug !== "session-gone") throw error;
        });
      store.forget();
      forgetLocally();
    },
    /** The visit is over by itself. */
    finish: () => void finish(),
    /** A new visit after a finished one. */
    forget() {
      store.forget();
      forgetLocally();
    },
  };
}

