//! File names in an archive, made from the visitor's: any system can unpack them into one folder.

/// The longest part of the visitor's name that is kept, in bytes.
const MAX_LENGTH: usize = 120;

/// Returns the path of the `number`th file of `count`, from 1. The number makes it unique however a file system
/// compares case and Unicode forms, and different from the names that Windows reserves.
pub fn path(number: usize, count: usize, name: &str) -> String {
    let digits = count.to_string().len().max(2);
    format!("files/{number:0digits$}-{}", safe(name))
}

fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|character| !is_unseen(*character)).map(harmless).collect();
    let kept = shorten(shown.trim());
    // Windows drops dots and spaces at the end.
    let kept = kept.trim_end_matches(|character: char| character == '.' || character.is_whitespace()).trim_start();
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

/// Replaces characters with a meaning to a shell or file system.
fn harmless(character: char) -> char {
    match character {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\u{fffd}' => '_',
        character if character.is_whitespace() => ' ',
        other => other,
    }
}

/// Whether this is a control character, or one that reverses or hides the text around it (the common ones of Unicode's
/// `Cf`).
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Shortens to at most [`MAX_LENGTH`] bytes, keeping the extension.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_LENGTH {
        return name.to_owned();
    }
    let (stem, extension) = name.rsplit_once('.').filter(|(_, extension)| extension.len() <= 16).unzip();
    let suffix = extension.map(|extension| format!(".{extension}")).unwrap_or_default();
    let stem = stem.unwrap_or(name);
    let end = stem.floor_char_boundary((MAX_LENGTH - suffix.len()).min(stem.len()));
    format!("{}{suffix}", &stem[..end])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    /// The hostile names listed in docs/security.md, and the results.
    #[test]
    fn s21_hostile_names_become_harmless() {
        let long = format!("{}.pdf", "ä".repeat(150));
        let kept = format!("{}.pdf", "ä".repeat(58));
        let cases = [
            ("../../x", "x"),
            ("..\\x", "x"),
            ("a\0b", "ab"),
            ("a\r\nb: c", "ab_ c"),
            (long.as_str(), kept.as_str()),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("CON", "CON"),
            ("", "file"),
            ("...", "file"),
            ("a\";filename=b", "a_;filename=b"),
            ("=HYPERLINK(1)", "=HYPERLINK(1)"),
            ("<script>", "_script_"),
            ("report. ", "report"),
            ("C:\\Users\\zoe\\paper.pdf", "paper.pdf"),
        ];
        for (name, expected) in cases {
            assert_eq!(path(1, 1, name), format!("files/01-{expected}"), "{name:?}");
        }
        assert_eq!(path(7, 1000, "x"), "files/0007-x");
    }

    proptest! {
        #[test]
        fn s21_any_names_are_parts_of_no_path_and_stay_apart(names in proptest::collection::vec(any::<String>(), 1..40)) {
            let paths: Vec<String> = (1..).zip(&names).map(|(number, name)| path(number, names.len(), name)).collect();
            for path in &paths {
                let name = path.strip_prefix("files/").expect("a folder");
                prop_assert!(name.len() <= MAX_LENGTH + 4 && name.len() > 3);
                prop_assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
                prop_assert!(!name.chars().any(is_unseen));
                prop_assert!(!name.ends_with(['.', ' ']));
            }
            // The numbers differ, whatever a file system does to the letters.
            let numbers: HashSet<&str> = paths.iter().filter_map(|path| path.split_once('-')).map(|pair| pair.0).collect();
            prop_assert_eq!(numbers.len(), names.len());
        }
    }
}
