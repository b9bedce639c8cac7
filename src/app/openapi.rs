//! The OpenAPI document: what each handler declares, and what applies to all of them.

use std::sync::LazyLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::router;
use crate::error::Kind;
use crate::intake::consent;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Anteroom",
        description = "A visitor's call names its session in the header `X-Session-ID`, a UUID v4 that the browser \
                       makes; only `/intake`, `/consent` and this document need none. A call of staff carries the \
                       token of a sign-in in `Authorization: Bearer`, a member's the site's token or that of a session. Errors are problem+json (RFC 9457).",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "session", description = "A visit, from the first call to the last"),
        (name = "files", description = "What the visitor sends"),
        (name = "intake", description = "The conversation, the consents and the contact"),
        (name = "admin", description = "What staff do with sessions"),
        (name = "staff", description = "How staff sign in"),
        (name = "sessions", description = "Sessions of the host site's own users, also under `/sessions`"),
        (name = "chat", description = "Members' conversations with the assistant"),
        (name = "members", description = "What is kept of a member"),
        (name = "messenger", description = "Members' messenger sessions and actions, also under `/api`"),
    )
)]
struct Generated;

/// Built once: anybody may ask for it.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = Generated::openapi();
    document.merge(router::document());
    complete(json!(document))
});

static TEXT: LazyLock<Bytes> = LazyLock::new(|| DOCUMENT.to_string().into());

/// `GET /api/v1/openapi.json`
pub async fn openapi() -> Response {
    ([(CONTENT_TYPE, "application/json")], TEXT.clone()).into_response()
}

/// The canonical form of a UUID v4, lower case.
const UUID_V4: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";

/// At least one visible character, and none that could forge a mail's header.
const NAME: &str = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$";

/// The same, with line breaks.
const LINES: &str =
    r"^[^\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";

/// Visible ASCII and blanks, and not only blanks and quotation marks.
const IDEMPOTENCY_KEY: &str = "^[ -~]*[!#-~][ -~]*$";

/// The body of a call without fields; it may also be absent.
const NOTHING: &str = "#/components/schemas/Nothing";

/// The call that always answers 204.
const BEACON: &str = "/api/v1/session/leave";

/// Errors that every call may return besides those it declares, and those that only calls with a body may.
const ALWAYS: &[Kind] = &[Kind::InvalidRequest, Kind::RateLimited, Kind::Internal, Kind::Unavailable];
const WITH_BODY: &[Kind] = &[Kind::RequestTimeout, Kind::BodyTooLarge, Kind::UnsupportedMediaType, Kind::InvalidInput];

fn complete(mut document: Value) -> Value {
    document["components"]["responses"] = shared_answers();
    document["components"]["securitySchemes"] = json!({
        "staff": { "type": "http", "scheme": "bearer" },
        "service": { "type": "http", "scheme": "bearer", "description": "One of SESSION_SERVICE_KEYS" },
        "member": { "type": "http", "scheme": "bearer", "description": "A session's token; also in SESSION_HEADER" },
        "phone": { "type": "http", "scheme": "bearer", "description": "The token of a sign-in by number" },
    });
    sharpen(&mut document["components"]["schemas"]);
    let events = &mut document["paths"]["/api/v1/events"]["get"]["responses"]["200"]["content"]["text/event-stream"];
    let data = json!({ "type": "string", "contentMediaType": "application/json", "description": "{state}" });
    events["schema"] = json!({ "type": "object", "properties": { "event": { "const": "state" }, "data": data },
                               "required": ["event", "data"] });
    let events =
        &mut document["paths"]["/api/v1/messenger/events"]["get"]["responses"]["200"]["content"]["text/event-stream"];
    let data = json!({ "type": "string", "contentMediaType": "application/json" });
    let names = ["status", "qr", "verified", "new_action", "action_updated"];
    events["schema"] = json!({ "type": "object", "required": ["event", "data"],
                               "properties": { "event": { "enum": names }, "id": { "type": "string" }, "data": data } });
    for (path, methods) in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in methods.as_object_mut().into_iter().flatten() {
            for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
                if parameter["schema"]["format"] == "uuid" {
                    parameter["schema"] = json!({ "type": "string", "format": "uuid", "pattern": UUID_V4 });
                }
                if parameter["name"] == "Idempotency-Key" {
                    parameter["schema"] = json!({ "type": "string", "pattern": IDEMPOTENCY_KEY });
                }
            }
            if operation["requestBody"]["content"]["application/json"]["schema"]["$ref"] == NOTHING {
                operation["requestBody"]["required"] = false.into();
            }
            if path != BEACON {
                add_answers(operation);
            }
            // OpenAPI 3.1 wants one, though it may be empty.
            for (_, answer) in operation["responses"].as_object_mut().into_iter().flatten() {
                if answer.get("$ref").is_none() {
                    answer.as_object_mut().map(|answer| answer.entry("description").or_insert("".into()));
                }
            }
        }
    }
    document
}

/// Adds constraints that the types cannot express.
fn sharpen(schemas: &mut Value) {
    let name = json!({ "type": "string", "minLength": 1, "maxLength": 100, "pattern": NAME });
    let email = json!({ "type": "string", "format": "email", "maxLength": 254 });
    for body in ["Contact", "Rectification"] {
        merge(&mut schemas[body]["properties"]["name"], &name);
        merge(&mut schemas[body]["properties"]["email"], &email);
    }
    schemas["Contact"]["properties"]["consent_personal_data"]["const"] = true.into();
    schemas["Contact"]["properties"]["consent_version"]["const"] = consent::VERSION.into();
    schemas["Contact"]["properties"]["files"]["items"]["pattern"] = UUID_V4.into();
    schemas["FileForm"]["properties"]["file"]["minItems"] = 1.into();
    schemas["FileForm"]["additionalProperties"] = false.into();
    for id in ["session_id", "page_id"] {
        merge(&mut schemas["Leave"]["properties"][id], &json!({ "format": "uuid", "pattern": UUID_V4 }));
    }
    let words = |longest: u32, pattern: &str| json!({ "minLength": 1, "maxLength": longest, "pattern": pattern });
    merge(&mut schemas["NewRequest"]["properties"]["subject"], &words(200, NAME));
    merge(&mut schemas["NewExtension"]["properties"]["reason"], &words(500, LINES));
    let count = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
    let files = json!({ "type": "object", "properties": { "count": count }, "required": ["count"],
                        "additionalProperties": false });
    let given = json!({ "personal_data": { "const": true }, "ai_training": { "type": "boolean" } });
    let consent = json!({ "type": "object", "properties": given, "required": ["personal_data", "ai_training"],
                          "additionalProperties": false });
    let turn = |step: &str, input: &Value| {
        let needs_input = !["start", "inbox", "done"].contains(&step);
        let required = if needs_input { json!(["step", "input"]) } else { json!(["step"]) };
        let locale = json!({ "type": ["string", "null"], "description": "BCP 47" });
        let properties = json!({ "step": { "const": step }, "input": input, "locale": locale });
        json!({ "type": "object", "title": step, "properties": properties, "required": required,
                "additionalProperties": false })
    };
    let nothing = json!({ "type": "null" });
    schemas["Answer"] = json!({
        "description": schemas["Answer"]["description"],
        "oneOf": [turn("start", &nothing), turn("name", &name), turn("files", &files), turn("email", &email),
                  turn("consent", &consent), turn("inbox", &json!({})), turn("done", &json!({}))],
    });
    // utoipa treats a flattened option as an alternative, but its fields are optional.
    let mut expects = schemas["LimitsView"].clone();
    expects["description"] = "What the next answer should be; for files also what may be sent".into();
    expects["required"] = json!(["kind"]);
    expects["properties"]["kind"] = json!({ "$ref": "#/components/schemas/Kind" });
    schemas["Expects"] = expects;
}

fn merge(schema: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        if schema.get(key).is_none() {
            schema[key] = value.clone();
        }
    }
}

/// Each shared response under its slug, as calls refer to it.
fn shared_answers() -> Value {
    let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let answers = ALWAYS.iter().chain(WITH_BODY).map(|kind| {
        let description = match kind {
            Kind::InvalidRequest => "invalid-request, invalid-session-id",
            other => other.slug(),
        };
        (kind.slug().to_owned(), json!({ "description": description, "content": problem }))
    });
    Value::Object(answers.collect::<Map<_, _>>())
}

fn add_answers(operation: &mut Value) {
    let with_body = operation.get("requestBody").map_or(&[][..], |_| WITH_BODY);
    let Some(answers) = operation["responses"].as_object_mut() else {
        return;
    };
    for kind in ALWAYS.iter().chain(with_body) {
        let reference = json!({ "$ref": format!("#/components/responses/{}", kind.slug()) });
        answers.entry(kind.status().as_u16().to_string()).or_insert(reference);
    }
}
