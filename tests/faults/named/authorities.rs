//! A company's own certificate authority: database, object store and mail server have certificates of it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sqlx::PgPool;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::Site;
use super::mail_server::check;
use crate::authority::Authority;
use crate::smtp::{MailSink, Tls};
use crate::support::client::Visitor;
use crate::support::process::Program;
use crate::support::servers::PostgresServer;
use crate::support::sql::sql;

/// Lets the server speak TLS with this key and certificate.
async fn encrypt(postgres: &PostgresServer, authority: &Authority) {
    let (key, certificate) = authority.sign("127.0.0.1", 2100);
    let pool = PgPool::connect(postgres.url()).await.expect("a connection");
    for (name, pem) in [("server.key", key.serialize_pem()), ("server.crt", certificate.pem())] {
        let text = BASE64_STANDARD.encode(pem);
        sql(&pool, &format!("COPY (VALUES ('{text}')) TO PROGRAM 'umask 077; base64 -d > {name}'")).await;
    }
    sql(&pool, "ALTER SYSTEM SET ssl = on").await;
    sql(&pool, "SELECT pg_reload_conf()").await;
    pool.close().await;
}

/// Ends TLS in front of a server; returns the address.
pub async fn in_front_of(target: String, acceptor: TlsAcceptor) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move {
        while let Ok((outer, _)) = listener.accept().await {
            let (target, acceptor) = (target.clone(), acceptor.clone());
            tokio::spawn(async move {
                let mut outer = acceptor.accept(outer).await?;
                let mut inner = TcpStream::connect(target).await?;
                tokio::io::copy_bidirectional(&mut outer, &mut inner).await
            });
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ssl_cert_file_is_trusted_by_all_three_clients() {
    let (site, postgres) = tokio::join!(Site::start(), PostgresServer::start_migrated());
    let authority = Authority::new(site.folder.path());
    encrypt(&postgres, &authority).await;
    let acceptor = authority.acceptor("127.0.0.1", 2100);
    let mails = MailSink::start_with(Tls::Wrapper(acceptor.clone())).await;
    let store = in_front_of(site.s3.endpoint().replace("http://", ""), acceptor).await;
    let database = format!("{}?sslmode=verify-full", postgres.url());
    let (store, smtp) = (format!("https://{store}"), format!("smtps://{}", mails.address()));
    let file = site.folder.path().join("authority.pem");
    let encrypted = [
        ("DATABASE_URL", &*database),
        ("AWS_ENDPOINT_URL", &*store),
        ("SMTP_URL", &*smtp),
        ("MAIL_FROM", "intake@example.org"),
        ("SECRET_KEY", "only-for-tests-only-for-tests-only"),
        ("PUBLIC_URL", "https://intake.example.org"),
        ("PRODUCTION", "true"),
        ("SSL_CERT_FILE", file.to_str().expect("a path")),
    ];
    let (is_fine, said) = check(&site, &encrypted).await;
    assert!(is_fine, "{said}");
    let mut start = site.command();
    start.envs(encrypted);
    let program = Program::start(start);
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    visitor.contact("zoe@example.org").await.ok(202);
    mails.mail_to("zoe@example.org", 1).await;

    // Without it, each of them is refused.
    let plain = [("SMTP_URL", site.mails.url()), ("DATABASE_URL", site.database.clone())];
    for (name, words) in [
        ("DATABASE_URL", "UnknownIssuer"),
        ("AWS_ENDPOINT_URL", "UnknownIssuer"),
        ("SMTP_URL", "comes from an authority that this machine does not know"),
    ] {
        let mut options: Vec<(&str, &str)> = plain.iter().map(|(name, value)| (*name, &**value)).collect();
        options.extend(encrypted.into_iter().filter(|(option, _)| *option == name));
        let (is_fine, said) = check(&site, &options).await;
        assert!(!is_fine && said.contains(words), "{name}: {said}");
    }
}
