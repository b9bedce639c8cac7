//! Forms of pages: their errors by field, and the confirmation before what cannot be undone.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use serde::Deserialize;

use super::page;
use crate::error::{Error, Kind};
use crate::platform::i18n::Language;

/// A form's errors, by field.
#[derive(Clone, Debug, Default)]
pub struct Faults(BTreeMap<String, String>);

impl Faults {
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        Self([(field.to_owned(), message.into())].into())
    }

    /// Returns the errors of an operation by field; passes on any other error.
    pub fn of(error: Error) -> Result<Self, Error> {
        let fields = error.of_fields();
        if error.kind != Kind::InvalidInput || fields.is_empty() {
            return Err(error);
        }
        Ok(Self(fields.iter().map(|(name, message)| (name.to_string(), message.clone())).collect()))
    }

    /// Moves an error to another field, if a page's form names it differently.
    #[must_use]
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Some(message) = self.0.remove(from) {
            self.0.insert(to.to_owned(), message);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// The summary above the form: it takes the focus and links to each field.
    pub fn summary(&self) -> Summary<'_> {
        Summary { faults: &self.0 }
    }

    /// The message below a field.
    pub fn note<'a>(&'a self, field: &'a str) -> Note<'a> {
        Note { field, message: self.0.get(field).map(String::as_str) }
    }

    /// The attributes that tell screen readers about a field's error.
    pub fn marks<'a>(&'a self, field: &'a str) -> Marks<'a> {
        Marks { field, wrong: self.has(field) }
    }
}

/// The checkbox before what cannot be undone. It asks for one deliberate click, which is easier than typing a word.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Confirmation {
    sure: String,
}

impl Confirmation {
    /// Returns no error if the box is ticked.
    pub fn faults(&self, message: impl Into<String>) -> Faults {
        if self.sure == "yes" { Faults::default() } else { Faults::one("sure", message) }
    }
}

/// Renders a page; with errors its status is 422.
pub fn render(template: &impl Template, faults: &Faults) -> Result<Response, Error> {
    let mut response = page::render(template)?;
    if !faults.is_empty() {
        *response.status_mut() = Kind::InvalidInput.status();
    }
    Ok(response)
}

/// The same for a page that exists in every language.
pub fn render_in(words: &Language, template: &impl Template, faults: &Faults) -> Result<Response, Error> {
    Ok(page::in_language(words, render(template, faults)?))
}

#[derive(Template)]
#[template(path = "summary.html")]
pub struct Summary<'a> {
    faults: &'a BTreeMap<String, String>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if let Some(message) = message %}<p class="fault" id="{{ field }}-fault">{{ message }}</p>{% endif %}"#
)]
pub struct Note<'a> {
    field: &'a str,
    message: Option<&'a str>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if wrong %} aria-invalid="true" aria-describedby="{{ field }}-fault"{% endif %}"#
)]
pub struct Marks<'a> {
    field: &'a str,
    wrong: bool,
}
