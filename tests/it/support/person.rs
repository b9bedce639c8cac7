//! A person at the pages of their own data, with a browser's cookie and without scripts.

use super::client::{Answer, Client};
use super::{App, until};

/// A person who has signed in by a mailed link.
pub struct Person {
    pub client: Client,
    pub cookie: String,
}

impl App {
    /// Sends the form of `/privacy`, as a browser does.
    pub async fn ask_for_link(&self, address: &str) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("email", address).finish();
        post(&self.client, "/privacy", "", body).await
    }

    /// The newest way in that was mailed to this address, in whatever case, once this many were sent; as a path.
    pub async fn way_in(&self, address: &str, count: usize) -> String {
        until("a way in", async || {
            self.run_jobs().await;
            let mails = self.mails().await;
            let mut links = mails.iter().filter(|mail| mail.to.eq_ignore_ascii_case(address)).filter_map(|mail| {
                let line = mail.text.lines().find(|line| line.contains("/privacy/link/"))?;
                Some(line[line.find("/privacy/link/")?..].trim().to_owned())
            });
            let newest = links.next()?;
            (links.count() + 1 >= count).then_some(newest)
        })
        .await
    }

    /// The whole way: asks, reads the mail, presses the button.
    pub async fn person(&self, address: &str) -> Person {
        // Another test's step may have asked before: the cool-down is not what is looked at here.
        self.sql("DELETE FROM privacy_links").await;
        let before = self.mails().await.iter().filter(|mail| mail.text.contains("/privacy/link/")).count();
        self.ask_for_link(address).await.ok(303);
        until("another way in", async || {
            self.run_jobs().await;
            let now = self.mails().await.iter().filter(|mail| mail.text.contains("/privacy/link/")).count();
            (now > before).then_some(())
        })
        .await;
        let link = self.way_in(address, 1).await;
        Person::enter(&self.client, &link).await
    }
}

impl Person {
    /// Presses the link's button.
    pub async fn enter(client: &Client, link: &str) -> Self {
        let answer = post(client, link, "", String::new()).await.ok(303);
        assert!(answer.header("location").starts_with("/privacy/data?lang="), "{}", answer.header("location"));
        let set = answer.header("set-cookie");
        assert!(set.ends_with("; HttpOnly; SameSite=Strict; Secure; Path=/"), "{set}");
        let cookie = set.split(';').next().expect("a cookie").to_owned();
        Self { client: client.clone(), cookie }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.client.send("GET", path, &[("cookie", &self.cookie)], "").await
    }

    /// Sends a form of our own page.
    pub async fn post(&self, path: &str, body: &str) -> Answer {
        post(&self.client, path, &self.cookie, body.to_owned()).await
    }

    /// The page of everything.
    pub async fn data(&self) -> String {
        self.get("/privacy/data").await.ok(200).text()
    }

    /// Whether the sign-in has ended.
    pub async fn is_out(&self) -> bool {
        let answer = self.get("/privacy/data").await;
        answer.status.as_u16() == 303 && answer.header("location").starts_with("/privacy?why=ended&")
    }
}

async fn post(client: &Client, path: &str, cookie: &str, body: String) -> Answer {
    let headers =
        [("cookie", cookie), ("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
    client.send("POST", path, &headers, body).await
}

/// How the pages name a visit.
pub fn tag(session: &str) -> String {
    anteroom::platform::ids::SessionId::parse(session).expect("a session's id").tag()
}
