-- When the mail server refused the session's address for the last mail with the link; the visitor is told.
ALTER TABLE sessions ADD COLUMN mail_refused_at timestamptz;
