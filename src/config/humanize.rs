//! Formats sizes and durations for people.

use std::time::Duration;

/// A size in binary units, with their common short names.
pub fn size_in_words(bytes: u64) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut tenths = bytes.saturating_mul(10);
    while tenths >= 10_240 && unit + 1 < units.len() {
        tenths /= 1024;
        unit += 1;
    }
    let (whole, rest) = (tenths / 10, tenths % 10);
    if rest == 0 { format!("{whole} {}", units[unit]) } else { format!("{whole}.{rest} {}", units[unit]) }
}

/// A duration in the largest unit that divides it without a remainder.
pub fn duration_in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    // Months and years as options count them: a year is 365.25 days, a month a twelfth of it.
    let units =
        [(31_557_600, "year"), (2_629_800, "month"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let (unit, name) =
        units.into_iter().find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit)).unwrap_or((1, "second"));
    let count = seconds / unit;
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_in_words() {
        for (bytes, words) in [(0, "0 bytes"), (1023, "1023 bytes"), (104_857_600, "100 MB"), (1_610_612_736, "1.5 GB")]
        {
            assert_eq!(size_in_words(bytes), words);
        }
    }

    #[test]
    fn durations_in_words() {
        for (seconds, text) in [
            (660, "11 minutes"),
            (172_800, "2 days"),
            (86_400, "1 day"),
            (90, "90 seconds"),
            (0, "0 seconds"),
            (315_576_000, "10 years"),
        ] {
            assert_eq!(duration_in_words(Duration::from_secs(seconds)), text);
        }
    }
}
