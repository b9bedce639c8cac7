//! Formats sizes for people.

/// A size in multiples of 1024, as the options count, with the common short names of the units.
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
}
