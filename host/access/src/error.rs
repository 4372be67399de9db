//! What can go wrong in this room.

use balcao_store::StoreError;

use crate::PasswordProblem;
use crate::layout::Problem;

/// An error of access. Its text holds no password and no personal data.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such user, company, profile, …
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The key, login or prefix is taken.
    #[error("there is already such a {0}")]
    Taken(&'static str),
    /// What was given breaks a rule; the text says which, in English.
    #[error("{0}")]
    Invalid(&'static str),
    /// What a profile is to be breaks a rule.
    #[error(transparent)]
    Profile(#[from] Problem),
    /// Nobody who may sign in would be left with the right to administer.
    #[error("somebody who may sign in must keep the right to administer")]
    LastAdministrator,
    /// No audit chain can be appended to, because every head was tampered with; without a line
    /// nothing is done.
    #[error("the audit trail does not hold; run: balcao audit verify")]
    AuditTampered,
    /// The password is not taken.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// The user does not belong to that company.
    #[error("the user does not belong to that company")]
    OtherCompany,
}

impl From<sqlx::Error> for AccessError {
    fn from(error: sqlx::Error) -> Self {
        AccessError::Store(error.into())
    }
}

/// Turns the refusal of a unique index into the words for it.
pub(crate) fn taken<T>(done: Result<T, sqlx::Error>, what: &'static str) -> Result<T, AccessError> {
    done.map_err(|error| {
        let error = StoreError::from(error);
        if error.is_unique() { AccessError::Taken(what) } else { error.into() }
    })
}
