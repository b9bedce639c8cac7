//! What comes: read as far as it is text, and stored before WhatsApp is told that it has arrived.

use std::sync::Arc;

use async_trait::async_trait;
use messenger::{Incoming, Media, Seat, external_name};
use time::OffsetDateTime;
use whatsapp_rust::Client;
use whatsapp_rust::prelude::MessageExt as _;
use whatsapp_rust::types::durability_hook::{InboundDurabilityHook, InboundMessage};
use whatsapp_rust::waproto::whatsapp as wa;

/// The longest text that is kept of a message, in bytes.
const LONGEST_TEXT: usize = 64 * 1024;

/// The inbox of a session.
pub struct Inbox(pub Arc<Seat>);

#[async_trait]
impl InboundDurabilityHook for Inbox {
    async fn on_messages(&self, _: Arc<Client>, batch: &[InboundMessage]) -> anyhow::Result<()> {
        let key = &self.0.owned.key;
        let messages: Vec<([u8; 32], Incoming)> = batch
            .iter()
            .map(|one| {
                let source = &one.info.source;
                let (chat, sender) = (source.chat.to_string(), source.sender.to_non_ad().to_string());
                let text = one.message.text_content().or_else(|| one.message.get_caption()).unwrap_or_default();
                let name = external_name(key, &chat, &sender, &one.info.id);
                let message = Incoming {
                    chat,
                    sender,
                    sender_name: Some(one.info.push_name.clone()).filter(|name| !name.is_empty()),
                    is_own: source.is_from_me,
                    is_group: source.is_group,
                    text: text[..text.floor_char_boundary(LONGEST_TEXT)].to_owned(),
                    media: media_of(one.message.get_base_message()),
                    sent_at: OffsetDateTime::from_unix_timestamp(one.info.timestamp.timestamp())
                        .unwrap_or(OffsetDateTime::UNIX_EPOCH),
                };
                (name, message)
            })
            // Receipts, reactions and keys are no messages to people.
            .filter(|(_, message)| !message.text.is_empty() || message.media.is_some())
            .collect();
        if messages.is_empty() {
            return Ok(());
        }
        Ok(self.0.take(&messages).await?)
    }
}

fn media_of(message: &wa::Message) -> Option<Media> {
    if let Some(audio) = message.audio_message.as_option() {
        return Some(if audio.ptt == Some(true) { Media::Voice } else { Media::Audio });
    }
    let found = [
        (message.image_message.is_set(), Media::Picture),
        (message.video_message.is_set() || message.ptv_message.is_set(), Media::Video),
        (message.document_message.is_set(), Media::Document),
        (message.sticker_message.is_set(), Media::Sticker),
        (message.contact_message.is_set() || message.contacts_array_message.is_set(), Media::Contact),
        (message.location_message.is_set() || message.live_location_message.is_set(), Media::Location),
    ];
    found.into_iter().find_map(|(is_set, media)| is_set.then_some(media))
}

#[cfg(test)]
mod tests {
    use whatsapp_rust::buffa::MessageField;
    use whatsapp_rust::waproto::whatsapp::message;

    use super::*;

    #[test]
    fn the_kind_of_media_is_read_through_wrappers() {
        assert_eq!(media_of(&wa::Message { conversation: Some("words".to_owned()), ..Default::default() }), None);
        let document = wa::Message {
            document_message: MessageField::some(message::DocumentMessage::default()),
            ..Default::default()
        };
        let wrapped = wa::Message {
            document_with_caption_message: MessageField::some(message::FutureProofMessage {
                message: MessageField::some(document),
            }),
            ..Default::default()
        };
        assert_eq!(media_of(wrapped.get_base_message()), Some(Media::Document));
        let audio = |ptt| wa::Message {
            audio_message: MessageField::some(message::AudioMessage { ptt, ..Default::default() }),
            ..Default::default()
        };
        assert_eq!(media_of(&audio(Some(true))), Some(Media::Voice));
        assert_eq!(media_of(&audio(None)), Some(Media::Audio));
    }
}
