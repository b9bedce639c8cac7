//! The life of sessions: paired, read and written, asleep, unlinked, taken over.

use std::time::Duration;

use crate::lab::{Lab, Rules};
use anteroom_whatsapp_simulated::Fault;
use messenger::{Media, Outgoing, To};

const ADA: &str = "+4915100000001";
const BEN: &str = "+4915100000002";

#[tokio::test]
async fn a_scanned_code_proves_the_number_and_messages_arrive_once() {
    let lab = Lab::start(Rules::default()).await;
    let session = lab.sign_in(ADA).await;
    let code = lab.qr(session).await;
    assert!(code.starts_with("2@ref"), "{code}");
    lab.phones.scan(ADA, &code).await.expect("a scan");
    lab.until(session, "status = 'online' AND account = '+4915100000001'").await;
    // The member is the number, and the sign-in is proved.
    assert_eq!(lab.text("SELECT issuer || ' ' || subject FROM members").await, "phone +4915100000001");
    assert_eq!(lab.count("SELECT count(*) FROM messenger_sign_ins WHERE member_id IS NOT NULL").await, 1);
    assert_eq!(
        lab.count("SELECT count(*) FROM messenger_sessions WHERE qr_sealed IS NULL AND sign_in_id IS NULL").await,
        1
    );

    lab.phones.send(BEN, ADA, "please send the invoice by Friday").await.expect("a message");
    lab.phones.send(ADA, ADA, "call the bank").await.expect("a message to oneself");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 2).await;
    // Of pictures it is said that they came, and what is written under them.
    lab.phones.send_picture(BEN, ADA, "").await.expect("a picture");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 3).await;
    lab.phones.send_picture(BEN, ADA, "sign this today").await.expect("a picture");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 4).await;
    let all = lab.messages(session).await;
    let [from_ben, own, picture, captioned] = &all[..] else { panic!("{all:?}") };
    assert_eq!((&*picture.text, picture.media), ("", Some(Media::Picture)));
    assert_eq!((&*captioned.text, captioned.media), ("sign this today", Some(Media::Picture)));
    assert_eq!(from_ben.media, None);
    assert_eq!(
        (&*from_ben.text, from_ben.is_own, from_ben.is_group),
        ("please send the invoice by Friday", false, false)
    );
    assert!(from_ben.sender.starts_with("4915100000002"), "{from_ben:?}");
    assert_eq!((&*own.text, own.is_own), ("call the bank", true));
    // Nothing in the database tells who wrote what.
    let dump = lab.dump().await;
    for word in ["invoice", "bank", "15100000002"] {
        assert!(!dump.contains(word), "{word}");
    }

    // And back: a code into one's own chat.
    lab.enqueue(session, &Outgoing { to: To::Own, text: "Your code is 1234".to_owned() }).await;
    lab.until_count("SELECT count(*) FROM messenger_outbox", 0).await;
    lab.until_heard(ADA, "Your code is 1234").await;
    lab.stop().await;
    assert_eq!(lab.text("SELECT status FROM messenger_sessions").await, "offline");
}

#[tokio::test]
async fn s20_another_numbers_telephone_proves_nothing_and_leaves_nothing() {
    let lab = Lab::start(Rules::default()).await;
    let session = lab.sign_in(ADA).await;
    let code = lab.qr(session).await;
    lab.phones.scan(BEN, &code).await.expect("a scan");
    lab.until(session, "status = 'other-number'").await;
    lab.until(session, "owner IS NULL").await;
    assert_eq!(lab.count("SELECT count(*) FROM members").await, 0);
    assert_eq!(lab.count("SELECT count(*) FROM messenger_keys").await, 0);
    assert_eq!(lab.count("SELECT count(*) FROM messenger_sign_ins WHERE member_id IS NOT NULL").await, 0);
    assert_eq!(lab.text("SELECT coalesce(account, 'none') FROM messenger_sessions").await, "none");
    lab.stop().await;
}

#[tokio::test]
async fn s20_each_member_gets_exactly_their_own() {
    let lab = Lab::start(Rules::default()).await;
    let phones: Vec<String> = (1..=8).map(|number| format!("+49151000001{number:02}")).collect();
    let mut sessions = Vec::new();
    for phone in &phones {
        let session = lab.sign_in(phone).await;
        lab.phones.scan(phone, &lab.qr(session).await).await.expect("a scan");
        sessions.push(session);
    }
    for session in &sessions {
        lab.until(*session, "status = 'online'").await;
    }
    for (at, from) in phones.iter().enumerate() {
        let to = &phones[(at + 1) % phones.len()];
        lab.phones.send(from, to, &format!("for {to} alone")).await.expect("a message");
    }
    // Each has what was sent to them, and a copy of what their own telephone has sent.
    lab.until_count("SELECT count(*) FROM messenger_inbox", 16).await;
    for (phone, session) in phones.iter().zip(&sessions) {
        let all = lab.messages(*session).await;
        let (own, came): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.is_own);
        assert_eq!(came.iter().map(|one| one.text.clone()).collect::<Vec<_>>(), [format!("for {phone} alone")]);
        assert!(own.len() == 1 && !own[0].text.contains(phone.as_str()), "{own:?}");
    }
    // A row that is moved to another session does not open there.
    let moved =
        format!("UPDATE messenger_inbox SET session_id = '{}' WHERE session_id = '{}'", sessions[0], sessions[1]);
    lab.run(&moved).await;
    assert_eq!(lab.messages(sessions[0]).await.len(), 2);
    lab.stop().await;
}

#[tokio::test]
async fn a_message_whose_commit_fails_comes_again_and_is_taken_once() {
    let lab = Lab::start(Rules::default()).await;
    let session = lab.pair(ADA).await;
    // As when the database is away: the inbox refuses everything.
    lab.run("ALTER TABLE messenger_inbox ADD CONSTRAINT away CHECK (false) NOT VALID").await;
    lab.phones.send(BEN, ADA, "one").await.expect("a message");
    lab.until_true(async |lab: &Lab| lab.server.unacknowledged("4915100000001") > 0).await;
    lab.run("ALTER TABLE messenger_inbox DROP CONSTRAINT away").await;
    lab.phones.send(BEN, ADA, "two").await.expect("a message");
    lab.run(&format!("UPDATE messenger_sessions SET restart_asked = true WHERE id = '{session}'")).await;
    lab.until_count("SELECT count(*) FROM messenger_inbox", 2).await;
    let mut texts: Vec<String> = lab.messages(session).await.into_iter().map(|one| one.text).collect();
    texts.sort();
    assert_eq!(texts, ["one", "two"]);
    lab.until(session, "restarts = 1 AND status = 'online'").await;
    lab.stop().await;
}

#[tokio::test]
async fn a_session_sleeps_keeps_its_pairing_wakes_and_is_forgotten() {
    let lab = Lab::start(Rules::default()).await;
    let session = lab.pair(ADA).await;
    lab.run("UPDATE messenger_sessions SET active_at = now() - interval '2 hours'").await;
    lab.until(session, "status = 'asleep' AND desired = 'asleep' AND owner IS NULL").await;
    lab.phones.send(BEN, ADA, "while you slept").await.expect("a message");
    assert_eq!(lab.count("SELECT count(*) FROM messenger_inbox").await, 0);
    // Once a day what waits is read, and it sleeps on.
    lab.run("UPDATE messenger_sessions SET online_at = now() - interval '25 hours'").await;
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    lab.until(session, "status = 'asleep' AND desired = 'asleep' AND owner IS NULL").await;
    // A call of the member wakes it.
    lab.run("UPDATE messenger_sessions SET desired = 'running', active_at = now()").await;
    lab.until(session, "status = 'online'").await;

    assert_eq!(lab.server.devices("4915100000001").len(), 2, "the session and the telephone itself");
    lab.run("UPDATE messenger_sessions SET desired = 'forgotten'").await;
    lab.until_count("SELECT count(*) FROM messenger_sessions", 0).await;
    assert_eq!(
        lab.count("SELECT (SELECT count(*) FROM messenger_keys) + (SELECT count(*) FROM messenger_inbox)").await,
        0
    );
    assert_eq!(lab.server.devices("4915100000001").len(), 1, "it was logged out there too");
    lab.stop().await;
}

#[tokio::test]
async fn what_goes_wrong_at_whatsapp_is_said_and_touches_no_other() {
    let lab = Lab::start(Rules::default()).await;
    // Without telephones that are switched on: they would meet the same faults.
    let (ada, ben) = tokio::join!(lab.link(ADA), lab.link(BEN));
    lab.server.fault("4915100000001", Fault::Unavailable);
    lab.until(ada, "failures > 0 AND detail = 'WhatsApp is not available'").await;
    lab.server.mend("4915100000001");
    lab.until(ada, "status = 'online' AND failures = 0").await;
    let before = lab.text(&format!("SELECT online_at::text FROM messenger_sessions WHERE id = '{ada}'")).await;
    lab.server.fault("4915100000001", Fault::Cut);
    lab.until(ada, &format!("status = 'online' AND online_at > '{before}'")).await;
    lab.server.fault("4915100000001", Fault::Banned);
    lab.until(ada, "status = 'banned' AND next_try > now() + interval '50 minutes' AND owner IS NULL").await;
    lab.run(&format!("UPDATE messenger_sessions SET next_try = now() WHERE id = '{ada}'")).await;
    lab.until(ada, "status = 'online'").await;
    lab.server.fault("4915100000001", Fault::Replaced);
    lab.until(ada, "status = 'replaced' AND desired = 'stopped'").await;
    lab.run(&format!("UPDATE messenger_sessions SET desired = 'running', next_try = now() WHERE id = '{ada}'")).await;
    lab.until(ada, "status = 'online'").await;
    lab.server.fault("4915100000001", Fault::LoggedOut);
    lab.until(ada, "status = 'logged-out' AND account IS NULL AND owner IS NULL").await;
    assert_eq!(lab.count(&format!("SELECT count(*) FROM messenger_keys WHERE session_id = '{ada}'")).await, 0);
    assert_eq!(
        lab.text(&format!("SELECT status || restarts FROM messenger_sessions WHERE id = '{ben}'")).await,
        "online0"
    );
    lab.stop().await;
}

#[tokio::test]
async fn another_process_takes_over_at_once_and_a_paused_one_writes_nothing() {
    let lab = Lab::start(Rules { lease: Duration::from_secs(2), ..Rules::default() }).await;
    let session = lab.pair(ADA).await;
    let first = lab.text("SELECT owner::text FROM messenger_sessions").await;
    let old = lab.owned(session).await;
    lab.second();
    lab.stop_first().await;
    lab.until(session, &format!("status = 'online' AND owner <> '{first}'")).await;
    // What the first one still had in its hands is refused.
    let late = messenger::SealedRows(old).put(1, &[messenger::Row::new("name", "late")]).await;
    assert!(matches!(late, Err(messenger::RowsError::Lost)), "{late:?}");
    lab.phones.send(BEN, ADA, "to the second").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    lab.stop().await;
}

#[tokio::test]
async fn the_members_of_a_group_each_get_what_is_said_there() {
    let lab = Lab::start(Rules::default()).await;
    let (ada, ben) = tokio::join!(lab.pair(ADA), lab.pair(BEN));
    let group = lab.server.group(&["4915100000001", "4915100000002"]);
    lab.phones.send(BEN, &group, "who brings the cake?").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 2).await;
    let (at_ada, at_ben) = (lab.messages(ada).await, lab.messages(ben).await);
    assert_eq!((&*at_ada[0].text, at_ada[0].is_group, at_ada[0].is_own), ("who brings the cake?", true, false));
    assert!(at_ben[0].is_own && at_ben[0].is_group);
    lab.stop().await;
}
