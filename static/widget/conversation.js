// @ts-check
// The talk, turn by turn: which step comes next, what has been answered, and how to go back.
// The server's script is stateless, so all of this lives in the draft of this tab.

/** `first` is the opening turn where the page already brought it along.
 * @param {{draft: DraftStore, call: Call, locale: string, first: Turn | null}} options */
export function makeConversation({ draft, call, locale, first }) {
  /** @param {Line[]} lines */
  const write = (lines) => draft.keep({ log: [...draft.now.log, ...lines] });

  return {
    /** @returns {Place | null} */
    get place() {
      return draft.now.place;
    },
    get canGoBack() {
      return draft.now.back.length > 0;
    },
    write,

    /** One turn. Nothing changes here until the server has agreed to the input.
     * @param {string} step @param {unknown} input @param {string} shown the visitor's words
     * @param {Partial<Answers>} [answers] kept together with the turn
     * @returns {Promise<() => Line[]>} a function that makes the turn count and returns its lines */
    async turn(step, input, shown, answers) {
      /** @type {Turn} */
      const said = (step === "start" && first) || (await call("POST", "/intake", { step, locale, ...(step !== "start" && { input }) }));
      return () => {
        const { place, back, log } = draft.now;
        /** @type {Line[]} */
        const lines = shown ? [{ who: "you", text: shown, step }] : [];
        for (const { text } of said.messages) lines.push({ who: "assistant", text });
        draft.keep({
          log: [...log, ...lines],
          // Lines are counted before the turn, so that going back forgets all of it.
          back: place && step !== "start" ? [...back, { ...place, lines: log.length }] : [],
          place: { step: said.step, expects: said.expects, lines: log.length + lines.length },
          answers: { ...draft.now.answers, ...answers },
          typed: "",
        });
        return lines;
      };
    },

    /** To the step before, or to the last one of that name. @param {string} [step] */
    goBack(step) {
      const { back, log } = draft.now;
      const at = step ? back.findLastIndex((one) => one.step === step) : back.length - 1;
      if (at < 0) return false;
      const place = back[at];
      draft.keep({ place, back: back.slice(0, at), log: log.slice(0, place.lines), typed: "" });
      return true;
    },
  };
}
