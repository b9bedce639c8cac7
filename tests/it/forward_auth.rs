//! Members' sessions behind a real proxy, and in the hands of the clients that we ship.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::extract::Request;
use serde_json::json;
use tokio::net::TcpListener;

use crate::support::App;
use crate::support::client::{Client, read_raw};
use crate::support::cluster::Nginx;
use crate::support::launch::free_ports;

const KEY: &str = "0123456789abcdef-the-key-of-the-site";

/// An application that says what it was told.
async fn application() -> SocketAddr {
    let tell = async |request: Request| {
        let header =
            |name: &str| request.headers().get(name).map_or("-", |value| value.to_str().expect("ASCII")).to_owned();
        let told = ["x-user-id", "x-user-role", "x-user-permissions"].map(header).join(" ");
        json!({ "told": told, "path": request.uri().to_string() }).to_string()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(tell)).await });
    address
}

/// nginx as docs/sessions.md has it, but for the addresses.
async fn documented(anteroom: SocketAddr, application: SocketAddr) -> Nginx {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sessions.md")).expect("a page");
    let snippet = text.split("```nginx\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a snippet");
    let [port] = free_ports();
    let mut here = snippet.to_owned();
    for (documented, own) in [
        ("127.0.0.1:8080", anteroom.to_string()),
        ("127.0.0.1:9000", application.to_string()),
        ("listen 80;", format!("listen 127.0.0.1:{port};")),
    ] {
        assert_eq!(here.matches(documented).count(), 1, "{documented}");
        here = here.replace(documented, &own);
    }
    Nginx::start(port, &here).await
}

/// Sends a path as it is, which no client library would.
async fn ask(client: &Client, path: &str, token: &str) -> (u16, String) {
    let session = if token.is_empty() { String::new() } else { format!("X-Session-ID: {token}\r\n") };
    let forged = "X-User-Id: forged\r\nX-User-Role: forged\r\nX-User-Permissions: forged\r\n";
    let head = format!("GET {path} HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n{forged}{session}\r\n");
    let answer = read_raw(client.raw(head.as_bytes()).await).await;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    (status, answer)
}

#[tokio::test]
async fn nginx_lets_through_what_is_open_and_tells_who_asks() {
    let anteroom = App::start_with(&[
        &format!("--session-service-keys={KEY}"),
        "--session-protected-paths=/api/chat,/developer",
        "--session-excluded-paths=/health,/docs,/developer/docs",
        "--trusted-proxies=127.0.0.1/32",
    ])
    .await;
    let nginx = documented(anteroom.running.address, application().await).await;
    let headers = [("content-type", "application/json"), ("authorization", &*format!("Bearer {KEY}"))];
    let metadata = json!({ "role": "admin", "permissions": ["read"] });
    let body = json!({ "user_id": "Zoë", "metadata": metadata }).to_string();
    let made = anteroom.client.send("POST", "/sessions/create", &headers, body).await.ok(200).json();
    let token = made["session_id"].as_str().expect("a token");
    for path in ["/", "/health", "/docs/a?x=/api/chat", "/developer/docs/x", "/api/chatter", "/other"] {
        for token in ["", token] {
            let (status, answer) = ask(&nginx.client, path, token).await;
            assert_eq!(status, 200, "{path}");
            // Nothing that the client has forged.
            assert!(answer.contains(r#""told":"- - -""#), "{path}: {answer}");
        }
    }
    for path in [
        "/api/chat",
        "/api/chat/x?y",
        "/API/CHAT",
        "/developer",
        "//api/chat",
        "/api//chat",
        "/api/%63hat",
        "/api/chat;x=1",
        "/api;x/chat",
        "/health/../api/chat",
        "/health/%2e%2e/api/chat",
        "/health/.%2E/api/chat",
        "/health/./../api/chat",
        "/health%2f..%2fapi%2fchat",
        "/health%5c..%5capi",
        "/health/%2561",
        "/health/%ff",
    ] {
        let (status, answer) = ask(&nginx.client, path, "").await;
        assert_eq!(status, 401, "{path}: {answer}");
        assert!(answer.to_lowercase().contains("www-authenticate: bearer"), "{answer}");
        assert_eq!(ask(&nginx.client, path, "ms_short").await.0, 401, "{path}");
        let (status, answer) = ask(&nginx.client, path, token).await;
        assert_eq!(status, 200, "{path}: {answer}");
        assert!(answer.contains(r#""told":"Zo%C3%AB admin read""#), "{path}: {answer}");
    }
    anteroom.client.send("DELETE", &format!("/sessions/{token}"), &headers, "").await.ok(200);
    assert_eq!(ask(&nginx.client, "/api/chat", token).await.0, 401);
}

/// Runs the tests of a client against this server.
async fn passes(app: &App, mut command: Command) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    command.current_dir(root).env("ANTEROOM_URL", format!("http://{}", app.running.address));
    command
        .env("PYTHONPATH", root.join("clients/python"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("ANTEROOM_KEY");
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("a task").expect("the tests");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_for_fastapi_works_in_an_application() {
    let app = App::start().await;
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/clients/bin/python");
    assert!(python.exists(), "FastAPI is not installed: run script/bootstrap");
    let mut tests = Command::new(python);
    tests.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/clients"]);
    passes(&app, tests).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_for_express_works_in_an_application() {
    let app = App::start().await;
    let mut tests = Command::new("node");
    tests.args(["--test", "tests/clients/express.test.mjs"]);
    passes(&app, tests).await;
}
