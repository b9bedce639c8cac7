//! Signature V4 for streaming requests. The SDK's own path would sign or buffer the payload, which is most of a put's
//! cost (see `docs/uploads.md`).

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials as _, SharedCredentialsProvider};
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use tokio::sync::Mutex;

use super::{ObjectError, with_causes};

/// Credentials are fetched again this long before they expire.
const RENEW_BEFORE: Duration = Duration::from_secs(300);

pub(super) struct Signer {
    provider: Option<SharedCredentialsProvider>,
    region: String,
    cached: Mutex<Option<Credentials>>,
}

impl Signer {
    pub fn new(provider: Option<SharedCredentialsProvider>, region: String) -> Self {
        Self { provider, region, cached: Mutex::new(None) }
    }

    async fn credentials(&self, now: SystemTime) -> Result<Credentials, ObjectError> {
        let mut cached = self.cached.lock().await;
        let fresh = |credentials: &Credentials| credentials.expiry().is_none_or(|expiry| expiry > now + RENEW_BEFORE);
        if let Some(credentials) = cached.as_ref().filter(|credentials| fresh(credentials)) {
            return Ok(credentials.clone());
        }
        let provider = self.provider.as_ref().ok_or_else(|| {
            ObjectError::Unavailable("no AWS credentials are configured: set AWS_ACCESS_KEY_ID".to_owned())
        })?;
        let credentials = provider
            .provide_credentials()
            .await
            .map_err(|error| ObjectError::Unavailable(format!("no AWS credentials: {}", with_causes(&error))))?;
        *cached = Some(credentials.clone());
        Ok(credentials)
    }

    /// Adds the signature's headers. The payload is unsigned: TLS and the checksum protect it.
    pub async fn sign<B>(&self, request: &mut hyper::Request<B>, trailer: bool) -> Result<(), ObjectError> {
        let now = SystemTime::from(crate::platform::clock::now());
        let identity = self.credentials(now).await?.into();
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let failed = |error: &dyn std::fmt::Display| ObjectError::Unavailable(format!("cannot sign: {error}"));
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("s3")
            .time(now)
            .settings(settings)
            .build()
            .map_err(|error| failed(&error))?
            .into();
        let body = if trailer { SignableBody::StreamingUnsignedPayloadTrailer } else { SignableBody::UnsignedPayload };
        let uri = request.uri().to_string();
        let headers = request.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let signable =
            SignableRequest::new(request.method().as_str(), uri, headers, body).map_err(|error| failed(&error))?;
        let (instructions, _) = sign(signable, &params).map_err(|error| failed(&error))?.into_parts();
        instructions.apply_to_request_http1x(request);
        Ok(())
    }
}
