//! A mail server that keeps what it gets and misbehaves when it is told to.
#![allow(dead_code, reason = "a kit: tests come and go, and use of it what they need")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use mail_parser::MessageParser;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail that was handed over, answered or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub message_id: String,
    pub text: String,
}

/// What the server does with the next mails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Accept,
    /// Answers this to every recipient, such as `451 try later` or `550 no such user`.
    Refuse(String),
    /// Keeps the mail and never says so.
    Silent,
    /// Keeps the mail and closes the connection instead of saying so.
    Vanish,
}

/// Runs until it is dropped.
pub struct Sink {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    mails: Mutex<Vec<Mail>>,
    mood: Mutex<Mood>,
}

impl Sink {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        let accepting = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                // A client that goes away in mid-mail is what the tests are about.
                connections.spawn(async move { drop(serve(stream, &shared).await) });
            }
        });
        Self { address, shared, accepting }
    }

    pub fn mood(&self, mood: Mood) {
        *self.shared.mood.lock().expect("the mood") = mood;
    }

    /// All mails so far, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.mails.lock().expect("the mails").clone()
    }

    /// The mails to this address, oldest first.
    pub fn to(&self, address: &str) -> Vec<Mail> {
        self.mails().into_iter().filter(|mail| mail.to == address).collect()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut recipient = String::new();
    stream.write_all(b"220 sink.example ESMTP\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let mood = shared.mood.lock().expect("the mood").clone();
        let answer = match (line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str(), mood) {
            ("QUIT", _) => return stream.write_all(b"221 bye\r\n").await,
            ("RCPT", Mood::Refuse(words)) => words,
            ("RCPT", _) => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok".to_owned()
            }
            ("DATA", mood) => {
                stream.write_all(b"354 go on\r\n").await?;
                let mail = read_mail(&mut stream, &recipient).await?;
                shared.mails.lock().expect("the mails").push(mail);
                match mood {
                    // Until the client has had enough.
                    Mood::Silent => return stream.read_to_end(&mut Vec::new()).await.map(drop),
                    Mood::Vanish => return Ok(()),
                    _ => "250 kept".to_owned(),
                }
            }
            ("EHLO", _) => "250 sink.example".to_owned(),
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// Up to the line with a single dot.
async fn read_mail(stream: &mut BufReader<TcpStream>, to: &str) -> std::io::Result<Mail> {
    let mut bytes = Vec::new();
    loop {
        let began = bytes.len();
        if stream.read_until(b'\n', &mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if bytes[began..] == *b".\r\n" {
            bytes.truncate(began);
            break;
        }
        // RFC 5321, 4.5.2: a leading dot is doubled on its way.
        if bytes[began..].starts_with(b"..") {
            bytes.remove(began);
        }
    }
    let parsed = MessageParser::default().parse(&bytes).ok_or(std::io::ErrorKind::InvalidData)?;
    Ok(Mail {
        to: to.to_owned(),
        message_id: parsed.message_id().unwrap_or_default().to_owned(),
        text: parsed.body_text(0).unwrap_or_default().into_owned(),
    })
}
