// Types that several modules share. They are global, so that modules can use them without an import.

// — constants that build.rs inserts ————————————————————————————————————————————————————————————————————

/** For embed.js: its style sheet; and for each language its tag and the texts for: close, the chat does not load, retry,
 * open in a tab. */
declare const EMBED_STYLE: string;
declare const EMBED_WORDS: string;

// — constants that the server inserts —————————————————————————————————————————————————————————————————

/** The server's own origin. */
declare const SERVER_ORIGIN: string;

// — answers of the server (JSON) ——————————————————————————————————————————————————————————————

type StoredFile = { id: string; name: string; size: number; content_type?: string };
/** Sizes in bytes; `accept` holds all spellings of extensions such as ".pdf", `types` one for each type. */
type Limits = { accept?: string[]; types?: string[]; max_file_bytes?: number; max_files?: number; max_session_bytes?: number };
type SessionAnswer = { state: string; mail_refused: boolean; files: StoredFile[]; resumed: boolean; limits: Limits; heartbeat_seconds: number };
type Expects = { kind: string; [more: string]: unknown };
type Turn = { messages: { role: string; text: string }[]; step: string; expects: Expects };
type Consent = Record<"personal_data" | "ai_training", { text: string; sha256: string }> & { version: string };
type Problem = import("./problem.js").Problem;

// — what the visitor has answered, stored for this tab ——————————————————————————————————————————————

type Decisions = { personal_data: boolean; ai_training: boolean };
type Answers = Partial<Decisions> & { name?: string; email?: string; version?: string; until?: string };
/** `step` is the question that this line answers. */
type Line = { who: "assistant" | "you"; text: string; step?: string };
/** `lines` is the length of the log when the question was asked. */
type Question = { step: string; expects: Expects; lines: number };
type Draft = {
  v: 1;
  log: Line[];
  /** The current question. */
  place: Question | null;
  /** The questions before it. */
  back: Question[];
  answers: Answers;
  /** Typed and not yet submitted. */
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
  /** Fraction of the bytes that were sent, 0 to 1. */
  sent: number;
  why: string;
  /** Failed because the connection was lost; `autoRetries` counts how often it was sent again without a click. */
  interrupted?: boolean;
  autoRetries: number;
  /** Missing if the file was sent before a reload. */
  file?: File;
  id?: string;
  stop?: AbortController;
};
/** What tells a chosen file from another. */
type Candidate = Pick<File, "name" | "size"> & Partial<Pick<File, "lastModified" | "webkitRelativePath">>;
type Uploads = import("./uploads.js").Uploads;
type UploadHooks = {
  send: (file: File, progress: (sent: number) => void, signal: AbortSignal) => Promise<StoredFile>;
  erase: (id: string) => Promise<unknown>;
  refuse: (file: File, have: Item[], folder?: boolean) => string;
  changed: () => void;
  arrived?: (item: Item) => void;
};

type SessionHooks = {
  words: Words;
  /** The session is gone, with something that cannot be sent again. */
  ended: () => void;
  /** Whether a new session may replace one that the server has deleted. */
  resumable: () => boolean;
  filesChanged: () => void;
  fileArrived: (name: string) => void;
};

// — the state machine ————————————————————————————————————————————————————————————————————————

/** `closed`: not opened yet. `greeting`: the first question loads without a session. `opening`: the session
 * is opened or resumed. `welcome`: a returning visitor goes on or starts over. `question`: a step of the conversation.
 * `inbox`: the mail with the link was sent. `change`: name or address are corrected. `done`: the link was used.
 * `ended`: the session was deleted. */
type ScreenName = "closed" | "greeting" | "opening" | "welcome" | "question" | "inbox" | "change" | "done" | "ended";
type ChatState = {
  screen: ScreenName;
  /** Whether the screen's view takes the focus. */
  focus: boolean;
  /** For `opening`: the page was reloaded, so the conversation goes on without a welcome. */
  again?: boolean;
  /** For `inbox`: seconds until the mail may be sent again. */
  wait?: number;
  /** For `inbox`: the mail server refused the address. */
  refused?: boolean;
  /** For `change`: the wording of the consents has changed, so both are asked for again. */
  reconsent?: boolean;
};
/** `next` is the kind of answer that the current question expects; "" if there is no question yet. */
type ChatEvent =
  | { type: "opened"; auto: boolean; again: boolean; known: boolean }
  | { type: "resumed"; state: string; refused?: boolean; lost: boolean; started: boolean; next: string; again?: boolean; focus: boolean }
  | { type: "continued"; next: string }
  | { type: "asked"; next: string; focus: boolean; rewrite?: boolean }
  | { type: "contactSaved" | "contactChange" | "restarted" | "ended" }
  | { type: "contactKept"; refused?: boolean }
  /** The server's states, and "refused" for a pending session whose address the mail server refused. */
  | { type: "stateChanged"; state: string }
  | { type: "failed"; problem: Pick<Problem, "slug" | "fields">; pending: boolean };
/** What main.js does on the way to the next screen. */
type Effect = "engageOnTouch" | "forgetSession" | "clearDraft" | "clearLog" | "rewriteLog" | "postComplete" | "postEnded";

// — on screen ————————————————————————————————————————————————————————————————————————————————

type Child = Node | string | null | undefined | false;
/** `notify` shows a sentence beside the answer. `destroy` releases what a view holds besides its elements. */
type View = { el: HTMLElement; focus: () => void; notify: (text: string) => void; destroy?: () => void };
type AnswerFormOptions = {
  words: Words;
  body: Child[];
  /** The main button's label. */
  action: string;
  submit: () => Promise<unknown>;
  focus: () => void;
  back?: () => void;
  /** The control that an error is about. */
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
  showError: (error: unknown) => void;
  back?: () => void;
};
type InboxOptions = {
  words: Words;
  /** Empty if this tab does not know it. */
  address: string;
  until: string;
  /** Seconds until the mail may be sent again; `resend` resolves with the next wait. */
  wait: number;
  /** The mail server refused the address. */
  refused: boolean;
  resend: () => Promise<number>;
  change: () => void;
  showError: (error: unknown) => void;
};
type ChangeOptions = {
  words: Words;
  name: string;
  email: string;
  /** Only if the decisions have to be made again. */
  texts: Consent | null;
  back: () => void;
  submit: (input: { name: string; email: string; decisions: Decisions | null }) => Promise<unknown>;
};
type ScreenOptions = {
  words: Words;
  draft: DraftStore;
  session: { uploads: Uploads; limits: Limits };
  actions: {
    answer: (step: string, input: unknown, shown: () => string, answers?: Partial<Answers>) => Promise<unknown>;
    consent: (step: string, decisions: Decisions, version: string) => Promise<unknown>;
    goOn: () => unknown;
    startOver: () => unknown;
    restart: () => unknown;
    resend: InboxOptions["resend"];
    change: () => void;
    keepContact: () => void;
    changeContact: (input: Parameters<ChangeOptions["submit"]>[0], texts: Consent | null) => Promise<unknown>;
    showError: (error: unknown) => void;
  };
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
