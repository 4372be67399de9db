//! The signal of the line.

use super::{missing, on};
pub use crate::bindings::everything::balcao::connection::signal::{Level, PastReading, Reading};
use crate::{Failure, Reason};

/// Read from the OLT. The fake desk's is as old as it says, unless a fresh one is asked for.
pub fn read(fresh: bool) -> Result<Reading, Failure> {
    on(|s| {
        s.desk.granted("connection/signal")?;
        s.desk.line.clone()?.ok_or_else(|| missing("connection"))?;
        let silent = || Failure::new(Reason::Unavailable, "A OLT não respondeu.");
        let reading = s.desk.signal.clone().ok_or_else(silent)?;
        Ok(Reading { age_s: if fresh { 0 } else { reading.age_s }, ..reading })
    })
}

/// What was read before.
pub fn past() -> Result<Vec<PastReading>, Failure> {
    on(|s| {
        s.desk.granted("connection/signal")?;
        Ok(s.desk.past_signal.clone())
    })
}
