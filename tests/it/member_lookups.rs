//! Members whom only the site can tell: by its cookie, and by tokens that only its issuer can read.
//!
//! In the tests' names `s20_…` is promise 20 in docs/security.md.

use serde_json::json;

use crate::support::App;
use crate::support::client::{Answer, Client};
use crate::support::launch::free_ports;
use crate::support::servers::{NodeServer, OidcProvider};

const ME: &str = "/api/v1/members/me";

/// The site's cookie for a user.
async fn cookie(site: &Client, user: &str) -> String {
    let signed_in = site.post(&format!("/sign-in/{user}")).await.ok(204);
    signed_in.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

async fn with(app: &App, method: &str, path: &str, more: &[(&str, &str)]) -> Answer {
    let headers = [&[("content-type", "application/json")], more].concat();
    let body = if method == "POST" { json!({ "message": "When are you open?" }).to_string() } else { String::new() };
    app.client.send(method, path, &headers, body).await
}

async fn start(port: u16) -> App {
    let url = format!("--members-whoami-url=http://127.0.0.1:{port}/me");
    App::start_with(&[&url, "--members-cookie=sid", "--embed-origins=https://www.example.com"]).await
}

#[tokio::test]
async fn s20_the_sites_cookie_signs_its_user_in_and_no_other_page_can_use_it() {
    let [port] = free_ports();
    let _site = NodeServer::start("whoami.mjs", port, "/asked").await;
    let site = Client::new(([127, 0, 0, 1], port).into());
    let app = start(port).await;
    let (ada, bob) = (cookie(&site, "7").await, cookie(&site, "8").await);
    let also = format!("other=1; {ada}; _ga=2");
    let known = with(&app, "GET", ME, &[("cookie", &also)]).await.ok(200).json();
    assert_eq!((&known["subject"], &known["profile"]), (&json!("7"), &json!({ "name": "User 7", "role": "editor" })));
    assert_eq!(with(&app, "GET", ME, &[("cookie", &bob)]).await.ok(200).json()["subject"], "8");
    for unknown in ["sid=s%3Anonsense", "other=1", "", "SID=x"] {
        with(&app, "GET", ME, &[("cookie", unknown)]).await.refused(401, "not-signed-in");
    }
    // A browser sends the cookie with the calls of any page: only ours and those that may embed us change something.
    let send = "/api/chat/send";
    for page in [
        &[][..],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "same-site"), ("origin", "https://blog.example.com")],
        &[("origin", "null")],
    ] {
        let headers = [&[("cookie", &*ada)], page].concat();
        with(&app, "POST", send, &headers).await.refused(403, "forbidden");
        with(&app, "DELETE", "/api/chat/history", &headers).await.refused(403, "forbidden");
    }
    assert_eq!(app.number("SELECT count(*) FROM members").await, 0);
    for page in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "https://www.example.com")],
    ] {
        with(&app, "POST", send, &[&[("cookie", &*ada)], page].concat()).await.ok(200);
    }
    // Only such a page reads an answer in a browser, too.
    let preflight = [
        ("origin", "https://www.example.com"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let allowed = app.client.send("OPTIONS", send, &preflight, "").await.ok(200);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://www.example.com");
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    let other = app.client.send("OPTIONS", send, &[("origin", "https://evil.example"), preflight[1]], "").await;
    assert_eq!(other.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn the_site_is_asked_once_for_many_and_not_again_for_a_while() {
    let [port] = free_ports();
    let site_program = NodeServer::start("whoami.mjs", port, "/asked").await;
    let site = Client::new(([127, 0, 0, 1], port).into());
    let app = start(port).await;
    let ada = cookie(&site, "7").await;
    let headers = [("cookie", &*ada)];
    let all = (0..20).map(|_| with(&app, "GET", ME, &headers));
    for answer in futures_util::future::join_all(all).await {
        answer.ok(200);
    }
    for _ in 0..5 {
        with(&app, "GET", ME, &[("cookie", "sid=s%3Anonsense")]).await.refused(401, "not-signed-in");
    }
    assert_eq!(site.get("/asked").await.json(), 2, "once for each");
    // What is known serves on while the site is broken or away; what is not known is not refused for good.
    site.post("/break").await.ok(204);
    with(&app, "GET", ME, &headers).await.ok(200);
    with(&app, "GET", ME, &[("cookie", "sid=new")]).await.refused(503, "unavailable");
    drop(site_program);
    with(&app, "GET", ME, &headers).await.ok(200);
    with(&app, "GET", ME, &[("cookie", "sid=newer")]).await.refused(503, "unavailable");
}

#[tokio::test]
async fn s20_tokens_that_only_the_issuer_can_read_are_asked_about() {
    let [port] = free_ports();
    let provider = OidcProvider::start(port).await;
    let resource = format!("{}/opaque", OidcProvider::AUDIENCE);
    let introspection = format!("--members-introspection-url={}/token/introspection", provider.issuer());
    let secret = format!("--members-introspection-client-secret={}", "x".repeat(40));
    let audience = format!("--members-audience={resource}");
    let options =
        [&*introspection, &*secret, "--members-introspection-client-id=RS256", "--members-claims=id=client_id"];
    let app = App::start_with(&[&options[..], &[&audience]].concat()).await;
    let token = provider.token("ES256", &resource).await;
    let bearer = format!("Bearer {token}");
    let known = with(&app, "GET", ME, &[("authorization", &bearer)]).await.ok(200).json();
    assert_eq!(known["subject"], "ES256");
    let of_others = provider.token("ES256", &format!("{}/else/opaque", OidcProvider::AUDIENCE)).await;
    for other in [&*of_others, "nonsense", "ms_nonsense", &token[1..]] {
        let refused = with(&app, "GET", ME, &[("authorization", &format!("Bearer {other}"))]).await;
        refused.refused(401, "not-signed-in");
        assert_eq!(refused.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    }
    // The staff's own calls are not asked about elsewhere.
    drop(provider);
    with(&app, "GET", ME, &[("authorization", &bearer)]).await.ok(200);
    with(&app, "GET", ME, &[("authorization", "Bearer another")]).await.refused(503, "unavailable");
    let wrong = [&*introspection, "--members-introspection-client-secret=wrong", options[2], options[3]];
    let provider = OidcProvider::start(port).await;
    let app = App::start_with(&wrong).await;
    let token = provider.token("ES256", &resource).await;
    let bearer = format!("Bearer {token}");
    with(&app, "GET", ME, &[("authorization", &bearer)]).await.refused(503, "unavailable");
}
