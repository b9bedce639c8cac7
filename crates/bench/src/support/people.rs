//! Hundreds of thousands of sessions, as years of visitors leave them, created by SQL.

use sqlx::AssertSqlSafe;

use super::Result;
use super::database::Copy;

/// More rows than this are faster to insert without the secondary indexes, which are then created again as they were.
const MANY: i64 = 50_000;

/// Adds sessions until there are `to`, the newest last: a session every 25 s. Each has two consents, a file and a
/// sealed line of the trail; nine of ten are complete. Names are composed of syllables, so that their trigrams are
/// distributed like those of real names.
pub async fn grow(copy: &Copy, from: i64, to: i64) -> Result<()> {
    let indexes = if to - from > MANY { secondary(copy).await? } else { Vec::new() };
    for (name, _) in &indexes {
        sqlx::raw_sql(AssertSqlSafe(format!("DROP INDEX {name}"))).execute(&copy.pool).await?;
    }
    copy.seed(&statements(from, to)).await?;
    let mut conn = copy.pool.acquire().await?;
    sqlx::raw_sql("SET maintenance_work_mem = '512MB'").execute(&mut *conn).await?;
    for (_, definition) in indexes {
        sqlx::raw_sql(AssertSqlSafe(definition)).execute(&mut *conn).await?;
    }
    // As autovacuum leaves it: visibility map up to date, pending list of the trigram index merged.
    for table in ["sessions", "consents", "files", "audit"] {
        sqlx::raw_sql(AssertSqlSafe(format!("VACUUM (ANALYZE) {table}"))).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Returns name and definition of the indexes that no constraint needs.
async fn secondary(copy: &Copy) -> Result<Vec<(String, String)>> {
    let found = sqlx::query_as(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
         WHERE indrelid IN ('sessions'::regclass, 'consents'::regclass, 'files'::regclass, 'audit'::regclass)
           AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
    );
    Ok(found.fetch_all(&copy.pool).await?)
}

fn statements(from: i64, to: i64) -> String {
    let first = from + 1;
    format!(
        "CREATE TEMPORARY TABLE made ON COMMIT DROP AS
         SELECT gen_random_uuid() AS id, g, now() - (1000000 - g) * interval '25 seconds' AS at, g % 10 <> 0 AS complete,
                (ARRAY['Anna','Zoe','Mateo','Yuki','Olu','Freya','Tomasz','Ines','Karim','Lena','Marco','Aisha','Piotr',
                       'Chloe','Jonas','Mei','Ravi','Sofia','Emre','Nadia','Luca','Hanna','Diego','Amara'])
                    [1 + abs(hashint8(g)) % 24] AS first,
                initcap(s.of[1 + abs(hashint8(g * 3)) % 32] || s.of[1 + abs(hashint8(g * 5 + 1)) % 32]
                        || s.of[1 + abs(hashint8(g * 7 + 2)) % 32]) AS last
         FROM generate_series({first}, {to}) AS g,
              (SELECT ARRAY['ber','kow','al','ski','mar','ten','los','vi','dor','nan','hel','sen','gar','ri','bu','chet',
                            'ta','ka','mo','ros','wei','lin','fer','go','pa','stein','hu','val','ce','du','ny','zor'] AS of)
              AS s;
         INSERT INTO sessions (id, name, email, state, created_at, updated_at, completed_at, mail_requested_at,
                               ip_address, consent_personal_data, consent_ai_training, locale)
         SELECT id, first || ' ' || last, lower(first) || '.' || lower(last) || g || '@mail' || g % 40 || '.example.org',
                CASE WHEN complete THEN 'complete' ELSE 'pending' END, at, at,
                CASE WHEN complete THEN at + interval '1 hour' END, at, '192.0.2.1', true, g % 2 = 0, 'en'
         FROM made;
         INSERT INTO consents (session_id, purpose, given, text_version, text_sha256, locale, ip_address, decided_at)
         SELECT made.id, purpose, purpose = 'personal_data' OR g % 2 = 0, version, sha256, locale, '192.0.2.1', at
         FROM made, consent_texts;
         INSERT INTO files (id, session_id, name, size, content_type, created_at)
         SELECT gen_random_uuid(), id, 'scan ' || g || '.pdf', 1 + g % 1000000, 'application/pdf', at FROM made;
         INSERT INTO audit (at, actor, action, session_id, detail, previous_hash, hash, seal)
         SELECT at, 'visitor', 'session.pending', id, '{{\"files\": 1}}', sha256(int8send(g)), sha256(int8send(g + 1)),
                (SELECT coalesce(max(seal), 0) FROM audit) + g - {from}
         FROM made"
    )
}
