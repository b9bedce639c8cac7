//! The options of members' messenger sessions.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, ValueEnum};
use time::UtcOffset;

/// Members' own WhatsApp sessions, run by the program `anteroom-whatsapp` beside this one.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Messenger: members' own sessions, and the actions in their messages")]
pub struct MessengerOptions {
    /// `whatsapp-web` lets members link their WhatsApp account, through the program anteroom-whatsapp; WhatsApp does not
    /// offer this to other programs and may shut accounts out. `simulated` is for trying out, with made-up telephones
    #[arg(long, env = "MESSENGER", global = true, default_value = "off")]
    pub messenger: MessengerKind,

    /// Where the made-up telephones of `simulated` are reached: an address of this machine
    #[arg(long, env = "MESSENGER_PHONES", global = true, default_value = "127.0.0.1:8099")]
    pub messenger_phones: SocketAddr,

    /// Without a call of its member for so long a session sleeps, with its pairing kept; the same as for
    /// anteroom-whatsapp, which does it. `never`: it stays connected
    #[arg(long, env = "MESSENGER_IDLE", global = true, default_value = "60m", value_parser = parse_idle)]
    pub messenger_idle: Idle,

    /// How far the members' clocks are from UTC, as +08:00: by it "tomorrow" in a message is a date
    #[arg(long, env = "MESSENGER_UTC_OFFSET", global = true, default_value = "+00:00", allow_hyphen_values = true,
          value_parser = parse_offset)]
    pub messenger_utc_offset: UtcOffset,

    /// How long a message is kept at most if it cannot be read for actions; all others are deleted once they are read
    #[arg(long, env = "MESSAGE_KEEP", global = true, default_value = "24h", value_parser = humantime::parse_duration)]
    pub message_keep: Duration,
}

/// Which messenger there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessengerKind {
    Off,
    WhatsappWeb,
    Simulated,
}

/// How long a session lasts without a call; `None`: for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idle(pub Option<Duration>);

fn parse_idle(text: &str) -> Result<Idle, String> {
    match text {
        "never" => Ok(Idle(None)),
        other => humantime::parse_duration(other)
            .map(|idle| Idle(Some(idle)))
            .map_err(|error| format!("{error}, or \"never\"")),
    }
}

fn parse_offset(text: &str) -> Result<UtcOffset, String> {
    let fault = || "an offset such as +08:00 or -05:00 is expected".to_owned();
    let (sign, rest) = match text.split_at_checked(1) {
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(fault()),
    };
    let (hours, minutes) = rest.split_once(':').ok_or_else(fault)?;
    let number = |text: &str, most: i8| {
        let is_number = text.len() == 2 && text.bytes().all(|digit| digit.is_ascii_digit());
        text.parse::<i8>().ok().filter(|number| is_number && *number <= most)
    };
    let (hours, minutes) = number(hours, 14).zip(number(minutes, 59)).ok_or_else(fault)?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_has_a_sign_hours_and_minutes() {
        assert_eq!(parse_offset("+08:00"), Ok(UtcOffset::from_hms(8, 0, 0).expect("an offset")));
        assert_eq!(parse_offset("-03:30"), Ok(UtcOffset::from_hms(-3, -30, 0).expect("an offset")));
        for bad in ["", "8", "08:00", "+8:00", "+15:00", "+08:60", "+-8:00", "Asia/Tokyo"] {
            assert!(parse_offset(bad).is_err(), "{bad}");
        }
    }
}
