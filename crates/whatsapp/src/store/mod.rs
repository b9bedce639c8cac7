//! The client's keys and state, as sealed rows of its session. Each kind has a number of its own, which never changes.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use messenger::{Row, RowsError, SealedRows};
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use whatsapp_rust::wacore::appstate::hash::HashState;
use whatsapp_rust::wacore::appstate::processor::AppStateMutationMAC;
use whatsapp_rust::wacore::store::Device;
use whatsapp_rust::wacore::store::error::{Result, StoreError};
use whatsapp_rust::wacore::store::traits::{AppStateSyncKey, AppSyncStore, DeviceStore, SignalStore};

mod protocol;

const DEVICE: i16 = 1;
const IDENTITY: i16 = 2;
const SESSION: i16 = 3;
const PRE_KEY: i16 = 4;
const SIGNED_PRE_KEY: i16 = 5;
const SENDER_KEY: i16 = 6;
const SYNC_KEY: i16 = 7;
const SYNC_VERSION: i16 = 8;
const MUTATION_MAC: i16 = 9;
const SENDER_KEY_DEVICE: i16 = 10;
const LID: i16 = 11;
const PHONE: i16 = 12;
const BASE_KEY: i16 = 13;
const DEVICE_LIST: i16 = 14;
const GROUP: i16 = 15;
const TOKEN: i16 = 16;
const SENT: i16 = 17;
const PENDING: i16 = 18;
const SECRET: i16 = 19;

/// The name of what there is only one of.
const ONLY: &[u8] = b"";

/// The store of one session.
pub struct Store(pub SealedRows);

fn failed(error: RowsError) -> StoreError {
    StoreError::Database(Box::new(error))
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Serialization(Box::new(error))
}

#[expect(clippy::disallowed_methods, reason = "the place of this crate's clock")]
pub(crate) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// A name of several parts, none of which has a line feed.
fn joined(parts: &[&str]) -> Vec<u8> {
    parts.join("\n").into_bytes()
}

/// A number of a name, by which its rows are found together. Two names may have the same.
fn number_of(name: &str) -> i64 {
    // FNV-1a; it needs to be the same in every version.
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    hash.cast_signed()
}

impl Store {
    async fn get(&self, kind: i16, name: &[u8]) -> Result<Option<Vec<u8>>> {
        self.0.get(kind, name).await.map_err(failed)
    }

    async fn put(&self, kind: i16, rows: &[Row]) -> Result<()> {
        self.0.put(kind, rows).await.map_err(failed)
    }

    async fn delete(&self, kind: i16, name: impl Into<Vec<u8>>) -> Result<()> {
        self.0.delete(kind, &[name.into()]).await.map_err(failed)
    }

    async fn read<T: DeserializeOwned>(&self, kind: i16, name: &[u8]) -> Result<Option<T>> {
        let value = self.get(kind, name).await?;
        value.map(|value| serde_json::from_slice(&value).map_err(unreadable)).transpose()
    }

    async fn write(&self, kind: i16, name: impl Into<Vec<u8>>, value: &(impl Serialize + Sync)) -> Result<()> {
        self.put(kind, &[Row::new(name, json(value)?)]).await
    }

    async fn all<T: DeserializeOwned>(&self, kind: i16, number: Option<i64>) -> Result<Vec<T>> {
        let rows = self.0.list(kind, number).await.map_err(failed)?;
        rows.into_iter().map(|(_, value)| serde_json::from_slice(&value).map_err(unreadable)).collect()
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(unreadable)
}

fn count(deleted: u64) -> u32 {
    u32::try_from(deleted).unwrap_or(u32::MAX)
}

fn key(bytes: &[u8]) -> Result<[u8; 32]> {
    bytes.try_into().map_err(|_| StoreError::Validation("a key of another length".to_owned()))
}

#[async_trait]
impl SignalStore for Store {
    async fn put_identity(&self, address: &str, key: [u8; 32]) -> Result<()> {
        self.put(IDENTITY, &[Row::new(address, key)]).await
    }

    async fn put_identities_batch(&self, identities: &[(Arc<str>, [u8; 32])]) -> Result<()> {
        let rows: Vec<Row> = identities.iter().map(|(address, key)| Row::new(address.as_bytes(), *key)).collect();
        self.put(IDENTITY, &rows).await
    }

    async fn load_identity(&self, address: &str) -> Result<Option<[u8; 32]>> {
        self.get(IDENTITY, address.as_bytes()).await?.map(|bytes| key(&bytes)).transpose()
    }

    async fn delete_identity(&self, address: &str) -> Result<()> {
        self.delete(IDENTITY, address).await
    }

    async fn get_session(&self, address: &str) -> Result<Option<Bytes>> {
        Ok(self.get(SESSION, address.as_bytes()).await?.map(Bytes::from))
    }

    async fn put_session(&self, address: &str, session: &[u8]) -> Result<()> {
        self.put(SESSION, &[Row::new(address, session)]).await
    }

    async fn put_sessions_batch(&self, sessions: &[(Arc<str>, Bytes)]) -> Result<()> {
        let rows: Vec<Row> = sessions.iter().map(|(address, bytes)| Row::new(address.as_bytes(), &bytes[..])).collect();
        self.put(SESSION, &rows).await
    }

    async fn delete_session(&self, address: &str) -> Result<()> {
        self.delete(SESSION, address).await
    }

    async fn store_prekey(&self, id: u32, record: &[u8], _uploaded: bool) -> Result<()> {
        self.store_prekeys_batch(&[(id, Bytes::copy_from_slice(record))], false).await
    }

    async fn store_prekeys_batch(&self, keys: &[(u32, Bytes)], _uploaded: bool) -> Result<()> {
        let row =
            |(id, record): &(u32, Bytes)| Row { number: Some((*id).into()), ..Row::new(id.to_be_bytes(), &record[..]) };
        let rows: Vec<Row> = keys.iter().map(row).collect();
        self.put(PRE_KEY, &rows).await
    }

    async fn load_prekey(&self, id: u32) -> Result<Option<Bytes>> {
        Ok(self.get(PRE_KEY, &id.to_be_bytes()).await?.map(Bytes::from))
    }

    /// Not kept, as in the store of the client itself: what matters is that a key which was used does not come back.
    async fn mark_prekeys_uploaded(&self, _ids: &[u32]) -> Result<()> {
        Ok(())
    }

    async fn remove_prekey(&self, id: u32) -> Result<()> {
        self.delete(PRE_KEY, id.to_be_bytes()).await
    }

    async fn get_max_prekey_id(&self) -> Result<u32> {
        let greatest = self.0.greatest(PRE_KEY).await.map_err(failed)?;
        Ok(greatest.and_then(|id| u32::try_from(id).ok()).unwrap_or_default())
    }

    async fn store_signed_prekey(&self, id: u32, record: &[u8]) -> Result<()> {
        self.put(SIGNED_PRE_KEY, &[Row { number: Some(id.into()), ..Row::new(id.to_be_bytes(), record) }]).await
    }

    async fn load_signed_prekey(&self, id: u32) -> Result<Option<Vec<u8>>> {
        self.get(SIGNED_PRE_KEY, &id.to_be_bytes()).await
    }

    async fn load_all_signed_prekeys(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        let rows = self.0.list(SIGNED_PRE_KEY, None).await.map_err(failed)?;
        Ok(rows.into_iter().filter_map(|(id, record)| Some((u32::try_from(id?).ok()?, record))).collect())
    }

    async fn remove_signed_prekey(&self, id: u32) -> Result<()> {
        self.delete(SIGNED_PRE_KEY, id.to_be_bytes()).await
    }

    async fn put_sender_key(&self, address: &str, record: &[u8]) -> Result<()> {
        self.put(SENDER_KEY, &[Row::new(address, record)]).await
    }

    async fn put_sender_keys_batch(&self, sender_keys: &[(Arc<str>, Bytes)]) -> Result<()> {
        let rows: Vec<Row> =
            sender_keys.iter().map(|(address, record)| Row::new(address.as_bytes(), &record[..])).collect();
        self.put(SENDER_KEY, &rows).await
    }

    async fn get_sender_key(&self, address: &str) -> Result<Option<Vec<u8>>> {
        self.get(SENDER_KEY, address.as_bytes()).await
    }

    async fn delete_sender_key(&self, address: &str) -> Result<()> {
        self.delete(SENDER_KEY, address).await
    }
}

#[async_trait]
impl AppSyncStore for Store {
    async fn get_sync_key(&self, key_id: &[u8]) -> Result<Option<AppStateSyncKey>> {
        Ok(self.read::<(Vec<u8>, AppStateSyncKey)>(SYNC_KEY, key_id).await?.map(|(_, key)| key))
    }

    async fn set_sync_key(&self, key_id: &[u8], key: AppStateSyncKey) -> Result<()> {
        // The latest one is that which was stored last.
        let last = self.0.greatest(SYNC_KEY).await.map_err(failed)?.unwrap_or_default();
        let value = json(&(key_id.to_vec(), key))?;
        self.put(SYNC_KEY, &[Row { number: Some(last + 1), ..Row::new(key_id, value) }]).await
    }

    async fn get_version(&self, name: &str) -> Result<HashState> {
        Ok(self.read(SYNC_VERSION, name.as_bytes()).await?.unwrap_or_default())
    }

    async fn set_version(&self, name: &str, state: HashState) -> Result<()> {
        self.write(SYNC_VERSION, name, &state).await
    }

    async fn put_mutation_macs(&self, name: &str, _version: u64, mutations: &[AppStateMutationMAC]) -> Result<()> {
        let row = |mac: &AppStateMutationMAC| Row {
            number: Some(number_of(name)),
            ..Row::new([name.as_bytes(), b"\n", &mac.index_mac[..]].concat(), &mac.value_mac[..])
        };
        let rows: Vec<Row> = mutations.iter().map(row).collect();
        self.put(MUTATION_MAC, &rows).await
    }

    async fn get_mutation_mac(&self, name: &str, index_mac: &[u8]) -> Result<Option<Vec<u8>>> {
        self.get(MUTATION_MAC, &[name.as_bytes(), b"\n", index_mac].concat()).await
    }

    async fn delete_mutation_macs(&self, name: &str, index_macs: &[Vec<u8>]) -> Result<()> {
        let names: Vec<Vec<u8>> =
            index_macs.iter().map(|index| [name.as_bytes(), b"\n", &index[..]].concat()).collect();
        self.0.delete(MUTATION_MAC, &names).await.map_err(failed)
    }

    async fn clear_mutation_macs(&self, name: &str) -> Result<()> {
        self.0.delete_numbered(MUTATION_MAC, number_of(name)).await.map_err(failed)
    }

    async fn get_latest_sync_key_id(&self) -> Result<Option<Vec<u8>>> {
        let mut all: Vec<(Vec<u8>, AppStateSyncKey)> = self.all(SYNC_KEY, None).await?;
        Ok(all.pop().map(|(id, _)| id))
    }
}

#[async_trait]
impl DeviceStore for Store {
    async fn save(&self, device: &Device) -> Result<()> {
        self.write(DEVICE, ONLY, device).await
    }

    async fn load(&self) -> Result<Option<Device>> {
        self.read(DEVICE, ONLY).await
    }

    async fn exists(&self) -> Result<bool> {
        Ok(self.get(DEVICE, ONLY).await?.is_some())
    }

    async fn create(&self) -> Result<i32> {
        Ok(1)
    }
}
