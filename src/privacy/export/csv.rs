//! `data.csv`: the same facts as data.json, one per line, for use in spreadsheets (RFC 4180).

use serde_json::Value;

/// Renders one line per fact: the part of data.json, the item in it (from 1), the field, and its value.
pub fn render(document: &Value) -> String {
    let mut text = String::from("part,item,field,value\r\n");
    for (part, value) in document.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => {
                for (number, item) in (1..).zip(items) {
                    facts(&mut text, part, &number.to_string(), "", item);
                }
            }
            one => facts(&mut text, part, "", "", one),
        }
    }
    text
}

fn facts(text: &mut String, part: &str, item: &str, field: &str, value: &Value) {
    let below = |name: &str| if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                facts(text, part, item, &below(name), value);
            }
        }
        Value::Array(items) => {
            for (number, value) in (1..).zip(items) {
                facts(text, part, item, &below(&i32::to_string(&number)), value);
            }
        }
        Value::Null => {}
        Value::String(said) => line(text, [part, item, field, said]),
        other => line(text, [part, item, field, &other.to_string()]),
    }
}

fn line(text: &mut String, cells: [&str; 4]) {
    text.push_str(&cells.map(cell).join(","));
    text.push_str("\r\n");
}

/// Escapes a cell. One that a spreadsheet would take for a formula gets an apostrophe (ASVS 5.0, 1.2.10), even with the
/// wide characters that some programs treat the same.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Parses RFC 4180.
    fn parse(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut quoted, mut characters) = (false, text.chars().peekable());
        while let Some(character) = characters.next() {
            match character {
                '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted && characters.peek() == Some(&'\n') => {
                    characters.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                other => cell.push(other),
            }
        }
        assert!(row.is_empty() && cell.is_empty() && !quoted);
        rows
    }

    #[test]
    fn facts_are_lines() {
        let document = json!({
            "schema": "x/1",
            "session": { "name": "Zoë, \"Z\"", "at": null },
            "files": [{ "size": 1 }, { "size": 2, "tags": ["a", "b"] }],
        });
        insta::assert_snapshot!(render(&document).replace('\r', ""), @r#"
        part,item,field,value
        files,1,size,1
        files,2,size,2
        files,2,tags.1,a
        files,2,tags.2,b
        schema,,,x/1
        session,,name,"Zoë, ""Z"""
        "#);
    }

    #[test]
    fn s21_a_cell_is_never_a_formula() {
        let signs = ["=HYPERLINK(\"http://evil\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"];
        for sign in signs {
            let text = render(&json!({ "session": { "name": sign } }));
            assert_eq!(parse(&text)[1][3], format!("'{sign}"));
        }
        assert_eq!(cell("a=b"), "a=b");
    }

    proptest! {
        #[test]
        fn s21_any_value_is_read_back(said in any::<String>(), more in any::<String>()) {
            let rows = parse(&render(&json!({ "session": { "name": said, "other": more } })));
            for (row, said) in rows[1..].iter().zip([&said, &more]) {
                prop_assert!(!row[3].starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(row[3].strip_prefix('\'').filter(|rest| rest == said).unwrap_or(&row[3]), said);
            }
        }
    }
}
