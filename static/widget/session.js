// @ts-check
// The session at the server: its id, its heartbeats, its files, and what happens when the server no longer knows it.

import { makeApi } from "./api.js";
import { Problem } from "./problem.js";
import { refusal } from "./accept_types.js";
import { page, startPresence } from "./presence.js";
import { sessionIdStore } from "./session_id.js";
import { Uploads } from "./uploads.js";

/** Thrown after the session has ended. The visitor has been told: callers need not show an error. */
export class SessionEnded extends Error {}

/** @param {{state: string, mail_refused?: boolean}} answer */
const shownState = ({ state, mail_refused }) => (mail_refused ? "refused" : state);

/** @param {SessionHooks} hooks */
export function makeSession({ words, ended, resumable, filesChanged, fileArrived }) {
  const store = sessionIdStore(() => localStorage);
  const api = makeApi({
    words,
    headers: () => {
      const id = store.get();
      return { "Accept-Language": words.lang, "X-Page-ID": page.id, ...(id ? { "X-Session-ID": id } : {}) };
    },
  });
  /** @type {Limits} */
  const limits = {};
  let heartbeatSeconds = 15;
  let state = "open";
  /** @type {Promise<SessionAnswer> | null} */
  let opening = null;
  /** @type {Promise<void> | null} */
  let recovering = null;
  let present = false;

  const forget = () => {
    store.forget();
    opening = null;
    state = "open";
    uploads.abortAll();
  };
  const end = () => {
    forget();
    ended();
    return new SessionEnded();
  };

  /** Opens the session at the server, or resumes it. @returns {Promise<SessionAnswer>} */
  async function put() {
    const answer = await api.call("PUT", "/session", {});
    state = answer.state;
    heartbeatSeconds = answer.heartbeat_seconds || heartbeatSeconds;
    Object.assign(limits, answer.limits);
    return answer;
  }

  /** The server has deleted the session, for example while a laptop slept. If this page still has every file, it sends
   * them again in a new session, and the visitor notices nothing. @param {string | null} dead */
  function recover(dead) {
    recovering ??= (async () => {
      if (state !== "open" || !resumable() || uploads.stored.some((item) => !item.file)) throw end();
      if (store.get() === dead) store.renew(dead);
      uploads.reconcile((await put()).files);
    })().finally(() => {
      recovering = null;
    });
    return recovering;
  }

  /** Makes a call. If the session is gone, recovers it and makes the call once more.
   * @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async function recovered(work) {
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

  /** Resolves once the server knows the session. The first call makes the id. */
  function ready() {
    store.ensure();
    opening ??= recovered(put).catch((error) => {
      opening = null;
      throw error;
    });
    if (!present) {
      present = true;
      const restartInterval = startPresence({
        sendHeartbeat: async (visible) => {
          if (state !== "open") return;
          await recovered(() => api.call("POST", "/session/heartbeat", { visible }));
          // Some networks come back without an "online" event.
          uploads.retryInterrupted();
        },
        sessionId: store.get,
        seconds: () => heartbeatSeconds,
        returned: () => void refresh().catch(() => {}),
      });
      // The server's answer contains the interval.
      opening.then(restartInterval, restartInterval);
      addEventListener("online", () => uploads.retryInterrupted());
      // Another tab discarded the session: the files in this tab must not bring it back.
      addEventListener("storage", (event) => {
        if (event.key === store.key && event.newValue === null && event.oldValue === store.get() && state !== "complete") end();
      });
    }
    return opening;
  }

  /** Compares the files with the server's list again. @returns {Promise<string[]>} names of lost files */
  async function refresh() {
    const answer = await recovered(put);
    return answer.state === "open" ? uploads.reconcile(answer.files) : [];
  }

  const uploads = new Uploads({
    send: async (file, progress, signal) => {
      await ready();
      return recovered(() => api.upload(file, progress, signal));
    },
    erase: (id) =>
      recovered(() => api.call("DELETE", `/files/${id}`)).catch((error) => {
        if (error.status !== 404) throw error;
      }),
    refuse: (file, have, folder) => refusal(file, have, limits, words, folder),
    changed: filesChanged,
    arrived: (item) => fileArrived(item.name),
  });

  return {
    uploads,
    limits,
    ready,
    /** Whether this browser has a session id. */
    exists: () => store.get() !== null,
    get state() {
      return state;
    },
    /** @param {string} method @param {string} path @param {unknown} [body] */
    call: (method, path, body) => recovered(() => api.call(method, path, body)),
    /** @returns {Promise<Consent>} */
    consentTexts: () => recovered(() => api.call("GET", `/consent?locale=${encodeURIComponent(words.lang)}`)),
    /** Submits the contact once all uploads have finished. The server compares the list of files with its own.
     * @param {Answers} answers @returns {Promise<any>} */
    async submitContact({ name, email, personal_data, ai_training, version }) {
      const contact = { name, email, consent_personal_data: personal_data, consent_ai_training: ai_training, consent_version: version, locale: words.lang };
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
          else if (error.slug === "files-differ" && (await refresh()).length === 0) continue;
          else throw error;
        }
      }
    },
    /** @returns {Promise<string>} */
    fetchState: async () => {
      try {
        return shownState(await put());
      } catch (error) {
        if (error instanceof Problem && error.slug === "session-gone") return "gone";
        throw error;
      }
    },
    /** Calls `onState` with the session's state, or "refused" if the mail server refused the address, now and at each change, until the connection ends.
     * @param {(state: string) => void} onState @param {AbortSignal} signal */
    listen: (onState, signal) => api.listen(
        "/events",
        (event) => {
          state = event.state;
          onState(shownState(event));
        },
        signal,
      ),
    /** Deletes the session at the server, because the visitor asked for it. */
    async discard() {
      const id = store.get();
      // Uploads are aborted first: a late byte would race with the deletion.
      for (const item of uploads.running) item.stop?.abort();
      if (id)
        await api.call("DELETE", "/session").catch((error) => {
          if (error.slug !== "session-gone") throw error;
        });
      forget();
    },
    /** Forgets the session in this browser, because it is over or a new one begins. */
    forget,
  };
}
