//! The contact: the moment when the visitor becomes a person in the database. One transaction removes the lease and
//! stores session, consents, files and the mail job, batched over all contacts that arrive at the same time.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::consent::{self, Consents};
use super::queries::{self, Decision};
use super::script::{check_email, check_name};
use crate::audit::{self, Action, Actor};
use crate::error::{Error, Kind};
use crate::intake::funnel::Stage;
use crate::intake::leases::{self, PendingUpload};
use crate::intake::sessions::{self, AppContext, File, NewSession, State};
use crate::intake::verification;
use crate::platform::db::group_commit::{BatchOp, Batcher};
use crate::platform::http::{Accepts, ClientIp};
use crate::platform::i18n::Language;
use crate::platform::ids::SessionId;
use crate::platform::jobs::{self, Mail};

/// Name, address and consents, given once; may be sent again while pending to correct them
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
    /// The files that the client knows of; if they differ, the contact is refused, so that none is lost silently
    files: Option<Vec<Uuid>>,
}

/// A contact with all fields validated.
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

/// `Retry-After` seconds for a visitor who changed the address too often. It stays refused; staff can still change it.
const RETRY_AFTER: u64 = 3600;

/// Who sent the contact.
pub struct SubmitContext<'a> {
    pub session: SessionId,
    pub ip: IpAddr,
    pub accepts: &'a Accepts,
}

/// Stores contacts; simultaneous ones are stored in one transaction. Cheap to clone.
#[derive(Clone)]
pub struct Contacts {
    context: AppContext,
    batches: Batcher<SubmitContact>,
}

impl Contacts {
    /// Creates an instance with its own batcher.
    pub fn new(context: AppContext) -> Self {
        let batches = Batcher::new(context.pool.clone(), SubmitContact { context: context.clone() });
        Self { context, batches }
    }

    /// Stores the contact of an open session, or corrects that of a pending one.
    pub async fn submit(&self, from: &SubmitContext<'_>, contact: Contact) -> Result<(), Error> {
        let contact = Arc::new(contact.check(from.accepts)?);
        let given = |found| Submission { session: from.session, ip: from.ip, contact: Arc::clone(&contact), found };
        let mut outcome = self.batches.submit(given(None)).await?;
        if matches!(outcome, Outcome::CheckFilesFirst) {
            // Read which objects exist outside the transaction, which is never held open across a call to S3; the
            // transaction then compares.
            let (files, missing) = self.context.check_files(from.session).await?;
            outcome = self.batches.submit(given(Some(Found { files, missing }))).await?;
        }
        match outcome {
            Outcome::Stored { files } => {
                self.context.funnel.count(Stage::Contact);
                if files > 0 {
                    self.context.sweeper.outdate_copies().await;
                }
                Ok(())
            }
            // The files were checked already, so this cannot be asked for twice.
            Outcome::CheckFilesFirst => Err(Kind::FilesDiffer.into()),
            Outcome::Corrected => Ok(()),
            Outcome::FilesLost(lost) => {
                tracing::error!(session = from.session.tag(), count = lost.len(), "files are missing from the bucket");
                metrics::counter!("anteroom_files_missing_total").increment(lost.len() as u64);
                Err(Error::files_missing(lost))
            }
        }
    }
}

/// A contact to be stored.
struct Submission {
    session: SessionId,
    ip: IpAddr,
    contact: Arc<Checked>,
    /// `None` if the object store was not asked yet, which suffices for a session without files.
    found: Option<Found>,
}

/// The session's files according to the object store.
struct Found {
    files: Vec<File>,
    missing: Vec<Uuid>,
}

impl Submission {
    /// Returns the network that the mail limits count as one client.
    fn network(&self) -> IpAddr {
        ClientIp(self.ip).bucket()
    }

    fn files(&self) -> &[File] {
        self.found.as_ref().map_or(&[], |found| &found.files)
    }
}

/// The result of a submission.
enum Outcome {
    Stored {
        files: usize,
    },
    /// There are files, and the object store was not asked yet whether their objects exist.
    CheckFilesFirst,
    Corrected,
    /// The lost files are recorded and nothing is stored: the visitor is told.
    FilesLost(Vec<Uuid>),
}

struct SubmitContact {
    context: AppContext,
}

impl BatchOp for SubmitContact {
    type Item = Submission;
    type Output = Outcome;
    type Error = Error;

    fn session(item: &Submission) -> SessionId {
        item.session
    }

    async fn apply(&self, conn: &mut PgConnection, items: &[Submission]) -> sqlx::Result<Vec<Result<Outcome, Error>>> {
        let ids: Vec<Uuid> = items.iter().map(|item| item.session.uuid()).collect();
        let states = sessions::states(conn, &ids).await?;
        let pending_uploads = leases::pending_uploads(conn, &ids).await?;
        let (mut new, mut mails, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
        for ((item, state), held) in items.iter().zip(states).zip(pending_uploads) {
            outcomes.push(match state {
                State::Gone => Err(Kind::SessionGone.into()),
                State::Complete => Err(Kind::SessionComplete.into()),
                State::Pending => self.correct(conn, item, &mut mails).await?.map(|()| Outcome::Corrected),
                State::Open if item.found.is_none() && !held.stored.is_empty() => Ok(Outcome::CheckFilesFirst),
                State::Open => {
                    let lost = self.cut_missing(conn, item, &held).await?;
                    if lost.is_empty() {
                        admit(item, &held).map(|()| {
                            new.push(item);
                            Outcome::Stored { files: item.files().len() }
                        })
                    } else {
                        Ok(Outcome::FilesLost(lost))
                    }
                }
            });
        }
        if !new.is_empty() {
            store_new(conn, &new).await?;
            mails.extend(new.iter().map(|item| {
                let (to, network) = (item.contact.email.clone(), Some(item.network()));
                verification::mail_of(item.session, to, network, Duration::ZERO)
            }));
        }
        jobs::enqueue_mails(conn, &self.context.mail_limits, &mails).await?;
        Ok(outcomes)
    }

    fn has_written(done: &Outcome) -> bool {
        !matches!(done, Outcome::CheckFilesFirst)
    }

    /// Sending the same contact again does no harm, whether it was stored or not.
    fn unsure(error: sqlx::Error) -> Error {
        Error::from(error).saying("problem-unsure")
    }
}

impl SubmitContact {
    /// Cuts files whose objects were deleted from the bucket by others. They are reported once; then the visitor sends
    /// them again or continues without. The keys stay scheduled for deletion for a while in case the objects reappear.
    async fn cut_missing(
        &self,
        conn: &mut PgConnection,
        item: &Submission,
        held: &PendingUpload,
    ) -> sqlx::Result<Vec<Uuid>> {
        // Skip files that the visitor has removed meanwhile.
        let missing = item.found.iter().flat_map(|found| &found.missing).copied();
        let lost: Vec<Uuid> = missing.filter(|file| held.stored.contains(file)).collect();
        for file in &lost {
            leases::cut_upload(conn, item.session, *file, self.context.timings.tombstone).await?;
        }
        Ok(lost)
    }

    /// Corrects the contact of a pending session. A changed address voids older links and gets its own mail.
    async fn correct(
        &self,
        conn: &mut PgConnection,
        item: &Submission,
        mails: &mut Vec<Mail>,
    ) -> sqlx::Result<Result<(), Error>> {
        let (id, contact) = (item.session, &item.contact);
        if let Some(believed) = &contact.files
            && let Err(differ) = must_agree(&sessions::kept_files(conn, id).await?, believed)
        {
            return Ok(Err(differ));
        }
        let before = sessions::contact(conn, id).await?;
        let earlier = before.map(|before| before.email).filter(|email| *email != contact.email);
        let moved = earlier.is_some();
        if moved && !verification::may_change_again(conn, id).await? {
            return Ok(Err(Error::retry_after(Kind::RateLimited, RETRY_AFTER)));
        }
        sessions::correct(conn, &row(item)).await?;
        record_consents(conn, &[item]).await?;
        if let Some(earlier) = earlier {
            let (network, new) = (Some(item.network()), contact.email.clone());
            mails.extend(verification::address_changed(conn, &self.context, network, id, earlier, new).await?);
        }
        let detail = serde_json::json!({ "address_changed": moved });
        audit::record(conn, Actor::Visitor, Action::SessionCorrected, id, detail).await?;
        Ok(Ok(()))
    }
}

/// Stores everything about new persons, with one statement per table.
async fn store_new(conn: &mut PgConnection, new: &[&Submission]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = new.iter().map(|item| item.session.uuid()).collect();
    leases::release(conn, &ids).await?;
    let rows: Vec<NewSession<'_>> = new.iter().map(|item| row(item)).collect();
    sessions::insert(conn, &rows).await?;
    let files = new.iter().flat_map(|item| item.files().iter().map(|file| (item.session, file)));
    let files: Vec<(SessionId, &File)> = files.collect();
    if !files.is_empty() {
        sessions::add_files(conn, &files).await?;
    }
    record_consents(conn, new).await?;
    let detail =
        |item: &Submission| serde_json::json!({ "files": item.files().len(), "ai_training": item.contact.ai_training });
    let lines: Vec<_> = new.iter().map(|item| (item.session, detail(item))).collect();
    audit::record_all(conn, Actor::Visitor, Action::SessionPending, &lines).await
}

fn admit(item: &Submission, held: &PendingUpload) -> Result<(), Error> {
    if held.is_receiving {
        return Err(Kind::UploadRunning.into());
    }
    must_agree(&held.stored, &item.files().iter().map(|file| file.id).collect::<Vec<_>>())?;
    item.contact.files.as_ref().map_or(Ok(()), |believed| must_agree(&held.stored, believed))
}

fn must_agree(known: &[Uuid], believed: &[Uuid]) -> Result<(), Error> {
    if known == believed { Ok(()) } else { Err(Kind::FilesDiffer.into()) }
}

fn row(item: &Submission) -> NewSession<'_> {
    NewSession {
        id: item.session,
        name: &item.contact.name,
        email: &item.contact.email,
        ip: item.ip,
        ai_training: item.contact.ai_training,
        locale: item.contact.locale,
    }
}

async fn record_consents(conn: &mut PgConnection, given: &[&Submission]) -> sqlx::Result<()> {
    let decisions = given.iter().flat_map(|item| {
        let Checked { consents, ai_training, locale, .. } = &*item.contact;
        let decided =
            [("personal_data", true, &consents.personal_data), ("ai_training", *ai_training, &consents.ai_training)];
        decided.map(|(purpose, given, consent::Text { text, sha256 })| Decision {
            session: item.session,
            purpose,
            given,
            text_version: consents.version,
            text_sha256: sha256,
            text,
            locale,
            ip: item.ip,
        })
    });
    queries::insert_decisions(conn, &decisions.collect::<Vec<_>>()).await
}
