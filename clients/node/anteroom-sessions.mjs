// Sessions of your own users, kept by Anteroom: for Express, in one file to copy. Needs nothing but Node 18.
//
//   import { anteroomSessions } from "./anteroom-sessions.mjs";
//   const sessions = anteroomSessions({ url: "http://127.0.0.1:8080", key: process.env.ANTEROOM_KEY });
//
//   app.post("/login", async (request, response) => {           // you have checked the password
//     response.json({ session_id: (await sessions.create("user123")).session_id });
//   });
//   app.get("/profile", sessions.required, (request, response) => response.json({ user_id: request.anteroom.user_id }));
//   app.get("/admin", sessions.role("admin"), …);
//   app.get("/write", sessions.permission("write"), …);

/** Anteroom refused a call, or could not be reached (`status` 503). */
export class AnteroomError extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** @typedef {{ id: string, user_id: string, created_at: string, last_activity: string, expires_at: string, ends_at: string,
 * is_active: boolean, metadata: Record<string, any>, session_id?: string, current?: boolean }} Session */

/** @param {{ url?: string, key?: string, header?: string, timeout?: number }} [options] */
export function anteroomSessions({
  url = process.env.ANTEROOM_URL ?? "http://127.0.0.1:8080",
  key = process.env.ANTEROOM_KEY,
  header = process.env.SESSION_HEADER ?? "X-Session-ID",
  timeout = 5000,
} = {}) {
  /** @param {string} method @param {string} path @param {Record<string, string>} headers @param {unknown} [body] */
  const send = async (method, path, headers, body) => {
    let answer;
    try {
      answer = await fetch(new URL(path, url), {
        method,
        headers: { Accept: "application/json", ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(timeout),
      });
    } catch {
      throw new AnteroomError(503, "Sessions cannot be checked just now. Try again in a moment.");
    }
    const read = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new AnteroomError(answer.status, read.detail ?? "Anteroom refused the call.");
    return read;
  };
  /** The calls of the site's backend. @param {string} method @param {string} path @param {unknown} [body] */
  const call = (method, path, body) => send(method, `/sessions/${path}`, key ? { Authorization: `Bearer ${key}` } : {}, body);
  /** `null` for a session that has ended. @param {Promise<any>} asked */
  const perhaps = (asked) =>
    asked.catch((error) => {
      if (error.status === 404) return null;
      throw error;
    });
  const part = encodeURIComponent;

  // What other middleware puts on a request must not be taken for an answer of ours.
  /** @type {WeakMap<object, Session | null>} */
  const checked = new WeakMap();
  /** The session of a request, or `null`. @param {any} request @returns {Promise<Session | null>} */
  const find = async (request) => {
    const known = checked.get(request);
    if (known !== undefined) return known;
    /** @type {Record<string, string>} */
    const headers = {};
    for (const name of [header, "Authorization"]) {
      const given = request.get(name);
      if (given) headers[name] = given;
    }
    let session = null;
    try {
      session = await send("GET", "/sessions/validate", headers);
    } catch (error) {
      const { status } = /** @type {AnteroomError} */ (error);
      // Never taken for signed in, nor for signed out: a client would throw its session away.
      if (status !== 401) throw status === 400 ? error : new AnteroomError(503, "Sessions cannot be checked just now. Try again in a moment.");
    }
    checked.set(request, session);
    request.anteroom = session;
    return session;
  };

  /** @param {(session: Session | null) => [number, string] | undefined} refusal */
  const middleware = (refusal) => async (/** @type {any} */ request, /** @type {any} */ response, /** @type {() => void} */ next) => {
    let refused;
    try {
      refused = refusal(await find(request));
    } catch (error) {
      const { status, message } = /** @type {AnteroomError} */ (error);
      refused = [status ?? 503, message];
    }
    if (!refused) return next();
    const [status, detail] = refused;
    if (status === 401) response.set("WWW-Authenticate", "Bearer");
    response.status(status).json({ detail });
  };
  /** @param {(session: Session) => string | undefined} missing */
  const signedIn = (missing) =>
    middleware((session) => {
      if (!session) return [401, "Sign in first."];
      const detail = missing(session);
      return detail ? [403, detail] : undefined;
    });

  return {
    /** @param {string} user_id @param {{ timeout?: number, metadata?: Record<string, any> }} [more] @returns {Promise<Session>} */
    create: (user_id, more = {}) => call("POST", "create", { user_id, ...more }),
    /** @param {string} id its token or its public id @returns {Promise<Session | null>} */
    get: (id) => perhaps(call("GET", part(id))),
    /** @param {string} id @returns {Promise<Session | null>} */
    activity: (id) => perhaps(call("POST", `${part(id)}/activity`)),
    /** @param {string} id @param {number} additional_seconds @returns {Promise<Session | null>} */
    extend: (id, additional_seconds) => perhaps(call("POST", `${part(id)}/extend`, { additional_seconds })),
    /** @param {string} id @param {Record<string, any>} metadata @returns {Promise<Session | null>} */
    setMetadata: (id, metadata) => perhaps(call("PATCH", part(id), { metadata })),
    /** @param {string} id @returns {Promise<boolean>} whether it had not ended before */
    end: (id) => perhaps(call("DELETE", part(id))).then(Boolean),
    /** @param {string} user_id @returns {Promise<number>} how many */
    endAll: (user_id) => call("DELETE", `user/${part(user_id)}`).then((answer) => answer.invalidated),
    /** @param {string} user_id @returns {Promise<Session[]>} newest first */
    list: (user_id) => call("GET", `user/${part(user_id)}/sessions`).then((answer) => answer.sessions),
    stats: () => call("GET", "stats"),

    /** Middleware: `request.anteroom` is the session or `null`. */
    optional: middleware(() => undefined),
    /** Middleware: 401 without a session. */
    required: signedIn(() => undefined),
    /** Middleware: 403 without this role. @param {string} role */
    role: (role) => signedIn((session) => (session.metadata.role === role ? undefined : `This needs the role ${role}.`)),
    /** Middleware: 403 without this permission. @param {string} permission */
    permission: (permission) =>
      signedIn((session) => (session.metadata.permissions?.includes(permission) ? undefined : `This needs the permission ${permission}.`)),
  };
}
