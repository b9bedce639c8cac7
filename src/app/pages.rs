//! Pages that belong to no feature: the demo, the widget's frame, the problems' explanations.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use strum::VariantArray as _;

use super::demo_members::DemoMembers;
use crate::error::{Error, Kind};
use crate::intake;
use crate::messenger::Messenger;
use crate::platform::http::origin::Site;
use crate::platform::http::{IsLocal, Lang, Path, page};
use crate::platform::i18n::{self, Language};
use crate::platform::mail::Outbox;

/// What the demo page may link to.
#[derive(Clone, Copy)]
pub struct Features {
    captured_mail: bool,
    demo_members: bool,
}

impl Features {
    pub fn of(outbox: Option<&Arc<Outbox>>, demo_members: Option<&DemoMembers>) -> Self {
        Self { captured_mail: outbox.is_some(), demo_members: demo_members.is_some() }
    }
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Demo<'a> {
    assets: &'static str,
    words: &'static Language,
    public_url: &'a str,
    dev_mail: bool,
    members: &'static [&'static str],
}

/// `GET /`: a page that embeds the widget as a customer would.
pub async fn demo(
    State(features): State<Features>,
    State(site): State<Site>,
    IsLocal(local): IsLocal,
    Lang(words): Lang,
) -> Result<Response, Error> {
    let (assets, dev_mail) = (page::assets(), features.captured_mail && local);
    let members: &[_] = if features.demo_members && local { &["Ada", "Ben"] } else { &[] };
    page::render_in(words, &Demo { assets, words, public_url: &site.0, dev_mail, members })
}

#[derive(Template)]
#[template(path = "widget.html")]
struct Widget {
    assets: &'static str,
    words: &'static Language,
    greeting: String,
}

/// `GET /widget`: the chat, in a frame of our own origin. The page contains the greeting, so that an untouched chat
/// makes no call.
pub async fn widget(Lang(words): Lang) -> Result<Response, Error> {
    let greeting = serde_json::to_string(&intake::routes::greeting(words));
    let greeting = greeting.map_err(|error| Error::caused(Kind::Internal, error))?;
    page::render_in(words, &Widget { assets: page::assets(), words, greeting })
}

#[derive(Template)]
#[template(path = "chat.html")]
struct MemberChat {
    assets: &'static str,
    words: &'static Language,
}

/// `GET /chat`: a member's conversations with the assistant.
pub async fn chat(Lang(words): Lang) -> Result<Response, Error> {
    page::render_in(words, &MemberChat { assets: page::assets(), words })
}

#[derive(Template)]
#[template(path = "messenger.html")]
struct MessengerPage {
    assets: &'static str,
    words: &'static Language,
    languages: &'static [Language],
    states: &'static [&'static str],
    kinds: &'static [&'static str],
}

/// `GET /messenger`: a member links an account, and sees what is to be done.
pub async fn messenger(State(messenger): State<Messenger>, Lang(words): Lang) -> Result<Response, Error> {
    messenger.must_be_on()?;
    let page = MessengerPage {
        assets: page::assets(),
        words,
        languages: i18n::all(),
        states: STATES,
        kinds: &["task", "meeting", "payment", "call", "purchase"],
    };
    page::render_in(words, &page)
}

/// Every state that a session may say it is in.
const STATES: &[&str] = &[
    "none",
    "stopped",
    "starting",
    "pairing",
    "online",
    "offline",
    "asleep",
    "logged-out",
    "replaced",
    "banned",
    "failed",
    "other-number",
];

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility {
    assets: &'static str,
    words: &'static Language,
    languages: &'static [Language],
}

/// `GET /accessibility`: what works for whom, and what does not yet.
pub async fn accessibility(Lang(words): Lang) -> Result<Response, Error> {
    page::render_in(words, &Accessibility { assets: page::assets(), words, languages: i18n::all() })
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem {
    assets: &'static str,
    slug: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
}

/// `GET /problems/{slug}`: what the `type` of a problem+json means.
pub async fn problem(Path(slug): Path<String>) -> Result<Response, Error> {
    let kind = Kind::VARIANTS.iter().copied().find(|kind| kind.slug() == slug).ok_or(Kind::NotFound)?;
    let detail = Error::from(kind).detail().into_owned();
    page::render(&Problem {
        assets: page::assets(),
        slug: kind.slug(),
        title: kind.title(),
        status: kind.status().as_u16(),
        detail,
    })
}
