//! The sample files of other projects, and the extensions that a registry of types knows.

use super::*;

/// What is not taken as the type of its extension: name, what happens, and why that is right.
const OTHERWISE: &[(&str, Result<&str, &str>, &str)] = &[
    (
        "file-type/fixture-id3v2.aac",
        Ok("audio/mpeg"),
        "it begins with an ID3 tag, behind which MP3 and AAC look alike in the first bytes; players go by the content",
    ),
    ("file-type/fixture-json.webp", Err("problem-disguised"), "it is JSON"),
    ("file-type/fixture-password-protected.xls", Err("problem-password"), "an .xlsx under a password"),
];

/// Extensions of mime-db 1.54.0 (<https://github.com/jshttp/mime-db>, MIT) for the content types that we know.
const MIME_DB: &[(&str, &str)] = &[
    ("pdf", "pdf"),
    ("docx", "docx"),
    ("xlsx", "xlsx"),
    ("pptx", "pptx"),
    ("odt", "odt"),
    ("ods", "ods"),
    ("odp", "odp"),
    ("doc", "doc dot"),
    ("xls", "xls xlm xla xlc xlt xlw"),
    ("ppt", "ppt pps pot"),
    ("rtf", "rtf"),
    ("txt", "txt text conf def list log in ini"),
    ("md", "md markdown"),
    ("csv", "csv"),
    ("tsv", "tsv"),
    ("eml", "eml mime mht mhtml"),
    ("msg", "msg"),
    ("png", "png apng"),
    ("jpg", "jpg jpeg jpe"),
    ("gif", "gif"),
    ("webp", "webp"),
    ("heic", "heic heif heics"),
    ("avif", "avif"),
    ("tiff", "tif tiff"),
    ("bmp", "bmp dib"),
    ("mp3", "mpga mp2 mp2a mp3 m2a m3a"),
    ("m4a", "m4a mp4a m4b"),
    ("wav", "wav"),
    ("ogg", "oga ogg spx opus"),
    ("aac", "adts aac"),
    ("mp4", "mp4 mp4v mpg4"),
    ("mov", "qt mov"),
    ("3gp", "3gp 3gpp 3g2"),
    ("webm", "webm weba"),
    ("zip", "zip"),
];

/// Extensions of theirs that are not taken.
const LEFT_OUT: &[(&str, &str)] = &[
    ("dot pot xlt xlm xla xlc xlw", "templates, macros and charts of old Office, which are not sent as papers"),
    ("conf def list in ini", "settings of programs"),
    ("mime mht mhtml", "saved web pages"),
    ("mp2 mp2a m2a m3a", "MPEG audio of another layer"),
];

#[test]
fn sample_files_of_other_projects_are_taken_or_refused_for_a_reason() {
    let accepted = Accepted::of(&known_extensions().map(str::to_owned).collect::<Vec<_>>());
    let heads = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/file_heads.txt"));
    let mut unused: Vec<&str> = OTHERWISE.iter().map(|(name, _, _)| *name).collect();
    let mut wrong = Vec::new();
    for line in heads.lines().filter(|line| !line.starts_with('#')) {
        let [project, name, bytes] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let head = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, bytes).expect("base64");
        let result = accepted.check(name, &head);
        let result = result.as_ref().map(|file| file.content_type).map_err(|error| error.key().expect("a sentence"));
        let sample = format!("{project}/{name}");
        let own = names::extension_of(name).and_then(|extension| find(&extension)).expect("one of our types");
        let other = OTHERWISE.iter().find(|(name, _, _)| *name == sample);
        let expected = other.map_or(Ok(own.content_type), |(_, result, _)| *result);
        unused.retain(|name| *name != sample);
        if result != expected {
            wrong.push(format!("{sample}: {result:?} instead of {expected:?}"));
        }
        // Without its extension the content alone says the same, where it says which of several it is.
        let renamed = accepted.check("sample", &head).map(|file| file.content_type);
        if renamed.is_ok_and(|found| result.is_ok_and(|kept| found != kept) && own.group != Recording) {
            wrong.push(format!("{sample} without its extension"));
        }
    }
    assert!(wrong.is_empty() && unused.is_empty(), "{}\nunused: {unused:?}", wrong.join("\n"));
}

#[test]
fn every_common_spelling_is_known_or_left_out_for_a_reason() {
    for (ours, theirs) in MIME_DB {
        let own = find(ours).expect(ours);
        for extension in theirs.split(' ') {
            let left_out = LEFT_OUT.iter().any(|(names, _)| names.split(' ').any(|name| name == extension));
            assert_ne!(own.extensions.contains(&extension), left_out, "{extension} of {ours}");
        }
    }
}
