//! Where the person being served lives or has their seat.

use super::{missing, on};
use crate::Failure;
pub use crate::bindings::everything::balcao::people::address::PostalAddress;

/// The address.
pub fn get() -> Result<PostalAddress, Failure> {
    on(|s| {
        s.desk.granted("people/address")?;
        s.desk.address.clone().ok_or_else(|| missing("address"))
    })
}
