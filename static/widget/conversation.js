// @ts-check
// The conversation, turn by turn: the current question, what has been answered, and how to go back. The server keeps
// no state of it, so all of this is in this tab's draft.

/** `greeting` is the first turn, if the page contains it.
 * @param {{draft: DraftStore, call: Call, locale: string, greeting: Turn | null}} options */
export function makeConversation({ draft, call, locale, greeting }) {
  /** @param {Line[]} lines */
  const append = (lines) => draft.save({ log: [...draft.current.log, ...lines] });

  return {
    /** @returns {Question | null} */
    get question() {
      return draft.current.place;
    },
    get canGoBack() {
      return draft.current.back.length > 0;
    },
    append,

    /** Sends an answer. The draft changes only after the server has accepted it.
     * @param {string} step @param {unknown} input @param {string} shown what the conversation shows as the answer
     * @param {Partial<Answers>} [answers] saved together with the turn
     * @returns {Promise<() => Line[]>} a function that saves the turn and returns its lines */
    async turn(step, input, shown, answers) {
      /** @type {Turn} */
      const response = (step === "start" && greeting) || (await call("POST", "/intake", { step, locale, ...(step !== "start" && { input }) }));
      return () => {
        const { place: question, back, log } = draft.current;
        /** @type {Line[]} */
        const lines = shown ? [{ who: "you", text: shown, step }] : [];
        for (const { text } of response.messages) lines.push({ who: "assistant", text });
        draft.save({
          log: [...log, ...lines],
          // The length of the log before this turn, so that going back removes all of it.
          back: question && step !== "start" ? [...back, { ...question, lines: log.length }] : [],
          place: { step: response.step, expects: response.expects, lines: log.length + lines.length },
          answers: { ...draft.current.answers, ...answers },
          typed: "",
        });
        return lines;
      };
    },

    /** Goes back to the previous question, or to the last one of that step. Returns false if there is none.
     * @param {string} [step] */
    goBack(step) {
      const { back, log } = draft.current;
      const at = step ? back.findLastIndex((one) => one.step === step) : back.length - 1;
      if (at < 0) return false;
      const question = back[at];
      draft.save({ place: question, back: back.slice(0, at), log: log.slice(0, question.lines), typed: "" });
      return true;
    },
  };
}
