//! What a plugin's `finish` wants to change. The room that owns the subject checks and applies it;
//! here is only the list of all kinds, so that an action can hold them side by side. Each kind has
//! a file of its own, with its sentence and the words of its refusals.

mod email;
mod files;
mod line;
mod register_again;
mod reschedule;
mod unlock;

use balcao_access::Locale;
use balcao_desk::Attendance;
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Reason;
use crate::permission::Permission;

pub use email::SendEmail;
pub use files::{AddedFile, DeletedFile, EditedFile};
pub use line::{DisconnectLine, SetLinePassword};
pub use register_again::RegisterSlip;
pub use reschedule::RescheduleInvoice;
pub use unlock::UnlockContract;

/// One change. Two effects are equal when they would do the same: that is how a review that was
/// confirmed is compared with what `finish` does at last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// A new due date for an invoice.
    Reschedule(RescheduleInvoice),
    /// A slip that the bank never answered for, asked for again.
    RegisterAgain(RegisterSlip),
    /// A mail to the customer.
    Email(SendEmail),
    /// The end of a session.
    Disconnect(DisconnectLine),
    /// A new password of a line.
    SetPassword(SetLinePassword),
    /// A financial block that is lifted for some days.
    Unlock(UnlockContract),
    /// An upload becomes a file of the customer.
    AddFile(AddedFile),
    /// Something else is said of a file.
    EditFile(EditedFile),
    /// A file is deleted.
    DeleteFile(DeletedFile),
}

/// The same of whichever kind it is.
macro_rules! each {
    ($effect:expr, $one:ident => $what:expr) => {
        match $effect {
            Effect::Reschedule($one) => $what,
            Effect::RegisterAgain($one) => $what,
            Effect::Email($one) => $what,
            Effect::Disconnect($one) => $what,
            Effect::SetPassword($one) => $what,
            Effect::Unlock($one) => $what,
            Effect::AddFile($one) => $what,
            Effect::EditFile($one) => $what,
            Effect::DeleteFile($one) => $what,
        }
    };
}

impl Effect {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), EffectError> {
        each!(self, one => one.check(conn, attendance, today).await)
    }

    /// Does it, checked once more, and returns what must happen outside, for the outbox of the same
    /// transaction.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        each!(self, one => one.apply(tx, attendance, now, today).await)
    }

    /// What it does, in the host's words: a sentence for the review.
    pub fn sentence(&self, locale: Locale) -> String {
        each!(self, one => one.sentence(locale))
    }

    /// What reads differently afterwards: widgets of plugins that ask for any of these are drawn
    /// again.
    pub fn touches(&self) -> &'static [Permission] {
        match self {
            Effect::Reschedule(_) => &[Permission::Invoices, Permission::Timeline],
            Effect::RegisterAgain(_) => &[Permission::Invoices],
            Effect::Email(_) => &[],
            Effect::Disconnect(_) | Effect::SetPassword(_) => &[Permission::Line],
            Effect::Unlock(_) => &[Permission::Contracts, Permission::Line, Permission::Timeline],
            Effect::AddFile(AddedFile { change, .. }) => files::touches(change.subject),
            Effect::EditFile(EditedFile { change, .. }) => files::touches(change.subject),
            Effect::DeleteFile(DeletedFile { change, .. }) => files::touches(change.subject),
        }
    }
}

/// Why a change is not made.
#[derive(Debug, thiserror::Error)]
pub enum EffectError {
    /// A rule of the room that owns the subject.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A rule that forbids a change, as the plugin and the agent are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .words[1])]
pub struct Refusal {
    /// The contract's word for it.
    pub reason: Reason,
    /// In Portuguese, English and Spanish.
    words: [&'static str; 3],
}

impl EffectError {
    /// A rule's refusal; its words are in Portuguese, English and Spanish.
    pub(crate) fn refused(reason: Reason, words: [&'static str; 3]) -> EffectError {
        EffectError::Refused(Refusal { reason, words })
    }

    /// The contract's word for it; none where the database failed.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            EffectError::Refused(refusal) => Some(refusal.reason),
            EffectError::Store(_) => None,
        }
    }

    /// What the agent reads.
    pub fn agent(&self, locale: Locale) -> &'static str {
        let words = match self {
            EffectError::Refused(refusal) => refusal.words,
            EffectError::Store(_) => {
                ["O sistema não respondeu.", "The system did not answer.", "El sistema no respondió."]
            }
        };
        crate::contract::word(words, locale)
    }
}

/// A day as sentences spell it.
pub(crate) fn day(day: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::Pt | Locale::Es => day.format("%d/%m/%Y").to_string(),
        Locale::En => day.format("%-d %b %Y").to_string(),
    }
}
