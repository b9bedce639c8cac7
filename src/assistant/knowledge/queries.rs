//! SQL about the documents' passages.

use sqlx::PgConnection;
use uuid::Uuid;

/// A passage that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub file: String,
    pub title: String,
    pub heading: String,
    pub body: String,
    /// Which part of the question's words it has.
    pub share: f64,
}

/// A document's passages, as rows.
pub struct NewPassages<'a> {
    pub file_id: Uuid,
    pub title: &'a str,
    pub config: &'a str,
    pub headings: &'a [String],
    pub bodies: &'a [String],
    /// The words of title and heading, and those of the body.
    pub heading_words: &'a [String],
    pub body_words: &'a [String],
}

/// Returns false if the file is there already.
pub async fn insert_file(conn: &mut PgConnection, id: Uuid, name: &str) -> sqlx::Result<bool> {
    let inserted = sqlx::query!(
        "INSERT INTO knowledge_files (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET used_at = now()
         RETURNING xmax::text = '0' AS \"is_new!\"",
        id,
        name
    );
    Ok(inserted.fetch_one(conn).await?.is_new)
}

pub async fn insert_passages(conn: &mut PgConnection, new: &NewPassages<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO knowledge_passages (file_id, place, title, heading, body, config, letters, words)
         SELECT $1, place, $2, heading, body, $3::text, heading_words || ' ' || body_words,
                setweight(to_tsvector($3::text::regconfig, heading_words), 'A')
                || setweight(to_tsvector($3::text::regconfig, body_words), 'B')
         FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY
              AS part (heading, body, heading_words, body_words, place)",
        new.file_id,
        new.title,
        new.config,
        new.headings,
        new.bodies,
        new.heading_words,
        new.body_words
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Renews the files that this instance has; returns how many of them are there.
pub async fn mark_used(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<u64> {
    let marked = sqlx::query!(
        "WITH own AS (SELECT id FROM knowledge_files WHERE id = ANY($1) ORDER BY id FOR UPDATE)
         UPDATE knowledge_files SET used_at = now() FROM own WHERE knowledge_files.id = own.id",
        ids
    );
    Ok(marked.execute(conn).await?.rows_affected())
}

/// Deletes files that no instance has had for an hour.
pub async fn delete_unused(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM knowledge_files WHERE used_at < now() - interval '1 hour'").execute(conn).await.map(drop)
}

/// Finds passages by the question's words, each reduced to its stem in the passage's language. A passage must have two
/// of five words.
pub async fn find_by_words(
    conn: &mut PgConnection,
    ids: &[Uuid],
    configs: &[String],
    words: &str,
    limit: i64,
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"WITH asked AS MATERIALIZED (
               SELECT config, tsvector_to_array(to_tsvector(config::regconfig, $2)) AS lexemes,
                      replace(plainto_tsquery(config::regconfig, $2)::text, ' & ', ' | ')::tsquery AS query
               FROM unnest($3::text[]) AS config
           )
           SELECT file.name AS "file!", passage.title AS "title!", passage.heading AS "heading!", passage.body AS "body!",
                  hits.matched::float8 / cardinality(asked.lexemes) AS "share!"
           FROM asked
           JOIN knowledge_passages AS passage ON passage.words @@ asked.query AND passage.config = asked.config
           JOIN knowledge_files AS file ON file.id = passage.file_id
           CROSS JOIN LATERAL (
               SELECT count(*) AS matched FROM unnest(asked.lexemes) AS lexeme
               WHERE lexeme = ANY (tsvector_to_array(passage.words))
           ) AS hits
           WHERE passage.file_id = ANY($1) AND hits.matched * 5 >= cardinality(asked.lexemes) * 2
           ORDER BY 5 DESC, ts_rank(passage.words, asked.query) DESC, file.name, passage.place
           LIMIT $4"#,
        ids,
        words,
        configs,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Finds passages with words that look like the question's, for those who mistype. A passage must have half of them.
pub async fn find_by_letters(
    conn: &mut PgConnection,
    ids: &[Uuid],
    words: &[String],
    limit: i64,
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"WITH alike AS MATERIALIZED (
               SELECT passage.file_id, passage.place, count(*) AS matched,
                      sum(word_similarity(asked.word, passage.letters)) AS likeness
               FROM unnest($2::text[]) AS asked (word)
               JOIN knowledge_passages AS passage ON passage.letters %> asked.word
               WHERE passage.file_id = ANY($1)
               GROUP BY passage.file_id, passage.place
           )
           SELECT file.name AS "file!", passage.title AS "title!", passage.heading AS "heading!", passage.body AS "body!",
                  alike.matched::float8 / cardinality($2::text[]) AS "share!"
           FROM alike
           JOIN knowledge_passages AS passage ON passage.file_id = alike.file_id AND passage.place = alike.place
           JOIN knowledge_files AS file ON file.id = passage.file_id
           WHERE alike.matched * 2 >= cardinality($2::text[])
           ORDER BY 5 DESC, alike.likeness DESC, file.name, passage.place
           LIMIT $3"#,
        ids,
        words,
        limit
    )
    .fetch_all(conn)
    .await
}
