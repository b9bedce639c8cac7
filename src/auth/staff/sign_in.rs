//! Signing in: address, password, and the second factor where one is in use.

use serde::Deserialize;
use sqlx::PgPool;

use super::logins::{self, Begun, SignedIn};
use super::password;
use super::queries::Account;
use super::{LONGEST, lower, queries, second_factor};
use crate::audit::{self, Action, Actor};
use crate::config::{KeyedHash, SecretKey};
use crate::error::{Error, Kind};
use crate::platform::db;
use crate::platform::http::ClientIp;
use crate::platform::http::rate::RateLimits;

/// What a staff member sends to sign in
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Without NUL, which the database cannot store
    #[schema(pattern = "^[^\\u0000]*$")]
    pub email: String,
    pub password: String,
    /// Six digits from the phone, or a recovery code, if a second factor is in use
    #[serde(default)]
    pub code: Option<String>,
}

/// Signs staff in.
#[derive(Clone)]
pub struct SignIns {
    pub pool: PgPool,
    limits: RateLimits,
    /// Hides the networks in the database.
    network_hash: KeyedHash,
}

impl SignIns {
    /// The limits count in memory; known networks are stored as HMACs with this key.
    pub fn new(pool: PgPool, limits: RateLimits, key: &SecretKey) -> Self {
        Self { pool, limits, network_hash: key.hash_for("anteroom staff network v1\n") }
    }

    /// The client's network as the database knows it.
    fn network(&self, client: ClientIp) -> [u8; 32] {
        self.network_hash.of(client.bucket().to_string())
    }

    /// Signs in. Every refusal costs the same work, says the same, and is recorded in the audit trail.
    pub async fn sign_in(&self, given: Credentials, client: ClientIp, agent: &str) -> Result<Begun, Error> {
        let email = lower(&given.email);
        let network = self.network(client);
        let account = queries::find_account(&mut *self.pool.acquire().await?, &email, &network).await?;
        let is_known = account.as_ref().is_some_and(|account| account.knows_network);
        self.limits.check_sign_in(client, &email, is_known)?;
        let known = account.as_ref().map(|account| account.id);
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        // No password is that long. Check an empty one instead, so that the refusal costs the same work.
        let too_long = given.password.len() > 4 * LONGEST;
        let attempt = if too_long { String::new() } else { given.password };
        let fits = password::verify(attempt, hash).await && !too_long;
        let Some(account) = account.filter(|_| fits) else {
            self.record_refusal(Actor::Nobody, serde_json::json!({ "staff": known })).await?;
            return Err(Kind::SignInRefused.into());
        };
        let mut tx = db::begin(&self.pool).await?;
        if let Some(secret) = &account.totp_secret {
            let Some(code) = given.code.filter(|code| !code.trim().is_empty()) else {
                drop(tx);
                // Someone knows the password: if that is not its owner, this line is all there is to see of it.
                let detail = serde_json::json!({ "staff": known, "code_needed": true });
                self.record_refusal(Actor::Nobody, detail).await?;
                return Err(Kind::CodeNeeded.into());
            };
            if !second_factor::takes(&mut tx, account.id, &email, secret, &code).await? {
                drop(tx);
                self.record_refusal(Actor::Nobody, serde_json::json!({ "staff": known })).await?;
                return Err(Kind::SignInRefused.into());
            }
        }
        let begun = logins::create(&mut tx, account.id, client, agent).await?;
        queries::mark_network(&mut tx, account.id, &network).await?;
        let detail = serde_json::json!({ "login": begun.id });
        audit::record(&mut tx, Actor::Staff(account.id), Action::StaffSignedIn, None, detail).await?;
        tx.commit().await?;
        Ok(begun)
    }

    /// Checks the password of someone who is signed in, before something that a stolen token must not do: limited and
    /// recorded as a sign-in is. `field` is where the form shows that it is wrong.
    pub(super) async fn confirm_password(
        &self,
        who: &SignedIn,
        client: ClientIp,
        given: String,
        field: &'static str,
    ) -> Result<Account, Error> {
        let account =
            queries::find_account(&mut *self.pool.acquire().await?, &who.email, &self.network(client)).await?;
        let account = account.ok_or(Kind::NotSignedIn)?;
        self.limits.check_sign_in(client, &who.email, account.knows_network)?;
        if given.len() <= 4 * LONGEST && password::verify(given, Some(account.password_hash.clone())).await {
            return Ok(account);
        }
        Err(self.refuse_confirmation(who, field, "That is not your password.").await?)
    }

    /// Records that someone with this sign-in's token did not know a secret, and returns the error of its field.
    pub(super) async fn refuse_confirmation(
        &self,
        who: &SignedIn,
        field: &'static str,
        text: &'static str,
    ) -> Result<Error, Error> {
        let detail = serde_json::json!({ "staff": who.staff, "login": who.login, "wrong": field });
        self.record_refusal(Actor::Staff(who.staff), detail).await?;
        Ok(Error::field(field, text))
    }

    async fn record_refusal(&self, actor: Actor, detail: serde_json::Value) -> sqlx::Result<()> {
        audit::record(&mut *self.pool.acquire().await?, actor, Action::StaffSignInRefused, None, detail).await
    }
}
