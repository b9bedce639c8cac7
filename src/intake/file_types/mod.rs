//! Which files are accepted: pure rules on names and first bytes. The type that the browser claims is ignored.

use crate::error::{Error, Kind};
use crate::platform::i18n::Value;

mod content;
mod names;
mod zip;

use content::Content::{
    self, Aac, Avif, Bmp, Compound, Doc, Docx, Encrypted, Gif, Heic, Jpeg, M4a, Mail, Mp3, Mp4, Msg, Odp, Ods, Odt,
    Ogg, Ooxml, OpenDocument, Pdf, Png, Ppt, Pptx, Quicktime, Rtf, Text, ThreeGp, Tiff, Wav, Webm, Webp, Xls, Xlsx,
    Zip,
};
pub use names::{clean_name, turns_text};

/// How many first bytes determine the type (fewer if the file is shorter).
pub const HEAD_BYTES: usize = 4096;

/// Types of a group may have each other's extensions: programs go by the content, and people rename files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Picture,
    Recording,
    Document,
    Sheet,
    Slides,
    Text,
    Alone,
}

use Group::{Alone, Document, Picture, Recording, Sheet, Slides};

/// A file type: its extensions, the content type that we store, and what its content is.
#[derive(Debug)]
pub struct FileType {
    /// All spellings of the extension, the usual one first.
    extensions: &'static [&'static str],
    content_type: &'static str,
    group: Group,
    /// The content of such files. What only the extension tells apart follows the type's own.
    contents: &'static [Content],
}

const fn binary(
    extensions: &'static [&'static str],
    content_type: &'static str,
    group: Group,
    contents: &'static [Content],
) -> FileType {
    FileType { extensions, content_type, group, contents }
}

const fn text(extensions: &'static [&'static str], content_type: &'static str) -> FileType {
    FileType { extensions, content_type, group: Group::Text, contents: &[Text] }
}

/// Without an extension the first type with the content is taken.
const TYPES: &[FileType] = &[
    binary(&["pdf"], "application/pdf", Alone, &[Pdf]),
    binary(
        &["docx"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Document,
        &[Docx, Ooxml],
    ),
    binary(&["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Sheet, &[Xlsx, Ooxml]),
    binary(
        &["pptx"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Slides,
        &[Pptx, Ooxml],
    ),
    binary(&["odt"], "application/vnd.oasis.opendocument.text", Document, &[Odt, OpenDocument]),
    binary(&["ods"], "application/vnd.oasis.opendocument.spreadsheet", Sheet, &[Ods, OpenDocument]),
    binary(&["odp"], "application/vnd.oasis.opendocument.presentation", Slides, &[Odp, OpenDocument]),
    binary(&["doc"], "application/msword", Document, &[Doc, Compound]),
    binary(&["xls"], "application/vnd.ms-excel", Sheet, &[Xls, Compound]),
    binary(&["ppt", "pps"], "application/vnd.ms-powerpoint", Slides, &[Ppt, Compound]),
    binary(&["rtf"], "application/rtf", Document, &[Rtf]),
    text(&["txt", "text", "log"], "text/plain"),
    text(&["md", "markdown"], "text/markdown"),
    text(&["csv"], "text/csv"),
    text(&["tsv"], "text/tab-separated-values"),
    binary(&["eml"], "message/rfc822", Alone, &[Mail]),
    binary(&["msg"], "application/vnd.ms-outlook", Alone, &[Msg, Compound]),
    binary(&["png", "apng"], "image/png", Picture, &[Png]),
    binary(&["jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "pjp"], "image/jpeg", Picture, &[Jpeg]),
    binary(&["gif"], "image/gif", Picture, &[Gif]),
    binary(&["webp"], "image/webp", Picture, &[Webp]),
    binary(&["heic", "heif", "hif", "heics", "heifs"], "image/heic", Picture, &[Heic]),
    binary(&["avif", "avifs"], "image/avif", Picture, &[Avif]),
    binary(&["tiff", "tif"], "image/tiff", Picture, &[Tiff]),
    binary(&["bmp", "dib"], "image/bmp", Picture, &[Bmp]),
    binary(&["mp3", "mpga"], "audio/mpeg", Recording, &[Mp3]),
    binary(&["m4a", "m4b", "mp4a"], "audio/mp4", Recording, &[M4a, Mp4, Quicktime, ThreeGp]),
    binary(&["wav", "wave"], "audio/wav", Recording, &[Wav]),
    binary(&["ogg", "oga", "opus", "spx"], "audio/ogg", Recording, &[Ogg]),
    binary(&["aac", "adts"], "audio/aac", Recording, &[Aac]),
    binary(&["mp4", "m4v", "mp4v", "mpg4"], "video/mp4", Recording, &[Mp4, Quicktime, ThreeGp, M4a]),
    binary(&["mov", "qt"], "video/quicktime", Recording, &[Quicktime, Mp4, ThreeGp, M4a]),
    binary(&["3gp", "3gpp", "3g2"], "video/3gpp", Recording, &[ThreeGp, Mp4, Quicktime, M4a]),
    binary(&["webm", "weba"], "video/webm", Recording, &[Webm]),
    binary(&["zip"], "application/zip", Alone, &[Zip, Docx, Xlsx, Pptx, Ooxml, Odt, Ods, Odp, OpenDocument]),
];

impl FileType {
    fn extension(&self) -> &'static str {
        self.extensions[0]
    }

    fn fits(&self, content: Content, head: &[u8]) -> bool {
        if self.group == Group::Text { content::is_text(head) } else { self.contents.contains(&content) }
    }
}

fn find(extension: &str) -> Option<&'static FileType> {
    let plain = extension.trim().trim_start_matches('.').to_ascii_lowercase();
    TYPES.iter().find(|known| known.extensions.contains(&&*plain))
}

/// Whether a file with this extension can be checked; with or without its dot.
pub fn is_known(extension: &str) -> bool {
    find(extension).is_some()
}

/// The usual extension of each type whose content can be checked.
pub fn known_extensions() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(FileType::extension)
}

/// The types that are accepted; a type is named by any of its extensions.
#[derive(Debug)]
pub struct Accepted(Vec<&'static FileType>);

/// A file that was accepted.
#[derive(Debug, PartialEq, Eq)]
pub struct AcceptedFile {
    /// The visitor's name, with an extension if it had none.
    pub name: String,
    pub content_type: &'static str,
    /// Whether a NUL byte anywhere shows that it is no text.
    pub no_nul: bool,
}

impl Accepted {
    /// Reads the extensions; those that [`is_known`] does not know are left out.
    pub fn of(extensions: &[String]) -> Self {
        let mut types: Vec<&FileType> = Vec::new();
        for known in extensions.iter().filter_map(|extension| find(extension)) {
            if !types.iter().any(|seen| std::ptr::eq(*seen, known)) {
                types.push(known);
            }
        }
        Self(types)
    }

    /// Every spelling of every accepted extension, the usual ones first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        let others = self.0.iter().flat_map(|known| &known.extensions[1..]);
        self.usual().chain(others.copied())
    }

    /// One extension for each accepted type.
    pub fn usual(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|known| known.extension())
    }

    /// Finds the type that the extension and the first bytes agree on. Without an extension the content decides.
    ///
    /// `head` has the first [`HEAD_BYTES`] of the file, or all of it.
    pub fn check(&self, name: &str, head: &[u8]) -> Result<AcceptedFile, Error> {
        let content = content::of(head);
        let Some(extension) = names::extension_of(name) else {
            let own = self.0.iter().find(|known| known.contents[0] == content);
            return match own {
                Some(known) => Ok(known.accept(names::with_extension(name, known.extension()), head)),
                None if content == Encrypted => Err(encrypted(name)),
                None => Err(self.refuse_type(name)),
            };
        };
        let named = self.0.iter().find(|known| known.extensions.contains(&&*extension));
        let named = named.ok_or_else(|| self.refuse_type(name))?;
        if named.fits(content, head) {
            return Ok(named.accept(name.to_owned(), head));
        }
        let actual = self.0.iter().find(|known| known.contents[0] == content && known.group != Group::Text);
        let is_office = matches!(named.group, Document | Sheet | Slides);
        match actual {
            Some(actual) if actual.group == named.group && actual.group != Alone => {
                Ok(actual.accept(name.to_owned(), head))
            }
            // Only encryption makes such a file of a document that has been a ZIP archive ever since.
            _ if is_office && matches!(content, Encrypted | Compound) => Err(encrypted(name)),
            Some(actual) => {
                let values = [("name", name.into()), ("ending", Value::Text(actual.extension().to_owned()))];
                Err(Error::words(Kind::FileTypeRefused, "problem-other-type", values))
            }
            None => {
                let values = [("name", name.into()), ("ending", Value::Text(extension))];
                Err(Error::words(Kind::FileTypeRefused, "problem-disguised", values))
            }
        }
    }

    fn refuse_type(&self, name: &str) -> Error {
        let (types, others) = self.common();
        let values = [("name", name.into()), ("types", Value::Text(types)), ("others", Value::Number(others))];
        Error::words(Kind::FileTypeRefused, "problem-type", values)
    }

    /// Returns the most common accepted types, and how many more there are.
    fn common(&self) -> (String, u64) {
        let common = ["pdf", "docx", "jpg", "png"];
        let dotted = |names: Vec<&str>| names.iter().map(|name| format!(".{name}")).collect::<Vec<_>>().join(", ");
        let names: Vec<_> = self.usual().filter(|name| self.0.len() <= common.len() || common.contains(name)).collect();
        match self.0.len() - names.len() {
            others if !names.is_empty() => (dotted(names), others as u64),
            _ => (dotted(self.usual().collect()), 0),
        }
    }
}

impl FileType {
    fn accept(&self, name: String, head: &[u8]) -> AcceptedFile {
        let no_nul = self.group == Group::Text && !content::is_utf16(head);
        AcceptedFile { name, content_type: self.content_type, no_nul }
    }
}

fn encrypted(name: &str) -> Error {
    Error::words(Kind::FileTypeRefused, "problem-password", [("name", name.into())])
}

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;
