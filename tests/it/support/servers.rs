//! Real servers for tests: LocalStack and s3rver (S3), MailDev (SMTP) and PostgreSQL over TCP.
//!
//! Each `start()` takes free loopback ports and a folder of its own, waits until the server
//! answers, and panics with the end of the server's log if it doesn't. Dropping the value stops
//! the server and removes the folder.
//!
//! A test that is killed drops nothing, so each server also asks the kernel to be killed with the
//! *thread* that started it. A server therefore must not outlive the test that started it (no
//! `static`), which is how nextest runs tests anyway: each in a process of its own.
//!
//! Tests that start LocalStack say `localstack` in their name: `.config/nextest.toml` runs them
//! one at a time.

#![allow(dead_code, reason = "a kit: tests come and go, and use of it what they need")]

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::net::TcpStream;

use super::launch::{Folder, ServerProcess, UnprivilegedUser, free_ports, get, launcher, running_as_root};
use super::template;

/// A client that knows nothing of the program.
pub fn s3_client(endpoint: &str, access_key: &str, secret: &str) -> Client {
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new(access_key, secret, None, None, "test"))
        .force_path_style(true)
        .build();
    Client::from_conf(config)
}

/// s3rver with its default options: an S3 server that does not know aws-chunked bodies, versions or the list of
/// multipart uploads.
pub struct S3rver {
    _process: ServerProcess,
    endpoint: String,
}

impl S3rver {
    /// Its only key pair's halves.
    pub const KEY: &str = "S3RVER";

    pub async fn start(bucket: &str) -> Self {
        let [port] = free_ports();
        let folder = Folder::new("s3rver");
        let mut command = node_program("s3rver/bin/s3rver.js");
        command.arg("--directory").arg(folder.0.join("data"));
        command.args(["--address", "127.0.0.1", "--port", &port.to_string(), "--configure-bucket", bucket]);
        let endpoint = format!("http://127.0.0.1:{port}");
        let mut process = ServerProcess::spawn("s3rver", "KILL", folder, command);
        process
            .wait_until(Duration::from_secs(30), async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok())
            .await;
        Self { _process: process, endpoint }
    }

    /// For `AWS_ENDPOINT_URL`, with path-style addressing.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

/// An issuer of tokens (oidc-provider), which makes new keys at each start.
pub struct OidcProvider {
    _server: NodeServer,
    port: u16,
}

impl OidcProvider {
    /// The audience of its tokens.
    pub const AUDIENCE: &str = "https://anteroom.example";

    pub async fn start(port: u16) -> Self {
        Self { _server: NodeServer::start("oidc_provider.mjs", port, "/jwks").await, port }
    }

    pub fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// An access token whose signature and subject are the client's name; opaque for another resource.
    pub async fn token(&self, client: &str, resource: &str) -> String {
        let basic = STANDARD.encode(format!("{client}:{}", "x".repeat(40)));
        let headers =
            [("authorization", &*format!("Basic {basic}")), ("content-type", "application/x-www-form-urlencoded")];
        let body = format!("grant_type=client_credentials&scope=api&resource={resource}");
        let issuer = super::client::Client::new((Ipv4Addr::LOCALHOST, self.port).into());
        let answer = issuer.send("POST", "/token", &headers, body).await.ok(200).json();
        answer["access_token"].as_str().expect("a token").to_owned()
    }
}

/// A server of the tests about tokens.
pub struct NodeServer {
    _process: ServerProcess,
}

impl NodeServer {
    /// Starts a script that listens on this port; it is up once this path answers.
    pub async fn start(script: &'static str, port: u16, path: &str) -> Self {
        let mut command = node_script(script);
        command.arg(port.to_string());
        let mut process = ServerProcess::spawn(script, "KILL", Folder::new("node"), command);
        let url = format!("http://127.0.0.1:{port}{path}");
        process.wait_until(Duration::from_secs(30), async || get(&url).await.is_some()).await;
        Self { _process: process }
    }
}

/// A script of the tests about tokens.
pub fn node_script(name: &str) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/tokens").join(name);
    let mut command = node();
    command.arg(script);
    command
}

/// The same for scripts about the messenger.
pub fn messenger_script(name: &str) -> Command {
    let mut command = node();
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/messenger").join(name));
    command
}

/// A program of the npm tools.
fn node_program(path: &str) -> Command {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules").join(path);
    assert!(program.exists(), "{path} is not installed: run script/bootstrap");
    let mut command = node();
    command.arg(program);
    command
}

/// script/bootstrap brings a Node.js where the system's is missing or too old.
fn node() -> Command {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/bin/node");
    let mut command = launcher("KILL", None);
    command.arg(Some(own).filter(|path| path.exists()).unwrap_or_else(|| "node".into()));
    command
}

/// An S3 server that any key pair opens; it has no buckets yet.
pub struct LocalStack {
    _process: ServerProcess,
    endpoint: String,
}

impl LocalStack {
    pub async fn start() -> Self {
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/localstack");
        let python = tools.join("bin/python");
        assert!(python.exists(), "LocalStack is not installed: run script/bootstrap");

        let [port] = free_ports();
        let folder = Folder::new("localstack");
        let mut command = launcher("KILL", None);
        command
            .arg(python)
            .args(["-m", "localstack.runtime.main"])
            .env("GATEWAY_LISTEN", format!("127.0.0.1:{port}"))
            .env("SERVICES", "s3")
            .env("EAGER_SERVICE_LOADING", "1")
            .env("S3_SKIP_SIGNATURE_VALIDATION", "0")
            .env("FILESYSTEM_ROOT", &folder.0)
            .env("TMPDIR", &folder.0)
            // Its index of plugins, which is the same for every server.
            .env("HOME", &tools)
            // No name server, no certificate from elsewhere, no word to its makers.
            .env("DNS_ADDRESS", "0")
            .env("SKIP_SSL_CERT_DOWNLOAD", "1")
            .env("DISABLE_EVENTS", "1");

        let endpoint = format!("http://127.0.0.1:{port}");
        let mut process = ServerProcess::spawn("LocalStack", "KILL", folder, command);
        let health = format!("{endpoint}/_localstack/health");
        process
            .wait_until(Duration::from_mins(1), async || {
                get(&health).await.is_some_and(|body| String::from_utf8_lossy(&body).contains(r#""s3": "running""#))
            })
            .await;
        Self { _process: process, endpoint }
    }

    /// For `AWS_ENDPOINT_URL`, with path-style addressing.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

/// llama.cpp's own server with a model of known answers (tests/llama/tiny.py).
pub struct LlamaServer {
    _process: ServerProcess,
    port: u16,
}

impl LlamaServer {
    /// The key that it takes.
    pub const KEY: &str = "sk-test";

    pub async fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let tools = root.join(".tools/llama");
        let model = tools.join("tiny.gguf");
        assert!(model.exists(), "llama.cpp is not installed: run script/bootstrap");
        let [port] = free_ports();
        let mut command = launcher("KILL", None);
        command.arg(tools.join("bin/python")).arg(root.join("tests/llama/serve.py"));
        command.arg(model).arg(port.to_string()).arg(Self::KEY);
        let mut process = ServerProcess::spawn("llama.cpp", "KILL", Folder::new("llama"), command);
        // 503 while it loads the model.
        let health = format!("http://127.0.0.1:{port}/health");
        process.wait_until(Duration::from_secs(30), async || get(&health).await.is_some()).await;
        Self { _process: process, port }
    }

    /// For `LLM_URL`.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// How many answers it is writing.
    pub async fn processing(&self) -> u32 {
        let client = super::client::Client::new((Ipv4Addr::LOCALHOST, self.port).into());
        let bearer = format!("Bearer {}", Self::KEY);
        let metrics = client.send("GET", "/metrics", &[("authorization", &*bearer)], "").await.ok(200).text();
        let value = metrics.lines().find_map(|line| line.strip_prefix("llamacpp:requests_processing "));
        value.and_then(|value| value.parse().ok()).expect("a count")
    }
}

/// A mail server that delivers nothing and shows what it got.
pub struct MailDev {
    _process: ServerProcess,
    smtp_url: String,
    api_url: String,
}

impl MailDev {
    pub async fn start() -> Self {
        let [smtp, web] = free_ports();
        let folder = Folder::new("maildev");
        let mut command = node_program("maildev/bin/maildev");
        command
            .args(["--silent", "--ip", "127.0.0.1", "--web-ip", "127.0.0.1"])
            .args(["--smtp", &smtp.to_string(), "--web", &web.to_string()])
            .arg("--mail-directory")
            .arg(folder.0.join("mail"));

        let api_url = format!("http://127.0.0.1:{web}");
        let mut process = ServerProcess::spawn("MailDev", "KILL", folder, command);
        let health = format!("{api_url}/healthz");
        process
            .wait_until(Duration::from_secs(30), async || {
                get(&health).await.is_some() && TcpStream::connect((Ipv4Addr::LOCALHOST, smtp)).await.is_ok()
            })
            .await;
        Self { _process: process, smtp_url: format!("smtp://127.0.0.1:{smtp}"), api_url }
    }

    /// For `SMTP_URL`: no TLS, no sign-in.
    pub fn smtp_url(&self) -> &str {
        &self.smtp_url
    }

    /// The REST API and, in a browser, the inbox.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// All mail received, oldest first: `subject`, `from` and `to` (`[{address, name}]`), `text`,
    /// `html`, `headers`, `envelope`.
    pub async fn messages(&self) -> Vec<serde_json::Value> {
        let body = get(&format!("{}/email", self.api_url())).await.expect("MailDev answers");
        serde_json::from_slice(&body).expect("MailDev lists mail as a JSON array")
    }
}

/// A PostgreSQL server as one meets it elsewhere: over TCP, with a password (SCRAM).
pub struct PostgresServer {
    process: ServerProcess,
    url: String,
}

impl PostgresServer {
    /// With an empty database, and a password.
    pub async fn start() -> Self {
        const PASSWORD: &str = "only-for-tests";

        let folder = Folder::new("postgres");
        let user = own(&folder);
        let password_file = folder.0.join("password");
        fs::write(&password_file, PASSWORD).expect("a new folder is writable");
        let mut initdb = launcher("KILL", user.as_ref());
        initdb
            .arg(postgres_program("initdb"))
            .arg("--pgdata")
            .arg(folder.0.join("postgres"))
            .arg("--pwfile")
            .arg(&password_file)
            .args(["--username=anteroom", "--auth=scram-sha-256"])
            .args(["--encoding=UTF8", "--locale=C", "--no-sync"]);
        let made = tokio::process::Command::from(initdb).output().await.expect("setpriv runs");
        assert!(
            made.status.success(),
            "initdb failed (is PostgreSQL installed? run script/bootstrap):\n{}",
            String::from_utf8_lossy(&made.stderr)
        );
        Self::serve(folder, user.as_ref(), PASSWORD).await
    }

    /// With all tables, as the template has them, and no password.
    pub async fn start_migrated() -> Self {
        let folder = Folder::new("postgres");
        template::copy_into(&folder.0);
        let user = own(&folder);
        fs::write(folder.0.join("postgres/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n").expect("the rules");
        Self::serve(folder, user.as_ref(), "none").await
    }

    async fn serve(folder: Folder, user: Option<&UnprivilegedUser>, password: &str) -> Self {
        let [port] = free_ports();
        let data = folder.0.join("postgres");
        let mut command = launcher("QUIT", user);
        command
            .arg(postgres_program("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder.0)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=300"])
            .args(["-c", &format!("port={port}")]);
        let mut process = ServerProcess::spawn("PostgreSQL", "QUIT", folder, command);
        // Line 1 is the server's process id, line 8 its state.
        let pid = process.child.id().to_string();
        process
            .wait_until(Duration::from_secs(30), async || {
                fs::read_to_string(data.join("postmaster.pid")).is_ok_and(|text| {
                    let lines: Vec<_> = text.lines().map(str::trim).collect();
                    lines.first() == Some(&pid.as_str()) && lines.get(7) == Some(&"ready")
                })
            })
            .await;
        Self { process, url: format!("postgres://anteroom:{password}@127.0.0.1:{port}/postgres") }
    }

    /// For `DATABASE_URL`: a superuser's.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.process.folder.log_path()).expect("a log")).into_owned()
    }
}

/// A pooler in front of a [`PostgresServer::start_migrated`].
pub struct PgBouncer {
    _process: ServerProcess,
    url: String,
}

impl PgBouncer {
    /// `mode` is `session` or `transaction`.
    pub async fn start(server: &PostgresServer, mode: &str) -> Self {
        let [port] = free_ports();
        let folder = Folder::new("pgbouncer");
        let server_port = server.url.rsplit([':', '/']).nth(1).expect("a port");
        let settings = format!(
            "[databases]\npostgres = host=127.0.0.1 port={server_port} user=anteroom\n\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = {mode}\nignore_startup_parameters = options, extra_float_digits\n"
        );
        let file = folder.0.join("pgbouncer.ini");
        fs::write(&file, settings).expect("a new folder is writable");
        // It refuses to run as root too.
        let user = own(&folder);
        let mut command = launcher("KILL", user.as_ref());
        command.arg("/usr/sbin/pgbouncer").arg(file);
        let mut process = ServerProcess::spawn("PgBouncer", "KILL", folder, command);
        process
            .wait_until(Duration::from_secs(30), async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok())
            .await;
        Self { _process: process, url: format!("postgres://anteroom@127.0.0.1:{port}/postgres") }
    }

    /// For `DATABASE_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// PostgreSQL refuses to run as root, and wants a folder of its own: the user that it runs as, who owns the folder now.
fn own(folder: &Folder) -> Option<UnprivilegedUser> {
    let user = running_as_root().then(UnprivilegedUser::find)?;
    let owned = Command::new("chown").args(["-R", &format!("{}:{}", user.id, user.group)]).arg(&folder.0).status();
    assert!(owned.is_ok_and(|status| status.success()), "root may chown");
    Some(user)
}

/// Debian keeps the server's programs outside `PATH`, a folder a version; the newest wins.
fn postgres_program(name: &str) -> PathBuf {
    fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let program = entry.path().join("bin").join(name);
            program.exists().then_some((version, program))
        })
        .max()
        .map_or_else(|| name.into(), |(_, program)| program)
}
