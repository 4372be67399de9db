//! A desk for unit tests: it stands where the host is, on this thread, while [`Desk::run`] runs.
//!
//! ```
//! use balcao_plugin::{fake, prelude::*};
//!
//! let desk = fake::Desk::new().contract(fake::contract("42")).served("42");
//! let run = desk.run(|| contracts::served());
//! assert_eq!(run.result.unwrap().plan, "Fibra 500");
//! ```

mod desk;
pub(crate) mod imports;
mod record;
mod samples;

pub use desk::{Desk, Run};
pub use record::{Block, Declared, Effect, FileChange, Kind};
pub use samples::{
    attachment, consumed, contract, document, email, event, invoice, line, loan, mobile, order, paid, report,
    request, signal,
};
