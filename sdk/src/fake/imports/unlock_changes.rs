//! Changes of trust unlocks.

use super::super::record::Effect;
use super::on;
use crate::Failure;

/// Lifts the financial block for so many days.
pub fn unlock(days: u32, reason: &str) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("contracts/unlock-changes")?;
        s.run.effects.push(Effect::Unlock { days, reason: reason.into() });
        Ok(())
    })
}
