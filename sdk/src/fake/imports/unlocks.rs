//! Trust unlocks of the contract being served.

use super::on;
use crate::Failure;
pub use crate::bindings::everything::balcao::contracts::unlocks::Outlook;

/// What an unlock for so many days would mean.
pub fn quote(_: u32) -> Result<Outlook, Failure> {
    on(|s| {
        s.desk.granted("contracts/unlocks")?;
        let free = Outlook {
            blocked: false,
            running_until: None,
            until: s.desk.today.clone(),
            times_this_month: 0,
            promise_broken: false,
        };
        Ok(s.desk.unlock.clone().unwrap_or(free))
    })
}
