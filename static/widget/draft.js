// @ts-check
// What the visitor has answered so far, in this tab's sessionStorage, so that a reload asks nothing twice. It is not sent
// anywhere.

const DRAFT_KEY = "anteroom.draft";

/** @returns {Draft} */
const emptyDraft = () => ({ v: 1, log: [], place: null, back: [], answers: {}, typed: "", files: [], unfinished: [] });

/** @param {() => Storage} storage */
export function draftStore(storage) {
  /** @type {Draft} */
  let draft = emptyDraft();
  try {
    const saved = JSON.parse(storage().getItem(DRAFT_KEY) ?? "null");
    if (saved?.v === 1) draft = { ...draft, ...saved };
  } catch {}

  return {
    get current() {
      return draft;
    },
    /** @param {Partial<Draft>} part */
    save(part) {
      Object.assign(draft, part);
      try {
        storage().setItem(DRAFT_KEY, JSON.stringify(draft));
      } catch {}
    },
    clear() {
      draft = emptyDraft();
      try {
        storage().removeItem(DRAFT_KEY);
      } catch {}
    },
  };
}

