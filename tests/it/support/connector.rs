//! A connector without a messenger: the supervisor is the real one, and what telephones and servers would do, tests do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use messenger::{
    Admission, Ended, Incoming, MasterKey, Messenger, Outgoing, Rules, Seat, Status, Supervisor, external_name,
};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::App;

/// The option that gives both programs the same key.
pub const KEY: &str = "--secret-key=a secret key of thirty-two bytes!";

/// What a test does to a running session.
#[derive(Debug)]
enum Does {
    /// The telephone of this number scans the code.
    Scans(String, oneshot::Sender<Admission>),
    /// Messages come, with the messenger's ids; stored once it answers.
    Sends(Vec<(String, Incoming)>, oneshot::Sender<bool>),
}

#[derive(Clone, Default)]
struct Scripted(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    running: HashMap<Uuid, mpsc::UnboundedSender<Does>>,
    /// What was sent, by session.
    sent: Vec<(Uuid, Outgoing)>,
    forgotten: Vec<Uuid>,
}

impl Scripted {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().expect("the state")
    }
}

impl Messenger for Scripted {
    async fn run(&self, seat: Seat) -> Ended {
        let session = seat.owned.session;
        let (does, mut done) = mpsc::unbounded_channel();
        self.state().running.insert(session, does);
        let shown = if seat.is_paired {
            seat.say(Status::Online, None).await
        } else {
            seat.show_qr(&format!("the code of {session}"), Duration::from_secs(60)).await
        };
        if shown.is_err() {
            return Ended::Failed("the session was lost");
        }
        loop {
            if let Ok(letters) = seat.to_send().await {
                for letter in letters {
                    self.state().sent.push((session, letter.message));
                    drop(seat.sent(letter.id).await);
                }
            }
            let next = tokio::select! {
                () = seat.stop.cancelled() => return Ended::Stopped,
                () = seat.woken.notified() => continue,
                next = done.recv() => next,
            };
            match next {
                None => return Ended::Stopped,
                Some(Does::Scans(phone, answer)) => {
                    let admission = seat.admit(&phone).await.expect("an answer of the database");
                    if admission == Admission::Admitted {
                        seat.say(Status::Online, None).await.expect("an owned session");
                    }
                    answer.send(admission).expect("who asked");
                    if admission == Admission::Refused {
                        return Ended::NotAdmitted;
                    }
                }
                Some(Does::Sends(messages, answer)) => {
                    let named: Vec<_> = messages
                        .into_iter()
                        .map(|(id, message)| {
                            (external_name(&seat.owned.key, &message.chat, &message.sender, &id), message)
                        })
                        .collect();
                    answer.send(seat.take(&named).await.is_ok()).expect("who asked");
                }
            }
        }
    }

    async fn forget(&self, seat: Seat) {
        self.state().forgotten.push(seat.owned.session);
    }
}

/// The connector of one app.
pub struct Connector {
    scripted: Scripted,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Connector {
    /// Starts it over the app's database.
    pub fn start(app: &App) -> Self {
        let (scripted, stop) = (Scripted::default(), CancellationToken::new());
        let supervisor = Supervisor {
            pool: app.running.context.pool.clone(),
            master: MasterKey::of_secret(KEY.trim_start_matches("--secret-key=").as_bytes()),
            messenger: Arc::new(scripted.clone()),
            rules: Rules::default(),
        };
        let running = tokio::spawn(supervisor.run(stop.clone()));
        Self { scripted, stop, running }
    }

    /// Ends as on SIGTERM.
    pub async fn stop(self) {
        self.stop.cancel();
        self.running.await.expect("no panic");
    }

    async fn reached(&self, session: Uuid) -> mpsc::UnboundedSender<Does> {
        super::until("a running session", async || self.scripted.state().running.get(&session).cloned()).await
    }

    /// The telephone of a number scans the code of a session.
    pub async fn scan(&self, session: Uuid, phone: &str) -> Admission {
        let (answer, answered) = oneshot::channel();
        let scan = Does::Scans(phone.to_owned(), answer);
        self.reached(session).await.send(scan).expect("a running session");
        answered.await.expect("an answer")
    }

    /// A message comes; under an id that is known it is the same message again.
    pub async fn receive(&self, session: Uuid, id: &str, message: Incoming) {
        let (answer, answered) = oneshot::channel();
        let sent = Does::Sends(vec![(id.to_owned(), message)], answer);
        self.reached(session).await.send(sent).expect("a running session");
        assert!(answered.await.expect("an answer"), "stored");
    }

    /// What this session was given to send so far.
    pub fn sent(&self, session: Uuid) -> Vec<Outgoing> {
        self.scripted.state().sent.iter().filter(|(of, _)| *of == session).map(|(_, letter)| letter.clone()).collect()
    }

    /// Whether a session was logged out at the messenger.
    pub fn has_forgotten(&self, session: Uuid) -> bool {
        self.scripted.state().forgotten.contains(&session)
    }
}

/// A message of somebody to a member.
pub fn message(text: &str) -> Incoming {
    Incoming {
        chat: "4915100000099@s.whatsapp.net".to_owned(),
        sender: "4915100000099@s.whatsapp.net".to_owned(),
        sender_name: Some("Somebody".to_owned()),
        is_own: false,
        is_group: false,
        text: text.to_owned(),
        media: None,
        sent_at: time::macros::datetime!(2026-12-01 10:00 UTC),
    }
}
