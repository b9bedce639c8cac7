import assert from "node:assert/strict";
import { test } from "node:test";
import { CLOSED, stepToCorrect, transition } from "../../../static/widget/state_machine.js";

const at = (screen, details = {}) => ({ screen, focus: true, ...details });
/** The next screen and the effects. */
const next = (state, event) => {
  const [{ screen }, ...effects] = transition(state, event);
  return [screen, ...effects];
};
const problem = (slug, fields = {}) => ({ slug, fields });
const resumed = (more = {}) => ({ type: "resumed", state: "open", lost: false, started: false, next: "", focus: true, ...more });

test("a chat that the page opened opens no session for a new visitor", () => {
  const [state, ...effects] = transition(CLOSED, { type: "opened", auto: true, again: false, known: false });
  assert.deepEqual(state, { screen: "greeting", focus: false });
  assert.deepEqual(effects, ["engageOnTouch"]);
});

test("a person who opens the chat, or a known session, opens the session", () => {
  const open = (event) => transition(CLOSED, { type: "opened", ...event });
  assert.deepEqual(open({ auto: false, again: false, known: false }), [{ screen: "opening", focus: true, again: false }]);
  assert.deepEqual(open({ auto: true, again: true, known: true }), [{ screen: "opening", focus: false, again: true }]);
});

test("a chat that is open is not opened again", () => {
  const state = at("question");
  assert.equal(transition(state, { type: "opened", auto: false, again: true, known: true })[0], state);
});

test("a resumed session goes on at its place", () => {
  const opening = at("opening");
  assert.deepEqual(next(opening, resumed({ state: "pending" })), ["inbox"]);
  assert.deepEqual(next(opening, resumed({ state: "complete" })), ["done", "clearDraft"]);
  assert.deepEqual(next(opening, resumed({ started: true, next: "email" })), ["welcome"]);
  // After a reload the visitor is where they were.
  assert.deepEqual(next(opening, resumed({ started: true, next: "email", again: true })), ["question", "rewriteLog"]);
  assert.deepEqual(next(opening, resumed({ next: "text" })), ["question", "rewriteLog"]);
  // Another tab has the answers.
  assert.deepEqual(next(opening, resumed({ started: true, again: true })), ["greeting"]);
});

test("a session that lost files ends, and nothing of it stays in the browser", () => {
  assert.deepEqual(next(at("opening"), resumed({ lost: true, started: true, next: "email" })), ["ended", "forgetSession", "clearDraft", "clearLog", "postEnded"]);
});

test("a focus that the visitor has elsewhere is not taken", () => {
  for (const more of [{ state: "pending" }, { state: "complete" }, { next: "email" }, {}, { started: true }])
    assert.equal(transition(at("opening"), resumed({ ...more, focus: false }))[0].focus, false, JSON.stringify(more));
  assert.equal(transition(at("welcome", { focus: false }), { type: "continued", next: "" })[0].focus, false);
});

test("a returning visitor goes on with the question, or from the greeting if this tab has none", () => {
  assert.deepEqual(next(at("welcome"), { type: "continued", next: "files" }), ["question", "rewriteLog"]);
  assert.deepEqual(next(at("welcome"), { type: "continued", next: "" }), ["greeting"]);
});

test("the kind of answer that is expected chooses the screen", () => {
  const ask = (kind, more) => next(at("question"), { type: "asked", next: kind, focus: true, ...more });
  for (const kind of ["text", "email", "files", "consent"]) assert.deepEqual(ask(kind), ["question"]);
  assert.deepEqual(ask("files", { rewrite: true }), ["question", "rewriteLog"]);
  assert.deepEqual(ask("inbox"), ["inbox"]);
  assert.deepEqual(ask("done"), ["done", "clearDraft"]);
  assert.deepEqual(ask(""), ["question"]);
});

test("each question is shown anew, also the same one", () => {
  const state = at("question");
  assert.notEqual(transition(state, { type: "asked", next: "text", focus: true })[0], state);
});

test("the mail may be sent again after a minute", () => {
  assert.equal(transition(at("question"), { type: "contactSaved" })[0].wait, 60);
  assert.equal(transition(at("change"), { type: "contactSaved" })[0].wait, 60);
  // Nothing was sent.
  assert.deepEqual(transition(at("change"), { type: "contactKept" }), [at("inbox")]);
});

test("the address is corrected without a new consent, unless its wording has changed", () => {
  assert.deepEqual(transition(at("inbox"), { type: "contactChange" }), [at("change")]);
  const failed = { type: "failed", problem: problem("invalid", { consent_version: "It has changed." }) };
  assert.deepEqual(transition(at("change"), { ...failed, pending: true }), [at("change", { reconsent: true })]);
  assert.deepEqual(transition(at("question"), { ...failed, pending: false }), [at("question")]);
});

test("the used link completes the session, and any other change ends it", () => {
  for (const screen of ["inbox", "change"]) {
    assert.deepEqual(next(at(screen), { type: "stateChanged", state: "complete" }), ["done", "postComplete", "clearDraft"]);
    assert.deepEqual(next(at(screen), { type: "stateChanged", state: "gone" }), ["ended", "forgetSession", "clearDraft", "clearLog", "postEnded"]);
  }
});

test("a refused address shows in the inbox, and does not interrupt a visitor who types another", () => {
  const refused = { ...at("inbox"), refused: true };
  assert.deepEqual(transition(at("inbox"), { type: "stateChanged", state: "refused" }), [refused]);
  assert.deepEqual(transition(at("opening"), { type: "resumed", state: "pending", refused: true, lost: false, started: false, next: "", focus: true }), [refused]);
  assert.deepEqual(transition(at("change"), { type: "contactKept", refused: true }), [refused]);
  // Another mail was asked for.
  assert.deepEqual(transition(refused, { type: "stateChanged", state: "pending" }), [{ ...at("inbox"), focus: false, wait: 60 }]);
  for (const state of ["refused", "pending"]) {
    const change = at("change");
    assert.equal(transition(change, { type: "stateChanged", state })[0], change);
  }
});

test("a session that turns out to be complete shows so, and other failures change nothing", () => {
  const fail = (slug, fields) => transition(at("question"), { type: "failed", problem: problem(slug, fields), pending: false });
  assert.equal(fail("session-complete")[0].screen, "done");
  for (const [slug, fields] of [["network"], ["rate-limited"], ["invalid", { email: "No address." }]]) {
    const [state] = fail(slug, fields);
    assert.deepEqual(state, at("question"), slug);
  }
  const state = at("question");
  assert.equal(transition(state, { type: "failed", problem: problem("network"), pending: true })[0], state);
});

test("a session ends from every screen", () => {
  for (const screen of ["closed", "greeting", "opening", "welcome", "question", "inbox", "change", "done", "ended"])
    assert.deepEqual(next(at(screen), { type: "ended" }), ["ended", "clearDraft", "clearLog", "postEnded"], screen);
});

test("a new session begins with nothing of the old one", () => {
  for (const screen of ["welcome", "done", "ended"])
    assert.deepEqual(transition(at(screen), { type: "restarted" }), [at("opening", { again: true }), "forgetSession", "clearDraft", "clearLog"], screen);
});

test("a refused contact leads back to the answer it is about", () => {
  assert.equal(stepToCorrect(problem("invalid", { name: "Too long." })), "name");
  assert.equal(stepToCorrect(problem("invalid", { email: "No address." })), "email");
  assert.equal(stepToCorrect(problem("files-differ")), "files");
  assert.equal(stepToCorrect(problem("invalid", { consent_version: "It has changed." })), "");
  assert.equal(stepToCorrect(problem("network")), "");
});
