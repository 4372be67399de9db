//! Mail to customers. It is written down with the action that wants it, sealed, and an entry of the
//! outbox has it sent: at least once, its outcome on the action's card.
//!
//! Only the host puts the codes of a slip into a mail, from charges that the desk issued.
#![forbid(unsafe_code)]

mod email;
mod outgoing;

pub use email::{Email, MAX_CHARGES, MAX_SUBJECT, MAX_TEXT, RuleError};
pub use outgoing::{Mail, mail, sent};

use balcao_store::id;

id!(MessageId, "A mail to a customer.");

/// The outbox kind by which a mail is sent. Its body is `{"message": id}`; [`mail`] says what is
/// sent, [`sent`] settles it.
pub const KIND: &str = "mail";
