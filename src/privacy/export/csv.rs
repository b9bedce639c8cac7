//! `data.csv`: the same facts as data.json, one per line, for use in spreadsheets (RFC 4180).

use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;

/// Renders one line per fact: the part of data.json, the item in it (from 1), the field, and its value.
pub fn render(document: &Value) -> csv::Result<Vec<u8>> {
    let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    lines.write_record(["part", "item", "field", "value"])?;
    for (part, value) in document.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => {
                for (number, item) in (1..).zip(items) {
                    facts(&mut lines, part, &number.to_string(), "", item)?;
                }
            }
            one => facts(&mut lines, part, "", "", one)?,
        }
    }
    lines.into_inner().map_err(|error| error.into_error().into())
}

fn facts(lines: &mut Writer<Vec<u8>>, part: &str, item: &str, field: &str, value: &Value) -> csv::Result<()> {
    let below = |name: &str| if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                facts(lines, part, item, &below(name), value)?;
            }
        }
        Value::Array(items) => {
            for (number, value) in (1..).zip(items) {
                facts(lines, part, item, &below(&i32::to_string(&number)), value)?;
            }
        }
        Value::Null => {}
        Value::String(said) => lines.write_record([part, item, field, said].map(cell))?,
        other => lines.write_record([part, item, field, &other.to_string()].map(cell))?,
    }
    Ok(())
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe (ASVS 5.0, 1.2.10), even with the wide
/// characters that some programs treat the same.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn rows(document: &Value) -> Vec<csv::StringRecord> {
        let bytes = render(document).expect("a table");
        csv::Reader::from_reader(&*bytes).records().collect::<Result<_, _>>().expect("four cells a line")
    }

    #[test]
    fn facts_are_lines() {
        let document = json!({
            "schema": "x/1",
            "session": { "name": "Zoë, \"Z\"", "at": null },
            "files": [{ "size": 1 }, { "size": 2, "tags": ["a", "b"] }],
        });
        let text = String::from_utf8(render(&document).expect("a table")).expect("UTF-8");
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
        insta::assert_snapshot!(text.replace('\r', ""), @r#"
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
            let rows = rows(&json!({ "session": { "name": sign } }));
            assert_eq!(rows[0][3], format!("'{sign}"));
        }
        assert_eq!(cell("a=b"), "a=b");
    }

    proptest! {
        #[test]
        fn s21_any_value_is_read_back(said in any::<String>(), more in any::<String>()) {
            let rows = rows(&json!({ "session": { "name": said, "other": more } }));
            prop_assert_eq!(rows.len(), 2);
            for (row, said) in rows.iter().zip([&said, &more]) {
                prop_assert!(!row[3].starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(row[3].strip_prefix('\'').filter(|rest| rest == said).unwrap_or(&row[3]), said);
            }
        }
    }
}
