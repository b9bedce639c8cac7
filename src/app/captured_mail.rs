//! `/dev/mail`: shows captured mails while no mail server is configured, on this machine only.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::error::{Error, Kind};
use crate::platform::http::{IsLocal, Path, page};
use crate::platform::mail::{CapturedMail, Outbox};

/// Mounted only if mail is captured and the options indicate no visitors from elsewhere.
pub fn router(outbox: Arc<Outbox>) -> Router {
    Router::new()
        .route("/dev/mail", get(list))
        .route("/dev/mail/{name}", get(show))
        .route("/dev/mail/{name}/html", get(html))
        .route_layer(from_fn(local_only))
        .with_state(outbox)
}

/// Refuses remote callers: the mails contain names and working links.
async fn local_only(IsLocal(local): IsLocal, request: Request, next: Next) -> Response {
    if local { next.run(request).await } else { Error::from(Kind::NotFound).into_response() }
}

#[derive(Template)]
#[template(path = "dev/mails.html")]
struct List {
    assets: &'static str,
    mails: Vec<CapturedMail>,
}

async fn list(State(outbox): State<Arc<Outbox>>) -> Result<Response, Error> {
    let mails = outbox.list().await.map_err(|error| Error::caused(Kind::Internal, error))?;
    page::render(&List { assets: page::assets(), mails })
}

#[derive(Template)]
#[template(path = "dev/mail.html")]
struct Show {
    assets: &'static str,
    mail: CapturedMail,
    lines: Vec<Line>,
}

/// A line of the text, with its link split off.
struct Line {
    text: String,
    link: Option<String>,
}

fn line(text: &str) -> Line {
    match text.find("http") {
        Some(start) if text[start..].starts_with("http://") || text[start..].starts_with("https://") => {
            Line { text: text[..start].to_owned(), link: Some(text[start..].to_owned()) }
        }
        _ => Line { text: text.to_owned(), link: None },
    }
}

async fn find(outbox: &Outbox, name: &str) -> Result<CapturedMail, Error> {
    let mail = outbox.read(name).await.map_err(|error| Error::caused(Kind::Internal, error))?;
    mail.ok_or_else(|| Kind::NotFound.into())
}

async fn show(State(outbox): State<Arc<Outbox>>, Path(name): Path<String>) -> Result<Response, Error> {
    let mail = find(&outbox, &name).await?;
    let lines = mail.text.lines().map(line).collect();
    page::render(&Show { assets: page::assets(), mail, lines })
}

/// The HTML as a mail program would show it: in a frame that may do nothing but open links.
async fn html(State(outbox): State<Arc<Outbox>>, Path(name): Path<String>) -> Result<Response, Error> {
    let mail = find(&outbox, &name).await?;
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups \
                  allow-popups-to-escape-sandbox";
    let html = mail.html.ok_or(Kind::NotFound)?;
    Ok(([(CONTENT_SECURITY_POLICY, policy)], axum::response::Html(html)).into_response())
}
