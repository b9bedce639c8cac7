//! Authorization: every staff call, by every kind of caller, on every kind of target.
//!
//! In the tests' names `s18_…` is promise 18 in docs/security.md.

use std::collections::BTreeSet;

use anteroom::auth::Requester as Actor;
use anteroom::auth::staff;
use anteroom::auth::staff::Role::{self, Admin, Privacy, Viewer};
use anteroom::auth::token::Token as LinkToken;

use crate::support::App;
use crate::support::client::new_id;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    Anonymous,
    /// A caller who knows the session's id, and sends it in every way.
    Visitor,
    Role(Role),
    /// An admin whose account was disabled, and whose sign-in somehow still exists.
    Disabled,
    /// An admin who made no call for half an hour.
    Idle,
    /// An admin who signed in half a day ago.
    Lapsed,
}

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Own,
    /// Another's sign-in, export, receipt; another session's file.
    Another,
    Unknown,
    Malformed,
}

/// A call: method, path, body, the least role, and what it answers about one's own and another's.
type Call = (&'static str, &'static str, &'static str, Role, u16, u16);

/// All of them. `{…}` is what [`Target`] speaks of; what is unknown or malformed is 404.
const CALLS: &[Call] = &[
    ("GET", "/api/v1/admin/sessions", "", Viewer, 200, 200),
    ("GET", "/api/v1/admin/sessions/{id}", "", Viewer, 200, 200),
    ("PATCH", "/api/v1/admin/sessions/{id}", "{}", Privacy, 200, 200),
    ("DELETE", "/api/v1/admin/sessions/{id}", "", Privacy, 202, 202),
    ("GET", "/api/v1/admin/sessions/{id}/files/{file}", "", Viewer, 200, 404),
    ("GET", "/api/v1/admin/sessions/{id}/export", "", Privacy, 200, 200),
    ("GET", "/api/v1/admin/exports/{id}", "", Privacy, 200, 404),
    ("GET", "/api/v1/admin/erasures/{id}", "", Privacy, 200, 200),
    ("PUT", "/api/v1/admin/sessions/{id}/restriction", r#"{"reason":"claims"}"#, Privacy, 200, 200),
    ("DELETE", "/api/v1/admin/sessions/{id}/restriction", "", Privacy, 200, 200),
    ("DELETE", "/api/v1/admin/sessions/{id}/consents/{purpose}", "", Privacy, 200, 200),
    // By address; no one has this one.
    ("POST", "/api/v1/admin/erasures", r#"{"email":"nobody@example.org"}"#, Privacy, 404, 404),
    ("POST", "/api/v1/admin/exports", r#"{"email":"nobody@example.org"}"#, Privacy, 404, 404),
    ("GET", "/api/v1/admin/training-manifest", "", Privacy, 200, 200),
    ("GET", "/api/v1/admin/audit", "", Privacy, 200, 200),
    ("GET", "/api/v1/admin/requests", "", Privacy, 200, 200),
    ("POST", "/api/v1/admin/requests", r#"{"kind":"access","subject":"zoe","received_on":"x"}"#, Privacy, 422, 422),
    ("GET", "/api/v1/admin/requests/{id}", "", Privacy, 200, 200),
    ("POST", "/api/v1/admin/requests/{id}/extension", r#"{"reason":"many","told_on":"2020-01-01"}"#, Privacy, 422, 422),
    ("POST", "/api/v1/admin/requests/{id}/closing", r#"{"outcome":"done"}"#, Privacy, 200, 200),
    ("POST", "/api/v1/admin/member-sessions/search", r#"{"user_id":"zoe"}"#, Viewer, 200, 200),
    ("POST", "/api/v1/admin/member-sessions/ending", r#"{"user_id":"zoe"}"#, Privacy, 200, 200),
    ("DELETE", "/api/v1/admin/member-sessions/{id}", "", Privacy, 204, 204),
    ("DELETE", "/api/v1/staff/login", "", Viewer, 204, 204),
    ("GET", "/api/v1/staff/me", "", Viewer, 200, 200),
    ("GET", "/api/v1/staff/logins", "", Viewer, 200, 200),
    ("DELETE", "/api/v1/staff/logins", "", Viewer, 204, 204),
    ("DELETE", "/api/v1/staff/logins/{id}", "", Viewer, 204, 404),
    ("PUT", "/api/v1/staff/password", r#"{"current":"wrong","new":"x"}"#, Viewer, 422, 422),
    ("POST", "/api/v1/staff/second-factor", "{}", Viewer, 200, 200),
    ("PUT", "/api/v1/staff/second-factor", r#"{"code":"000000"}"#, Viewer, 422, 422),
    ("POST", "/api/v1/staff/second-factor/removal", r#"{"password":"wrong"}"#, Viewer, 422, 422),
];

/// The sign-in itself is open to everyone, and answers all alike.
const DOOR: (&str, &str) = ("POST", "/api/v1/staff/login");

const ASKERS: [Asker; 8] = [
    Asker::Anonymous,
    Asker::Visitor,
    Asker::Role(Viewer),
    Asker::Role(Privacy),
    Asker::Role(Admin),
    Asker::Disabled,
    Asker::Idle,
    Asker::Lapsed,
];

const TARGETS: [Target; 4] = [Target::Own, Target::Another, Target::Unknown, Target::Malformed];

/// The status that the matrix expects.
fn expected(call: &Call, asker: Asker, target: Target) -> u16 {
    let (_, path, _, least, own, another) = *call;
    let Asker::Role(role) = asker else {
        return 401;
    };
    let rank = |role: Role| [Viewer, Privacy, Admin].iter().position(|other| *other == role);
    match target {
        // An id that cannot exist is 404 for everyone.
        Target::Malformed if path.contains('{') => 404,
        _ if rank(role) < rank(least) => 403,
        Target::Unknown if path.contains('{') => 404,
        Target::Another => another,
        _ => own,
    }
}

/// The people, and their data.
struct Office<'a> {
    app: &'a App,
    people: Vec<(Asker, String)>,
    colleague: String,
}

impl<'a> Office<'a> {
    async fn open(app: &'a App) -> Self {
        let mut people = Vec::new();
        for (number, asker) in ASKERS.into_iter().enumerate() {
            let role = match asker {
                Asker::Anonymous | Asker::Visitor => continue,
                Asker::Role(role) => role,
                Asker::Disabled | Asker::Idle | Asker::Lapsed => Admin,
            };
            people.push((asker, Self::hire(app, &format!("{number}@staff.example"), role).await));
        }
        let colleague = Self::hire(app, "colleague@staff.example", Admin).await;
        let office = Self { app, people, colleague };
        let disabled = office.id_of(Asker::Disabled).expect("a person");
        app.sql(&format!("UPDATE staff SET disabled_at = now() WHERE id = '{disabled}'")).await;
        office
    }

    async fn hire(app: &App, email: &str, role: Role) -> String {
        staff::add(&app.running.context.pool, Actor::Operator, email, role).await.expect("an account");
        app.text(&format!("SELECT id::text FROM staff WHERE email = '{email}'")).await
    }

    fn id_of(&self, asker: Asker) -> Option<&str> {
        self.people.iter().find(|(who, _)| *who == asker).map(|(_, id)| id.as_str())
    }

    /// A sign-in of this person; returns its id and token.
    async fn sign_in(&self, staff: &str) -> (String, String) {
        let (id, token) = (new_id(), LinkToken::random());
        let hash = hex::encode(token.sha256());
        let values = format!("'{id}', '{staff}', '\\x{hash}', 'a browser'");
        self.app.sql(&format!("INSERT INTO staff_logins (id, staff_id, token_sha256, client) VALUES ({values})")).await;
        (id, token.reveal().to_owned())
    }

    /// A stored person with a file; returns both ids.
    async fn session(&self) -> (String, String) {
        let (id, file) = (new_id(), new_id());
        self.app
            .sql(&format!(
                "INSERT INTO sessions (id, name, email, state, consent_personal_data, consent_ai_training, locale)
                 VALUES ('{id}', 'Zoë', 'zoe@example.org', 'pending', true, false, 'en');
                 INSERT INTO files (id, session_id, name, size, content_type)
                 VALUES ('{file}', '{id}', 'stray.pdf', 10, 'application/pdf')"
            ))
            .await;
        self.app.put_object(&id, &file).await;
        (id, file)
    }

    /// The path about this target; what it names is made for this one call.
    async fn path(&self, template: &str, asker: Asker, target: Target) -> (String, String) {
        let (session, file) = self.session().await;
        let owner = match target {
            Target::Another => &self.colleague,
            _ => self.id_of(asker).unwrap_or(&self.colleague),
        };
        let id = match (target, template.split("/{id}").next().unwrap_or_default()) {
            (Target::Unknown, _) => new_id(),
            (Target::Malformed, _) => "x".to_owned(),
            (_, "/api/v1/admin/exports") => {
                let id = new_id();
                let row = format!("INSERT INTO exports (id, staff_id, total) VALUES ('{id}', '{owner}', 10)");
                self.app.sql(&row).await;
                id
            }
            (_, "/api/v1/admin/erasures") => {
                let id = new_id();
                let row = format!("'{id}', sha256('{id}'), 'staff:{owner}', 5, 1");
                let columns = "id, session_sha256, requested_by, rows_deleted, files";
                self.app.sql(&format!("INSERT INTO erasures ({columns}) VALUES ({row})")).await;
                id
            }
            (_, "/api/v1/admin/requests") => {
                let id = new_id();
                let row = format!("'{id}', 'access', 'zoe', current_date, current_date + 30");
                let columns = "id, kind, subject, received_on, due_on";
                self.app.sql(&format!("INSERT INTO requests ({columns}) VALUES ({row})")).await;
                id
            }
            (_, "/api/v1/admin/member-sessions") => {
                let id = new_id();
                let row = format!(
                    "'{id}', sha256('{id}'), 'bob', 60, now(), now(), now() + interval '1 h', now() + interval '1 h', 'a browser'"
                );
                let columns =
                    "id, token_sha256, user_id, timeout_seconds, created_at, seen_at, expires_at, ends_at, client";
                self.app.sql(&format!("INSERT INTO member_sessions ({columns}) VALUES ({row})")).await;
                id
            }
            (_, "/api/v1/staff/logins") => self.sign_in(owner).await.0,
            _ => session.clone(),
        };
        // Of a file the session is its own, and the file another's.
        let file = if target == Target::Another { self.session().await.1 } else { file };
        (template.replace("{id}", &id).replace("{file}", &file).replace("{purpose}", "ai_training"), session)
    }

    /// Asks, and returns the status.
    async fn ask(&self, call: &Call, asker: Asker, target: Target) -> u16 {
        let (method, template, body, ..) = *call;
        let (path, session) = self.path(template, asker, target).await;
        let token = match asker {
            Asker::Anonymous => None,
            Asker::Visitor => Some(session.clone()),
            _ => Some(self.sign_in(self.id_of(asker).expect("a person")).await.1),
        };
        let age = |column: &str, span: &str| {
            let staff = self.id_of(asker).unwrap_or_default().to_owned();
            format!("UPDATE staff_logins SET {column} = {column} - interval '{span}' WHERE staff_id = '{staff}'")
        };
        match asker {
            Asker::Idle => drop(self.app.sql(&age("seen_at", "31 minutes")).await),
            Asker::Lapsed => drop(self.app.sql(&age("created_at", "12 hours")).await),
            _ => {}
        }
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![("content-type", "application/json")];
        if asker == Asker::Visitor {
            headers.push(("x-session-id", &*session));
        }
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let answer = self.app.client.send(method, &path, &headers, body).await;
        match answer.status.as_u16() {
            401 => drop(answer.refused(401, "not-signed-in")),
            403 => drop(answer.refused(403, "forbidden")),
            404 => drop(answer.refused(404, "not-found")),
            _ => {}
        }
        answer.status.as_u16()
    }
}

#[tokio::test]
async fn s18_every_call_of_staff_by_everybody_about_everything() {
    let app = App::start().await;
    let office = Office::open(&app).await;
    let (mut wrong, mut asked, mut erased) = (Vec::new(), 0, 0);
    for call in CALLS {
        for asker in ASKERS {
            let targets = if call.1.contains('{') { &TARGETS[..] } else { &TARGETS[..1] };
            for target in targets {
                let wanted = expected(call, asker, *target);
                let status = office.ask(call, asker, *target).await;
                asked += 1;
                erased += i64::from(status == 202);
                if status != wanted {
                    wrong.push(format!("{} {} by {asker:?} about {target:?}: {status}, not {wanted}", call.0, call.1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} calls:\n{}", wrong.len(), wrong.join("\n"));
    // Only these calls erased someone: privacy's and admin's, about their own and another's.
    assert_eq!((erased, app.number("SELECT count(*) FROM audit WHERE action = 'session.erased'").await), (4, 4));
    // The sign-in answers all alike, with any token.
    for asker in ASKERS {
        let token = match office.id_of(asker) {
            Some(id) => office.sign_in(id).await.1,
            None => new_id(),
        };
        let headers = [("authorization", &*format!("Bearer {token}")), ("content-type", "application/json")];
        let body = r#"{"email":"2@staff.example","password":"wrong"}"#;
        app.client.send(DOOR.0, DOOR.1, &headers, body).await.refused(401, "sign-in-refused");
    }
}

#[tokio::test]
async fn s18_the_matrix_knows_every_call_of_staff() {
    let app = App::start().await;
    let document = app.client.get("/api/v1/openapi.json").await.ok(200).json();
    let mut documented = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if path.starts_with("/api/v1/admin") || path.starts_with("/api/v1/staff") {
            let methods = methods.as_object().expect("methods").keys();
            documented.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
        }
    }
    let known = CALLS.iter().map(|call| (call.0, call.1)).chain([DOOR]);
    let known: BTreeSet<String> = known.map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(documented, known, "give each call its line in CALLS");
}

#[tokio::test]
async fn s18_a_changed_role_counts_from_the_very_next_call() {
    let app = App::start().await;
    let ann = app.colleague(Viewer).await;
    let path = format!("/sessions/{}", new_id());
    let set = async |change: &str| app.sql(&format!("UPDATE staff SET {change}")).await;
    for _ in 0..2 {
        ann.call("PATCH", &path, serde_json::json!({})).await.refused(403, "forbidden");
        set("role = 'privacy'").await;
        ann.call("PATCH", &path, serde_json::json!({})).await.refused(404, "not-found");
        set("role = 'viewer'").await;
    }
    set("disabled_at = now()").await;
    ann.get("/sessions").await.refused(401, "not-signed-in");
    set("disabled_at = NULL").await;
    ann.get("/sessions").await.ok(200);
}

#[tokio::test]
async fn s18_a_token_from_before_the_sign_in_is_worth_nothing() {
    let app = App::start().await;
    let pool = &app.running.context.pool;
    let password = staff::add(pool, Actor::Operator, "ann@example.org", Viewer).await.expect("an account");
    let body = serde_json::json!({ "email": "ann@example.org", "password": password }).to_string();
    // An attacker has given the browser a token that they know.
    let planted = LinkToken::random().reveal().to_owned();
    let (bearer, cookie) = (format!("Bearer {planted}"), format!("__Host-staff={planted}; session={planted}"));
    let headers = [("authorization", &*bearer), ("cookie", &*cookie), ("content-type", "application/json")];
    let mut tokens = BTreeSet::from([planted.clone()]);
    for _ in 0..3 {
        let begun = app.client.send("POST", "/api/v1/staff/login", &headers, body.clone()).await.ok(200).json();
        let token = begun["token"].as_str().expect("a token").to_owned();
        assert!(tokens.insert(token.clone()), "each sign-in has a token of its own");
        let me = |token: &str| app.client.clone().send_as(token.to_owned(), "/api/v1/staff/me");
        me(&planted).await.refused(401, "not-signed-in");
        me(&token).await.ok(200);
    }
    // Only hashes are kept: of tokens one SHA-256, of the password Argon2id with its own salt.
    let dump = app.dump().await;
    assert!(!dump.contains(&password) && tokens.iter().all(|token| !dump.contains(token)));
    let hashed = "SELECT count(*) FROM staff WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
    assert_eq!(app.number(hashed).await, 1);
}
