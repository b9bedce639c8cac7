//! Certificates of a company's own authority, which no system knows.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The authority, in `authority.pem` of the folder.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new(folder: &Path) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        std::fs::write(folder.join("authority.pem"), issuer.pem()).expect("a file");
        Self(issuer)
    }

    /// A key for this host and its certificate, valid until this year.
    pub fn sign(&self, host: &str, until: i32) -> (KeyPair, Certificate) {
        let mut params = CertificateParams::new([host.to_owned()]).expect("names");
        params.not_after = date_time_ymd(until, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        (key, certificate)
    }

    /// TLS with them.
    pub fn acceptor(&self, host: &str, until: i32) -> TlsAcceptor {
        let (key, certificate) = self.sign(host, until);
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
            .expect("a key for its certificate");
        TlsAcceptor::from(Arc::new(config))
    }
}
