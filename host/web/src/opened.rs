//! Which attendances each session has opened since this process started.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use balcao_access::SessionId;
use balcao_desk::RequestId;

/// How many are remembered; then it begins anew, and a few openings are audited twice.
const REMEMBERED: usize = 50_000;

/// A cache and no more: it keeps the audit trail from a line for every change of tab.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened(Arc<Mutex<HashSet<(SessionId, RequestId)>>>);

impl Opened {
    /// Whether this is the first time.
    pub fn first(&self, session: SessionId, request: RequestId) -> bool {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.len() >= REMEMBERED {
            opened.clear();
        }
        opened.insert((session, request))
    }
}
