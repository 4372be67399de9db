//! Mail to customers. It is written down with the action that wants it, sealed, and an entry of the
//! outbox has it sent: at least once, its outcome on the action's card.
//!
//! Only the host puts the codes of a slip into a mail, from charges that the desk issued. Each company
//! has a server by which its mail goes out, and a template that stands around every text.
#![forbid(unsafe_code)]

mod address;
mod announce;
mod email;
mod html;
mod message;
mod outgoing;
mod server;
mod template;

pub use announce::announce;
pub use email::{Email, MAX_CHARGES, MAX_SUBJECT, MAX_TEXT, RuleError};
pub use html::html;
pub use message::{MailCopy, copies};
pub use outgoing::{Answer, Attach, Attachment, Mail, Mailer, Sent, mail, sent};
pub use server::{Password, Security, Server, ServerError, remove_server, server_of, set_server};
pub use template::{
    Letter, MAX_AROUND, MAX_PREFIX, Places, Template, TemplateError, set_template, template_of,
};

use balcao_store::id;

id!(MessageId, "A mail to a customer.");

/// The outbox kind by which a mail is sent. Its body is `{"message": id}`; [`mail`] says what is
/// sent, [`sent`] settles it.
pub const KIND: &str = "mail";
