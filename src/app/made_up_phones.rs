//! `/dev/phone`: a made-up telephone in a page, for trying the messenger out on this machine. The telephones themselves
//! run in the program `anteroom-whatsapp-simulated`; here their calls are passed on.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http_body_util::Full;
use serde::Deserialize;
use serde_json::json;

use crate::auth::phones::Phone;
use crate::error::{Error, Kind};
use crate::messenger::Messenger;
use crate::platform::http::origin::{Sender, Site};
use crate::platform::http::{IsLocal, Json, page};
use crate::platform::outgoing::Outgoing;

/// The telephone that scans for the first time is linked meanwhile, which takes some seconds.
const PATIENCE: Duration = Duration::from_secs(28);

/// The largest answer of the telephones.
const MAX_ANSWER: usize = 1024 * 1024;

/// Where the made-up telephones are.
pub struct MadeUpPhones {
    pub messenger: Messenger,
    pub address: SocketAddr,
    pub site: Site,
    outgoing: Outgoing,
}

impl MadeUpPhones {
    pub fn new(messenger: Messenger, address: SocketAddr, site: Site) -> Self {
        Self { messenger, address, site, outgoing: Outgoing::direct() }
    }

    async fn pass_on(&self, method: &str, path: &str, body: String) -> Result<Response, Error> {
        let request = hyper::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| Error::caused(Kind::Internal, error))?;
        let Ok(answer) = self.outgoing.call(request, MAX_ANSWER, PATIENCE).await else {
            let detail = "The made-up telephones do not answer. script/server builds and starts them, which takes some \
                          minutes the first time.";
            return Ok(refused(StatusCode::SERVICE_UNAVAILABLE, detail));
        };
        Ok((answer.head.status, [(CONTENT_TYPE, "application/json")], answer.body).into_response())
    }
}

/// A sentence for the page, which reads JSON.
fn refused(status: StatusCode, detail: &str) -> Response {
    (status, axum::Json(json!({ "detail": detail }))).into_response()
}

/// Mounted only with `MESSENGER=simulated`.
pub fn router(phones: MadeUpPhones) -> Router {
    let phones = Arc::new(phones);
    Router::new()
        .route("/dev/phone", get(show))
        .route("/dev/phone/scan", post(scan))
        .route("/dev/phone/messages", get(messages).post(send))
        .route_layer(from_fn_with_state(Arc::clone(&phones), local_only))
        .with_state(phones)
}

/// Only programs on this machine; and no other site's page in a browser on it may scan or send.
async fn local_only(
    State(phones): State<Arc<MadeUpPhones>>,
    IsLocal(local): IsLocal,
    request: Request,
    next: Next,
) -> Response {
    let reads = request.method().is_safe();
    if local && (reads || Sender::of(request.headers(), &phones.site) != Sender::Other) {
        return next.run(request).await;
    }
    Error::from(Kind::NotFound).into_response()
}

#[derive(Template)]
#[template(path = "dev/phone.html")]
struct Telephone {
    assets: &'static str,
}

async fn show() -> Result<Response, Error> {
    page::render(&Telephone { assets: page::assets() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Scan {
    phone_number: String,
    /// Without one, the code that waits for this number: who holds the phone in front of the screen.
    qr: Option<String>,
}

async fn scan(State(phones): State<Arc<MadeUpPhones>>, Json(scan): Json<Scan>) -> Result<Response, Error> {
    let code = if let Some(code) = scan.qr {
        code
    } else {
        let waiting = match Phone::parse(&scan.phone_number) {
            Some(phone) => phones.messenger.qr_of_number(&phone).await?,
            None => None,
        };
        let Some(code) = waiting else {
            let detail = "No code waits for this number. Sign in with it at /messenger first.";
            return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, detail));
        };
        code
    };
    let body = json!({ "phoneNumber": scan.phone_number, "qr": code });
    phones.pass_on("POST", "/dev/phone/scan", body.to_string()).await
}

async fn send(State(phones): State<Arc<MadeUpPhones>>, body: String) -> Result<Response, Error> {
    phones.pass_on("POST", "/dev/phone/messages", body).await
}

async fn messages(State(phones): State<Arc<MadeUpPhones>>, request: Request) -> Result<Response, Error> {
    let query = request.uri().query().unwrap_or_default();
    phones.pass_on("GET", &format!("/dev/phone/messages?{query}"), String::new()).await
}
