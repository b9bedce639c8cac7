//! Logs on stderr and metrics for `/metrics`.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{LogFormat, Logs};

/// Starts logging for the process. A second call (tests) changes nothing.
pub fn init(logs: &Logs) {
    let filter = EnvFilter::try_new(&logs.rust_log).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let lines = tracing_subscriber::fmt::layer().with_ansi(colours).with_writer(std::io::stderr);
    let started = match logs.log_format {
        LogFormat::Text => registry.with(lines.compact().with_target(false)).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
    drop(started);
}

/// Installs the process's metrics recorder on the first call and returns its handle.
pub fn metrics() -> PrometheusHandle {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            // Fails only if another recorder is installed already, which then keeps counting for itself.
            drop(metrics::set_global_recorder(recorder));
            describe();
            handle
        })
        .clone()
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!("anteroom_http_requests_total", "Responses by route, method and status");
    describe_histogram!("anteroom_http_request_seconds", "Time to respond, by route");
    describe_counter!("anteroom_upload_bytes_total", "Bytes of accepted files");
    describe_counter!("anteroom_uploads_total", "Uploads by outcome");
    describe_gauge!("anteroom_uploads_running", "Uploads that this instance receives now");
    describe_counter!("anteroom_put_mismatches_total", "Uploads whose stored bytes differed from those sent");
    describe_counter!("anteroom_purges_total", "Sessions whose objects are gone, by reason");
    describe_counter!("anteroom_purge_failures_total", "Failed attempts to empty a session's prefix");
    describe_gauge!("anteroom_purges_overdue", "Sessions that have waited over 5 minutes for their end or their purge");
    describe_counter!("anteroom_orphans_adopted_total", "Objects found without an owner; should stay 0");
    describe_gauge!("anteroom_restored_backup", "1 while the bucket is ahead of its database");
    describe_counter!("anteroom_password_checks_total", "Passwords compared with a hash");
    describe_counter!("anteroom_jobs_total", "Jobs run, by kind and outcome");
    describe_counter!("anteroom_mails_total", "Mails handed over, by outcome");
}
