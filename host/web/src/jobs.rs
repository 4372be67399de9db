//! What goes on beside the pages, and when it was done last.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use balcao_store::{DateTime, Utc, now};

/// A job that is done again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// Uploads that nobody claimed, and the bytes of what was deleted.
    Sweep,
    /// Objects that no row names.
    Collect,
    /// Charges whose bank was asked in vain.
    Unheard,
    /// The heads of the audit trail are signed.
    Heads,
    /// The audit trail is proven.
    Proof,
}

impl Job {
    /// Every one, in the order of the page.
    pub const ALL: &'static [Job] = &[Job::Sweep, Job::Collect, Job::Unheard, Job::Heads, Job::Proof];
}

/// How a job went last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// Whether it failed.
    pub failed: bool,
}

/// How the jobs of this process went last. Clones are one.
#[derive(Clone, Debug, Default)]
pub struct Jobs(Arc<Mutex<BTreeMap<Job, Run>>>);

impl Jobs {
    /// Notes that a job has ended.
    pub fn ended(&self, job: Job, failed: bool) {
        let run = Run { at: now(), failed };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(job, run);
    }

    /// How each went that was done.
    pub(crate) fn ran(&self) -> BTreeMap<Job, Run> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
