//! Actions that hold: from the first question to the receipt, all or nothing, once.
//!
//! A run is a row. While it asks, answers gather in it, one step after the other, whoever of those
//! entitled gives them; nothing else is written. At the review the host lists what `finish` is
//! about to change. At the confirmation `finish` runs again, and what it changes is written in one
//! transaction together with the run's end, its report, its audit line and its entries in the
//! outbox. Guest code never runs while a transaction is open.
//!
//! ```text
//! start → asking ⇄ review → committed → closing → done      (a tool: committed is done)
//!            └───────┴→ left
//! ```
//!
//! Every change names the version of the run that it saw; one that is late is told what happened.
//! At every step, and again inside the transaction of the commit, the same function as everywhere
//! is asked whether this user's profile has this action.
#![forbid(unsafe_code)]

mod actions;
mod answers;
mod asking;
mod cancelling;
mod commit;
pub mod crash;
mod deliveries;
mod ending;
mod error;
mod held;
mod inputs;
#[cfg(feature = "testing")]
pub mod invariants;
mod mail;
mod run;
pub mod stuck;
mod touched;
mod view;

pub use actions::{Actions, of_request};
pub use answers::{Bound, Fault, Given, MAX_STEPS, Problem, check};
pub use balcao_billing::bank::{Bank, Canceller};
pub use cancelling::cancelling;
pub use deliveries::deliveries;
pub use error::{RunError, Stale};
pub use mail::mailing;
pub use run::{RunId, State};
pub use touched::{Touched, What};
pub use view::{OpenRun, Outside, Phase, Receipt, Report, RunView, Who};
