//! What any service needs. Nothing here knows of visits, staff or the GDPR.

/// Mail addresses and host names.
pub mod address;
/// Notices to the administrator when something fails.
pub mod alerts;
/// The one wall clock.
pub mod clock;
/// The connection pool, transactions, migrations, and group commit.
pub mod db;
/// Changes on any instance, passed on to those who wait for them on this one.
pub mod events;
/// What all routes share: extractors, headers, rate limits, assets, the server's accept loop.
pub mod http;
/// Texts for people, in every language.
pub mod i18n;
/// Identifiers and tokens: parsed at the edge, made in one place.
pub mod ids;
/// Durable jobs in PostgreSQL, and periodic tasks.
pub mod jobs;
/// Outgoing mail: SMTP or captured.
pub mod mail;
/// The networks that count as one client.
pub mod networks;
/// The object store: the only place that names the AWS SDK.
pub mod object_store;
/// Calls to other services.
pub mod outgoing;
/// QR codes as pictures.
pub mod qr;
/// Logs and metrics.
pub mod telemetry;
/// The malware scanner: clamd, fed while the file streams through.
pub mod virus_scan;
