//! The cookies of sign-ins. Names begin with `__Host-`: set only by this host, for all paths, over an encrypted
//! connection (RFC 6265bis, 4.1.3.2).

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The cookie of the console's pages.
pub const STAFF: &str = "__Host-anteroom";

/// The cookie of self-service.
pub const SELF_SERVICE: &str = "__Host-anteroom-privacy";

/// The cookie of the messenger's page.
pub const PHONE: &str = "__Host-anteroom-phone";

/// Returns the text of the cookie that a request carries, which may be any text.
pub fn read(jar: &CookieJar, name: &str) -> Option<String> {
    jar.get(name).map(|cookie| cookie.value().to_owned())
}

/// Sets the cookie. It ends with the browser session; the server ends the sign-in before that.
pub fn set(name: &'static str, token: &str) -> CookieJar {
    CookieJar::new().add(build(name, token))
}

/// Removes the cookie.
pub fn clear(name: &'static str) -> CookieJar {
    let mut cookie = build(name, "");
    cookie.set_max_age(time::Duration::ZERO);
    CookieJar::new().add(cookie)
}

fn build(name: &'static str, token: &str) -> Cookie<'static> {
    Cookie::build((name, token.to_owned())).path("/").secure(true).http_only(true).same_site(SameSite::Strict).build()
}

#[cfg(test)]
mod tests {
    use axum::http::header::SET_COOKIE;
    use axum::response::IntoResponse as _;

    use super::*;

    #[test]
    fn s18_the_cookie_is_ours_alone() {
        let text = |jar: CookieJar| jar.into_response().headers()[SET_COOKIE].to_str().expect("ASCII").to_owned();
        let attributes = "HttpOnly; SameSite=Strict; Secure; Path=/";
        assert_eq!(text(set("__Host-a", "secret")), format!("__Host-a=secret; {attributes}"));
        assert_eq!(text(clear("__Host-a")), format!("__Host-a=; {attributes}; Max-Age=0"));
    }
}
