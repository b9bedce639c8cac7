//! People of the staff, and what they ask.

use anteroom::auth::Requester as Actor;
use anteroom::auth::staff::{self, Role};
use serde_json::{Value, json};

use super::App;
use super::client::Answer;

/// A member of staff who is signed in.
pub struct Colleague<'a> {
    app: &'a App,
    pub token: String,
}

impl App {
    /// A new member of staff with this role, signed in.
    pub async fn colleague(&self, role: Role) -> Colleague<'_> {
        let email = format!("{}@staff.example", role.into_str());
        let pool = &self.running.context.pool;
        let password = match staff::add(pool, Actor::Operator, &email, role).await {
            Ok(password) => password,
            Err(_) => staff::reset(pool, Actor::Operator, &email).await.expect("an account"),
        };
        let body = json!({ "email": email, "password": password }).to_string();
        let headers = [("content-type", "application/json")];
        let answer = self.client.send("POST", "/api/v1/staff/login", &headers, body).await.ok(200);
        Colleague { app: self, token: answer.json()["token"].as_str().expect("a token").to_owned() }
    }
}

impl Colleague<'_> {
    /// A call below `/api/v1/admin`.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let authorization = format!("Bearer {}", self.token);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [("authorization", &*authorization), ("content-type", "application/json")];
        self.app.client.send(method, &format!("/api/v1/admin{path}"), &headers, body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, Value::Null).await
    }
}
