//! A hundred sessions in one process.

use std::time::Instant;

use messenger::{Outgoing, To};
use rustix::process::Signal;
use uuid::Uuid;

use crate::lab::{Lab, Rules};
use crate::program::Program;

const SESSIONS: usize = 100;

fn phone(number: usize) -> String {
    format!("+49151{:08}", number % SESSIONS)
}

async fn until_all_are_online(lab: &Lab, since: &str) {
    let online = format!("SELECT count(*) FROM messenger_sessions WHERE status = 'online' AND online_at > '{since}'");
    lab.until_count(&online, i64::try_from(SESSIONS).expect("a small number")).await;
}

#[tokio::test]
async fn a_hundred_sessions_in_one_process_each_get_exactly_their_own() {
    let lab = Lab::without_connector(Rules::default()).await;
    let program = Program::start(&lab, &lab.role(), "20s").await;
    let alone = program.memory();
    let (began, since) = (Instant::now(), lab.text("SELECT now()::text").await);
    let mut sessions: Vec<Uuid> = Vec::new();
    for number in 0..SESSIONS {
        sessions.push(lab.sign_in(&phone(number)).await);
    }
    for (number, session) in sessions.iter().enumerate() {
        lab.server.scan(&lab.qr(*session).await, phone(number).trim_start_matches('+')).expect("a scan");
    }
    until_all_are_online(&lab, &since).await;
    let paired = began.elapsed();
    let each = (program.memory() - alone) / u64::try_from(SESSIONS).expect("a small number");

    let began = Instant::now();
    for (number, session) in sessions.iter().enumerate() {
        let to = phone(number + 1);
        let chat = To::Chat(format!("{}@s.whatsapp.net", to.trim_start_matches('+')));
        lab.enqueue(*session, &Outgoing { to: chat, text: format!("for {to} alone") }).await;
    }
    let all = i64::try_from(SESSIONS).expect("a small number");
    lab.until_count("SELECT count(*) FROM messenger_inbox", all).await;
    lab.until_count("SELECT count(*) FROM messenger_outbox", 0).await;
    let written = began.elapsed();
    for (number, session) in sessions.iter().enumerate() {
        let [one] = &lab.messages(*session).await[..] else { panic!("not one message") };
        assert_eq!(one.text, format!("for {} alone", phone(number)));
        assert!(one.sender.contains(phone(number + SESSIONS - 1).trim_start_matches('+')), "{one:?}");
    }

    let rows = lab.count("SELECT pg_total_relation_size('messenger_keys') / 1024").await / all;
    let began = Instant::now();
    program.end(Signal::TERM).await;
    let ended = began.elapsed();
    let (began, since) = (Instant::now(), lab.text("SELECT now()::text").await);
    let program = Program::start(&lab, &lab.role(), "20s").await;
    until_all_are_online(&lab, &since).await;
    let resumed = began.elapsed();
    program.end(Signal::TERM).await;
    println!(
        "{SESSIONS} sessions: paired and connected in {paired:.1?}, {each} KiB each beside {alone} KiB of the program, \
         {rows} KiB of rows each; a ring of messages in {written:.1?}; told to end in {ended:.1?}; connected again in {resumed:.1?}"
    );
}
