//! An object store that only a company's proxy reaches: no name server knows it.

use super::Site;
use super::authorities::in_front_of;
use super::mail_server::check;
use crate::authority::Authority;
use crate::forward_proxy::ForwardProxy;
use crate::support::client::Visitor;
use crate::support::files;
use crate::support::process::{Program, command};
use crate::support::wire::Framing::{Chunked, Length};
use crate::support::wire::send;

/// Each kind of upload, kept and discarded.
async fn visit(program: &Program, site: &Site) {
    let (stays, leaves) = (Visitor::new(program.client()), Visitor::new(program.client()));
    for visitor in [&stays, &leaves] {
        visitor.upload_pdf().await;
    }
    for framing in [Length, Chunked] {
        send(&stays, "b.pdf", &files::pdf(9_000_000), framing).await.ok(201);
    }
    stays.contact("zoe@example.org").await.ok(202);
    program.client().post(&site.link_to("zoe@example.org").await).await.ok(200);
    leaves.discard().await.ok(204);
    site.no_keys_of(&leaves).await;
    assert_eq!(site.keys_of(&stays).len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_calls_to_a_plain_store_go_through_the_proxy() {
    let site = Site::start().await;
    let proxy = ForwardProxy::start(&site.s3.address.to_string()).await;
    let behind = [("HTTP_PROXY", &*proxy.url()), ("AWS_ENDPOINT_URL", "http://store.invalid:9000")];
    let (is_fine, said) = check(&site, &behind).await;
    assert!(is_fine, "{said}");
    visit(&site.program_with(&behind), &site).await;
    let calls = proxy.calls();
    assert!(calls.iter().any(|call| call.starts_with("PUT http://store.invalid:9000/intake/")), "{calls:#?}");
    assert!(calls.iter().all(|call| call.contains(" http://store.invalid:9000/") && !call.ends_with(" 407")));
    assert_eq!(calls.len(), site.s3.calls(|_| true).len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_encrypted_store_is_reached_through_tunnels() {
    let site = Site::start().await;
    let authority = Authority::new(site.folder.path());
    let store = in_front_of(site.s3.address.to_string(), authority.acceptor("store.invalid", 2100)).await;
    let proxy = ForwardProxy::start(&store).await;
    let file = site.folder.path().join("authority.pem");
    let behind = [
        ("https_proxy", &*proxy.url()),
        ("AWS_ENDPOINT_URL", "https://store.invalid"),
        ("SSL_CERT_FILE", file.to_str().expect("a path")),
    ];
    let (is_fine, said) = check(&site, &behind).await;
    assert!(is_fine, "{said}");
    visit(&site.program_with(&behind), &site).await;
    let calls = proxy.calls();
    assert!(!calls.is_empty() && calls.iter().all(|call| call == "CONNECT store.invalid:443"), "{calls:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_proxy_is_used_for_a_store_that_no_proxy_names() {
    let site = Site::start().await;
    let direct = [("HTTP_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", "example.org, 127.0.0.0/8")];
    let (is_fine, said) = check(&site, &direct).await;
    assert!(is_fine, "{said}");
    visit(&site.program_with(&direct), &site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_store_needs_no_proxy() {
    let folder = crate::support::template::prepared_folder();
    let mut start = command(folder.path());
    start.envs(["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:1")));
    let program = Program::start(start);
    let visitor = Visitor::new(program.client());
    visitor.upload_pdf().await;
    send(&visitor, "b.pdf", &files::pdf(9_000_000), Chunked).await.ok(201);
    visitor.contact("zoe@example.org").await.ok(202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_fails_is_named_without_its_password() {
    let site = Site::start().await;
    let proxy = ForwardProxy::start(&site.s3.address.to_string()).await;
    let (dead, wrong) = ("http://u:hunter2@127.0.0.1:1", format!("http://intake:hunter2@{}", proxy.address));
    let (of_dead, of_wrong) = ("and the proxy 127.0.0.1:1 that", format!("and the proxy {} that", proxy.address));
    for (endpoint, name, url, words) in [
        ("http://store.invalid", "HTTP_PROXY", dead, ["Connection refused", of_dead]),
        ("https://store.invalid", "ALL_PROXY", dead, ["Connection refused", of_dead]),
        ("http://store.invalid", "HTTP_PROXY", &wrong, ["HeadBucket answered 407", &of_wrong]),
        ("https://store.invalid", "HTTPS_PROXY", &wrong, ["proxy authorization required", &of_wrong]),
        // Neither is used by the clients, which would go past the proxy or fail without a cause.
        ("http://store.invalid", "HTTP_PROXY", "http://u:hunter2#@127.0.0.1:1", ["HTTP_PROXY names no proxy", "%23"]),
        ("https://store.invalid", "all_proxy", "socks5://u:hunter2@[::1]:1", ["all_proxy names no proxy", "SOCKS"]),
    ] {
        let (is_fine, said) = check(&site, &[("AWS_ENDPOINT_URL", endpoint), (name, url)]).await;
        let is_told = words.iter().all(|words| said.contains(words)) && !said.contains("hunter2");
        assert!(!is_fine && is_told, "{name} {endpoint}: {said}");
    }

    // A running program logs it of an upload.
    let program = site.program_with(&[("AWS_ENDPOINT_URL", "http://store.invalid"), ("HTTP_PROXY", &wrong)]);
    Visitor::new(program.client()).upload("a.pdf", &files::pdf(1000)).await.refused(503, "unavailable");
    let log = program.log();
    assert!(log.contains(&format!("PUT through {} answered 407", proxy.address)) && !log.contains("hunter2"), "{log}");
}
