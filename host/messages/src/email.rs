//! A mail that an action wants to send.

use std::fmt::Write as _;

use balcao_billing::{ChargeId, charges};
use balcao_brazil::slip::Line;
use balcao_desk::Attendance;
use balcao_desk::identity::{self, Unconfirmed};
use balcao_desk::personal::{self, Medium};
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::address::is_address;
use crate::message;

/// Characters of a subject, at most.
pub const MAX_SUBJECT: usize = 200;
/// Characters of a text, at most.
pub const MAX_TEXT: usize = 8_000;
/// Charges in a mail, at most.
pub const MAX_CHARGES: usize = 20;

/// An effect: a mail goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    /// The address. One that is not on file needs the customer's identity confirmed.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text, without payment codes.
    pub text: String,
    /// Charges whose codes stand below the text.
    pub charges: Vec<ChargeId>,
}

/// Why a mail is not sent.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// It can't be an address.
    #[error("this is no e-mail address")]
    Address,
    /// Empty, of several lines, or longer than [`MAX_SUBJECT`].
    #[error("a subject is one line of at most {MAX_SUBJECT} characters")]
    Subject,
    /// Empty, or longer than [`MAX_TEXT`].
    #[error("a text has at most {MAX_TEXT} characters")]
    Text,
    /// More than [`MAX_CHARGES`].
    #[error("a mail has at most {MAX_CHARGES} charges")]
    Charges,
    /// One of the charges can't be paid, or is not this customer's.
    #[error("a charge can no longer be paid")]
    Charge,
    /// The address is not on file, and who asks may not have it used.
    #[error(transparent)]
    Unconfirmed(Unconfirmed),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Unconfirmed> for RuleError {
    fn from(error: Unconfirmed) -> RuleError {
        match error {
            Unconfirmed::Store(error) => RuleError::Store(error),
            other => RuleError::Unconfirmed(other),
        }
    }
}

impl Email {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(&self, conn: &mut Conn, attendance: &Attendance) -> Result<(), RuleError> {
        self.checked(conn, attendance).await.map(drop)
    }

    /// The charges, in their order.
    async fn checked(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
    ) -> Result<Vec<charges::Charge>, RuleError> {
        if attendance.ended() {
            return Err(RuleError::Ended);
        }
        if !is_address(&self.to) {
            return Err(RuleError::Address);
        }
        if !fits(&self.subject, MAX_SUBJECT) || self.subject.chars().any(char::is_control) {
            return Err(RuleError::Subject);
        }
        if !fits(&self.text, MAX_TEXT) {
            return Err(RuleError::Text);
        }
        if self.charges.len() > MAX_CHARGES {
            return Err(RuleError::Charges);
        }
        let on_file = personal::contacts(conn, attendance).await?;
        let is_it = |known: &personal::Contact| {
            known.key.medium == Medium::Email && known.value.eq_ignore_ascii_case(&self.to)
        };
        if !on_file.iter().any(is_it) {
            identity::confirmed(conn, attendance).await?;
        }
        let mut found = Vec::new();
        for charge in &self.charges {
            found.push(charges::one(conn, attendance, *charge).await?.ok_or(RuleError::Charge)?);
        }
        Ok(found)
    }

    /// Writes it down, and returns the order to send it, to be put into the outbox of the same
    /// transaction.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
    ) -> Result<NewEntry, RuleError> {
        let charges = self.checked(tx, attendance).await?;
        let text = body(&self.text, &charges);
        Ok(message::write(tx, attendance, &self.to, (&self.subject, &text), &self.charges, now).await?)
    }
}

/// The text, and below it what each charge is paid with. Customers read it, in the language of banks
/// here.
fn body(text: &str, charges: &[charges::Charge]) -> String {
    let mut body = text.trim().to_owned();
    for charge in charges {
        let registered = &charge.registration;
        let line =
            Line::parse(&registered.line).map_or_else(|_| registered.line.clone(), |line| line.formatted());
        let due = charge.due.format("%d/%m/%Y");
        // Writing to a text can't fail.
        let _ = write!(
            body,
            "\n\nFatura {}: {}, vencimento {due}\nLinha digitável:\n{line}",
            charge.number, charge.amount
        );
        if let Some(pix) = &registered.pix {
            let _ = write!(body, "\nPIX copia e cola:\n{pix}");
        }
    }
    body
}

fn fits(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}
