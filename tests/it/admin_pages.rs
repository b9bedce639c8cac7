//! The staff's pages: the cookie, which forms are accepted, and which role sees what.
//!
//! In the tests' names `s03_…` is promise 3 in docs/security.md.

use anteroom::auth::Requester as Actor;
use anteroom::auth::staff::Role::{self, Admin, Privacy, Viewer};
use serde_json::Value;

use crate::support::App;
use crate::support::client::{Answer, new_id};
use crate::support::desk::OURS;

/// Where a redirect leads.
#[track_caller]
fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// No access: the answer leads to the sign-in.
#[track_caller]
fn sent_away(answer: &Answer) {
    assert!(leads_to(answer).starts_with("/admin/sign-in"), "{}", answer.header("location"));
}

/// The token in an answer's cookie.
fn token_in(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    let token = cookie.strip_prefix("__Host-anteroom=").and_then(|rest| rest.split(';').next());
    token.unwrap_or_else(|| panic!("no cookie: {cookie}")).to_owned()
}

async fn add(app: &App, email: &str, role: Role) -> String {
    anteroom::auth::staff::add(&app.running.context.pool, Actor::Operator, email, role).await.expect("an account")
}

#[tokio::test]
async fn s18_each_sign_in_has_its_own_cookie_that_only_we_can_read() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", Viewer).await;
    let form = format!("email=ann%40example.org&password={password}&next=%2Fadmin%2Faccount");
    // A cookie that an attacker put into the browser is not adopted.
    let planted = "A".repeat(43);
    let first = app.sign_in_form(&form, &[("cookie", &format!("__Host-anteroom={planted}"))]).await;
    assert_eq!(leads_to(&first), "/admin/account");
    let cookie = first.header("set-cookie").to_owned();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Secure; Path=/") && !cookie.contains("Domain"), "{cookie}");
    let first = token_in(&first);
    assert_ne!(first, planted);
    let page = async |token: &str| {
        let cookie = format!("__Host-anteroom={token}");
        app.client.send("GET", "/admin/account", &[("cookie", &*cookie)], "").await
    };
    sent_away(&page(&planted).await);
    page(&first).await.ok(200);
    // Signing in again in the same browser ends what was before.
    let second = app.sign_in_form(&form, &[("cookie", &format!("__Host-anteroom={first}"))]).await;
    let second = token_in(&second);
    assert_ne!(first, second);
    sent_away(&page(&first).await);
    page(&second).await.ok(200);
    // Out: the cookie is removed, and a kept token is worth nothing.
    let cookie = format!("__Host-anteroom={second}");
    let out = app.client.send("POST", "/admin/sign-out", &[OURS, ("cookie", &cookie)], "").await;
    assert_eq!(leads_to(&out), "/admin/sign-in?why=out");
    assert!(
        out.header("set-cookie").starts_with("__Host-anteroom=;") && out.header("set-cookie").contains("Max-Age=0")
    );
    assert_eq!(leads_to(&page(&second).await), "/admin/sign-in?why=ended&next=%2Fadmin%2Faccount");
}

#[tokio::test]
async fn s18_a_sign_in_that_is_refused_says_why_and_keeps_no_password() {
    let app = App::start_with(&["--rate-limit=on"]).await;
    let refused = async |form: &str| {
        let answer = app.sign_in_form(form, &[]).await;
        assert!(answer.header("set-cookie").is_empty());
        answer
    };
    let wrong = refused("email=ann%40example.org&password=a+secret+guess").await.ok(422).text();
    assert!(wrong.contains("value=\"ann@example.org\"") && wrong.contains("is not right"), "{wrong}");
    assert!(!wrong.contains("secret guess"));
    assert!(refused("email=&password=x").await.ok(422).text().contains("Enter your e-mail address."));
    let escaped = refused("email=%22%3E%3Cscript%3E&password=x").await.ok(422).text();
    assert!(!escaped.contains("<script>") && escaped.contains("&#34;&#62;&#60;script&#62;"), "{escaped}");
    let guesses = (0..12).map(|_| app.sign_in_form("email=bob%40example.org&password=x", &[]));
    let answers = futures_util::future::join_all(guesses).await;
    let slow = answers.iter().find(|answer| answer.status == 429).expect("a limit");
    assert!(slow.text().contains("Too many attempts") && slow.header("retry-after").parse::<u64>().is_ok());
}

/// Every form of the desk.
fn forms(id: &str) -> Vec<(String, String)> {
    let [session, other] = [format!("/admin/sessions/{id}"), format!("/admin/staff/{}", new_id())];
    let password = "current=a&new=eleven+quiet+herons+wade";
    [
        ("/admin/sign-in".to_owned(), "email=ann%40example.org&password=x"),
        ("/admin/sign-out".to_owned(), ""),
        ("/admin/sessions".to_owned(), "q=zoe"),
        (format!("{session}/correct"), "name=Mallory&email=mallory%40example.org"),
        (format!("{session}/erase"), "sure=yes"),
        ("/admin/mails".to_owned(), ""),
        ("/admin/members".to_owned(), "user_id=zoe"),
        ("/admin/account/password".to_owned(), password),
        ("/admin/account/second-factor".to_owned(), ""),
        ("/admin/account/second-factor/proof".to_owned(), "code=1"),
        ("/admin/account/second-factor/removal".to_owned(), "password=x"),
        ("/admin/account/sign-ins".to_owned(), ""),
        (format!("/admin/account/sign-ins/{}", new_id()), ""),
        ("/admin/staff".to_owned(), "email=mallory%40example.org&role=admin"),
        (format!("{other}/reset"), ""),
        (format!("{other}/disable"), ""),
    ]
    .map(|(path, form)| (path, form.to_owned()))
    .into()
}

/// All that a form could change, except the trail and the times of last use.
async fn everything(app: &App) -> String {
    let dump = app.dump().await;
    let counts = |line: &&str| !["audit:", "staff_logins:", "sweeps:"].iter().any(|table| line.starts_with(table));
    let mut kept: Vec<_> = dump.split_inclusive('\n').filter(counts).filter(|line| line.contains('@')).collect();
    kept.sort_unstable();
    kept.concat()
}

#[tokio::test]
async fn s18_a_form_that_comes_from_elsewhere_changes_nothing() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let admin = app.desk(Admin).await;
    let before = everything(&app).await;
    assert!(before.contains("zoe@example.org"));
    let ours = format!("http://{}", app.client.address);
    for (path, form) in forms(&visitor.session) {
        for headers in [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
            &[("sec-fetch-site", "same-site"), ("origin", &ours)],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
        ] {
            let answer = admin.send("POST", &path, headers, &form).await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(answer.text().contains("was not sent from our own page"), "{path}");
            assert_eq!(answer.header("set-cookie"), "");
        }
        // What is no form of ours has no other way in.
        for method in ["PUT", "DELETE", "PATCH"] {
            assert_eq!(admin.send(method, &path, &[OURS], &form).await.status, 405, "{method} {path}");
        }
        // And no GET does what a POST does.
        let asked = admin.get(&format!("{path}?{form}")).await;
        assert!([200, 303, 404, 405].contains(&asked.status.as_u16()), "{path} {}", asked.status);
    }
    assert_eq!(everything(&app).await, before);
    assert_eq!(app.number("SELECT count(*) FROM staff_logins").await, 1);
    // A browser that knows no Sec-Fetch-Site names our own origin.
    let path = format!("/admin/sessions/{}/correct", visitor.session);
    let form = "name=Zoe+Corrected&email=zoe%40example.org";
    let answer = admin.send("POST", &path, &[("origin", &ours)], form).await;
    assert_eq!(leads_to(&answer), format!("/admin/sessions/{}?did=corrected", visitor.session));
    assert!(everything(&app).await.contains("Zoe Corrected"));
}

#[tokio::test]
async fn s18_the_api_takes_no_cookie_and_the_pages_take_nothing_else() {
    let app = App::start().await;
    let admin = app.desk(Admin).await;
    let bearer = format!("Bearer {}", admin.token);
    admin.get("/admin/account").await.ok(200);
    for path in ["/api/v1/staff/me", "/api/v1/admin/sessions", "/api/v1/admin/audit"] {
        admin.send("GET", path, &[OURS], "").await.refused(401, "not-signed-in");
        app.client.send("GET", path, &[("authorization", &bearer)], "").await.ok(200);
    }
    for path in ["/admin/sessions", "/admin/audit", "/admin/staff", "/admin/account"] {
        sent_away(&app.client.send("GET", path, &[("authorization", &bearer)], "").await);
        let other_names = [format!("anteroom={}", admin.token), format!("__Secure-anteroom={}", admin.token)];
        for cookie in other_names {
            sent_away(&app.client.send("GET", path, &[("cookie", &cookie)], "").await);
        }
    }
}

#[tokio::test]
async fn s18_each_page_asks_for_its_permission() {
    let app = App::start().await;
    let visitor = app.visitor();
    let file = visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    let id = &visitor.session;
    let viewer_id = async |role: &str| app.text(&format!("SELECT id::text FROM staff WHERE role = '{role}'")).await;
    let (viewer, privacy, admin) = (app.desk(Viewer).await, app.desk(Privacy).await, app.desk(Admin).await);
    let colleague = viewer_id("viewer").await;
    // The page, the least role, and what it answers.
    let pages = [
        ("/admin/sessions".to_owned(), Viewer, 200),
        (format!("/admin/sessions/{id}"), Viewer, 200),
        (format!("/admin/sessions/{id}/files/{file}"), Viewer, 200),
        ("/admin/members".to_owned(), Viewer, 200),
        ("/admin/account".to_owned(), Viewer, 200),
        (format!("/admin/sessions/{id}/correct"), Privacy, 200),
        (format!("/admin/sessions/{id}/erase"), Privacy, 200),
        (format!("/admin/sessions/{id}/export"), Privacy, 200),
        (format!("/admin/exports/{}", new_id()), Privacy, 404),
        (format!("/admin/erasures/{}", new_id()), Privacy, 404),
        ("/admin/audit".to_owned(), Privacy, 200),
        ("/admin/staff".to_owned(), Admin, 200),
        (format!("/admin/staff/{colleague}"), Admin, 200),
        (format!("/admin/sessions/{}", new_id()), Viewer, 404),
        ("/admin/sessions/x".to_owned(), Viewer, 404),
        ("/admin/nowhere".to_owned(), Viewer, 404),
    ];
    let rank = |role: Role| [Viewer, Privacy, Admin].iter().position(|other| *other == role);
    for (path, least, status) in &pages {
        for (role, desk) in [(Viewer, &viewer), (Privacy, &privacy), (Admin, &admin)] {
            let expected = if rank(role) < rank(*least) { 403 } else { *status };
            let answer = desk.get(path).await;
            assert_eq!(answer.status, expected, "{path} as {role:?}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
            let policy = answer.header("content-security-policy");
            let kept = policy.contains("default-src 'none'") && !policy.contains("unsafe");
            assert!(
                kept && (policy.contains("frame-ancestors 'none'") || policy.contains("sandbox")),
                "{path}: {policy}"
            );
        }
        if *path != "/admin/nowhere" {
            sent_away(&app.client.get(path).await);
        }
    }
    // The forms behind them check as well, whether or not a page offers them.
    for (path, form) in forms(id) {
        let role = match () {
            () if path.starts_with("/admin/staff") => [403, 403],
            () if path.contains("/correct") || path.contains("/erase") || path == "/admin/mails" => [403, 0],
            () => continue,
        };
        assert_eq!(viewer.post(&path, &form).await.status, role[0], "{path}");
        if role[1] != 0 {
            assert_eq!(privacy.post(&path, &form).await.status, role[1], "{path}");
        }
        sent_away(&app.client.send("POST", &path, &[OURS], form.clone()).await);
    }
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 1);
    assert_eq!(app.number("SELECT count(*) FROM staff").await, 3);
    // A file is handed over as the API does it.
    let bytes = viewer.get(&format!("/admin/sessions/{id}/files/{file}")).await;
    assert_eq!(bytes.header("content-disposition"), "attachment; filename*=UTF-8''paper.pdf");
    assert_eq!(
        (bytes.header("content-type"), bytes.header("x-content-type-options")),
        ("application/octet-stream", "nosniff")
    );
}

#[tokio::test]
async fn s18_a_changed_role_or_account_counts_at_the_next_page() {
    let app = App::start().await;
    let (admin, viewer) = (app.desk(Admin).await, app.desk(Viewer).await);
    let id = app.text("SELECT id::text FROM staff WHERE role = 'viewer'").await;
    viewer.get("/admin/audit").await.ok(403);
    app.sql("UPDATE staff SET role = 'privacy' WHERE role = 'viewer'").await;
    viewer.get("/admin/audit").await.ok(200);
    assert_eq!(leads_to(&admin.post(&format!("/admin/staff/{id}/disable"), "").await), "/admin/staff?did=disabled");
    sent_away(&viewer.get("/admin/sessions").await);
    // A new password puts the account back into use; it is shown once, and not stored.
    let shown = admin.post(&format!("/admin/staff/{id}/reset"), "").await.ok(200).text();
    let password = shown.split("<p class=\"secret\"><code>").nth(1).and_then(|rest| rest.split('<').next());
    let password = password.expect("a password").to_owned();
    assert!(password.len() == 20 && !app.dump().await.contains(&password));
    let form = format!("email=viewer%40staff.example&password={password}");
    leads_to(&app.sign_in_form(&form, &[]).await);
    // The last admin stays, and is told why.
    let own = app.text("SELECT id::text FROM staff WHERE role = 'admin'").await;
    let kept = admin.post(&format!("/admin/staff/{own}/disable"), "").await.ok(422).text();
    assert!(kept.contains("the last admin"), "{kept}");
    admin.get("/admin/staff").await.ok(200);
}

#[tokio::test]
async fn s18_a_sign_in_leads_to_pages_of_the_desk_only() {
    let app = App::start().await;
    let password = add(&app, "ann@example.org", Viewer).await;
    let session = format!("/admin/sessions/{}", new_id());
    let sent = app.client.get(&session).await;
    assert_eq!(leads_to(&sent), format!("/admin/sign-in?next={}", session.replace('/', "%2F")));
    for (next, leads) in [
        (&*session, &*session),
        ("//evil.example", "/admin/sessions"),
        ("https://evil.example/admin/", "/admin/sessions"),
        ("/admin/..//evil.example", "/admin/sessions"),
        ("/\\evil.example", "/admin/sessions"),
        ("javascript:alert(1)", "/admin/sessions"),
        ("/api/v1/staff/me", "/admin/sessions"),
    ] {
        let query = next.replace('/', "%2F").replace(':', "%3A").replace('\\', "%5C");
        let page = app.client.get(&format!("/admin/sign-in?next={query}")).await.ok(200).text();
        assert!(page.contains(&format!("name=\"next\" value=\"{leads}\"")), "{next}");
        let form = format!("email=ann%40example.org&password={password}&next={query}");
        assert_eq!(leads_to(&app.sign_in_form(&form, &[]).await), leads, "{next}");
    }
}

#[tokio::test]
async fn s03_the_words_of_a_search_are_in_no_url() {
    let app = App::start().await;
    app.complete("zoe@example.org").await;
    let (viewer, privacy) = (app.desk(Viewer).await, app.desk(Privacy).await);
    let found = leads_to(&viewer.post("/admin/sessions", "q=zoe%40example&state=complete&from=2020-01-01&to=").await);
    assert!(found.starts_with("/admin/sessions?s=") && !found.contains("zoe"), "{found}");
    let page = viewer.get(&found).await.ok(200).text();
    assert!(page.contains("value=\"zoe@example\"") && page.contains("Zoë Visitor"), "{page}");
    let nothing = leads_to(&viewer.post("/admin/sessions", "q=zoe&state=pending").await);
    assert!(viewer.get(&nothing).await.ok(200).text().contains("Nothing found"));
    // Under another sign-in it is no search at all.
    let others = privacy.get(&found).await.ok(200).text();
    assert!(!others.contains("value=\"zoe") && others.contains("belonged to an earlier sign-in"), "{others}");
    assert_eq!(leads_to(&viewer.post("/admin/sessions", "q=+&state=").await), "/admin/sessions");
    for (form, words) in [
        ("q=ab", "Enter 3 letters"),
        ("from=yesterday", "Give a day"),
        ("to=2026-02-30", "Give a day"),
        ("from=-9999-01-01", "Give a day"),
    ] {
        let wrong = leads_to(&viewer.post("/admin/sessions", form).await);
        assert!(viewer.get(&wrong).await.ok(422).text().contains(words), "{form}");
    }
    let trail = app.text("SELECT string_agg(detail::text, ' ') FROM audit WHERE action = 'staff.listed'").await;
    assert!(!trail.contains("zoe"), "{trail}");
}

#[tokio::test]
async fn an_erasure_asks_once_more_and_leads_to_its_receipt() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let privacy = app.desk(Privacy).await;
    let path = format!("/admin/sessions/{}/erase", visitor.session);
    for unsure in ["", "sure=", "sure=no"] {
        assert!(privacy.post(&path, unsure).await.ok(422).text().contains("Tick the box"), "{unsure}");
    }
    assert_eq!(app.number("SELECT count(*) FROM sessions").await, 1);
    let receipt = leads_to(&privacy.post(&path, "sure=yes").await);
    app.sweep().await;
    crate::support::until("the receipt's end", async || {
        app.sweep().await;
        privacy.get(&receipt).await.ok(200).text().contains("Everything is erased").then_some(())
    })
    .await;
    let short = "Fewer objects were deleted than there were files: 2 of them";
    assert!(!privacy.get(&receipt).await.text().contains(short));
    app.sql("UPDATE erasures SET files = files + 2").await;
    assert!(privacy.get(&receipt).await.text().contains(short));
    app.sql("UPDATE erasures SET finished_at = NULL").await;
    let running = privacy.get(&receipt).await.ok(200).text();
    assert!(!running.contains(short), "{running}");
    assert!(running.contains("data-poll") && running.contains("http-equiv=\"refresh\""), "{running}");
}

#[tokio::test]
async fn a_copys_progress_is_shown_only_to_its_maker() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    let (privacy, admin) = (app.desk(Privacy).await, app.desk(Admin).await);
    let id = new_id();
    let path = format!("/admin/sessions/{}/export?progress={id}", visitor.session);
    let copy = privacy.get(&path).await.ok(200);
    assert_eq!((copy.header("content-type"), &copy.body[..4]), ("application/zip", &b"PK\x03\x04"[..]));
    let progress = format!("/admin/exports/{id}");
    crate::support::until("the copy's end", async || {
        privacy.get(&progress).await.ok(200).text().contains("Complete: ").then_some(())
    })
    .await;
    admin.get(&progress).await.ok(404);
    app.sql("UPDATE exports SET complete = false, ended_at = now(), sent = 5").await;
    assert!(privacy.get(&progress).await.ok(200).text().contains("broke off after 5 bytes"));
    app.sql("UPDATE exports SET ended_at = NULL, updated_at = now(), total = 340 << 20, sent = 12 << 20").await;
    let running = privacy.get(&progress).await.ok(200).text();
    assert!(running.contains("12 MB of 340 MB") && running.contains("data-poll"), "{running}");
}

#[tokio::test]
async fn s19_the_trail_is_searched_and_the_search_is_in_it() {
    let app = App::start().await;
    let (visitor, _) = app.complete("zoe@example.org").await;
    app.complete("bob@example.org").await;
    let (privacy, viewer) = (app.colleague(Privacy).await, app.colleague(Viewer).await);
    viewer.get("/audit").await.refused(403, "forbidden");
    viewer.get(&format!("/sessions/{}", visitor.session)).await.ok(200);
    let actions = async |query: &str| {
        let answer = privacy.get(&format!("/audit?{query}")).await.ok(200).json();
        let lines = answer["lines"].as_array().expect("lines").clone();
        lines.iter().map(|line| line["action"].as_str().expect("an action").to_owned()).collect::<Vec<_>>()
    };
    let of_zoe = format!("session={}", visitor.session);
    assert_eq!(actions(&of_zoe).await, ["staff.read", "session.verified", "session.pending"]);
    assert_eq!(actions(&format!("{of_zoe}&actor=visitor&action=session.verified")).await, ["session.verified"]);
    let viewer_id = app.text("SELECT id::text FROM staff WHERE role = 'viewer'").await;
    assert_eq!(actions(&format!("actor=staff:{viewer_id}")).await, ["staff.read", "staff.signed_in"]);
    assert_eq!(actions("to=2020-01-01T00:00:00Z").await, Vec::<String>::new());
    assert_eq!(actions("from=2020-01-01T00:00:00Z&action=session.pending").await.len(), 2);
    for (query, field) in [("session=x", "session"), ("from=now", "from"), ("after=x", "after")] {
        let problem = privacy.get(&format!("/audit?{query}")).await.refused(422, "invalid-input");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    privacy.get("/audit?q=zoe").await.refused(400, "invalid-request");
    // Each look is a line, without what it was for.
    let details = app.text("SELECT string_agg(detail::text || coalesce(session_id::text, ''), ' ') FROM audit WHERE action = 'trail.searched'").await;
    assert!(
        details.contains("\"searched\": true") && !details.contains(&visitor.session) && !details.contains("visitor"),
        "{details}"
    );
    // Page by page, each line once, even if others come meanwhile.
    app.sql("INSERT INTO audit (at, actor, action) SELECT now() - n * interval '1 minute', 'system', 'session.erased' FROM generate_series(1, 119) AS n").await;
    app.sql("INSERT INTO audit (at, actor, action) SELECT now() - interval '1 hour', 'system', 'session.erased'").await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    for size in [50, 50, 20] {
        let page = privacy.get(&format!("/audit?actor=system{after}")).await.ok(200).json();
        let ids = page["lines"].as_array().expect("lines").iter().map(|line| line["id"].as_i64().expect("an id"));
        seen.extend(ids);
        assert_eq!(page["lines"].as_array().map(Vec::len), Some(size));
        after = page["next"].as_str().map_or_else(String::new, |next| format!("&after={next}"));
        app.sql("INSERT INTO audit (actor, action) VALUES ('system', 'session.erased')").await;
    }
    assert_eq!(after, "");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 120);
    assert_eq!(privacy.call("POST", "/audit", Value::Null).await.status, 405);
}

#[tokio::test]
async fn s04_text_that_no_column_can_store_is_the_callers_fault() {
    let app = App::start().await;
    let (privacy, desk) = (app.colleague(Privacy).await, app.desk(Admin).await);
    for path in ["/sessions?q=ab%00c", "/audit?actor=%00", "/audit?action=staff%00"] {
        privacy.get(path).await.refused(422, "invalid-input");
    }
    let body = r#"{"email": "a\u0000b", "password": "x"}"#;
    let json = [("content-type", "application/json")];
    app.client.send("POST", "/api/v1/staff/login", &json, body).await.refused(422, "invalid-input");
    app.sign_in_form("email=%00&password=x", &[]).await.ok(422);
    desk.get("/admin/audit?actor=%00").await.ok(422);
    let found = leads_to(&desk.post("/admin/sessions", "q=ab%00c").await);
    desk.get(&found).await.ok(422);
}

#[tokio::test]
async fn dead_mails_are_shown_and_retried() {
    let app = App::start().await;
    let (viewer, privacy) = (app.desk(Viewer).await, app.desk(Privacy).await);
    assert!(!viewer.get("/admin/sessions").await.ok(200).text().contains("could not be sent"));
    app.sql(&format!(
        "INSERT INTO jobs (id, job, dead, attempts) SELECT gen_random_uuid(), '{{\"kind\": \"unknown\", \"session\": \"{}\"}}', true, 40
         FROM generate_series(1, 2)",
        new_id()
    ))
    .await;
    let told = viewer.get("/admin/sessions").await.ok(200).text();
    assert!(told.contains("2 mails could not be sent") && !told.contains("Try again"), "{told}");
    assert!(privacy.get("/admin/sessions").await.ok(200).text().contains("Try again"));
    viewer.post("/admin/mails", "").await.ok(403);
    assert_eq!(leads_to(&privacy.post("/admin/mails", "").await), "/admin/sessions?did=mails");
    assert_eq!(app.number("SELECT count(*) FROM jobs WHERE NOT dead AND attempts = 0").await, 2);
    let line = app.text("SELECT detail::text FROM audit WHERE action = 'staff.retried'").await;
    assert_eq!(line, r#"{"mails": 2}"#);
}
