// @ts-check
// Turns the server's errors (RFC 9457) into one class.

/** An error response or a failed connection; `message` is a sentence for the visitor. */
export class Problem extends Error {
  slug = "network";
  status = 0;
  requestId = "";
  /** Seconds to wait; 0 if the server did not say. */
  retryAfter = 0;
  /** @type {Record<string, string>} */
  fields = {};
}

/** @param {number} status @param {(name: string) => string | null} header @param {string} body @param {string} fallback
 * @returns {Problem} */
export function problemFrom(status, header, body, fallback) {
  /** @type {Record<string, any>} */
  let problemJson = {};
  try {
    problemJson = JSON.parse(body) ?? {};
  } catch {
    // A proxy's error page has no text for the visitor.
  }
  const problem = new Problem(typeof problemJson.detail === "string" && problemJson.detail ? problemJson.detail : fallback);
  problem.status = status;
  problem.slug = String(problemJson.type ?? "").split("/").pop() ?? "";
  problem.requestId = String(problemJson.request_id ?? header("x-request-id") ?? "");
  problem.retryAfter = Math.max(0, Number(header("retry-after")) || 0);
  problem.fields = problemJson.fields ?? {};
  return problem;
}
