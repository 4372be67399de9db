//! The signal of the line.

use super::{missing, on};
pub use crate::bindings::everything::balcao::connection::signal::{Level, Reading};
use crate::{Failure, Reason};

/// Read from the OLT.
pub fn read() -> Result<Reading, Failure> {
    on(|s| {
        s.desk.granted("connection/signal")?;
        s.desk.line.clone()?.ok_or_else(|| missing("connection"))?;
        let silent = || Failure::new(Reason::Unavailable, "A OLT não respondeu.");
        s.desk.signal.clone().ok_or_else(silent)
    })
}
