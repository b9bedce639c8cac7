//! The command line: the commands, and how flags and environment become options.

#![allow(clippy::doc_markdown, reason = "these doc comments are what --help prints")]

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::str::FromStr;

use clap::builder::Resettable;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::{PrivacyCommand, StaffCommand};
use crate::config::{Config, SecretKey};

/// An intake chatbot whose abandoned visits leave nothing behind.
///
/// What is not configured runs embedded: PostgreSQL, the object store and captured mail, all under
/// `DATA_DIR`.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Cli {
    /// What to do; without a command, serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to do it.
    #[command(flatten)]
    pub config: Config,
}

impl Cli {
    /// Parses flags and environment. An empty variable counts as unset, because compose files write them so. Prints
    /// help or errors and ends the process, as command lines do.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn from_command_line() -> Self {
        let given = |name: &OsStr| std::env::var_os(name).filter(|value| !value.is_empty());
        let command = Self::command().mut_args(|arg| {
            let Some(name) = arg.get_env().filter(|name| given(name).is_none()) else {
                return arg;
            };
            let alias = ALIASES.iter().find(|(_, own)| *own == name).map(|(alias, _)| *alias);
            match alias.filter(|alias| given(OsStr::new(alias)).is_some()) {
                Some(alias) => arg.env(alias),
                None => arg.env(Resettable::Reset),
            }
        });
        let mut cli = Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
        let file = |name: &str| std::env::var_os(format!("{name}_FILE")).filter(|path| !path.is_empty());
        // As much a promise to the site's users as our own option is.
        cli.config.production |= std::env::var_os("ENVIRONMENT").is_some_and(|value| value == "production");
        if let Err(error) = cli.config.read_files(file) {
            Self::command().error(clap::error::ErrorKind::ValueValidation, error).exit();
        }
        cli
    }

    /// Parses flags alone and ignores the environment; for tests.
    pub fn from_flags<I: IntoIterator<Item = T>, T: Into<OsString> + Clone>(flags: I) -> Result<Self, clap::Error> {
        let command = Self::command().mut_args(|arg| arg.env(Resettable::Reset));
        Self::from_arg_matches(&command.try_get_matches_from(flags)?)
    }
}

impl Config {
    /// Reads secrets from the files that variables such as `SMTP_URL_FILE` name, as container engines provide them.
    /// Each of these options is a secret.
    fn read_files(&mut self, file: impl Fn(&str) -> Option<OsString>) -> Result<(), String> {
        read_file("DATABASE_URL", file("DATABASE_URL"), &mut self.database_url)?;
        read_file("SMTP_URL", file("SMTP_URL"), &mut self.smtp_url)?;
        read_file("SECRET_KEY", file("SECRET_KEY"), &mut self.secret_key)?;
        let keys = &mut self.sessions.session_service_keys;
        read_file("SESSION_SERVICE_KEYS", file("SESSION_SERVICE_KEYS"), keys)?;
        read_file("MEMBERS_JWT_SECRET", file("MEMBERS_JWT_SECRET"), &mut self.members.members_jwt_secret)?;
        read_file("LLM_API_KEY", file("LLM_API_KEY"), &mut self.assistant.llm_api_key)?;
        let name = "MEMBERS_INTROSPECTION_CLIENT_SECRET";
        read_file(name, file(name), &mut self.members.members_introspection_client_secret)
    }
}

fn read_file<T: FromStr>(name: &str, path: Option<OsString>, option: &mut Option<T>) -> Result<(), String> {
    let Some(path) = path else {
        return Ok(());
    };
    if option.is_some() {
        return Err(format!("{name} and {name}_FILE are both set: remove one of them"));
    }
    let path = Path::new(&path);
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{name}_FILE names {}, which cannot be read: {error}", path.display()))?;
    let value = text.trim_end_matches(['\r', '\n']).parse();
    *option = Some(value.map_err(|_| format!("{name}_FILE names {}, which holds no {name}", path.display()))?);
    Ok(())
}

/// Sentences about variables that look like options of ours but are none.
pub fn misspelt_variables() -> Vec<String> {
    misspelt(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()))
}

/// Names under which others keep the same, which are read where ours is not set.
const ALIASES: [(&str, &str); 4] = [
    ("SUPABASE_DB_URL", "DATABASE_URL"),
    ("SUPABASE_JWT_SECRET", "MEMBERS_JWT_SECRET"),
    ("OPENAI_API_KEY", "LLM_API_KEY"),
    ("OPENAI_CHAT_MODEL", "LLM_MODEL"),
];

/// Names that others give to what ours are called differently.
const ELSEWHERE: [(&str, &str); 15] = [
    ("DATABASE_URI", "DATABASE_URL"),
    ("POSTGRES_URL", "DATABASE_URL"),
    ("S3_ENDPOINT", "AWS_ENDPOINT_URL"),
    ("S3_ENDPOINT_URL", "AWS_ENDPOINT_URL"),
    ("S3_REGION", "AWS_REGION"),
    ("S3_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ("S3_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"),
    ("SMTP_HOST", "SMTP_URL"),
    ("BASE_URL", "PUBLIC_URL"),
    ("MAX_FILE_SIZE", "MAX_FILE_BYTES"),
    ("SESSION_DB_PATH", "DATABASE_URL"),
    ("SESSION_LOG_LEVEL", "RUST_LOG"),
    ("OPENAI_BASE_URL", "LLM_URL"),
    ("OPENAI_API_BASE", "LLM_URL"),
    ("OPENAI_MODEL", "LLM_MODEL"),
];

/// How much of a name may be wrong, of 1.
const ALIKE: f64 = 0.87;

fn misspelt(names: impl Iterator<Item = String>) -> Vec<String> {
    let command = Cli::command();
    let ours: Vec<String> =
        command.get_arguments().filter_map(|arg| Some(arg.get_env()?.to_str()?.to_owned())).collect();
    let files = [
        "DATABASE_URL",
        "SMTP_URL",
        "SECRET_KEY",
        "SESSION_SERVICE_KEYS",
        "MEMBERS_JWT_SECRET",
        "MEMBERS_INTROSPECTION_CLIENT_SECRET",
        "LLM_API_KEY",
    ]
    .map(|name| format!("{name}_FILE"));
    let mut found: Vec<String> = names
        .filter(|name| !ours.contains(name) && !files.contains(name))
        .filter_map(|name| {
            let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == name).map(|(_, own)| (*own).to_owned());
            let alike =
                || ours.iter().chain(&files).find(|own| strsim::normalized_damerau_levenshtein(own, &name) >= ALIKE);
            let meant = elsewhere.or_else(|| alike().cloned())?;
            Some(format!("{name} is set but is no option of Anteroom: was {meant} meant?"))
        })
        .collect();
    found.sort();
    found
}

/// The commands of the program.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Serve visitors (the default)
    Serve,
    /// Bring the database's schema up to date, then exit
    Migrate,
    /// Check the options, that database and object store answer, and that the mail server would take a mail, then exit
    Check,
    /// Compare the object store with the database once, then exit
    Reconcile {
        /// After a restore from backup: accept that this database is older than the bucket
        #[arg(long = "accept")]
        accept_database: bool,
    },
    /// Check the audit trail
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Manage the accounts that can sign in at /admin
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// Answer a person's request: find, export, erase
    Privacy {
        #[command(subcommand)]
        command: PrivacyCommand,
    },
}

/// Commands for the audit trail. They need only the database; the server may be running.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// Check that no line of the audit trail was changed, removed or inserted later; reports the first that was
    Verify {
        /// A SECRET_KEY that was used before the present one, the oldest first
        #[arg(long = "earlier-key")]
        earlier_keys: Vec<SecretKey>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_are_almost_ours_are_named() {
        let names = ["SMPT_URL", "SECRET_KEY_FILES", "S3_ENDPOINT", "EMBED_ORIGIN", "PUBLIC_URLS", "TRUSTED_PROXY"];
        let others =
            ["PATH", "HOME", "DATABASE_URL", "SMTP_URL_FILE", "AWS_REGION", "LISTEN_FDS", "MAIL", "DATA", "S3_BUCKET"];
        let said = misspelt(names.iter().chain(&others).map(|name| (*name).to_owned()));
        let meant = |sentence: &String| sentence.rsplit(' ').nth(1).map(str::to_owned);
        assert_eq!(
            said.iter().filter_map(meant).collect::<Vec<_>>(),
            ["EMBED_ORIGINS", "PUBLIC_URL", "AWS_ENDPOINT_URL", "SECRET_KEY_FILE", "SMTP_URL"]
        );
    }

    #[test]
    fn a_secret_can_be_in_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("url");
        std::fs::write(&path, "postgres://a:b c@d/e\n").expect("a file");
        let config = |flags: &[&str]| Cli::from_flags([&["anteroom"], flags].concat()).expect("options").config;
        let only = |wanted: &'static str, path: &Path| {
            let path = path.as_os_str().to_owned();
            move |name: &str| (name == wanted).then(|| path.clone())
        };
        let mut read = config(&[]);
        read.read_files(only("DATABASE_URL", &path)).expect("a file that is read");
        assert_eq!(read.database_url.as_deref(), Some("postgres://a:b c@d/e"));
        let both = config(&["--database-url=postgres://x"]).read_files(only("DATABASE_URL", &path));
        assert!(both.is_err_and(|words| words.contains("remove one of them")));
        let missing = config(&[]).read_files(only("SMTP_URL", &folder.path().join("none")));
        assert!(missing.is_err_and(|words| words.starts_with("SMTP_URL_FILE names ") && words.contains("none, which")));
    }
}
