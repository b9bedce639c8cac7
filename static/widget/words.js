// @ts-check
// Every word the widget itself says. What the assistant says comes from the server.
// Another language: copy `en`, translate, add it to `languages`.

const LANG = "en";
const rules = new Intl.PluralRules(LANG);
/** The form that goes with a number, as this language counts.
 * @param {number} count @param {{one: string, other: string} & Partial<Record<Intl.LDMLPluralRule, string>>} forms */
const some = (count, forms) => (forms[rules.select(count)] ?? forms.other).replace("#", count.toLocaleString(LANG));
/** @param {string[]} items @param {"conjunction" | "unit"} [type] */
const list = (items, type = "unit") => new Intl.ListFormat(LANG, { type, style: "short" }).format(items);

export const en = {
  lang: LANG,
  dir: "ltr",
  title: "Intake",
  assistant: "Assistant",
  you: "You",
  conversation: "Conversation",
  close: "Close",
  menu: "More",
  notice: "Privacy notice",
  accessibility: "Accessibility",
  editAnswer: "Change this answer",
  notes: {
    open: "Deleted if you leave before the end",
    pending: "Waiting for your confirmation",
    complete: "Confirmed",
    gone: "Nothing was kept",
  },

  send: "Send",
  next: "Continue",
  back: "Back",
  retry: "Try again",
  labels: { text: "Your answer", name: "Your name", email: "Your e-mail address" },
  /** @param {string} address */
  didYouMean: (address) => `Did you mean ${address}?`,

  choose: "Add files",
  photo: "Take a photo",
  drop: "Drop the files here",
  which: "Which files?",
  /** @param {string[]} accept @param {string} each @param {number} count */
  allowed: (accept, each, count) =>
    `${some(count, { one: "One file", other: "Up to # files" })} of ${each} each: ${list(accept.map((one) => one.slice(1)))}.`,
  /** @param {number} count */
  goOn: (count) => (count === 0 ? "Go on without files" : some(count, { one: "Go on with # file", other: "Go on with # files" })),
  /** @param {number} count @param {string} size @param {string} most */
  total: (count, size, most) => `${some(count, { one: "# file", other: "# files" })}, ${size}${most && ` of ${most}`}`,
  /** @param {number} count */
  stillSending: (count) =>
    some(count, { one: "# file is still on the way.", other: "# files are still on the way." }) + " Wait a moment, or cancel what you do not need.",
  /** @param {number} count */
  notArrived: (count) =>
    some(count, { one: "# file has not arrived. Try again or remove it.", other: "# files have not arrived. Try again or remove them." }),
  /** @param {string[]} names */
  sent: (names) => (names.length === 0 ? "No files" : names.join("\n")),
  cut: "The upload was cut off. Add the file again.",
  cutOff: "The upload was cut off. It goes on when the connection is back.",
  waiting: "Waiting",
  storing: "Storing",
  stored: "Arrived",
  /** @param {string} name */
  arrived: (name) => `${name} has arrived.`,
  /** @param {string} name */
  cancelFile: (name) => `Cancel ${name}`,
  /** @param {string} name */
  retryFile: (name) => `Try ${name} again`,
  /** @param {string} name */
  removeFile: (name) => `Remove ${name}`,
  /** @param {string} most */
  justOver: (most) => `just over ${most}`,
  refused: {
    /** @param {string} name @param {string} ending */
    type: (name, ending) => `“${name}” ${ending ? `is a ${ending} file, which` : "has no file ending, so it"} cannot be opened here. Try a PDF or a picture of the same pages.`,
    /** @param {string} name @param {string} size @param {string} most */
    size: (name, size, most) => `“${name}” is ${size}. Files can be up to ${most}. Try a PDF of the same pages.`,
    /** @param {string} name */
    empty: (name) => `“${name}” is empty. Check it on your device, then add it again.`,
    /** @param {string} name @param {number} most */
    count: (name, most) => `“${name}” is one too many. There is room for ${some(most, { one: "# file", other: "# files" })}. Remove one to add it.`,
    /** @param {string} name @param {string} most */
    total: (name, most) => `“${name}” does not fit. All files together can be up to ${most}. Remove one to add it.`,
    /** @param {string} name */
    twice: (name) => `“${name}” is already in the list.`,
  },

  optional: "Optional.",
  fullNotice: "Read the full notice",
  opens: "(opens in a new tab)",
  agree: "Agree and send",
  /** @param {boolean} training */
  agreed: (training) => (training ? "I agree, and my files may train the assistant" : "I agree. No AI training"),

  inboxTitle: "Look in your inbox",
  /** @param {string} until */
  inboxFor: (until) => `The link works once${until ? `, until ${until}` : ""}. Opening it completes your intake.`,
  inboxTo: "We wrote to",
  inboxUnknown: "We sent a link to the address you gave.",
  again: "Send it again",
  /** @param {number} seconds */
  againIn: (seconds) => `Send it again in ${seconds} s`,
  sentAgain: "Sent again. It can take a minute; look in the spam folder too.",
  wrong: "Change address",
  change: "Change and send",
  keep: "Keep as it is",
  /** @param {string} address */
  changed: (address) => `We sent a new link to ${address}. Older links no longer work.`,

  doneTitle: "Thank you. You are confirmed",
  done: "We have what you sent and will write to you. You can close this window.",
  newVisit: "Start a new visit",
  ended: "Your visit has ended. Nothing was kept. You can start again.",
  startAgain: "Start again",
  welcomeBack: "Welcome back. You had begun an intake in this browser. Continue, or start over? Starting over deletes what you sent.",
  goOnVisit: "Continue",
  startOver: "Start over",

  leave: "Leave and delete everything",
  leaveTitle: "Delete everything you sent?",
  leaveText: "Your answers and files are deleted now. This cannot be undone.",
  leaveYes: "Delete and leave",
  leaveNo: "Stay",

  failure: "The system has encountered an error, which has been notified to the administrator to investigate. Please try again later.",
  offline: "There is no connection right now. What you entered is still here.",
  differ: "Some files did not arrive. Look through the list, then go on.",
  /** @param {string} id */
  reference: (id) => `Reference ${id}`,
};

/** @type {Record<string, Words>} */
const languages = { [LANG]: en };

/** The words for a BCP 47 tag: the best language we have.
 * @param {string} tag */
export const wordsFor = (tag) => languages[tag.toLowerCase().split("-")[0]] ?? en;
