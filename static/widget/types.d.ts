// The shapes that several modules share. Global, so that the modules themselves, which browsers
// download with their comments, can name them in a word.

// — what build.rs puts in ————————————————————————————————————————————————————————————————————

/** For embed.js: its sheet; and for each language its tag, and what is read: close, the chat does not load, retry, open
 * in a tab. */
declare const EMBED_STYLE: string;
declare const EMBED_WORDS: string;

// — what the server says (JSON) ——————————————————————————————————————————————————————————————

type StoredFile = { id: string; name: string; size: number; content_type?: string };
/** Sizes in bytes; `accept` holds endings such as ".pdf". */
type Limits = { accept?: string[]; max_file_bytes?: number; max_files?: number; max_session_bytes?: number };
type Session = { state: string; files: StoredFile[]; resumed: boolean; limits: Limits; heartbeat_seconds: number };
type Expects = { kind: string; [more: string]: unknown };
type Turn = { messages: { role: string; text: string }[]; step: string; expects: Expects };
type Consent = Record<"personal_data" | "ai_training", { text: string; sha256: string }> & { version: string };
type Problem = import("./api.js").Problem;

// — what the visitor has said, kept in this tab ——————————————————————————————————————————————

type Decisions = { personal_data: boolean; ai_training: boolean };
type Answers = Partial<Decisions> & { name?: string; email?: string; version?: string; until?: string };
/** `step` is the question that the visitor answered with it. */
type Line = { who: "assistant" | "you"; text: string; step?: string };
/** A question; `lines` is the length of the conversation when it was asked. */
type Place = { step: string; expects: Expects; lines: number };
type Draft = {
  v: 1;
  log: Line[];
  place: Place | null;
  back: Place[];
  answers: Answers;
  /** Typed and not yet sent. */
  typed: string;
  files: StoredFile[];
  /** Names of files that had not arrived. */
  unfinished: string[];
};
type DraftStore = ReturnType<typeof import("./draft.js").draftStore>;
type Call = (method: string, path: string, body?: unknown) => Promise<any>;

// — files ————————————————————————————————————————————————————————————————————————————————————

type FileState = "waiting" | "sending" | "stored" | "failed" | "refused";
type Item = {
  key: number;
  name: string;
  size: number;
  state: FileState;
  /** Share of the bytes that went out, 0 to 1. */
  sent: number;
  why: string;
  /** Failed for want of a connection; `resumes` counts how often it went again by itself. */
  cut?: boolean;
  resumes: number;
  /** Missing for what was there before a reload. */
  file?: File;
  id?: string;
  stop?: AbortController;
};
type Uploads = import("./uploads.js").Uploads;
type Ways = {
  send: (file: File, progress: (sent: number) => void, signal: AbortSignal) => Promise<StoredFile>;
  erase: (id: string) => Promise<unknown>;
  refuse: (file: File, have: Item[]) => string;
  changed: () => void;
  arrived?: (item: Item) => void;
};

type VisitHooks = {
  words: Words;
  /** The visit is gone, and with it something that cannot be sent again. */
  ended: () => void;
  /** Whether this tab may go on under a new id. */
  resumable: () => boolean;
  filesChanged: () => void;
  fileArrived: (name: string) => void;
};

// — on screen ————————————————————————————————————————————————————————————————————————————————

type Child = Node | string | null | undefined | false;
/** `gone` lets go of what a view holds besides its elements. */
type View = { el: HTMLElement; focus: () => void; say: (text: string) => void; gone?: () => void };
type AnswerParts = {
  words: Words;
  body: Child[];
  /** The main button's label. */
  action: string;
  submit: () => Promise<unknown>;
  focus: () => void;
  back?: () => void;
  /** The control that a refusal is about. */
  field?: HTMLElement;
  aside?: HTMLElement;
  inline?: boolean;
};
type TextOptions = {
  words: Words;
  kind: "text" | "name" | "email";
  value: string;
  typed: (text: string) => void;
  submit: (text: string) => Promise<unknown>;
  back?: () => void;
};
type FilesOptions = {
  words: Words;
  uploads: Uploads;
  limits: Limits;
  submit: () => Promise<unknown>;
  trouble: (error: unknown) => void;
  back?: () => void;
};
type InboxOptions = {
  words: Words;
  /** Empty where it is not known any more. */
  address: string;
  until: string;
  /** Seconds until the mail may be sent again; `resend` answers with the next ones. */
  wait: number;
  resend: () => Promise<number>;
  change: () => void;
  trouble: (error: unknown) => void;
};
type ChangeOptions = {
  words: Words;
  name: string;
  email: string;
  /** Only where the decisions are not known any more. */
  texts: Consent | null;
  back: () => void;
  submit: (input: { name: string; email: string; decisions: Decisions | null }) => Promise<unknown>;
};
type CardOptions = { title?: string; text?: string; mark?: "check"; main: [string, () => unknown]; other?: [string, () => unknown]; quiet?: boolean };
type ShellOptions = {
  words: Words;
  title: string;
  closable: boolean;
  close: () => void;
  leave: () => Promise<unknown>;
  dropTarget: () => Uploads | null;
};
