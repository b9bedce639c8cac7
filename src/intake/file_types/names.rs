//! Cleans the names that visitors' files have.

/// The longest name that is kept, in bytes of UTF-8.
const MAX_NAME: usize = 255;

/// Cleans the visitor's name for the file: no directories or control characters, at most 255 bytes, the extension kept.
/// A strange name is cleaned, never refused.
pub fn clean_name(raw: &str) -> String {
    let visible: String = raw.chars().filter(|character| !character.is_control() && !turns_text(*character)).collect();
    let is_separator = |character: char| matches!(character, '/' | '\\');
    let path = visible.trim_end_matches(|character: char| is_separator(character) || is_blank(character));
    let last = path.rsplit(is_separator).next().unwrap_or_default();
    let name = trim(&shorten(trim(last))).to_owned();
    if name.is_empty() { "file".to_owned() } else { name }
}

/// Windows keeps no dot at the end either.
fn trim(name: &str) -> &str {
    name.trim_start_matches(is_blank).trim_end_matches(|character: char| is_blank(character) || character == '.')
}

/// White space, and what looks like nothing at all.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns the name with this extension, shortened if it becomes too long.
pub fn with_extension(name: &str, extension: &str) -> String {
    shorten(&format!("{name}.{extension}"))
}

/// Returns the extension in lower case; `None` for a name without one. What follows the last dot is one if it can be:
/// “Dr. Smith”, “scan 2024.03.12” and “scan.pdf (1)” have none.
pub fn extension_of(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    let possible = (1..=10).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    possible.then(|| extension.to_ascii_lowercase())
}

/// Shortens the name to at most [`MAX_NAME`] bytes, keeping the extension.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_NAME {
        return name.to_owned();
    }
    let (stem, extension) = name.rsplit_once('.').filter(|(_, extension)| extension.len() <= 16).unwrap_or((name, ""));
    let suffix = if extension.is_empty() { String::new() } else { format!(".{extension}") };
    let mut end = (MAX_NAME - suffix.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{suffix}", &stem[..end])
}

/// Bidirectional controls can make `exe.pdf` out of `fdp.exe`.
pub fn turns_text(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strange_names_are_cleaned() {
        for (raw, clean) in [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\x\\scan.pdf", "scan.pdf"),
            ("scan.pdf\\", "scan.pdf"),
            ("../", "file"),
            ("a\0b\r\n.pdf", "ab.pdf"),
            ("fdp\u{202e}.exe", "fdp.exe"),
            ("f\u{61c}dp.exe", "fdp.exe"),
            ("scan.pdf\u{200f}", "scan.pdf"),
            ("scan.pdf\u{200b}", "scan.pdf"),
            ("scan.pdf. ", "scan.pdf"),
            ("\u{feff}scan.pdf\u{a0}", "scan.pdf"),
            ("", "file"),
            ("..", "file"),
            ("CON", "CON"),
            (".hidden", ".hidden"),
            (" Grüße 🎉.pdf ", "Grüße 🎉.pdf"),
        ] {
            assert_eq!(clean_name(raw), clean, "{raw:?}");
        }
        assert_eq!(clean_name(&".".repeat(300)), "file");
        assert_eq!(clean_name(&format!("{}{}b", "a".repeat(250), " ".repeat(50))), "a".repeat(250));
        let long = clean_name(&format!("{}.pdf. ", "ü".repeat(300)));
        assert!(long.len() <= MAX_NAME && long.ends_with("ü.pdf"));
    }

    #[test]
    fn an_extension_is_what_can_be_one() {
        for (name, extension) in [
            ("Scan.PDF", Some("pdf")),
            ("a.tar.7z", Some("7z")),
            ("README.markdown", Some("markdown")),
            ("image", None),
            (".pdf", Some("pdf")),
            ("Dr. Smith", None),
            ("scan 2024.03.12", None),
            ("scan.pdf (1)", None),
            ("photo.jpg_large", None),
        ] {
            assert_eq!(extension_of(name).as_deref(), extension, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_harmless_one(raw in any::<String>()) {
            let clean = clean_name(&raw);
            prop_assert!(!clean.is_empty() && clean.len() <= MAX_NAME);
            prop_assert!(!clean.contains(['/', '\\', '\0', '\r', '\n']));
            prop_assert_eq!(clean_name(&clean), clean.clone());
            prop_assert!(with_extension(&clean, "jpg").len() <= MAX_NAME);
        }
    }
}
