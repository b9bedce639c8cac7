//! SQL of the evidence for consents.

use std::net::IpAddr;

use ipnet::IpNet;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::platform::ids::SessionId;

/// A visitor's decision about one purpose.
pub struct Decision<'a> {
    pub session: SessionId,
    pub purpose: &'a str,
    pub given: bool,
    pub text_version: &'a str,
    pub text_sha256: &'a str,
    /// The text itself; stored with the first decision about it.
    pub text: &'a str,
    pub locale: &'a str,
    pub ip: IpAddr,
}

pub async fn insert_decisions(conn: &mut PgConnection, decisions: &[Decision<'_>]) -> sqlx::Result<()> {
    let column = |value: for<'a> fn(&Decision<'a>) -> &'a str| decisions.iter().map(value).collect::<Vec<&str>>();
    let ids: Vec<Uuid> = decisions.iter().map(|decision| decision.session.uuid()).collect();
    let given: Vec<bool> = decisions.iter().map(|decision| decision.given).collect();
    let addresses: Vec<IpNet> = decisions.iter().map(|decision| decision.ip.into()).collect();
    sqlx::query!(
        "WITH decided AS (
             SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::inet[], $8::text[])
                 AS decided (session_id, purpose, given, version, sha256, locale, ip, text)
         ), kept AS (
             INSERT INTO consent_texts (version, purpose, locale, sha256, text)
             SELECT DISTINCT version, purpose, locale, sha256, text FROM decided
             WHERE NOT EXISTS (SELECT FROM consent_texts k WHERE (k.version, k.purpose, k.locale, k.sha256)
                                   = (decided.version, decided.purpose, decided.locale, decided.sha256))
             ON CONFLICT DO NOTHING
         )
         INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale, ip_address)
         SELECT session_id, purpose, given, version, sha256, locale, ip FROM decided",
        &ids,
        &column(|decision| decision.purpose) as &[&str],
        &given,
        &column(|decision| decision.text_version) as &[&str],
        &column(|decision| decision.text_sha256) as &[&str],
        &column(|decision| decision.locale) as &[&str],
        &addresses as &[IpNet],
        &column(|decision| decision.text) as &[&str]
    )
    .execute(conn)
    .await
    .map(drop)
}
