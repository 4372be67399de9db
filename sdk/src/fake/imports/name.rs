//! What the person being served is called.

use super::{missing, on};
use crate::Failure;
pub use crate::bindings::everything::balcao::people::name::PersonName;

/// The name.
pub fn get() -> Result<PersonName, Failure> {
    on(|s| {
        s.desk.granted("people/name")?;
        s.desk.name.clone().ok_or_else(|| missing("name"))
    })
}
