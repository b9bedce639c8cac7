//! nginx before a server, configured as docs/sessions.md has it: it asks the server whether a request may pass, and
//! passes it on to an application that answers 204.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

use super::contestants::Folder;
use super::process::{Process, guarded};
use super::{Result, checkout};

/// How long a start may take.
const START: Duration = Duration::from_secs(10);

pub struct Nginx {
    // Declared before its folder, so that it stops before the folder is removed.
    pub process: Process,
    /// The site that is behind the check.
    pub site: SocketAddr,
    /// The application, which answers every request with 204.
    pub application: SocketAddr,
    _folder: Folder,
}

impl Nginx {
    /// In front of this server; without one, its question is answered by the application: what nginx itself costs.
    pub async fn before(server: Option<SocketAddr>) -> Result<Self> {
        let folder = Folder::new()?;
        let [site, application] = free_addresses()?;
        let example = documented(site, server.unwrap_or(application), application)?;
        let root = folder.0.display();
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|kind| format!("{kind}_temp_path {root}/{kind};")).concat();
        let configuration = format!(
            "daemon off; worker_processes auto; pid {root}/pid; error_log stderr warn;\n\
             events {{ worker_connections 4096; }}\n\
             http {{ access_log off; keepalive_requests 1000000000; {temporary}\n\
             server {{ listen {application}; location / {{ return 204; }} }}\n{example}}}\n"
        );
        let file = folder.0.join("nginx.conf");
        std::fs::write(&file, configuration)?;
        let program = ["/usr/sbin/nginx", "nginx"].into_iter().find(|path| Path::new(path).exists());
        let mut command = guarded(program.unwrap_or("nginx"));
        command.args(["-e", "stderr", "-p"]).arg(&folder.0).arg("-c").arg(file);
        let mut process = Process::start("nginx", &mut command)?;
        let begun = Instant::now();
        while TcpStream::connect(site).await.is_err() {
            process.must_run()?;
            if begun.elapsed() > START {
                return Err(process.failure("was not ready in time"));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(Self { process, site, application, _folder: folder })
    }
}

/// The example of the documentation, but for its addresses.
fn documented(site: SocketAddr, server: SocketAddr, application: SocketAddr) -> Result<String> {
    let page = std::fs::read_to_string(checkout().join("docs/sessions.md"))?;
    let example = page.split("```nginx\n").nth(1).and_then(|rest| rest.split("```").next());
    let mut example = example.ok_or("docs/sessions.md has no example for nginx")?.to_owned();
    for (documented, own) in [
        ("listen 80;", format!("listen {site};")),
        ("127.0.0.1:8080", server.to_string()),
        ("127.0.0.1:9000", application.to_string()),
    ] {
        if !example.contains(documented) {
            return Err(format!("the example for nginx in docs/sessions.md has no {documented}").into());
        }
        example = example.replace(documented, &own);
    }
    Ok(example)
}

/// Addresses that are free right now, all at once so that they differ.
fn free_addresses<const COUNT: usize>() -> Result<[SocketAddr; COUNT]> {
    let listeners: std::io::Result<Vec<_>> = (0..COUNT).map(|_| TcpListener::bind("127.0.0.1:0")).collect();
    let addresses: std::io::Result<Vec<_>> = listeners?.iter().map(TcpListener::local_addr).collect();
    addresses?.try_into().map_err(|_| "too few addresses".into())
}
