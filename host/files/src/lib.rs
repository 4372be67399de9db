//! Files of customers: attachments of requests, documents of people and tags.
//!
//! The bytes lie in a folder or a bucket, each file under a random name and encrypted with a key of its own; that
//! key stands sealed in the file's row, so that erasing it there erases the file. [`Files`] receives
//! them piece by piece and gives them out piece by piece. What is uploaded is pending until the action
//! that asked for it is confirmed ([`AddFile`]); what nobody claims is swept away.
//!
//! Every read takes the [`Attendance`](balcao_desk::Attendance), and answers for files of its person
//! with its company alone. Whoever opens one leaves a line in its history and in the audit trail.
#![forbid(unsafe_code)]

mod add;
mod check;
mod cipher;
mod content;
mod delete;
mod details;
mod edit;
mod event;
mod files;
mod objects;
mod orientation;
mod picture;
mod receive;
pub mod records;
mod rule;
mod sniff;
#[cfg(feature = "testing")]
pub mod testing;
pub mod uploads;

pub use add::AddFile;
pub use check::PART;
pub use content::{Content, ContentError};
pub use delete::{DeleteFile, MAX_REASON};
pub use details::{Details, Difference, MAX_DESCRIPTION, MAX_TITLE};
pub use edit::EditFile;
pub use event::{Event, What};
pub use files::{Files, How, OpenError, Opened, is_shown};
pub use objects::Bucket;
pub use picture::{Picture, PictureError};
pub use receive::{ReceiveError, Received, Receiving};
pub use records::{KINDS, Record, RecordId, Stored, Subject};
pub use rule::RuleError;
pub use uploads::Uploaded;

use balcao_store::id;

id!(FileId, "Bytes in the file store. An upload has the id of the input that it answers.");
