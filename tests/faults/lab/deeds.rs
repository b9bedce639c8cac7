//! What visitors do, call by call, and what the answers mean for the ledger.

use std::time::{Duration, Instant};

use serde_json::json;

use super::Lab;
use super::schedule::{Deed, Op, Way};
use super::visit::{self, Heard, Line, Sending};
use crate::ledger::{Fate, Sent, Visit, content, hash, uuid};
use crate::support::client::CONSENT_VERSION;
use crate::support::{files, link_in};

/// How long a visitor looks for a mail before giving up on it.
const MAIL: Duration = Duration::from_secs(3);

/// The end of a deed.
pub struct Done {
    pub deed: Deed,
    /// The visitor had been told that the session is gone before the call began.
    pub was_dead: bool,
    /// The files that the page showed before.
    pub believed: Vec<String>,
    pub outcome: Outcome,
}

pub enum Outcome {
    /// One call; for a reload the second of the two.
    Call(Heard),
    Upload(Heard, Vec<Sent>),
    /// An upload that stays half-way. `None`: no server was there.
    Parked(Option<Sending>, Vec<Sent>),
    /// A contact with this address.
    Contact(Heard, String),
    /// The removal of the file with this id.
    Removal(Heard, String),
    Clicks(Vec<Heard>),
}

/// The lines of a request's head that every call of the API has.
fn head(visit: &Visit, method: &str, path: &str, content_type: &str) -> String {
    let Visit { session, page, .. } = visit;
    format!(
        "{method} /api/v1{path} HTTP/1.1\r\nX-Session-ID: {session}\r\nX-Page-ID: {page}\r\nContent-Type: {content_type}\r\n"
    )
}

fn json_head(visit: &Visit, method: &str, path: &str) -> String {
    head(visit, method, path, "application/json")
}

/// A form on its way.
struct Form {
    line: Line,
    head: String,
    body: Vec<u8>,
    chunked: bool,
    sent: Vec<Sent>,
}

impl Form {
    async fn send(self) -> Outcome {
        let heard = visit::send(&self.line, &self.head, &self.body, self.chunked).await;
        Outcome::Upload(heard, self.sent)
    }

    async fn send_to(self, thousandths: usize) -> (Option<Sending>, Vec<Sent>) {
        let stop = self.body.len() * thousandths / 1000;
        (visit::begin(&self.line, &self.head, &self.body, self.chunked, stop).await, self.sent)
    }
}

impl Lab {
    /// The way to an instance, for one call that hangs up after this many microseconds.
    fn line(&mut self, via: usize, hang_up: Option<u32>) -> Line {
        let at = self.alive(via);
        let address = self.world.instances[at].program.as_ref().expect("an instance that lives").address;
        let hang_up = hang_up.map(|micros| Duration::from_micros(micros.into()));
        Line { address, hang_up, hung_up: self.hung_up.clone(), reset: self.rng.chance(50) }
    }

    /// Begins a deed in its own task.
    pub(super) async fn begin(&mut self, deed: &Deed) {
        let line = self.line(deed.via, deed.hang_up);
        let at = deed.visitor;
        let (was_dead, believed) = (self.visits[at].dead.is_some(), self.visits[at].believed());
        let Some(work) = self.work(deed, line).await else {
            self.tell(format!("   {deed:?}: nothing to do"));
            return;
        };
        self.visits[at].busy += 1;
        self.visits[at].endings += usize::from(matches!(deed.op, Op::Discard | Op::Decline));
        let deed = deed.clone();
        self.pending.push(tokio::spawn(async move { Done { deed, was_dead, believed, outcome: work.await } }));
    }

    async fn work(&mut self, deed: &Deed, line: Line) -> Option<futures_util::future::BoxFuture<'static, Outcome>> {
        let at = deed.visitor;
        Some(match &deed.op {
            Op::Open | Op::Tab | Op::Reload => self.show(at, line, &deed.op),
            Op::Leave => self.leave(at, line),
            Op::Beat(visible) => {
                let head = json_head(&self.visits[at], "POST", "/session/heartbeat");
                let body = json!({ "visible": visible }).to_string();
                Box::pin(async move { Outcome::Call(visit::call(&line, &head, body.as_bytes()).await) })
            }
            Op::Upload(way) => Box::pin(self.form(at, line, *way).send()),
            Op::Broken(way, part) => {
                let (form, part) = (self.form(at, line, *way), *part);
                Box::pin(async move {
                    let (sending, sent) = form.send_to(part).await;
                    drop(sending);
                    Outcome::Upload(Heard::Lost, sent)
                })
            }
            Op::Slow(way, part) => {
                let (form, part) = (self.form(at, line, *way), *part);
                Box::pin(async move {
                    let (sending, sent) = form.send_to(part).await;
                    Outcome::Parked(sending, sent)
                })
            }
            Op::Finish => {
                let (sending, sent) = self.slow.remove(&at)?;
                Box::pin(async move { Outcome::Upload(sending.finish().await, sent) })
            }
            Op::Cut => {
                let (_, sent) = self.slow.remove(&at)?;
                Box::pin(async move { Outcome::Upload(Heard::Lost, sent) })
            }
            Op::Delete => self.removal(at, line)?,
            Op::Contact(believes) => self.contact(at, line, 0, *believes),
            Op::Correct => self.contact(at, line, 1, false),
            Op::Discard => {
                let head = json_head(&self.visits[at], "DELETE", "/session");
                Box::pin(async move { Outcome::Call(visit::call(&line, &head, b"").await) })
            }
            Op::Verify(clicks) => {
                let path = self.link(at).await?;
                let mut lines = Vec::new();
                for more in 0..*clicks {
                    // Those who hang up do so one after the other.
                    let hang_up = deed.hang_up.map(|micros| micros * u32::try_from(more + 1).expect("a few clicks"));
                    lines.push(self.line(deed.via + more, hang_up));
                }
                Box::pin(async move {
                    let head = format!("POST {path} HTTP/1.1\r\n");
                    let clicks = lines.iter().map(|line| visit::call(line, &head, b""));
                    Outcome::Clicks(futures_util::future::join_all(clicks).await)
                })
            }
            Op::Resend => {
                self.visits[at].resends += 1;
                let head = json_head(&self.visits[at], "POST", "/verification");
                Box::pin(async move { Outcome::Call(visit::call(&line, &head, b"{}").await) })
            }
            Op::Events => {
                let head = json_head(&self.visits[at], "GET", "/events");
                Box::pin(async move { Outcome::Call(visit::call(&line, &head, b"").await) })
            }
            Op::Decline => {
                let head = format!("POST {}/decline HTTP/1.1\r\n", self.link(at).await?);
                Box::pin(async move { Outcome::Call(visit::call(&line, &head, b"").await) })
            }
        })
    }

    fn show(&mut self, at: usize, line: Line, op: &Op) -> futures_util::future::BoxFuture<'static, Outcome> {
        let page = uuid(&mut self.rng);
        let visit = &mut self.visits[at];
        let goodbye = (*op == Op::Reload).then(|| beacon(visit, &visit.page));
        if *op != Op::Open {
            visit.page.clone_from(&page);
            visit.pages.push(page);
        }
        let head = json_head(visit, "PUT", "/session");
        Box::pin(async move {
            if let Some((head, body)) = goodbye {
                visit::call(&line, &head, body.as_bytes()).await;
            }
            Outcome::Call(visit::call(&line, &head, b"{}").await)
        })
    }

    fn leave(&mut self, at: usize, line: Line) -> futures_util::future::BoxFuture<'static, Outcome> {
        let visit = &mut self.visits[at];
        let beacons: Vec<_> = visit.pages.iter().map(|page| beacon(visit, page)).collect();
        visit.page = uuid(&mut self.rng);
        visit.pages = vec![visit.page.clone()];
        Box::pin(async move {
            let mut heard = Heard::Lost;
            for (head, body) in beacons {
                heard = visit::call(&line, &head, body.as_bytes()).await;
            }
            Outcome::Call(heard)
        })
    }

    /// New files, in a form.
    fn form(&mut self, at: usize, line: Line, way: Way) -> Form {
        let sizes: &[usize] = match way {
            Way::Small | Way::Chunked => &[60_000],
            Way::Pair => &[20_000, 30_000],
            Way::Buffered => &[1_000_000],
            Way::PassedThrough | Way::InParts => &[9_000_000],
        };
        let visit = &mut self.visits[at];
        let mut made = Vec::new();
        for size in sizes {
            let name = format!("{}file{}.pdf", visit.canary(), visit.files.len());
            let bytes = content(&name, *size);
            let sent = Sent {
                name: name.clone(),
                bytes: bytes.len(),
                sha256: hash(&bytes),
                upload: Fate::Unknown,
                id: None,
                removal: None,
            };
            visit.files.push(sent.clone());
            made.push((name, bytes, sent));
        }
        let named: Vec<(&str, &[u8])> = made.iter().map(|(name, bytes, _)| (name.as_str(), bytes.as_slice())).collect();
        let (content_type, body) = files::form(&named);
        let chunked = matches!(way, Way::Chunked | Way::InParts);
        let head = head(visit, "POST", "/files", &content_type);
        Form { line, head, body, chunked, sent: made.into_iter().map(|(_, _, sent)| sent).collect() }
    }

    fn removal(&mut self, at: usize, line: Line) -> Option<futures_util::future::BoxFuture<'static, Outcome>> {
        let visit = &mut self.visits[at];
        let id = visit.believed().into_iter().next()?;
        let head = json_head(visit, "DELETE", &format!("/files/{id}"));
        // The page no longer shows it, however the call ends.
        let file = visit.files.iter_mut().find(|file| file.id.as_ref() == Some(&id)).expect("a file");
        file.removal = Some(Fate::Unknown);
        Some(Box::pin(async move { Outcome::Removal(visit::call(&line, &head, b"").await, id) }))
    }

    fn contact(
        &mut self,
        at: usize,
        line: Line,
        nth: usize,
        believes: bool,
    ) -> futures_util::future::BoxFuture<'static, Outcome> {
        let visit = &mut self.visits[at];
        let email = visit.address(nth);
        let mut body = json!({
            "name": visit.name, "email": email, "consent_personal_data": true, "consent_ai_training": false,
            "consent_version": CONSENT_VERSION,
        });
        if believes {
            body["files"] = json!(visit.believed());
        }
        // Until the answer comes it may have been stored.
        visit.contacts.push((email.clone(), Fate::Unknown));
        let head = json_head(visit, "PUT", "/contact");
        Box::pin(async move { Outcome::Contact(visit::call(&line, &head, body.to_string().as_bytes()).await, email) })
    }

    /// The path of the newest link, once the mail is there.
    async fn link(&self, at: usize) -> Option<String> {
        let visit = &self.visits[at];
        let (email, _) = visit.contacts.iter().rev().find(|(_, fate)| *fate != Fate::Refused)?;
        let began = Instant::now();
        loop {
            if let Some(mail) = self.world.mail.links_to(email).pop() {
                return Some(link_in(&mail.text));
            }
            if began.elapsed() > MAIL {
                return None;
            }
            let due = "SELECT id FROM jobs WHERE NOT dead AND run_at > now() FOR UPDATE SKIP LOCKED";
            self.world.sql(&format!("UPDATE jobs SET run_at = now() WHERE id IN ({due})")).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// The goodbye of a page.
fn beacon(visit: &Visit, page: &str) -> (String, String) {
    let head = "POST /api/v1/session/leave HTTP/1.1\r\nContent-Type: text/plain\r\nSec-Fetch-Site: same-origin\r\n";
    (head.to_owned(), json!({ "session_id": visit.session, "page_id": page }).to_string())
}
