//! Looks into the beginning of a ZIP archive, whose entries may be in any order.

use memchr::memmem;

use super::content::Content::{self, Docx, Odp, Ods, Odt, Ooxml, OpenDocument, Pptx, Xlsx, Zip};

const LOCAL_HEADER: &[u8] = b"PK\x03\x04";

/// Folders and files that every Office Open XML package may have.
const OOXML: [&str; 6] = ["[content_types].xml", "_rels/", "docprops/", "customxml/", "docmetadata/", "[trash]/"];

/// The same for `OpenDocument` (1.3, part 2).
const OPEN_DOCUMENT: [&str; 11] = [
    "content.xml",
    "styles.xml",
    "meta.xml",
    "settings.xml",
    "manifest.rdf",
    "layout-cache",
    "current.xml",
    "meta-inf/manifest.xml",
    "configurations2/",
    "thumbnails/thumbnail.png",
    "pictures/",
];

/// An entry's name in lower case, and its content if it is stored as it is.
struct Entry<'a> {
    name: String,
    stored: Option<&'a [u8]>,
}

/// The entries whose headers are in the first bytes.
struct Entries<'a> {
    head: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let rest = self.head.get(self.at..)?.strip_prefix(LOCAL_HEADER)?;
        let short = |at: usize| rest.get(at..at + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let (flags, method) = (short(2)?, short(4)?);
        let size = (usize::from(short(16)?) << 16) | usize::from(short(14)?);
        let (name, extra) = (usize::from(short(22)?), usize::from(short(24)?));
        let content = rest.get(26 + name + extra..).unwrap_or_default();
        // Its size may follow it, or be in a field for ZIP64.
        let unknown = (flags & 8 != 0 && size == 0) || size == 0xffff_ffff;
        let length = if unknown { memmem::find(content, LOCAL_HEADER).unwrap_or(content.len()) } else { size };
        self.at += LOCAL_HEADER.len() + 26 + name + extra + length;
        let name = String::from_utf8_lossy(rest.get(26..26 + name)?).to_ascii_lowercase().replace('\\', "/");
        let stored = (method == 0).then(|| &content[..length.min(content.len())]);
        Some(Entry { name: name.trim_start_matches(['.', '/']).to_owned(), stored })
    }
}

/// Tells what kind of archive this is; `None` if it is none.
pub fn of(head: &[u8]) -> Option<Content> {
    // An archive that was meant to be split begins with one of these marks.
    let head = head.strip_prefix(b"PK\x07\x08").or_else(|| head.strip_prefix(b"PK00")).unwrap_or(head);
    if !head.starts_with(LOCAL_HEADER) && !head.starts_with(b"PK\x05\x06") {
        return None;
    }
    let mut found = Zip;
    for Entry { name, stored } in (Entries { head, at: 0 }) {
        let own = [("word/", Docx), ("xl/", Xlsx), ("ppt/", Pptx)];
        if let Some((_, content)) = own.iter().find(|(folder, _)| name.starts_with(folder)) {
            return Some(*content);
        }
        let mimetype = stored.filter(|_| name == "mimetype");
        if let Some(kind) = mimetype.and_then(|text| text.strip_prefix(b"application/vnd.oasis.opendocument.")) {
            let kinds: [(&[u8], Content); 3] = [(b"text", Odt), (b"spreadsheet", Ods), (b"presentation", Odp)];
            return Some(kinds.iter().find(|(begin, _)| kind.starts_with(begin)).map_or(Zip, |(_, content)| *content));
        }
        let one_of = |parts: &[&str]| {
            parts.iter().any(|part| if part.ends_with('/') { name.starts_with(part) } else { name == *part })
        };
        if one_of(&OOXML) {
            found = Ooxml;
        } else if found == Zip && one_of(&OPEN_DOCUMENT) {
            found = OpenDocument;
        }
    }
    Some(found)
}
