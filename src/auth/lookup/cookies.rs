//! Which of a request's cookies the site is asked about.

use hyper::HeaderMap;
use hyper::header::COOKIE;

/// The cookies with these names, as the browser sent them and in its order. A name that ends in `*` is the beginning of
/// several: large sign-ins are cut into pieces.
pub fn choose(headers: &HeaderMap, names: &[String]) -> String {
    let is_chosen = |name: &str| {
        names.iter().any(|wanted| match wanted.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == wanted,
        })
    };
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let all = lines.flat_map(|line| line.split(';')).map(str::trim);
    let chosen = all.filter(|pair| pair.split_once('=').is_some_and(|(name, _)| is_chosen(name)));
    chosen.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn only_the_named_cookies_go_to_the_site() {
        let chosen = |lines: &[&str], names: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(COOKIE, HeaderValue::from_str(line).expect("a header"));
            }
            choose(&headers, &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(chosen(&["sid=a; other=b", "sid2=c"], &["sid"]), "sid=a");
        assert_eq!(chosen(&["a=1; token.0=x;token.1=y=="], &["token.*"]), "token.0=x; token.1=y==");
        assert_eq!(chosen(&["SID=a; sid; =b"], &["sid"]), "");
        assert_eq!(chosen(&[], &["sid"]), "");
    }
}
