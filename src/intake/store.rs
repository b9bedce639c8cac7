//! SQL of the consents' evidence.

use std::net::IpAddr;

use ipnet::IpNet;
use sqlx::PgConnection;

use crate::ids::SessionId;

/// One purpose and what the visitor decided about it.
pub struct Decision<'a> {
    pub purpose: &'a str,
    pub given: bool,
    pub text_version: &'a str,
    pub text_sha256: &'a str,
    /// The sentence itself; kept with the first decision about it.
    pub text: &'a str,
    pub locale: &'a str,
    pub ip: IpAddr,
}

pub async fn insert_decision(conn: &mut PgConnection, id: SessionId, decision: &Decision<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "WITH kept AS (INSERT INTO consent_texts (version, purpose, locale, sha256, text) VALUES ($4, $2, $6, $5, $8)
                       ON CONFLICT DO NOTHING)
         INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale, ip_address)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id.uuid(),
        decision.purpose,
        decision.given,
        decision.text_version,
        decision.text_sha256,
        decision.locale,
        IpNet::from(decision.ip) as IpNet,
        decision.text
    )
    .execute(conn)
    .await
    .map(drop)
}
