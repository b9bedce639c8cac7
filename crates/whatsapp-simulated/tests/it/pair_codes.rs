//! Pairing by a code that is typed on the telephone instead of scanned.

use crate::lab::{Lab, Rules};
use uuid::Uuid;

const ADA: &str = "+4915100000001";
const BEN: &str = "+4915100000002";

const DIGITS: &str = "4915100000001";

async fn ask(lab: &Lab, session: Uuid) {
    lab.run(&format!("UPDATE messenger_sessions SET pair_code_asked = true WHERE id = '{session}'")).await;
}

#[tokio::test]
async fn a_typed_code_pairs_the_right_number_and_a_wrong_one_nothing() {
    let lab = Lab::start(Rules::default()).await;
    let session = lab.sign_in(ADA).await;
    ask(&lab, session).await;
    let code = lab.pair_code(session).await;
    assert!(code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{code}");
    // Sealed, with its end, and beside the QR code.
    assert!(!lab.dump().await.contains(&code));
    let shown = "status = 'pairing' AND qr_sealed IS NOT NULL AND NOT pair_code_asked
                 AND pair_code_until BETWEEN now() + interval '2 minutes' AND now() + interval '3 minutes'";
    lab.until(session, shown).await;

    // Another number's telephone has nothing to type it into.
    let refused = lab.phones.type_code(BEN, &code).await.expect_err("not its code");
    assert!(refused.to_string().contains("No device waits"), "{refused}");
    let wrong: String = code.chars().rev().collect();
    let wrong = if wrong == code { "22222222".to_owned() } else { wrong };
    let refused = lab.phones.type_code(ADA, &wrong).await.expect_err("a wrong code");
    assert!(refused.to_string().contains("Wrong code"), "{refused}");
    assert!(lab.server.devices(DIGITS).is_empty());
    assert_eq!(lab.text("SELECT status || coalesce(account, '') FROM messenger_sessions").await, "pairing");

    lab.phones.type_code(ADA, &code.to_lowercase()).await.expect("the right code");
    lab.until(session, "status = 'online' AND account = '+4915100000001' AND pair_code_sealed IS NULL").await;
    assert_eq!(lab.text("SELECT issuer || ' ' || subject FROM members").await, "phone +4915100000001");
    lab.phones.send(BEN, ADA, "paired without a camera").await.expect("a message");
    lab.until_count("SELECT count(*) FROM messenger_inbox", 1).await;
    lab.stop().await;
}

#[tokio::test]
async fn a_code_that_has_lapsed_pairs_nothing_and_another_can_be_asked_for() {
    let lab = Lab::start(Rules::default()).await;
    let session = lab.sign_in(ADA).await;
    // Asked for once the QR code is seen.
    lab.until(session, "qr_sealed IS NOT NULL").await;
    ask(&lab, session).await;
    let first = lab.pair_code(session).await;
    lab.server.lapse_code(DIGITS).expect("a code");
    lab.until(session, "pair_code_sealed IS NULL AND pair_code_until IS NULL AND status = 'pairing'").await;
    let refused = lab.phones.type_code(ADA, &first).await.expect_err("it has lapsed");
    assert!(refused.to_string().contains("No device waits"), "{refused}");

    ask(&lab, session).await;
    let second = lab.pair_code(session).await;
    assert_ne!(first, second);
    // Asked for again: the one before is of no use, though it is not old.
    ask(&lab, session).await;
    lab.until(session, "NOT pair_code_asked").await;
    let third = lab.pair_code(session).await;
    assert_ne!(second, third);
    lab.phones.type_code(ADA, &second).await.expect_err("it was replaced");
    lab.phones.type_code(ADA, &third).await.expect("the one that is shown");
    lab.until(session, "status = 'online'").await;
    lab.stop().await;
}
