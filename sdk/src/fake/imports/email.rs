//! Mail to the customer.

use super::super::record::Effect;
use super::{missing, on};
use crate::Failure;
pub use crate::bindings::everything::balcao::messages::email::{Mail, Recipient};

/// Recorded; the fake desk takes every address for one that may be used.
pub fn send(to: &Recipient, mail: &Mail) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("messages/email")?;
        if let Recipient::Contact(id) = to
            && !s.desk.contacts.iter().any(|contact| contact.id == *id)
        {
            return Err(missing(id));
        }
        s.run.effects.push(Effect::Email { to: to.clone(), mail: mail.clone() });
        Ok(())
    })
}
