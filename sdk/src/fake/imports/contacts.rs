//! Phones and e-mail addresses of the person being served.

use super::on;
use crate::Failure;
pub use crate::bindings::everything::balcao::people::contacts::{Contact, Medium};

/// All of them, in the order that the customer prefers.
pub fn all() -> Result<Vec<Contact>, Failure> {
    on(|s| {
        s.desk.granted("people/contacts")?;
        Ok(s.desk.contacts.clone())
    })
}
