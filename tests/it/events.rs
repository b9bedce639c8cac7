//! `GET /events`: the session's state as it changes, read as a stream.

use crate::support::App;
use crate::support::events::Events;

#[tokio::test]
async fn states_come_as_they_change() {
    let app = App::start().await;
    let visitor = app.visitor();
    let (mut stream, mut second) = (Events::open(&visitor).await, Events::open(&visitor).await);
    assert_eq!(stream.next().await.as_deref(), Some("open"));
    assert_eq!(second.next().await.as_deref(), Some("open"));
    visitor.contact("zoe@example.org").await.ok(202);
    assert_eq!(stream.next().await.as_deref(), Some("pending"));
    app.client.post(&app.link_to("zoe@example.org", 1).await).await.ok(200);
    assert_eq!(stream.next().await.as_deref(), Some("complete"));
    // A page that reads late still gets to the truth.
    let mut last = None;
    while last.as_deref() != Some("complete") {
        last = second.next().await;
    }
    // Open streams do not hold the server's end up.
    let begun = tokio::time::Instant::now();
    app.stop().await;
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn gone_is_the_last_state() {
    let app = App::start().await;
    let visitor = app.visitor();
    visitor.upload_pdf().await;
    let mut stream = Events::open(&visitor).await;
    assert_eq!(stream.next().await.as_deref(), Some("open"));
    visitor.discard().await.ok(204);
    assert_eq!((stream.next().await.as_deref(), stream.next().await), (Some("gone"), None));
    let mut late = Events::open(&visitor).await;
    assert_eq!((late.next().await.as_deref(), late.next().await), (Some("gone"), None));
}

#[tokio::test]
async fn proxies_must_neither_hold_back_nor_rewrite_events() {
    let app = App::start().await;
    let head = Events::open(&app.visitor()).await.head().await;
    let lines: Vec<&str> = head.lines().collect();
    for line in
        ["content-type: text/event-stream", "x-accel-buffering: no", "cache-control: no-cache, no-store, no-transform"]
    {
        assert!(lines.contains(&line), "{head}");
    }
}
