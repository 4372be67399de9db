//! Why a run did not go on. In each of these cases nothing was done.

use balcao_access::AccessError;
use balcao_desk::Refused;
use balcao_desk::handling::HandleError;
use balcao_desk::reports::ReportError;
use balcao_plugins::{EffectError, Failure};
use balcao_store::{DateTime, StoreError, Utc};

use crate::view::{RunView, Who};
use crate::{MAX_STEPS, State};

/// Why a run did not go on. Nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no such run in this request, or this user's profile does not have its action.
    #[error("no such run here")]
    NotFound,
    /// Somebody else was faster.
    #[error("the run moved on since it was seen")]
    Stale(Stale),
    /// The run is not at a point where this can be done.
    #[error("not while the run is {0}")]
    NotNow(State),
    /// It asks more often than a run may.
    #[error("more than {MAX_STEPS} steps")]
    TooManySteps,
    /// A button handed over more than a button can.
    #[error("the answers to begin with are too many or too long")]
    Launch,
    /// The plugin failed.
    #[error(transparent)]
    Plugin(#[from] Failure),
    /// What is to be done is no longer what the review showed. The new review is beside it, and
    /// waits for a confirmation of its own.
    #[error("the effects are no longer those of the review")]
    Changed {
        /// What the review had listed.
        was: Vec<String>,
        /// The new review.
        now: Box<RunView>,
    },
    /// A rule forbids an effect.
    #[error(transparent)]
    Rule(#[from] EffectError),
    /// The closing form was refused.
    #[error(transparent)]
    Close(#[from] HandleError),
    /// The request was closed or cancelled: nothing is done in it any more.
    #[error("the request has ended")]
    Ended,
    /// The report was refused.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// This user may not serve this customer, or no longer.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The trail or the profile could not be read or written.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the run keeps could not be read. What the reader found there is not repeated: it may be
    /// an answer.
    #[error("the run's record is damaged")]
    Damaged,
}

/// What happened to a run since it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Who took it on.
    pub by: Who,
    /// When.
    pub at: DateTime<Utc>,
    /// Which step it is at now, from 1.
    pub step: usize,
    /// Where it stands now.
    pub state: State,
}
