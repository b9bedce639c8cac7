//! Mails as files, for trying out and for tests: `DATA_DIR/mail/*.eml`.

use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use mail_parser::MessageParser;

use crate::platform::clock;
use crate::platform::ids::new_uuid;

/// The folder of captured mails.
pub struct Outbox {
    folder: PathBuf,
}

/// A captured mail, read back.
#[derive(Clone, Debug)]
pub struct CapturedMail {
    /// The file's name without `.eml`; names sort by time.
    pub name: String,
    pub to: String,
    pub subject: String,
    pub message_id: String,
    pub text: String,
    pub html: Option<String>,
}

impl Outbox {
    /// Uses this folder, which need not exist yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Keeps other users of the machine out, even from files that earlier versions made readable to all.
    pub async fn make_private(&self) -> std::io::Result<()> {
        let mut entries = match tokio::fs::read_dir(&self.folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        tokio::fs::set_permissions(&self.folder, Permissions::from_mode(0o700)).await?;
        while let Some(entry) = entries.next_entry().await? {
            tokio::fs::set_permissions(entry.path(), Permissions::from_mode(0o600)).await?;
        }
        Ok(())
    }

    /// Writes a mail under a hidden name first, so that readers see complete mails only.
    pub(super) async fn keep(&self, message: &[u8]) -> std::io::Result<()> {
        let (folder, message) = (self.folder.clone(), message.to_owned());
        // On a blocking thread: a dropped caller does not stop it between the two steps.
        let keeping = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder)?;
            let id = new_uuid().simple().to_string();
            let name = format!("{}-{}.eml", clock::now().unix_timestamp_nanos() / 1_000_000, &id[..8]);
            let hidden = folder.join(format!(".{name}"));
            std::fs::write(&hidden, message)
                .and_then(|()| std::fs::rename(&hidden, folder.join(name)))
                .inspect_err(|_| drop(std::fs::remove_file(&hidden)))
        });
        keeping.await?
    }

    /// The newest 100 mails, newest first.
    pub async fn list(&self) -> std::io::Result<Vec<CapturedMail>> {
        let mut names = Vec::new();
        let mut entries = match tokio::fs::read_dir(&self.folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            if let Some(name) = name.to_str().and_then(|name| name.strip_suffix(".eml"))
                && !name.starts_with('.')
            {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        let mut mails = Vec::with_capacity(names.len());
        for name in names.into_iter().take(100) {
            mails.extend(self.read(&name).await?);
        }
        Ok(mails)
    }

    /// Returns a mail by its name; `None` if there is none.
    pub async fn read(&self, name: &str) -> std::io::Result<Option<CapturedMail>> {
        // The name comes from a URL: it must not lead out of the folder.
        if !name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
            return Ok(None);
        }
        let bytes = match tokio::fs::read(self.folder.join(format!("{name}.eml"))).await {
            Ok(bytes) => bytes,
            // No mail has a name that is too long for the file system.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidFilename) => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(message) = MessageParser::default().parse(&bytes) else {
            return Ok(None);
        };
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default();
        Ok(Some(CapturedMail {
            name: name.to_owned(),
            to: to.to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: (message.html_body_count() > 0 && message.parts.len() > 1)
                .then(|| message.body_html(0).unwrap_or_default().into_owned()),
        }))
    }
}
