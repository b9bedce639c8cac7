//! Files and forms for uploads.

/// The boundary of our forms.
pub const BOUNDARY: &str = "----anteroom-test-boundary";

/// Bytes that begin as a PDF does and go on without a pattern.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// The Content-Type of our forms.
pub fn form_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// One part with this Content-Disposition.
pub fn part(disposition: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/x-lie\r\n\r\n");
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

/// A form with these files; gives its Content-Type too.
pub fn form(named: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, bytes) in named {
        body.extend(part(&format!("form-data; name=\"file\"; filename=\"{name}\""), bytes));
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    (form_type(), body)
}
