//! The staff's pages, as a browser asks for them.

use anteroom::auth::staff::Role;

use super::App;
use super::client::Answer;

/// What a browser says of a form that one of our own pages sends.
pub const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A browser with a sign-in of its own.
pub struct Desk<'a> {
    app: &'a App,
    pub token: String,
}

impl App {
    /// A new member of staff with this role, at the desk.
    pub async fn desk(&self, role: Role) -> Desk<'_> {
        let token = self.colleague(role).await.token;
        Desk { app: self, token }
    }

    /// The sign-in's form with these headers besides.
    pub async fn sign_in_form(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        let headers = [&[OURS, FORM], headers].concat();
        self.client.send("POST", "/admin/sign-in", &headers, body.to_owned()).await
    }
}

impl Desk<'_> {
    pub fn cookie(&self) -> String {
        format!("__Host-anteroom={}", self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    /// A form of one of our own pages.
    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[OURS], body).await
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let cookie = self.cookie();
        let headers = [&[("cookie", &*cookie), FORM], headers].concat();
        self.app.client.send(method, path, &headers, body.to_owned()).await
    }
}
