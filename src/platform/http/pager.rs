//! Links to the pages of a list whose cursors only go forward.

use askama::Template;
use serde::Deserialize;

use super::cursor::Cursor;

/// The reader's position in a list. The way back is in the URL, because cursors only go forward.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    pub after: Option<String>,
    /// The cursors of earlier pages, nearest last, separated by dots.
    pub back: Option<String>,
}

/// How many steps back are remembered; beyond them the way back leads to the first page.
const MAX_STEPS: usize = 30;

impl Place {
    pub fn cursor(&self) -> Option<Cursor> {
        self.after.as_deref().and_then(Cursor::parse)
    }

    /// Returns links to the previous and next page; `base` is the list's address with its own query, ending in `?` or
    /// `&`.
    pub fn pager(&self, base: &str, next: Option<&str>) -> Pager {
        let here = self.after.as_deref().filter(|_| self.cursor().is_some());
        let steps = self.back.as_deref().unwrap_or_default().split('.').filter(|step| Cursor::parse(step).is_some());
        let steps: Vec<&str> = steps.collect();
        let plain = base.trim_end_matches(['?', '&']);
        let address = |after: &str, back: &[&str]| {
            let back = back[back.len().saturating_sub(MAX_STEPS)..].join(".");
            if back.is_empty() { format!("{base}after={after}") } else { format!("{base}after={after}&back={back}") }
        };
        let newer = here.map(|_| match steps.split_last() {
            Some((last, rest)) => address(last, rest),
            None => plain.to_owned(),
        });
        let older = next.map(|next| address(next, &steps.iter().copied().chain(here).collect::<Vec<_>>()));
        Pager { newer, older, words: ("Newer", "Older") }
    }
}

#[derive(Debug, PartialEq, Eq, Template)]
#[template(path = "pager.html")]
pub struct Pager {
    newer: Option<String>,
    older: Option<String>,
    words: (&'static str, &'static str),
}

impl Pager {
    /// Sets the links' labels, for lists that are not ordered by age.
    #[must_use]
    pub fn called(self, back: &'static str, on: &'static str) -> Self {
        Self { words: (back, on), ..self }
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_list_finds_its_way_back() {
        let cursor = |number| Cursor::new(OffsetDateTime::UNIX_EPOCH, Uuid::from_u128(number)).to_string();
        let place = |pager: &Option<String>| {
            let query = pager.as_deref().expect("a way").split_once('?').expect("a query").1.to_owned();
            let get = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name).map(str::to_owned));
            Place { after: get("after="), back: get("back=") }
        };
        let first = Place::default().pager("/x?s=a&", Some(&cursor(1)));
        assert_eq!(first.newer, None);
        let second = place(&first.older).pager("/x?s=a&", Some(&cursor(2)));
        assert_eq!(second.newer.as_deref(), Some("/x?s=a"));
        let third = place(&second.older).pager("/x?s=a&", None);
        assert_eq!((&third.newer, &third.older), (&first.older, &None));
        let fourth = place(&place(&second.older).pager("/x?", Some(&cursor(3))).older).pager("/x?", None);
        assert_eq!(place(&fourth.newer).after, Some(cursor(2)));
        // Invalid cursors are ignored.
        let forged = Place { after: Some("x".into()), back: Some("\"><script>".into()) };
        assert_eq!(forged.pager("/x?", None), Pager { newer: None, older: None, words: ("Newer", "Older") });
    }
}
