//! The OpenAPI document as a page for people.

use std::sync::LazyLock;

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::openapi::DOCUMENT;
use crate::error::Error;
use crate::platform::http::page;

/// Calls that belong together.
struct Group {
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    headers: Vec<String>,
    query: Vec<String>,
    body: String,
    answers: Vec<Answer>,
}

struct Answer {
    status: String,
    text: String,
}

struct Shape {
    name: String,
    about: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    about: String,
}

#[derive(Template)]
#[template(path = "docs.html")]
struct Docs {
    assets: &'static str,
    about: String,
    /// Responses that any call may give besides its own.
    shared: Vec<String>,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

static DOCS: LazyLock<Docs> = LazyLock::new(|| {
    let groups = DOCUMENT["tags"].as_array().into_iter().flatten().map(read_group);
    let shapes = entries(&DOCUMENT["components"]["schemas"]).map(|(name, schema)| read_shape(name, schema));
    Docs {
        assets: page::assets(),
        about: text(&DOCUMENT["info"]["description"]),
        shared: entries(&DOCUMENT["components"]["responses"]).map(|(_, answer)| answer_text(answer)).collect(),
        groups: groups.collect(),
        shapes: shapes.collect(),
    }
});

/// `GET /docs`
pub async fn page() -> Result<Response, Error> {
    page::render(&*DOCS)
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The page shows plain text; the document's only Markdown is backticks.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('`', "")
}

/// The calls of one tag, in the order of their paths.
fn read_group(tag: &Value) -> Group {
    let belongs = |operation: &Value| operation["tags"].as_array().is_some_and(|tags| tags.contains(&tag["name"]));
    let operations = entries(&DOCUMENT["paths"]).flat_map(|(path, methods)| {
        let own = entries(methods).filter(|(_, operation)| belongs(operation));
        own.map(|(method, operation)| read_operation(path, method, operation)).collect::<Vec<_>>()
    });
    Group { about: text(&tag["description"]), operations: operations.collect() }
}

fn read_operation(path: &str, method: &str, operation: &Value) -> Operation {
    let named = |place: &str| {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.filter(|one| one["in"] == place).map(|one| text(&one["name"])).collect::<Vec<_>>()
    };
    let signed_in = operation.get("security").map(|_| "Authorization".to_owned());
    let content = entries(&operation["requestBody"]["content"]).next();
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        headers: signed_in.into_iter().chain(named("header")).collect(),
        query: named("query"),
        body: content.map(|(kind, body)| format!("{} ({kind})", kind_of(&body["schema"]))).unwrap_or_default(),
        answers: entries(&operation["responses"])
            .filter(|(_, answer)| answer.get("$ref").is_none())
            .map(|(status, answer)| Answer { status: status.clone(), text: answer_text(answer) })
            .collect(),
    }
}

fn answer_text(answer: &Value) -> String {
    let description = text(&answer["description"]);
    // Only JSON has a shape worth showing.
    let body = entries(&answer["content"]).next().filter(|(kind, _)| kind.ends_with("json"));
    let body = body.map(|(_, body)| kind_of(&body["schema"]));
    match body {
        Some(body) if body != "Problem" => body,
        _ => description,
    }
}

fn read_shape(name: &str, schema: &Value) -> Shape {
    let fields = entries(&schema["properties"]).map(|(name, field)| Field {
        name: name.clone(),
        kind: kind_of(field),
        about: text(&field["description"]),
    });
    let choices = schema["enum"].as_array().map(|values| values.iter().map(text).collect::<Vec<_>>().join(", "));
    let about = [text(&schema["description"]), choices.unwrap_or_default()].join(" ");
    Shape { name: name.to_owned(), about: about.trim().to_owned(), fields: fields.collect() }
}

/// A schema in short: `File`, `list of File`, `string (uuid)`.
fn kind_of(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(all) = schema["allOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        return all.iter().map(kind_of).collect::<Vec<_>>().join(" or ");
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        kind => text(kind),
    };
    match (kind.as_str(), schema["format"].as_str()) {
        ("array", _) => format!("list of {}", kind_of(&schema["items"])),
        ("", _) => "anything".to_owned(),
        (_, Some(format)) => format!("{kind} ({format})"),
        _ => kind,
    }
}
