//! Contracts of the person being served.

use super::{missing, on};
use crate::Failure;
pub use crate::bindings::everything::balcao::contracts::contracts::{Contract, Status};

/// The contract of this request; `not-found` until one is chosen.
pub fn served() -> Result<Contract, Failure> {
    on(|s| {
        s.desk.granted("contracts/contracts")?;
        let number = s.desk.served.as_ref();
        let found = s.desk.contracts.iter().find(|c| Some(&c.number) == number).cloned();
        found.ok_or_else(|| missing("contract"))
    })
}

/// All of them.
pub fn all() -> Result<Vec<Contract>, Failure> {
    on(|s| {
        s.desk.granted("contracts/contracts")?;
        Ok(s.desk.contracts.clone())
    })
}
