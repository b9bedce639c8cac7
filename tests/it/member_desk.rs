//! Members' sessions at the desk: staff find a user's, end one or all, and the trail says so without saying whose.
//!
//! In the tests' names `s03_…` and `s18_…` are promises 3 and 18 in docs/security.md.

use anteroom::auth::Requester as Actor;
use anteroom::auth::staff;
use anteroom::auth::staff::Role::{Admin, Privacy, Viewer};
use anteroom::privacy::retention;
use serde_json::{Value, json};

use crate::support::App;
use crate::support::client::{Answer, new_id};
use crate::support::cluster::Cluster;
use crate::support::desk::{Desk, OURS};
use crate::support::member;
use crate::support::talker::Talker;

const KEY: &str = "0123456789abcdef-the-key-of-the-site";

async fn start() -> App {
    App::start_with(&[&format!("--session-service-keys={KEY}"), "--trusted-proxies=127.0.0.1/32"]).await
}

/// A session that the site's backend creates for a user elsewhere; returns its id and its token.
async fn signed_in(app: &App, user: &str, agent: &str) -> (String, String) {
    let metadata = json!({ "role": "editor", "permissions": ["write"], "diagnosis": "a secret of the site" });
    let body = json!({ "user_id": user, "metadata": metadata }).to_string();
    let bearer = format!("Bearer {KEY}");
    let user = [("user-agent", agent), ("x-forwarded-for", "2001:db8:1:2:3:4:5:6")];
    let headers = [("content-type", "application/json"), ("authorization", &*bearer), user[0], user[1]];
    let made = app.client.send("POST", "/sessions/create", &headers, body).await.ok(200).json();
    let text = |field: &str| made[field].as_str().expect("a text").to_owned();
    (text("id"), text("session_id"))
}

async fn is_valid(app: &App, token: &str) -> bool {
    app.client.send("GET", "/sessions/validate", &[("x-session-id", token)], "").await.status == 200
}

/// The trail's lines about members' sessions, the oldest first.
async fn trail(app: &App) -> Vec<String> {
    app.texts("SELECT action || ' ' || detail::text FROM audit WHERE action LIKE 'member_sessions.%' ORDER BY id").await
}

/// Where a redirect leads.
#[track_caller]
fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// The encrypted id of a user whom this person searched for.
async fn sealed(desk: &Desk<'_>, form: &str) -> String {
    let found = leads_to(&desk.post("/admin/members", form).await);
    found.strip_prefix("/admin/members?s=").expect("a search").to_owned()
}

#[tokio::test]
async fn s18_staff_find_and_end_a_members_sessions_and_no_one_elses() {
    let app = start().await;
    let (first, token) = signed_in(&app, "zoe-4711", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0").await;
    let (second, other) = signed_in(&app, "zoe-4711", "curl/8").await;
    let (_, bobs) = signed_in(&app, "bob", "curl/8").await;
    let (_, alikes) = signed_in(&app, "zoe-47111", "curl/8").await;
    let (viewer, privacy) = (app.colleague(Viewer).await, app.colleague(Privacy).await);
    let zoe = json!({ "user_id": "zoe-4711" });

    let listed = viewer.call("POST", "/member-sessions/search", zoe.clone()).await.ok(200);
    let text = listed.text();
    assert!(
        ![&*token, &*other, "ms_", "secret", "diagnosis", "zoe-4711"].iter().any(|one| text.contains(one)),
        "{text}"
    );
    let listed = listed.json();
    let sessions = listed["sessions"].as_array().expect("a list");
    assert_eq!(sessions.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&json!(second), &json!(first)]);
    let seen = &sessions[0];
    assert_eq!((&seen["client"], &seen["network"]), (&json!("curl/8"), &json!("2001:db8:1:2::")));
    assert_eq!(seen["role"], "editor");
    let times =
        ["created_at", "last_activity", "expires_at", "ends_at"].map(|name| seen[name].as_str().expect("a time"));
    assert!(times.is_sorted() && times[1] < times[2] && times[2] < times[3], "{times:?}");
    // A part of an id finds no one, and neither does one in other letters.
    for user in ["zoe-471", "ZOE-4711", "zoe%"] {
        let none = viewer.call("POST", "/member-sessions/search", json!({ "user_id": user })).await.ok(200).json();
        assert_eq!(none, json!({ "sessions": [] }), "{user}");
    }
    for user in [json!(""), json!("a\nb"), json!("u".repeat(256)), json!(1)] {
        for path in ["/member-sessions/search", "/member-sessions/ending"] {
            privacy.call("POST", path, json!({ "user_id": user })).await.refused(422, "invalid-input");
        }
    }

    // Who may only read ends nothing.
    viewer.call("DELETE", &format!("/member-sessions/{first}"), Value::Null).await.refused(403, "forbidden");
    viewer.call("POST", "/member-sessions/ending", zoe.clone()).await.refused(403, "forbidden");
    assert!(is_valid(&app, &token).await && is_valid(&app, &other).await);
    privacy.call("DELETE", &format!("/member-sessions/{first}"), Value::Null).await.ok(204);
    assert!(!is_valid(&app, &token).await && is_valid(&app, &other).await);
    privacy.call("DELETE", &format!("/member-sessions/{first}"), Value::Null).await.refused(404, "not-found");
    privacy.call("DELETE", &format!("/member-sessions/{}", new_id()), Value::Null).await.refused(404, "not-found");
    let ended = privacy.call("POST", "/member-sessions/ending", zoe.clone()).await.ok(200).json();
    assert_eq!(ended, json!({ "ended": 1 }));
    let ended = privacy.call("POST", "/member-sessions/ending", zoe).await.ok(200).json();
    assert_eq!(ended, json!({ "ended": 0 }));
    assert!(!is_valid(&app, &other).await && is_valid(&app, &bobs).await && is_valid(&app, &alikes).await);

    let authorization = format!("Bearer {}", viewer.token);
    let stats =
        app.client.send("GET", "/sessions/stats", &[("authorization", &*authorization)], "").await.ok(200).json();
    assert_eq!((&stats["active"], &stats["ended_today"]["revoked"]), (&json!(2), &json!(2)));
    let one = format!("member_sessions.ended {{\"ended\": 1, \"member_session\": \"{first}\"}}");
    let looks = [2, 0, 0, 0].map(|listed| format!("member_sessions.read {{\"listed\": {listed}}}"));
    let ends = [1, 0].map(|ended| format!("member_sessions.ended {{\"ended\": {ended}}}"));
    assert_eq!(trail(&app).await, [&looks[..], &[one], &ends[..]].concat());
    let dump = app.dump().await;
    assert!(!dump.lines().any(|line| line.starts_with("audit:") && line.contains("zoe")), "{dump}");
}

#[tokio::test]
async fn s03_the_desk_finds_a_member_without_the_id_in_any_address() {
    let app = start().await;
    signed_in(&app, "zoe-4711", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0").await;
    signed_in(&app, "<b>مريم</b>", "<script>alert(1)</script>").await;
    let (viewer, privacy) = (app.desk(Viewer).await, app.desk(Privacy).await);
    let empty = viewer.get("/admin/members").await.ok(200).text();
    assert!(empty.contains("<dt>Active</dt><dd>2</dd>") && empty.contains("<dt>Users</dt><dd>2</dd>"), "{empty}");
    assert_eq!(trail(&app).await, [""; 0]);

    // Pasted with blanks around it.
    let zoe = sealed(&viewer, "user_id=+zoe-4711%20").await;
    assert!(
        !zoe.contains("zoe") && zoe.chars().all(|char| char.is_ascii_alphanumeric() || "-_".contains(char)),
        "{zoe}"
    );
    let page = viewer.get(&format!("/admin/members?s={zoe}")).await.ok(200);
    assert_eq!(page.header("cache-control"), "no-store");
    let page = page.text();
    assert!(page.contains("1 session of <bdi>zoe-4711</bdi>") && page.contains("Firefox on Windows"), "{page}");
    assert!(page.contains("<bdi>editor</bdi>") && page.contains("in 59 minutes"), "{page}");
    assert!(!page.contains("a secret of the site") && !page.contains("End it") && !page.contains("End all"), "{page}");
    assert!(privacy.get(&format!("/admin/members?s={zoe}")).await.ok(200).text().contains("an earlier sign-in"));
    let none = sealed(&viewer, "user_id=zoe").await;
    let none = viewer.get(&format!("/admin/members?s={none}")).await.ok(200).text();
    assert!(none.contains("<bdi>zoe</bdi> is not signed in."), "{none}");
    let wrong = sealed(&viewer, "user_id=++").await;
    let wrong = viewer.get(&format!("/admin/members?s={wrong}")).await.ok(422).text();
    assert!(wrong.contains("Enter 1 to 255 characters") && !wrong.contains("is not signed in"), "{wrong}");

    let named = sealed(&privacy, "user_id=%3Cb%3E%D9%85%D8%B1%D9%8A%D9%85%3C%2Fb%3E").await;
    for path in ["/admin/members", "/admin/members/end"] {
        let page = privacy.get(&format!("{path}?s={named}")).await.ok(200).text();
        assert!(!page.contains("<b>") && !page.contains("<script>alert") && page.contains("&#60;b&#62;مريم"), "{page}");
    }
}

#[tokio::test]
async fn s18_the_desk_ends_members_sessions_when_asked_twice_by_its_own_form() {
    let app = start().await;
    let (first, token) = signed_in(&app, "zoe", "curl/8").await;
    let (_, other) = signed_in(&app, "zoe", "curl/8").await;
    let (_, bobs) = signed_in(&app, "bob", "curl/8").await;
    let (viewer, privacy) = (app.desk(Viewer).await, app.desk(Admin).await);
    let (mine, zoe) = (sealed(&viewer, "user_id=zoe").await, sealed(&privacy, "user_id=zoe").await);
    let (all, one) = (format!("/admin/members/end?s={zoe}"), format!("/admin/members/end?s={zoe}&id={first}"));

    // Not by a page that is read, nor without the tick, the role, the own search, or our own form.
    let asked = privacy.get(&one).await.ok(200).text();
    assert!(
        asked.contains("End a session of <bdi>zoe</bdi>") && asked.contains("curl/8 from 2001:db8:1:2::"),
        "{asked}"
    );
    let asked = privacy.get(&all).await.ok(200).text();
    assert!(asked.contains("Yes, end 2 sessions of <bdi>zoe</bdi>"), "{asked}");
    for path in [&one, &all] {
        let unsure = privacy.post(path, "").await.ok(422).text();
        assert!(unsure.contains("Tick the box to confirm."), "{unsure}");
        for headers in [&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..], &[]] {
            privacy.send("POST", path, headers, "sure=yes").await.ok(403);
        }
        let theirs = path.replace(&zoe, &mine);
        privacy.post(&theirs, "sure=yes").await.ok(404);
        viewer.get(&theirs).await.ok(403);
        viewer.post(&theirs, "sure=yes").await.ok(403);
        let stranger = app.client.send("POST", path, &[OURS], "sure=yes").await;
        assert!(leads_to(&stranger).starts_with("/admin/sign-in"));
    }
    assert_eq!(app.number("SELECT count(*) FROM member_sessions").await, 3);

    let done = leads_to(&privacy.post(&one, "sure=yes").await);
    let page = privacy.get(&done).await.ok(200).text();
    assert!(page.contains("1 session has ended.") && page.contains("1 session of <bdi>zoe</bdi>"), "{page}");
    assert!(!is_valid(&app, &token).await && is_valid(&app, &other).await);
    // A second time there is nothing to confirm.
    for again in [privacy.get(&one).await, privacy.post(&one, "sure=yes").await] {
        assert!(leads_to(&again).ends_with("&ended=0"));
    }
    let done = leads_to(&privacy.post(&all, "sure=yes").await);
    let page = privacy.get(&done).await.ok(200).text();
    assert!(page.contains("1 session has ended.") && page.contains("<bdi>zoe</bdi> is not signed in."), "{page}");
    assert!(page.contains("<dt>Revoked today</dt><dd>2</dd>"), "{page}");
    assert!(!is_valid(&app, &other).await && is_valid(&app, &bobs).await);

    // The trail names the act in words.
    let page = privacy.get("/admin/audit?action=member_sessions.ended").await.ok(200).text();
    assert!(page.contains("Ended sessions of a member") && page.contains("ended: 1"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_says_that_the_site_keeps_no_sessions_here() {
    let production = [
        ("PRODUCTION", "true"),
        ("PUBLIC_URL", "https://intake.example.com"),
        ("SECRET_KEY", "a-key-of-the-test-of-32-characters"),
        ("SMTP_URL", "smtp://127.0.0.1:9"),
        ("MAIL_FROM", "intake@example.com"),
    ];
    let cluster = Cluster::start(1, &production).await;
    let password = staff::add(&cluster.pool, Actor::Operator, "ann@example.org", Admin).await.expect("an account");
    let body = json!({ "email": "ann@example.org", "password": password }).to_string();
    let json = ("content-type", "application/json");
    let signed_in = cluster.client.send("POST", "/api/v1/staff/login", &[json], body).await.ok(200).json();
    let token = signed_in["token"].as_str().expect("a token");
    let (cookie, bearer) = (format!("__Host-anteroom={token}"), format!("Bearer {token}"));

    let page = cluster.client.send("GET", "/admin/members", &[("cookie", &*cookie)], "").await.ok(200).text();
    assert!(page.contains("Sessions are not set up") && page.contains("SESSION_SERVICE_KEYS"), "{page}");
    // Members may be there all the same.
    assert!(page.contains("user_id"), "{page}");
    for path in ["/api/v1/admin/member-sessions/search", "/api/v1/admin/member-sessions/ending"] {
        let headers = [json, ("authorization", &*bearer)];
        cluster.client.send("POST", path, &headers, r#"{"user_id":"zoe"}"#).await.refused(404, "not-enabled");
    }
}

#[tokio::test]
async fn s18_staff_look_at_a_member_read_copy_and_erase_by_permission_and_the_trail_says_so() {
    let model = Talker::start().await;
    let app = member::start(&model, &[&format!("--session-service-keys={KEY}")]).await;
    let (zoe, bob) = (member::member(&app, "zoe-4711"), member::member(&app, "bob"));
    for one in [&zoe, &bob] {
        one.call("POST", "/api/chat/send", json!({ "message": format!("a secret of {}", one.name) })).await.ok(200);
    }
    signed_in(&app, "zoe-4711", "curl/8").await;
    let bobs = app.text("SELECT id::text FROM conversations WHERE title LIKE '%bob'").await;
    let (viewer, privacy) = (app.desk(Viewer).await, app.desk(Privacy).await);
    let seen_by_viewer = sealed(&viewer, "user_id=zoe-4711").await;
    let page = viewer.get(&format!("/admin/members?s={seen_by_viewer}")).await.ok(200).text();
    assert!(
        page.contains("<dt>Conversations</dt><dd>1</dd>") && page.contains("<dt>Messages</dt><dd>2</dd>"),
        "{page}"
    );
    assert!(!page.contains("Read conversations") && !page.contains("Erase") && !page.contains("a secret"), "{page}");
    for (method, path) in [("GET", "conversations"), ("POST", "copy"), ("GET", "erase"), ("POST", "erase")] {
        let path = format!("/admin/members/{path}?s={seen_by_viewer}");
        let answer = if method == "GET" { viewer.get(&path).await } else { viewer.post(&path, "sure=yes").await };
        assert_eq!(answer.status, 403, "{method} {path}");
    }

    let s = sealed(&privacy, "user_id=zoe-4711").await;
    let list = privacy.get(&format!("/admin/members/conversations?s={s}")).await.ok(200).text();
    let (_, rest) = list.split_once("&amp;id=").or_else(|| list.split_once("&#38;id=")).expect("a conversation");
    let id = &rest[..36];
    let read = privacy.get(&format!("/admin/members/conversations?s={s}&id={id}")).await.ok(200).text();
    assert!(read.contains("a secret of zoe-4711") && read.contains("You said: a secret"), "{read}");
    // Another member's conversation is not found under this one.
    assert_eq!(privacy.get(&format!("/admin/members/conversations?s={s}&id={bobs}")).await.status, 404);
    let copy = privacy.post(&format!("/admin/members/copy?s={s}"), "").await.ok(200).json();
    assert_eq!(
        (&copy["subject"], &copy["conversations"][0]["messages"][0]["content"]),
        (&json!("zoe-4711"), &json!("a secret of zoe-4711"))
    );
    let lines = || app.texts("SELECT action FROM audit WHERE action LIKE 'member.%' ORDER BY id");
    let before = lines().await.len();
    privacy.post(&format!("/admin/members/copy?s={s}"), "").await.ok(200);
    assert_eq!(lines().await[before..], ["member.exported"], "one act, one line");
    let unsure = privacy.post(&format!("/admin/members/erase?s={s}"), "").await;
    assert_eq!(unsure.status, 422, "{}", unsure.text());
    assert_eq!(app.number("SELECT count(*) FROM members").await, 2);
    let receipt = leads_to(&privacy.post(&format!("/admin/members/erase?s={s}"), "sure=yes").await);
    app.sweep().await;
    assert!(
        privacy.get(&receipt).await.ok(200).text().contains("Finished")
            || app.number("SELECT count(*) FROM erasures WHERE finished_at IS NOT NULL").await == 1
    );
    let page = privacy.get(&format!("/admin/members?s={s}")).await.ok(200).text();
    assert!(page.contains("No sessions") && page.contains("No conversation and no profile"), "{page}");
    let left = app.dump().await;
    assert!(!left.contains("secret of zoe") && left.contains("secret of bob"), "{left}");
    let trail = app.texts("SELECT DISTINCT action FROM audit WHERE action LIKE 'member.%' ORDER BY action").await;
    assert_eq!(trail, ["member.conversation_read", "member.erased", "member.exported", "member.read"]);
    assert!(!app.texts("SELECT detail::text FROM audit").await.concat().contains("4711"));
}

#[tokio::test]
async fn gdpr_art_18_s25_a_restricted_member_is_kept_and_left_alone() {
    let model = Talker::start().await;
    let app = member::start(&model, &["--member-retention=365d", "--conversation-retention=30d"]).await;
    let (zoe, bob) = (member::member(&app, "zoe"), member::member(&app, "bob"));
    let mine = "/api/v1/members/me/restriction";
    zoe.call("PUT", mine, json!({ "reason": "claims" })).await.refused(404, "not-found");
    let conversation = zoe.start().await;
    zoe.say(&conversation, "a secret").await.ok(200);
    bob.call("POST", "/api/chat/send", json!({ "message": "mine" })).await.ok(200);
    zoe.call("PUT", mine, json!({ "reason": "because" })).await.refused(422, "invalid-input");
    assert_eq!(zoe.get(mine).await.ok(200).json(), json!(null));

    zoe.call("PUT", mine, json!({ "reason": "claims" })).await.ok(204);
    let restriction = zoe.get(mine).await.ok(200).json();
    assert_eq!((&restriction["reason"], &restriction["by"]), (&json!("claims"), &json!("member")));
    assert_eq!(bob.get(mine).await.ok(200).json(), json!(null));
    // Nothing is asked of the model any more; what is there can be read and taken.
    let asked = model.count();
    let refused = zoe.say(&conversation, "another").await;
    refused.refused(403, "forbidden");
    assert!(refused.text().contains("restricted"), "{}", refused.text());
    zoe.call("POST", "/api/v1/chat/start", json!(null)).await.refused(403, "forbidden");
    assert_eq!(model.count(), asked);
    assert!(zoe.texts(&conversation).await.contains(&"a secret".to_owned()));
    let copy = zoe.get("/api/v1/members/me/copy").await.ok(200).json();
    assert_eq!(copy["restriction"]["reason"], json!("claims"));
    bob.call("POST", "/api/chat/send", json!({ "message": "still mine" })).await.ok(200);

    // Kept beyond its time, while others' are not.
    app.sql("UPDATE members SET seen_at = now() - interval '2 years'").await;
    app.sql("UPDATE conversations SET updated_at = now() - interval '1 year'").await;
    app.sql("UPDATE sweeps SET retaining_until = NULL").await;
    retention::turn(&app.running.context).await.expect("a turn").expect("our turn");
    assert_eq!(app.texts("SELECT subject FROM members").await, ["zoe"]);
    assert_eq!(app.number("SELECT count(*) FROM conversations").await, 1);

    // Staff who may not read what is restricted see that it is, and no more.
    let (viewer, privacy) = (app.desk(Viewer).await, app.desk(Privacy).await);
    let page = viewer.get(&format!("/admin/members?s={}", sealed(&viewer, "user_id=zoe").await)).await.ok(200).text();
    assert!(page.contains("Restricted by the person") && !page.contains("<bdi>name</bdi>"), "{page}");
    let s = sealed(&viewer, "user_id=zoe").await;
    assert_eq!(viewer.post(&format!("/admin/members/restriction?s={s}"), "reason=").await.status, 403);
    let s = sealed(&privacy, "user_id=zoe").await;
    let page = privacy.get(&format!("/admin/members?s={s}")).await.ok(200).text();
    assert!(page.contains("Lift the restriction") && page.contains("<bdi>name</bdi>"), "{page}");

    // What staff set only staff lift.
    leads_to(&privacy.post(&format!("/admin/members/restriction?s={s}"), "reason=accuracy").await);
    zoe.call("DELETE", mine, json!(null)).await.refused(403, "forbidden");
    leads_to(&privacy.post(&format!("/admin/members/restriction?s={s}"), "reason=").await);
    zoe.say(&conversation, "again").await.ok(200);
    zoe.call("PUT", mine, json!({ "reason": "objection" })).await.ok(204);
    zoe.call("DELETE", mine, json!(null)).await.ok(204);
    zoe.say(&conversation, "and again").await.ok(200);
    let lines = "SELECT action || ' ' || split_part(actor, ':', 1) FROM audit
                 WHERE action LIKE 'member.%restricted' ORDER BY id";
    let expected =
        ["restricted member", "restricted staff", "unrestricted staff", "restricted member", "unrestricted member"];
    assert_eq!(app.texts(lines).await, expected.map(|line| format!("member.{line}")));
}
