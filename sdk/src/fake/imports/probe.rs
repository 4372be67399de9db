//! Pings of the line.

use super::{missing, on};
pub use crate::bindings::everything::balcao::connection::probe::{Reply, Target};
use crate::{Failure, Reason};

/// What is about to be tested.
pub fn begin() -> Result<Target, Failure> {
    on(|s| {
        s.desk.granted("connection/probe")?;
        let line = s.desk.line.clone()?.ok_or_else(|| missing("connection"))?;
        let address = line.session.and_then(|session| session.address);
        let address = address.ok_or_else(|| Failure::conflict("Não há sessão aberta."))?;
        Ok(Target { address, more: line.more })
    })
}

/// The reply to one. The fake desk waits for nothing.
pub fn ping(sequence: u32) -> Result<Reply, Failure> {
    on(|s| {
        s.desk.granted("connection/probe")?;
        let at = sequence as usize;
        if s.desk.stopped_after.is_some_and(|pings| at > pings) {
            return Err(Failure::new(Reason::Cancelled, "Teste interrompido."));
        }
        let round_trip_ms = s.desk.replies.get(at.saturating_sub(1)).copied().flatten();
        Ok(Reply { sequence, round_trip_ms })
    })
}
