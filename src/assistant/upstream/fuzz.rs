//! Properties that must hold for any bytes that a model's server sends. `fuzz/` runs them for long, the tests briefly; a
//! panic is a finding.

use super::sse::{MAX_LINE, Reader};
use super::thoughts::Thoughts;
use super::{chunk, refusal};

/// A stream of events: the first byte says how it is cut into chunks, which must not matter.
pub fn events(bytes: &[u8]) {
    let Some((size, stream)) = bytes.split_first() else {
        return;
    };
    let read = |size: usize| {
        let (mut reader, mut events) = (Reader::default(), Vec::new());
        for piece in stream.chunks(size) {
            reader.push(piece, &mut events)?;
        }
        reader.finish(&mut events).map(|()| events)
    };
    let events = read(usize::from(*size).max(1));
    assert_eq!(events, read(stream.len().max(1)));
    let mut thoughts = Thoughts::default();
    for event in events.iter().flatten() {
        assert!(event.len() <= MAX_LINE);
        match chunk::read(event) {
            Ok(Some(chunk)) => drop(thoughts.push(&chunk.text)),
            Err(chunk::Bad::Error(value)) => drop(refusal::of_event(&value)),
            Ok(None) | Err(chunk::Bad::Unreadable) => {}
        }
    }
    assert!(!thoughts.finish().contains("<think>"));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::http::fuzz::each_seed;

    #[test]
    fn the_seeds_hold() {
        each_seed("model_events", events);
    }

    proptest! {
        #[test]
        fn any_stream_is_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            events(&bytes);
        }
    }
}
