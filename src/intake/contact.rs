//! The contact: the moment when the visitor becomes a person in the database. One transaction takes the
//! lease away and stores session, consents, files and the mail's job.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::consent::{self, Consents};
use super::script::{check_email, check_name};
use super::store::{self, Decision};
use crate::audit::{self, Action, Actor};
use crate::funnel::Stage;
use crate::http::{Accepts, Error, Kind};
use crate::ids::SessionId;
use crate::jobs::{self, Job};
use crate::sessions::{self, File, NewSession, Parts, State};
use crate::words::Language;
use crate::{db, leases, verification};

/// Name, address and consents, given once; again while pending to correct them
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// 1 to 100 characters of any script
    name: String,
    #[schema(example = "name@example.org")]
    email: String,
    /// Must be true
    consent_personal_data: bool,
    consent_ai_training: bool,
    /// The version of the texts that the visitor saw
    consent_version: String,
    /// BCP 47
    locale: Option<String>,
    /// The files that the visitor believes in; a difference is refused, never a silent loss
    files: Option<Vec<Uuid>>,
}

/// A contact whose every field has been checked.
struct Checked {
    name: String,
    email: String,
    ai_training: bool,
    locale: &'static str,
    consents: Consents,
    files: Option<Vec<Uuid>>,
}

impl Contact {
    fn check(self, accepts: &Accepts) -> Result<Checked, Error> {
        let words: &'static Language = accepts.or(self.locale.as_deref());
        let consents = consent::texts(words);
        let mut faults = BTreeMap::new();
        let name = check_name(words, &self.name).map_err(|fault| faults.insert("name", fault)).unwrap_or_default();
        let email = check_email(words, &self.email).map(|address| address.to_string());
        let email = email.map_err(|fault| faults.insert("email", fault)).unwrap_or_default();
        if !self.consent_personal_data {
            faults.insert("consent_personal_data", words.text("bot-consent-needed"));
        }
        if self.consent_version != consents.version {
            faults.insert("consent_version", words.text("bot-consent-stale"));
        }
        if !faults.is_empty() {
            return Err(Error::fields(faults));
        }
        let files = self.files.map(sorted);
        Ok(Checked { name, email, ai_training: self.consent_ai_training, locale: words.tag(), consents, files })
    }
}

fn sorted(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Who sent it, and how the address is counted before anything is stored.
pub struct From<'a> {
    pub session: SessionId,
    pub ip: IpAddr,
    pub accepts: &'a Accepts,
    pub limits: &'a crate::http::rate::RateLimits,
}

/// Stores the contact of an open session, or corrects that of a pending one.
pub async fn submit(parts: &Parts, from: &From<'_>, contact: Contact) -> Result<(), Error> {
    let contact = contact.check(from.accepts)?;
    // Which objects exist is read before the transaction, which is never held open across a call to S3; the
    // transaction then compares.
    let (files, missing) = parts.look_at_files(from.session).await?;
    let mut tx = parts.pool.begin().await?;
    db::lock_session(&mut tx, from.session).await?;
    match sessions::state(&mut tx, from.session).await? {
        State::Gone => return Err(Kind::SessionGone.into()),
        State::Complete => return Err(Kind::SessionComplete.into()),
        State::Open => {
            let lost = cut_missing(&mut tx, parts, from.session, missing).await?;
            if !lost.is_empty() {
                tx.commit().await?;
                tracing::error!(session = from.session.tag(), count = lost.len(), "files are missing from the bucket");
                metrics::counter!("anteroom_files_missing_total").increment(lost.len() as u64);
                return Err(Error::files_missing(lost));
            }
            store_new(&mut tx, from, &contact, &files).await?;
            tx.commit().await.map_err(unsure)?;
            parts.funnel.count(Stage::Contact);
            if !files.is_empty() {
                parts.sweeper.outdate_copies().await;
            }
        }
        State::Pending => {
            correct(&mut tx, from, &contact).await?;
            tx.commit().await.map_err(unsure)?;
        }
    }
    Ok(())
}

/// A connection that breaks during the commit does not tell whether it was done. Giving the same contact again
/// does no harm in either case.
fn unsure(error: sqlx::Error) -> Error {
    Error::from(error).saying("problem-unsure")
}

/// Files that somebody took out of the bucket: said once, then the visitor sends them again or goes on
/// without. The keys stay noted for a while, should the objects come back.
async fn cut_missing(
    conn: &mut PgConnection,
    parts: &Parts,
    id: SessionId,
    missing: Vec<Uuid>,
) -> sqlx::Result<Vec<Uuid>> {
    if missing.is_empty() {
        return Ok(missing);
    }
    let stored = leases::stored(conn, id).await?;
    // What the visitor has removed meanwhile is gone by their own wish.
    let lost: Vec<Uuid> = missing.into_iter().filter(|file| stored.contains(file)).collect();
    for file in &lost {
        leases::cut_upload(conn, id, *file, parts.timings.tombstone).await?;
    }
    Ok(lost)
}

async fn store_new(conn: &mut PgConnection, from: &From<'_>, contact: &Checked, files: &[File]) -> Result<(), Error> {
    let id = from.session;
    if leases::is_receiving(conn, id).await? {
        return Err(Kind::UploadRunning.into());
    }
    let known = leases::stored(conn, id).await?;
    must_agree(&known, &files.iter().map(|file| file.id).collect::<Vec<_>>())?;
    if let Some(believed) = &contact.files {
        must_agree(&known, believed)?;
    }
    from.limits.check_address(&contact.email)?;
    leases::release(conn, id).await?;
    sessions::insert(conn, &row(from, contact)).await?;
    for file in files {
        sessions::add_file(conn, id, file).await?;
    }
    record_consents(conn, from, contact).await?;
    jobs::enqueue(conn, Job::VerificationMail { session: id.uuid() }).await?;
    let detail = serde_json::json!({ "files": files.len(), "ai_training": contact.ai_training });
    Ok(audit::record(conn, Actor::Visitor, Action::SessionPending, id, detail).await?)
}

/// A changed address voids older links and gets a mail of its own; what else changes is just kept.
async fn correct(conn: &mut PgConnection, from: &From<'_>, contact: &Checked) -> Result<(), Error> {
    let id = from.session;
    if let Some(believed) = &contact.files {
        must_agree(&sessions::kept_files(conn, id).await?, believed)?;
    }
    let before = sessions::contact(conn, id).await?;
    let moved = before.is_none_or(|before| before.email != contact.email);
    sessions::correct(conn, &row(from, contact)).await?;
    record_consents(conn, from, contact).await?;
    if moved {
        from.limits.check_address(&contact.email)?;
        verification::void_links(conn, id).await?;
        sessions::mail_requested(conn, id).await?;
        jobs::enqueue_anew(conn, Job::VerificationMail { session: id.uuid() }).await?;
    }
    let detail = serde_json::json!({ "address_changed": moved });
    Ok(audit::record(conn, Actor::Visitor, Action::SessionCorrected, id, detail).await?)
}

fn must_agree(known: &[Uuid], believed: &[Uuid]) -> Result<(), Error> {
    if known == believed { Ok(()) } else { Err(Kind::FilesDiffer.into()) }
}

fn row<'a>(from: &From<'_>, contact: &'a Checked) -> NewSession<'a> {
    NewSession {
        id: from.session,
        name: &contact.name,
        email: &contact.email,
        ip: from.ip,
        ai_training: contact.ai_training,
        locale: contact.locale,
    }
}

async fn record_consents(conn: &mut PgConnection, from: &From<'_>, contact: &Checked) -> sqlx::Result<()> {
    let decisions = [
        ("personal_data", true, &contact.consents.personal_data),
        ("ai_training", contact.ai_training, &contact.consents.ai_training),
    ];
    for (purpose, given, consent::Text { text, sha256 }) in decisions {
        let decision = Decision {
            purpose,
            given,
            text_version: contact.consents.version,
            text_sha256: sha256,
            text,
            locale: contact.locale,
            ip: from.ip,
        };
        store::insert_decision(conn, from.session, &decision).await?;
    }
    Ok(())
}
