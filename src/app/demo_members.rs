//! Two made-up members for trying the members' chat out without a site: `GET /dev/members/{name}/token` signs them in, on
//! this machine only.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::get;
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::config::{Config, JwtSecret, MemberOptions, SecretKey};
use crate::error::{Error, Kind};
use crate::platform::clock;
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::{IsLocal, Path};

/// How long a token is valid, in seconds; the page fetches another.
const VALID_FOR: i64 = 600;

/// Signs the made-up members' tokens.
#[derive(Clone)]
pub struct DemoMembers {
    secret: JwtSecret,
    site: Site,
}

/// How the site's users sign in, and the made-up ones where no option says how and visitors come from this machine only.
pub fn options(
    config: &Config,
    key: &SecretKey,
    site: Site,
    address: SocketAddr,
) -> (MemberOptions, Option<DemoMembers>) {
    let mut members = config.members.clone();
    if config.production || config.database_url.is_some() || members.signs_in() || !config.web.is_local(address) {
        return (members, None);
    }
    let Ok(secret) = hex::encode(key.hash_for("made-up members").of([])).parse::<JwtSecret>();
    members.members_jwt_secret = Some(secret.clone());
    (members, Some(DemoMembers { secret, site }))
}

impl DemoMembers {
    fn token(&self, name: &str) -> Result<String, Error> {
        let mut claims = claims(name).ok_or(Kind::NotFound)?;
        claims["exp"] = (clock::now().unix_timestamp() + VALID_FOR).into();
        let signed =
            EncodingKey::from_secret(self.secret.bytes()).and_then(|key| encode(&Header::default(), &claims, &key));
        signed.map_err(|error| Error::caused(Kind::Internal, error))
    }
}

fn claims(name: &str) -> Option<Value> {
    match name {
        "ada" => Some(json!({ "sub": "ada", "name": "Ada", "role": "volunteer" })),
        "ben" => Some(json!({ "sub": "ben", "name": "Ben", "role": "caseworker" })),
        _ => None,
    }
}

pub fn router(members: DemoMembers) -> Router {
    Router::new().route("/dev/members/{name}/token", get(token)).with_state(Arc::new(members))
}

async fn token(
    State(members): State<Arc<DemoMembers>>,
    IsLocal(local): IsLocal,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<String, Error> {
    if !local || Sender::of(&headers, &members.site) == Sender::Other {
        return Err(Kind::NotFound.into());
    }
    members.token(&name)
}
