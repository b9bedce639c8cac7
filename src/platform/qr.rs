//! QR codes as pictures.

use qrcodegen::{DataTooLong, QrCode, QrCodeEcc};

/// The white margin that QR code readers need, in modules.
const QUIET: i32 = 4;

/// A QR code as the path of an SVG, one unit per module.
pub struct Picture {
    /// One `M…h1v1h-1z` per dark module: small, and without an inline style, which the content policy would refuse.
    pub path: String,
    /// Width and height in modules, the quiet zone included.
    pub size: i32,
}

impl Picture {
    pub fn of(text: &str) -> Result<Self, DataTooLong> {
        use std::fmt::Write as _;
        let code = QrCode::encode_text(text, QrCodeEcc::Medium)?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Ok(Self { path, size: code.size() + 2 * QUIET })
    }

    /// A picture of its own, black on white in dark mode too, because readers need that.
    pub fn svg(&self) -> String {
        let Self { path, size } = self;
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path fill="#fff" d="M0,0h{size}v{size}h-{size}z"/><path d="{path}"/></svg>"##
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_is_dark_in_its_corner() {
        let picture = Picture::of("otpauth://totp/x").expect("a short text");
        assert!(picture.path.starts_with("M4,4h1v1h-1z"));
        assert!(Picture::of(&"x".repeat(8000)).is_err());
    }
}
