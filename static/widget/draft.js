// @ts-check
// What the visitor has answered so far, in this tab only, so that a reload asks nothing twice.
// It never leaves the browser by itself.

const DRAFT_KEY = "anteroom.draft";

/** @returns {Draft} */
const blank = () => ({ v: 1, log: [], place: null, back: [], answers: {}, typed: "", files: [], unfinished: [] });

/** @param {() => Storage} storage */
export function draftStore(storage) {
  /** @type {Draft} */
  let draft = blank();
  try {
    const kept = JSON.parse(storage().getItem(DRAFT_KEY) ?? "null");
    if (kept?.v === 1) draft = { ...draft, ...kept };
  } catch {}

  return {
    get now() {
      return draft;
    },
    /** @param {Partial<Draft>} part */
    keep(part) {
      Object.assign(draft, part);
      try {
        storage().setItem(DRAFT_KEY, JSON.stringify(draft));
      } catch {}
    },
    clear() {
      draft = blank();
      try {
        storage().removeItem(DRAFT_KEY);
      } catch {}
    },
  };
}

