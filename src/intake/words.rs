//! Everything the bot says, in one place. A language is one value of [`Words`]; a missing sentence does not
//! compile.

/// The bot's sentences in one language.
pub struct Words {
    /// Its BCP 47 tag.
    pub locale: &'static str,
    pub greeting: &'static [&'static str],
    pub ask_name: &'static str,
    pub name_missing: &'static str,
    pub name_too_long: &'static str,
    pub name_strange: &'static str,
    /// `{name}`
    pub thanks_name: &'static str,
    /// `{types}`, `{size}`
    pub ask_files: &'static str,
    pub files_count: &'static str,
    pub files_none: &'static str,
    pub files_one: &'static str,
    /// `{count}`
    pub files_many: &'static str,
    pub ask_email: &'static str,
    pub email_missing: &'static str,
    pub email_wrong: &'static str,
    pub ask_consent: &'static str,
    pub consent_needed: &'static str,
    pub ask_inbox: &'static str,
    pub done: &'static str,
    pub start_takes_no_input: &'static str,
    pub consent_personal_data: &'static str,
    pub consent_ai_training: &'static str,
}

/// English.
pub const ENGLISH: Words = Words {
    locale: "en",
    greeting: &[
        "Hello. I collect what our team needs to help you: your name, your files and an e-mail address. It takes \
         about two minutes.",
        "If you leave before giving your e-mail, everything you sent is deleted.",
    ],
    ask_name: "What may we call you?",
    name_missing: "Tell us a name, so that we know what to call you.",
    name_too_long: "That name is longer than 100 characters. A shorter form is fine.",
    name_strange: "That name holds characters that cannot be shown. Type it once more.",
    thanks_name: "Thank you, {name}.",
    ask_files: "Which documents should we look at? Photos and scans are fine, up to {size} each. You can also go on \
                without files.",
    files_count: "Say how many files you added, or 0 to go on without.",
    files_none: "No files, that is fine.",
    files_one: "Your file has arrived.",
    files_many: "Your {count} files have arrived.",
    ask_email: "Where can we write to you? We send one link to this address to make sure that it is yours.",
    email_missing: "We need an e-mail address to answer you.",
    email_wrong: "That does not look like an e-mail address. It should look like name@example.org.",
    ask_consent: "Last, two decisions that are yours. The second one is optional.",
    consent_needed: "We may only keep your details with your consent to the first point. Without it you can leave, and \
                     everything you sent is deleted.",
    ask_inbox: "Look into your inbox: we have sent you a link. Once you have used it, everything is with our team.",
    done: "Confirmed. Everything is with our team now, and you will hear from us by e-mail.",
    start_takes_no_input: "The conversation starts without an answer.",
    consent_personal_data: "I agree that my name, my e-mail address and the files I sent are stored and used to handle \
                            my request. I can withdraw this at any time.",
    consent_ai_training: "I agree that the files I sent may also be used to train AI models. Saying no changes nothing \
                          about my request, and I can withdraw this at any time.",
};

/// All languages.
pub const ALL: &[&Words] = &[&ENGLISH];

/// The language for what a browser asks for, such as `de-AT`; English until there are more.
pub fn choose(locale: Option<&str>) -> &'static Words {
    let wanted = locale.unwrap_or_default().to_ascii_lowercase();
    let language = wanted.split(['-', '_']).next().unwrap_or_default();
    ALL.iter().copied().find(|words| words.locale == language).unwrap_or(&ENGLISH)
}

/// Puts a value into a sentence.
pub fn fill(sentence: &str, name: &str, value: &str) -> String {
    sentence.replace(&format!("{{{name}}}"), value)
}
