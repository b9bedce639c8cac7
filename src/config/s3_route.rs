//! How the bucket is reached: what the AWS SDK reads from the environment by itself.

use hyper::Uri;
use hyper::http::uri::Authority;
use hyper_util::client::proxy::matcher::Matcher;

/// The variables that count, with their names where an error needs them.
#[derive(Debug, Default)]
pub struct S3Route {
    pub endpoint: Option<String>,
    proxy: Option<(&'static str, String)>,
    no_proxy: String,
}

impl S3Route {
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let first = |names: [&'static str; 2]| names.into_iter().find_map(|name| Some((name, variable(name)?)));
        let endpoint = variable("AWS_ENDPOINT_URL_S3").or_else(|| variable("AWS_ENDPOINT_URL"));
        let is_plain = endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http:"));
        let own = if is_plain { ["HTTP_PROXY", "http_proxy"] } else { ["HTTPS_PROXY", "https_proxy"] };
        let proxies = [own, ["ALL_PROXY", "all_proxy"]];
        Self {
            proxy: proxies.into_iter().filter_map(first).find(|(_, address)| !address.is_empty()),
            no_proxy: first(["NO_PROXY", "no_proxy"]).unwrap_or_default().1,
            endpoint,
        }
    }

    /// A sentence about a proxy that the clients would silently leave out, or cannot use. It does not repeat the
    /// address, which may contain a password.
    pub fn proxy_fault(&self) -> Option<String> {
        let (name, address) = self.proxy.as_ref()?;
        let store = self.endpoint.as_deref().unwrap_or("https://s3.amazonaws.com").parse().ok()?;
        let through =
            |proxy: &str| Matcher::builder().all(proxy.to_owned()).no(&self.no_proxy).build().intercept(&store);
        // None if NO_PROXY names the store.
        through("http://proxy")?;
        // A password with one of these characters would end the address, and what is before it look like host and port.
        let rest = address.split_once("://").map_or(&**address, |(_, rest)| rest);
        let is_whole = !rest.trim_end_matches('/').contains(['/', '?', '#']);
        let is_usable = is_whole && through(address).is_some_and(|proxy| is_http(proxy.uri()));
        (!is_usable).then(|| {
            format!(
                "{name} names no proxy that can be used. It looks like http://user:password@proxy.example.com:3128, \
                 with # / ? % and @ in the password written as %23 %2F %3F %25 and %40. SOCKS is not supported. Where \
                 the object store needs no proxy, name its host in NO_PROXY."
            )
        })
    }
}

fn is_http(proxy: &Uri) -> bool {
    let has_port = proxy.port_u16().is_some() || proxy.host() == proxy.authority().map(Authority::as_str);
    has_port && matches!(proxy.scheme_str(), Some("http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(variables: &[(&str, &str)]) -> bool {
        let variable =
            |name: &str| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
        S3Route::read(variable).proxy_fault().is_some()
    }

    #[test]
    fn only_the_proxy_that_would_be_used_is_judged() {
        let plain = ("AWS_ENDPOINT_URL", "http://store.internal:9000");
        for usable in [
            &[][..],
            &[("HTTPS_PROXY", "http://proxy.example.com:3128")],
            &[("HTTPS_PROXY", "proxy.example.com")],
            &[("HTTPS_PROXY", "https://u:p%23@proxy.example.com/")],
            &[("HTTPS_PROXY", "http://[::1]:3128")],
            &[("HTTPS_PROXY", "")],
            &[("HTTP_PROXY", "http://"), ("https_proxy", "http://proxy")],
            &[plain, ("HTTPS_PROXY", "http://")],
            &[plain, ("ALL_PROXY", "socks5://proxy"), ("NO_PROXY", "other, .internal")],
            &[("https_proxy", "http://proxy"), ("all_proxy", "socks://proxy")],
        ] {
            assert!(!is_refused(usable), "{usable:?}");
        }
        for unusable in [
            &[("HTTPS_PROXY", "http://")][..],
            &[("HTTPS_PROXY", "http://u:p@ss#@proxy.example.com")],
            &[("HTTPS_PROXY", "http://u:12/3@proxy.example.com")],
            &[("HTTPS_PROXY", "http://u:secret")],
            &[("HTTPS_PROXY", "socks5h://proxy")],
            &[("HTTPS_PROXY", ""), ("ALL_PROXY", "socks://proxy")],
            &[plain, ("http_proxy", "proxy example"), ("NO_PROXY", "other")],
        ] {
            assert!(is_refused(unusable), "{unusable:?}");
        }
    }
}
