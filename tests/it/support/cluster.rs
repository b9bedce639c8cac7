//! Several instances behind one nginx, on one database and one bucket.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anteroom::platform::mail::CapturedMail;
use embedded_s3::EmbeddedS3;
use sqlx::PgPool;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use super::launch::{Folder, ServerProcess, free_ports, launcher};
use super::process::{Program, bucket, command};
use super::servers::PostgresServer;
use super::{Client, Visitor, keys_below, link_in, sql, until};

const BUCKET: &str = "shared";

/// The instances and all that they share.
pub struct Cluster {
    /// What visitors speak to.
    pub client: Client,
    pub programs: Vec<Program>,
    pub pool: PgPool,
    nginx: Nginx,
    postgres: PostgresServer,
    s3: EmbeddedS3,
    stop_s3: CancellationToken,
    folder: TempDir,
}

impl Cluster {
    /// Starts this many instances; the options are for each of them. Needs a runtime of several threads: the object
    /// store runs in it while we wait for programs that ask it.
    pub async fn start(count: usize, options: &[(&str, &str)]) -> Self {
        Self::start_each(&vec![options; count]).await
    }

    /// An instance for each of these sets of options.
    pub async fn start_each(instances: &[&[(&str, &str)]]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let stop_s3 = CancellationToken::new();
        let objects = folder.path().join("objects");
        let (postgres, s3) =
            tokio::join!(PostgresServer::start_migrated(), EmbeddedS3::start(&objects, BUCKET, stop_s3.clone()));
        let s3 = s3.expect("an object store");
        let pool = PgPool::connect(postgres.url()).await.expect("a database");
        let [port] = free_ports();
        let programs = instances
            .iter()
            .map(|options| {
                let mut start = command(folder.path());
                start
                    .env("DATABASE_URL", postgres.url())
                    .envs(bucket(BUCKET, &s3.endpoint(), s3.access_key(), s3.secret_key()))
                    .env("PUBLIC_URL", format!("http://127.0.0.1:{port}"))
                    .env("TRUSTED_PROXIES", "127.0.0.1/32")
                    .env("RATE_LIMIT", "off")
                    .envs(options.iter().copied());
                Program::start(start)
            })
            .collect::<Vec<_>>();
        let addresses: Vec<_> = programs.iter().map(|program| program.address).collect();
        let nginx = Nginx::start(port, &documented(port, &addresses)).await;
        let client = nginx.client.clone();
        Self { client, programs, pool, nginx, postgres, s3, stop_s3, folder }
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.client.clone())
    }

    pub async fn number(&self, query: &str) -> i64 {
        sql::number(&self.pool, query).await
    }

    pub async fn sql(&self, statement: &str) {
        sql::sql(&self.pool, statement).await;
    }

    /// The keys in the bucket that begin so.
    pub fn keys(&self, prefix: &str) -> Vec<String> {
        let keys = keys_below(&self.folder.path().join("objects").join(BUCKET)).into_iter();
        keys.filter(|key| key.starts_with(prefix)).collect()
    }

    /// Multipart uploads that are open in the bucket.
    pub fn open_multiparts(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("objects/.anteroom/uploads")).map_or(0, Iterator::count)
    }

    /// The path of the link in the mail to this address.
    pub async fn link_to(&self, address: &str) -> String {
        let folder = self.folder.path().join("mail");
        until("a mail", async || {
            let mails: Vec<CapturedMail> = anteroom::platform::mail::Outbox::new(folder.clone()).list().await.ok()?;
            mails.iter().find(|mail| mail.to == address).map(|mail| link_in(&mail.text))
        })
        .await
    }

    /// The index of the instance that receives an upload now.
    pub async fn receiver(&self) -> usize {
        until("an instance that receives an upload", async || {
            for (index, program) in self.programs.iter().enumerate() {
                if program.client().metric("anteroom_uploads_running").await > 0.0 {
                    return Some(index);
                }
            }
            None
        })
        .await
    }

    /// How many calls each instance has answered.
    pub async fn calls(&self) -> Vec<f64> {
        let mut calls = Vec::new();
        for program in &self.programs {
            calls.push(program.client().metric("anteroom_http_requests_total").await);
        }
        calls
    }

    /// What nginx has logged so far.
    pub fn nginx_log(&self) -> String {
        self.nginx.log()
    }

    /// Where mails are captured.
    pub fn mail_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("mail")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop_s3.cancel();
    }
}

/// nginx's configuration as the documentation has it, but for its addresses and certificate.
fn documented(port: u16, instances: &[SocketAddr]) -> String {
    let documented = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/nginx.conf");
    let documented = std::fs::read_to_string(documented).expect("docs/nginx.conf");
    let servers: Vec<_> =
        instances.iter().map(|address| format!("server {address} max_fails=1 fail_timeout=5s;")).collect();
    let servers = servers.join("\n");
    let listen = format!("listen 127.0.0.1:{port};");
    let here: Vec<&str> = documented
        .lines()
        .filter(|line| !line.contains("10.0.0.12") && !line.trim().starts_with("ssl_certificate"))
        .map(|line| match line.trim() {
            line if line.contains("10.0.0.11") => &servers,
            line if line.starts_with("listen ") => &listen,
            _ => line,
        })
        .collect();
    let here = here.join("\n");
    assert!(
        here.contains(&servers) && here.contains(&listen) && !here.contains("10.0.0.") && !here.contains("ssl"),
        "{here}"
    );
    here
}

/// A running nginx.
pub struct Nginx {
    process: ServerProcess,
    pub client: Client,
}

impl Nginx {
    /// Before one server, with these directives beside `proxy_pass` and no others.
    pub async fn before(address: SocketAddr, directives: &str) -> Self {
        let [port] = free_ports();
        let location = format!("location / {{ proxy_pass http://{address}; {directives} }}");
        Self::start(port, &format!("server {{ listen 127.0.0.1:{port}; {location} }}")).await
    }

    /// With this in its http block, which listens on the port.
    pub async fn start(port: u16, http: &str) -> Self {
        let folder = Folder::new("nginx");
        let root = folder.0.display();
        let whole = format!(
            "daemon off; worker_processes 1; pid {root}/pid; error_log stderr warn;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log {root}/access.log; client_body_temp_path {root}/body; proxy_temp_path {root}/proxy;\n\
             fastcgi_temp_path {root}/f; uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;\n{http}}}\n"
        );
        std::fs::write(folder.0.join("nginx.conf"), whole).expect("a configuration");
        let program = ["/usr/sbin/nginx", "nginx"].into_iter().find(|path| Path::new(path).exists());
        let mut command = launcher("TERM", None);
        command.arg(program.unwrap_or("nginx")).args(["-e", "stderr", "-p"]).arg(&folder.0);
        command.arg("-c").arg(folder.0.join("nginx.conf"));
        let mut process = ServerProcess::spawn("nginx", "TERM", folder, command);
        process
            .wait_until(Duration::from_secs(20), async || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok())
            .await;
        Self { process, client: Client::new(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) }
    }

    /// What it has logged so far: errors, then requests.
    pub fn log(&self) -> String {
        let folder = &self.process.folder;
        let read = |path| std::fs::read_to_string(path).expect("a log");
        read(folder.log_path()) + &read(folder.0.join("access.log"))
    }
}
