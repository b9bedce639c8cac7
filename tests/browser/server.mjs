// The program under test, on a folder of its own: for one journey, or for all journeys of a file that can share it.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { mailsIn } from "./mails.mjs";
import { atEnd, shared, TEMP, until } from "./run.mjs";

const VERSIONS = "/usr/lib/postgresql";
/** Debian's `psql` on PATH is a script that takes ten times as long as the program. */
const PSQL = (existsSync(VERSIONS) ? readdirSync(VERSIONS) : []).map((version) => `${VERSIONS}/${version}/bin/psql`).findLast(existsSync) ?? "psql";

/** Returns undefined for a file that the server has deleted meanwhile. */
function unlessGone(read) {
  try {
    return read();
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** The server that all journeys of a file with these options share. Sessions, files and mails of other journeys are in it,
 * so a journey looks at its own session and address only. Many visitors come from one address here, faster than the
 * limits allow.
 * @param {Record<string, string>} [env] */
export const sharedServer = (env = {}) => shared(`server ${JSON.stringify(env)}`, () => startServer(null, { RATE_LIMIT: "off", ...env }));

/** Starts the program on a folder of its own; it stops with the journey, or after the file's last one without `t`.
 * @param {import("node:test").TestContext | null} t @param {Record<string, string>} [env] */
export async function startServer(t, env = {}) {
  assert.ok(process.env.ANTEROOM_BIN, "ANTEROOM_BIN names the program to test");
  // Short: the path of PostgreSQL's socket has 107 bytes at most.
  const folder = mkdtempSync(path.join(TEMP, "anteroom-"));
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  atEnd(t, async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(path.join(folder, "mail"));
  // A migrated database that the Rust tests have made once: a start from nothing takes ten times as long.
  const template = process.env.ANTEROOM_TEMPLATE;
  if (template && !env.DATABASE_URL) assert.equal(spawnSync("cp", ["-a", path.join(template, "postgres"), folder]).status, 0);
  // The machine's environment must not change a test.
  const { PATH, HOME, TMPDIR = tmpdir() } = process.env;
  child = spawn(process.env.ANTEROOM_BIN, [], {
    env: { PATH, HOME, TMPDIR, DATA_DIR: folder, LISTEN: "127.0.0.1:0", RUST_LOG: "warn", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (/^ {2}mail .*\n/m.test(said)) resolve();
    });
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`the program did not start: ${said}${complaints}`)));
  });
  const url = /open at (\S+)/.exec(said)[1];
  const socket = /psql -h '([^']+)'/.exec(said)?.[1];

  const mails = () => mailsIn(path.join(folder, "mail"));

  return {
    url,
    folder,
    /** The program's log of warnings and errors. */
    get complaints() {
      return complaints;
    },
    /** Calls the API as the visitor's browser would. @param {string | null} session */
    async call(method, where, session = null, body = undefined) {
      const headers = { ...(session && { "X-Session-ID": session }), ...(body && { "Content-Type": "application/json" }) };
      const answer = await fetch(`${url}/api/v1${where}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    /** All captured mails, the oldest first, once there are `count`. */
    mails: (count) => until(`${count} mails`, () => mails().length >= count && mails()),
    /** The newest mail to an address, once there is one. */
    mailTo: (address) => until(`a mail to ${address}`, () => mails().findLast((mail) => mail.to === address)),
    /** The objects of one session in the store, or of all: {session, file, bytes}. @param {string} [of] */
    objects(of) {
      const bucket = path.join(folder, "objects/anteroom");
      // The server's own files are beside the sessions.
      const sessions = readdirSync(bucket).filter((name) => (of ? name === of : name !== ".anteroom"));
      return sessions.flatMap((session) =>
        (unlessGone(() => readdirSync(path.join(bucket, session))) ?? []).flatMap((file) => {
          const bytes = unlessGone(() => readFileSync(path.join(bucket, session, file)));
          return bytes ? [{ session, file, bytes }] : [];
        }),
      );
    },
    /** One value from the database, as psql prints it. */
    query(sql) {
      const ran = spawnSync(PSQL, ["-h", socket, "-U", "anteroom", "-Atqc", sql, "postgres"], { encoding: "utf8" });
      assert.equal(ran.status, 0, ran.stderr);
      return ran.stdout.trim();
    },
    /** Every table that holds this text anywhere in a row. */
    whoKnows(text) {
      const tables = this.query("SELECT string_agg(quote_ident(tablename), ' ') FROM pg_tables WHERE schemaname = 'public'").split(" ");
      const literal = `'%${text.replaceAll("'", "''")}%'`;
      const found = tables.map((table) => `SELECT '${table}' WHERE EXISTS (SELECT FROM ${table} t WHERE t::text LIKE ${literal})`);
      return this.query(found.join(" UNION ALL ")).split("\n").filter(Boolean);
    },
  };
}

