//! Whom the client knows, what it has sent, and what has come and is not stored yet.

use async_trait::async_trait;
use messenger::Row;
use whatsapp_rust::wacore::store::error::Result;
use whatsapp_rust::wacore::store::traits::{
    DeviceListRecord, LidPnMappingEntry, MsgSecretEntry, MsgSecretStore, ProtocolStore, TcTokenEntry,
    merge_msg_secret_expiry, merge_msg_secret_message_ts,
};

use super::{
    BASE_KEY, DEVICE_LIST, GROUP, LID, PENDING, PHONE, SECRET, SENDER_KEY_DEVICE, SENT, Store, TOKEN, count, failed,
    joined, json, now, number_of,
};

#[async_trait]
impl ProtocolStore for Store {
    async fn get_sender_key_devices(&self, group_jid: &str) -> Result<Vec<(String, bool)>> {
        let all: Vec<(String, String, bool)> = self.all(SENDER_KEY_DEVICE, Some(number_of(group_jid))).await?;
        let of_group = all.into_iter().filter(|(group, ..)| group == group_jid);
        Ok(of_group.map(|(_, device, has)| (device, has)).collect())
    }

    async fn set_sender_key_status(&self, group_jid: &str, entries: &[(&str, bool)]) -> Result<()> {
        let row = |(device, has): &(&str, bool)| {
            let value = json(&(group_jid, device, has))?;
            Ok(Row { number: Some(number_of(group_jid)), ..Row::new(joined(&[group_jid, device]), value) })
        };
        let rows: Result<Vec<Row>> = entries.iter().map(row).collect();
        self.put(SENDER_KEY_DEVICE, &rows?).await
    }

    async fn clear_sender_key_devices(&self, group_jid: &str) -> Result<()> {
        self.0.delete_numbered(SENDER_KEY_DEVICE, number_of(group_jid)).await.map_err(failed)
    }

    async fn delete_sender_key_device_rows(&self, device_jids: &[&str]) -> Result<()> {
        let all: Vec<(String, String, bool)> = self.all(SENDER_KEY_DEVICE, None).await?;
        let meant = all.iter().filter(|(_, device, _)| device_jids.contains(&device.as_str()));
        let names: Vec<Vec<u8>> = meant.map(|(group, device, _)| joined(&[group, device])).collect();
        self.0.delete(SENDER_KEY_DEVICE, &names).await.map_err(failed)
    }

    async fn clear_all_sender_key_devices(&self) -> Result<()> {
        self.0.clear(SENDER_KEY_DEVICE).await.map_err(failed)
    }

    async fn get_lid_mapping(&self, lid: &str) -> Result<Option<LidPnMappingEntry>> {
        self.read(LID, lid.as_bytes()).await
    }

    async fn get_pn_mapping(&self, phone: &str) -> Result<Option<LidPnMappingEntry>> {
        self.read(PHONE, phone.as_bytes()).await
    }

    async fn put_lid_mapping(&self, entry: &LidPnMappingEntry) -> Result<()> {
        self.put_lid_mappings(std::slice::from_ref(entry)).await
    }

    async fn put_lid_mappings(&self, entries: &[LidPnMappingEntry]) -> Result<()> {
        let by = |name: fn(&LidPnMappingEntry) -> &str| {
            entries.iter().map(|entry| Ok(Row::new(name(entry), json(entry)?))).collect::<Result<Vec<Row>>>()
        };
        self.put(LID, &by(|entry| &entry.lid)?).await?;
        self.put(PHONE, &by(|entry| &entry.phone_number)?).await
    }

    async fn get_all_lid_mappings(&self) -> Result<Vec<LidPnMappingEntry>> {
        self.all(LID, None).await
    }

    async fn save_base_key(&self, address: &str, message_id: &str, base_key: &[u8]) -> Result<()> {
        self.put(BASE_KEY, &[Row::new(joined(&[address, message_id]), base_key)]).await
    }

    async fn has_same_base_key(&self, address: &str, message_id: &str, current_base_key: &[u8]) -> Result<bool> {
        Ok(self.get(BASE_KEY, &joined(&[address, message_id])).await?.is_some_and(|stored| stored == current_base_key))
    }

    async fn delete_base_key(&self, address: &str, message_id: &str) -> Result<()> {
        self.delete(BASE_KEY, joined(&[address, message_id])).await
    }

    async fn update_device_list(&self, record: DeviceListRecord) -> Result<()> {
        self.write(DEVICE_LIST, record.user.as_str(), &record).await
    }

    async fn get_devices(&self, user: &str) -> Result<Option<DeviceListRecord>> {
        self.read(DEVICE_LIST, user.as_bytes()).await
    }

    async fn delete_devices(&self, user: &str) -> Result<()> {
        self.delete(DEVICE_LIST, user).await
    }

    async fn get_group_metadata(&self, group_jid: &str) -> Result<Option<Vec<u8>>> {
        self.get(GROUP, group_jid.as_bytes()).await
    }

    async fn put_group_metadata(&self, group_jid: &str, blob: &[u8]) -> Result<()> {
        self.put(GROUP, &[Row::new(group_jid, blob)]).await
    }

    async fn delete_group_metadata(&self, group_jid: &str) -> Result<()> {
        self.delete(GROUP, group_jid).await
    }

    async fn get_tc_token(&self, jid: &str) -> Result<Option<TcTokenEntry>> {
        Ok(self.read::<(String, TcTokenEntry)>(TOKEN, jid.as_bytes()).await?.map(|(_, entry)| entry))
    }

    async fn put_tc_token(&self, jid: &str, entry: &TcTokenEntry) -> Result<()> {
        self.write(TOKEN, jid, &(jid, entry)).await
    }

    async fn delete_tc_token(&self, jid: &str) -> Result<()> {
        self.delete(TOKEN, jid).await
    }

    async fn get_all_tc_token_jids(&self) -> Result<Vec<String>> {
        let all: Vec<(String, TcTokenEntry)> = self.all(TOKEN, None).await?;
        Ok(all.into_iter().map(|(jid, _)| jid).collect())
    }

    async fn delete_expired_tc_tokens(&self, token_cutoff: i64, sender_cutoff: i64) -> Result<u32> {
        let all: Vec<(String, TcTokenEntry)> = self.all(TOKEN, None).await?;
        let is_over = |entry: &TcTokenEntry| {
            entry.token_timestamp < token_cutoff && entry.sender_timestamp.is_none_or(|sent| sent < sender_cutoff)
        };
        let over: Vec<Vec<u8>> =
            all.into_iter().filter(|(_, entry)| is_over(entry)).map(|(jid, _)| jid.into_bytes()).collect();
        self.0.delete(TOKEN, &over).await.map_err(failed)?;
        Ok(count(over.len() as u64))
    }

    async fn store_sent_message(&self, chat_jid: &str, message_id: &str, payload: &[u8]) -> Result<()> {
        self.put(SENT, &[Row { number: Some(now()), ..Row::new(joined(&[chat_jid, message_id]), payload) }]).await
    }

    async fn take_sent_message(&self, chat_jid: &str, message_id: &str) -> Result<Option<Vec<u8>>> {
        let name = joined(&[chat_jid, message_id]);
        let taken = self.get(SENT, &name).await?;
        if taken.is_some() {
            self.delete(SENT, name).await?;
        }
        Ok(taken)
    }

    async fn delete_expired_sent_messages(&self, cutoff_timestamp: i64) -> Result<u32> {
        self.0.delete_below(SENT, cutoff_timestamp).await.map(count).map_err(failed)
    }

    async fn store_pending_inbound(&self, chat: &str, sender: &str, id: &str, message: &[u8]) -> Result<()> {
        self.put(PENDING, &[Row { number: Some(now()), ..Row::new(joined(&[chat, sender, id]), message) }]).await
    }

    async fn get_pending_inbound(&self, chat: &str, sender: &str, id: &str) -> Result<Option<Vec<u8>>> {
        self.get(PENDING, &joined(&[chat, sender, id])).await
    }

    async fn delete_pending_inbound(&self, chat: &str, sender: &str, id: &str) -> Result<()> {
        self.delete(PENDING, joined(&[chat, sender, id])).await
    }

    async fn delete_expired_pending_inbound(&self, cutoff_timestamp: i64) -> Result<u32> {
        self.0.delete_below(PENDING, cutoff_timestamp).await.map(count).map_err(failed)
    }
}

/// A stored secret of a message: the secret, when it ends and when its message was sent; 0 where that is not known.
type Secret = (Vec<u8>, i64, i64);

#[async_trait]
impl MsgSecretStore for Store {
    async fn put_msg_secrets(&self, entries: Vec<MsgSecretEntry>) -> Result<usize> {
        let mut rows = Vec::with_capacity(entries.len());
        for entry in &entries {
            let name = joined(&[&entry.chat, &entry.sender, &entry.msg_id]);
            let before: Option<Secret> = self.read(SECRET, &name).await?;
            let (ends, sent) = before.map_or((entry.expires_at, entry.message_ts), |(_, ends, sent)| {
                (merge_msg_secret_expiry(ends, entry.expires_at), merge_msg_secret_message_ts(sent, entry.message_ts))
            });
            let value = json(&(entry.secret.to_vec(), ends, sent))?;
            rows.push(Row { expires_at: Some(ends).filter(|ends| *ends != 0), ..Row::new(name, value) });
        }
        self.put(SECRET, &rows).await?;
        Ok(rows.len())
    }

    async fn get_msg_secret(&self, chat: &str, sender: &str, msg_id: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.get_msg_secret_with_ts(chat, sender, msg_id).await?.map(|(secret, _)| secret))
    }

    async fn get_msg_secret_with_ts(&self, chat: &str, sender: &str, msg_id: &str) -> Result<Option<(Vec<u8>, i64)>> {
        let found: Option<Secret> = self.read(SECRET, &joined(&[chat, sender, msg_id])).await?;
        Ok(found.map(|(secret, _, sent)| (secret, sent)))
    }

    async fn delete_expired_msg_secrets(&self, cutoff_timestamp: i64) -> Result<u32> {
        self.0.delete_ended(SECRET, cutoff_timestamp).await.map(count).map_err(failed)
    }
}
