//! What the site's backend keeps with a session: any JSON object, in which `role` and `permissions` mean something.

use serde_json::{Map, Value};

use crate::error::Error;

/// The largest metadata, as JSON text.
const MAX_BYTES: usize = 16 * 1024;

/// How deeply objects and lists may be nested.
const MAX_DEPTH: usize = 16;

/// The longest role or permission.
const LONGEST_NAME: usize = 100;

/// The most permissions.
const MAX_PERMISSIONS: usize = 100;

/// Checked metadata.
#[derive(Debug)]
pub struct Metadata {
    pub whole: Value,
    pub role: Option<String>,
    pub permissions: Vec<String>,
}

impl Metadata {
    /// Checks size and depth, and reads role and permissions.
    pub fn new(given: Map<String, Value>) -> Result<Self, Error> {
        let refused = |text: String| Err(Error::field("metadata", text));
        let role = match given.get("role") {
            None | Some(Value::Null) => None,
            Some(Value::String(role)) if is_name(role) => Some(role.clone()),
            Some(_) => return refused(format!("`role` must be a text of 1 to {LONGEST_NAME} characters.")),
        };
        let permissions = match given.get("permissions") {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(Value::Array(all)) if all.len() <= MAX_PERMISSIONS => {
                all.iter().map(|one| one.as_str().filter(|name| is_name(name)).map(str::to_owned)).collect()
            }
            Some(_) => None,
        };
        let Some(permissions) = permissions else {
            return refused(format!(
                "`permissions` must be a list of at most {MAX_PERMISSIONS} texts of 1 to {LONGEST_NAME} characters \
                 without commas."
            ));
        };
        let whole = Value::Object(given);
        if depth(&whole) > MAX_DEPTH {
            return refused(format!("Nest at most {MAX_DEPTH} objects and lists."));
        }
        if whole.to_string().len() > MAX_BYTES {
            return refused("Metadata may have 16 KiB at most. Keep more in your own database.".to_owned());
        }
        if has_nul(&whole) {
            return refused("Leave out the character U+0000, which cannot be stored.".to_owned());
        }
        Ok(Self { whole, role, permissions })
    }
}

/// A role or a permission: it goes into a header, permissions with commas between them.
fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (1..=LONGEST_NAME).contains(&length) && !text.chars().any(|sign| sign.is_control() || sign == ',')
}

/// How deeply objects and lists are nested.
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(all) => 1 + all.iter().map(depth).max().unwrap_or(0),
        Value::Object(all) => 1 + all.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// PostgreSQL's `jsonb` cannot hold U+0000.
pub fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(all) => all.iter().any(has_nul),
        Value::Object(all) => all.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metadata(value: &Value) -> Result<Metadata, Error> {
        Metadata::new(value.as_object().expect("an object").clone())
    }

    #[test]
    fn role_and_permissions_are_read_and_checked() {
        let good =
            json!({ "role": "admin", "permissions": ["read", "schreiben ü"], "preferences": { "theme": "dark" } });
        let read = metadata(&good).expect("metadata");
        assert_eq!((read.role.as_deref(), read.permissions.len(), &read.whole), (Some("admin"), 2, &good));
        for bad in [
            json!({ "role": 1 }),
            json!({ "role": "" }),
            json!({ "role": "a\nb" }),
            json!({ "role": "r".repeat(101) }),
            json!({ "permissions": "read" }),
            json!({ "permissions": ["a,b"] }),
            json!({ "permissions": [1] }),
            json!({ "permissions": vec!["a"; 101] }),
            json!({ "a": "\0" }),
            json!({ "\0": 1 }),
            json!({ "a": "x".repeat(MAX_BYTES) }),
        ] {
            assert!(metadata(&bad).is_err(), "{bad:.60}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |times: usize| (1..times).fold(json!([]), |inner, _| json!([inner]));
        assert!(metadata(&json!({ "a": nested(MAX_DEPTH - 1) })).is_ok());
        assert!(metadata(&json!({ "a": nested(MAX_DEPTH) })).is_err());
    }
}
