//! What a test asks of the database, and does to it, beyond single statements.

use anteroom::config::SecretKey;

use super::{App, Visitor, until};

impl App {
    /// The server's `SECRET_KEY`.
    pub fn key(&self) -> SecretKey {
        SecretKey::of_folder(self.folder.path()).expect("a key")
    }

    /// Everything in the database but what ticks by itself: equal before and after means that nothing changed.
    pub async fn still(&self) -> String {
        self.jobs_done().await;
        self.sealed().await;
        let all = self.dump().await;
        let ticks = |line: &&str| line.starts_with("sweeps: ") || line.starts_with("funnel_daily: ");
        let mut lines: Vec<&str> = all.lines().filter(|line| !ticks(line)).collect();
        // Tables have no order of their own.
        lines.sort_unstable();
        lines.join("\n")
    }

    /// Waits until all of the trail is sealed.
    pub async fn sealed(&self) {
        until("the trail's seals", async || {
            anteroom::audit::chain::seal(&self.running.context.pool, &self.key()).await.expect("a sealing");
            (self.number("SELECT count(*) FROM audit WHERE hash IS NULL").await == 0).then_some(())
        })
        .await;
    }

    /// Runs jobs until none is left.
    pub async fn jobs_done(&self) {
        until("the jobs' end", async || {
            self.run_jobs().await;
            (self.number("SELECT count(*) FROM jobs WHERE NOT dead").await == 0).then_some(())
        })
        .await;
    }

    /// From here on the private PostgreSQL logs every statement.
    pub async fn log_statements(&self) {
        self.sql("ALTER SYSTEM SET log_statement = 'all'").await;
        self.sql("ALTER SYSTEM SET log_line_prefix = '[%p] '").await;
        self.sql("SELECT pg_reload_conf()").await;
        until("the new settings", async || (self.text("SHOW log_statement").await == "all").then_some(())).await;
    }

    /// The statements since then that hold this text, each with the process that ran it.
    pub async fn statements(&self, text: &str) -> Vec<(String, String)> {
        // The log is written by another process: once it holds our own mark, it holds all that came before.
        let mark = super::client::new_id();
        self.sql(&format!("SELECT '{mark}'")).await;
        let path = self.folder.path().join("postgres.log");
        let log = until("the log", async || std::fs::read_to_string(&path).ok().filter(|log| log.contains(&mark)));
        let log = log.await;
        let lines = log.lines().filter_map(|line| line.strip_prefix('[')?.split_once("] LOG:  "));
        let statements = lines.filter_map(|(process, line)| {
            let statement = line
                .strip_prefix("statement: ")
                .or_else(|| line.strip_prefix("execute ")?.split_once(": ").map(|(_, statement)| statement))?;
            Some((process.to_owned(), statement.to_owned()))
        });
        statements.filter(|(_, statement)| statement.contains(text)).collect()
    }

    /// What the database says about a statement that it refuses.
    pub async fn refused_sql(&self, statement: &str) -> String {
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        let refused = sqlx::raw_sql(statement).execute(&self.running.context.pool).await;
        refused.expect_err("a statement that is refused").to_string()
    }

    /// A visitor whose contact is stored, one file with it, and the path of the link in the mail.
    pub async fn pending(&self, email: &str) -> (Visitor, String) {
        let visitor = self.visitor();
        visitor.upload_pdf().await;
        visitor.contact(email).await.ok(202);
        let link = self.link_to(email, 1).await;
        self.jobs_done().await;
        (visitor, link)
    }

    /// The same, with the link used.
    pub async fn complete(&self, email: &str) -> (Visitor, String) {
        let (visitor, link) = self.pending(email).await;
        self.client.post(&link).await.ok(200);
        (visitor, link)
    }

    /// A complete session with these files, which the visitor sent one by one.
    pub async fn complete_with(&self, email: &str, named: &[(&str, &[u8])]) -> Visitor {
        let visitor = self.visitor();
        for (name, bytes) in named {
            visitor.upload(name, bytes).await.ok(201);
        }
        visitor.contact(email).await.ok(202);
        self.client.post(&self.link_to(email, 1).await).await.ok(200);
        self.jobs_done().await;
        visitor
    }

    /// Waits until the session is a tombstone and nothing is left under its id.
    pub async fn buried(&self, visitor: &Visitor) {
        let id = &visitor.session;
        until("a tombstone", async || {
            self.sweep().await;
            let query = format!("SELECT count(*) FROM leases WHERE state = 'tombstone' AND session_id = '{id}'");
            (self.number(&query).await == 1).then_some(())
        })
        .await;
        assert_eq!(self.keys().iter().filter(|key| key.starts_with(id)).count(), 0);
    }
}
