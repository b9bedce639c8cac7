//! Checks how the options of members' tokens relate; each error says what to fix.

use std::time::Duration;

use clap::ValueEnum as _;
use url::{Host, Url};

use super::check::OUR_ISSUERS;
use crate::config::{JwtAlgorithm, KeysAt, MemberOptions, Switch};

/// As many bytes as the hash has.
const SHORTEST_SECRET: usize = 32;

const LONGEST_LEEWAY: Duration = Duration::from_secs(120);

/// What does not fit together; one sentence each.
pub fn faults(options: &MemberOptions, production: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if options.members_leeway > LONGEST_LEEWAY {
        faults.push("MEMBERS_LEEWAY is above 2 minutes. Set the issuer's clock instead.".to_owned());
    }
    if let Some(secret) = &options.members_jwt_secret
        && secret.bytes().len() < SHORTEST_SECRET
    {
        faults.push(format!(
            "MEMBERS_JWT_SECRET has {} bytes. HS256 needs {SHORTEST_SECRET} (RFC 7518, 3.2): make one with \
             `openssl rand -base64 32`, for the site too.",
            secret.bytes().len()
        ));
    }
    let keys = options.keys();
    for (name, url) in
        [("MEMBERS_JWKS_URL", &options.members_jwks_url), ("SUPABASE_PROJECT_URL", &options.supabase_project_url)]
    {
        if let Some(url) = url
            && !is_safe(url)
        {
            faults.push(format!("{name} is “{url}”. Keys are only safe by https, or from this machine."));
        }
    }
    if let Some(KeysAt::Discovery { issuer, configuration }) = &keys
        && !is_safe(configuration)
    {
        faults.push(format!(
            "MEMBERS_ISSUER is “{issuer}”, where no keys can be found safely. Use https, or set MEMBERS_JWKS_URL or \
             MEMBERS_JWT_SECRET."
        ));
    }
    if options.members_issuer.is_some() && keys.is_none() && options.members_jwt_secret.is_none() {
        faults.push(
            "MEMBERS_ISSUER is no address where keys can be found. Set MEMBERS_JWKS_URL or MEMBERS_JWT_SECRET too."
                .to_owned(),
        );
    }
    if options.issuer().is_some_and(|issuer| OUR_ISSUERS.contains(&issuer.as_str())) {
        faults.push(format!("MEMBERS_ISSUER must not be one of our own: {}.", OUR_ISSUERS.join(", ")));
    }
    for algorithm in &options.members_algorithms {
        let (needs, has) = match algorithm {
            JwtAlgorithm::Hs256 => ("MEMBERS_JWT_SECRET", options.members_jwt_secret.is_some()),
            _ => ("MEMBERS_JWKS_URL", keys.is_some()),
        };
        if !has {
            let name = algorithm.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            faults.push(format!("MEMBERS_ALGORITHMS names {name}, which needs {needs}."));
        }
    }
    if production && keys.is_some() && options.audiences().is_empty() {
        faults.push(
            "--production needs MEMBERS_AUDIENCE with a key set: the issuer signs tokens for other programs too."
                .to_owned(),
        );
    }
    faults.extend(faults_of_lookup(options));
    if production && options.members_trust_user_header == Switch::On {
        faults.push("MEMBERS_TRUST_USER_HEADER is for trying out: --production refuses it.".to_owned());
    }
    faults
}

/// How the site is asked whose a credential is.
fn faults_of_lookup(options: &MemberOptions) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, url) in [
        ("MEMBERS_INTROSPECTION_URL", &options.members_introspection_url),
        ("MEMBERS_WHOAMI_URL", &options.members_whoami_url),
    ] {
        if let Some(url) = url
            && !is_safe(url)
        {
            faults.push(format!("{name} is “{url}”. Sign-ins are only safe by https, or on this machine."));
        }
    }
    let has_client = options.members_introspection_client_id.is_some();
    let has_secret = options.members_introspection_client_secret.is_some();
    if options.members_introspection_url.is_some() != has_client || has_client != has_secret {
        faults.push(
            "MEMBERS_INTROSPECTION_URL, MEMBERS_INTROSPECTION_CLIENT_ID and MEMBERS_INTROSPECTION_CLIENT_SECRET belong \
             together: set all three or none."
                .to_owned(),
        );
    }
    if options.members_whoami_url.is_some() == options.members_cookie.is_empty() {
        faults.push(
            "MEMBERS_COOKIE and MEMBERS_WHOAMI_URL belong together: which cookies are sent to which address of the site."
                .to_owned(),
        );
    }
    if let Some(name) = options.members_cookie.iter().find(|name| !is_cookie(name)) {
        faults.push(format!("MEMBERS_COOKIE names “{name}”, which is no name of a cookie."));
    }
    faults
}

/// RFC 6265, 4.1.1; an asterisk at the end means any rest.
fn is_cookie(name: &str) -> bool {
    let name = name.strip_suffix('*').unwrap_or(name);
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_sign)
}

/// Whether what comes from this address is what its owner sent.
pub fn is_safe(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => url.host().is_some(),
        "http" => is_here,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    #[test]
    fn options_that_contradict_each_other_are_named() {
        let of = |flags: &[&str], production| {
            let config = Cli::from_flags(["anteroom"].iter().chain(flags)).expect("options that parse").config;
            faults(&config.members, production)
        };
        let secret = format!("--members-jwt-secret={}", "s".repeat(32));
        let jwks = "--members-jwks-url=https://id.example/jwks";
        for fine in [
            vec![],
            vec![&*secret],
            vec![jwks, "--members-audience=us"],
            vec!["--members-jwks-url=http://127.0.0.1:9/jwks", "--members-audience=us"],
            vec!["--members-issuer=https://id.example", "--members-audience=us"],
            vec!["--members-issuer=site", &secret],
            vec!["--supabase-project-url=https://abc.supabase.co"],
            vec!["--members-algorithms=rs256,EdDSA", jwks, "--members-audience=us"],
        ] {
            assert_eq!(of(&fine, true), [""; 0], "{fine:?}");
        }
        for (flags, name) in [
            (vec![jwks], "MEMBERS_AUDIENCE"),
            (vec!["--members-jwks-url=http://id.example/jwks", "--members-audience=us"], "MEMBERS_JWKS_URL"),
            (vec!["--members-jwks-url=file:///jwks", "--members-audience=us"], "MEMBERS_JWKS_URL"),
            (vec!["--supabase-project-url=http://abc.supabase.co"], "SUPABASE_PROJECT_URL"),
            (vec!["--members-issuer=http://id.example", "--members-audience=us"], "MEMBERS_ISSUER"),
            (vec!["--members-issuer=site"], "MEMBERS_ISSUER"),
            (vec!["--members-issuer=phone", &secret], "phone"),
            (vec!["--members-algorithms=HS256", jwks, "--members-audience=us"], "MEMBERS_JWT_SECRET"),
            (vec!["--members-algorithms=ES256", &secret], "MEMBERS_JWKS_URL"),
            (vec!["--members-leeway=3m"], "MEMBERS_LEEWAY"),
            (vec!["--members-trust-user-header=on"], "MEMBERS_TRUST_USER_HEADER"),
            (vec!["--members-introspection-url=https://id.example/introspect"], "MEMBERS_INTROSPECTION_CLIENT_ID"),
            (vec!["--members-introspection-client-id=us"], "MEMBERS_INTROSPECTION_CLIENT_SECRET"),
            (vec!["--members-cookie=sid"], "MEMBERS_WHOAMI_URL"),
            (vec!["--members-whoami-url=https://www.example/me"], "MEMBERS_COOKIE"),
            (vec!["--members-whoami-url=http://www.example/me", "--members-cookie=sid"], "MEMBERS_WHOAMI_URL"),
            (vec!["--members-whoami-url=https://www.example/me", "--members-cookie=a b"], "MEMBERS_COOKIE"),
        ] {
            let found = of(&flags, true);
            assert!(found.len() == 1 && found[0].contains(name), "{flags:?}: {found:?}");
        }
        assert_eq!(of(&[jwks, "--members-trust-user-header=on"], false), [""; 0]);
        let short = of(&["--members-jwt-secret=hunter2"], false);
        assert!(short.len() == 1 && short[0].contains("7 bytes") && !short[0].contains("hunter2"), "{short:?}");
    }
}
