//! How many event streams each session has open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use balcao_access::SessionId;

/// The most for a session. A browser needs one; the others are of windows that are closing.
const MOST: usize = 4;

/// How many event streams each session has open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Streams(Arc<Mutex<HashMap<SessionId, usize>>>);

/// One open stream: it counts until this is dropped.
pub(crate) struct Place {
    streams: Streams,
    session: SessionId,
}

impl Streams {
    /// A place for one more, unless the session has enough.
    pub fn enter(&self, session: SessionId) -> Option<Place> {
        let mut open = self.lock();
        let count = open.entry(session).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(Place { streams: self.clone(), session })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(count) = open.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_a_few_streams_and_gets_their_places_back() {
        let (streams, session) = (Streams::default(), SessionId::new());
        let mut places: Vec<_> = (0..MOST).map(|_| streams.enter(session)).collect();
        assert!(places.iter().all(Option::is_some) && streams.enter(session).is_none());
        assert!(streams.enter(SessionId::new()).is_some());
        places.pop();
        assert!(streams.enter(session).is_some());
        drop(places);
        assert!(streams.lock().is_empty());
    }
}
