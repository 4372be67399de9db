//! A mail that an action wants to send.

use std::fmt::Write as _;

use balcao_billing::{ChargeId, charges};
use balcao_brazil::slip::Line;
use balcao_desk::Attendance;
use balcao_desk::identity::{self, Unconfirmed};
use balcao_desk::personal::{self, Medium};
use balcao_store::outbox::{NewEntry, OutboxId};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{KIND, MessageId};

/// Characters of a subject, at most.
pub const MAX_SUBJECT: usize = 200;
/// Characters of a text, at most.
pub const MAX_TEXT: usize = 8_000;
/// Charges in a mail, at most.
pub const MAX_CHARGES: usize = 20;

/// How long a mail server is tried that does not answer.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(2);

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
        let id = MessageId::new();
        let keys = tx.keys().clone();
        let seal = |column: &str, text: &str| keys.seal(column, id.0, text.as_bytes());
        on!(tx, c => sqlx::query(
            "INSERT INTO message (id, request, author, recipient, subject, body, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id).bind(attendance.request()).bind(attendance.actor().user.id)
        .bind(seal("message.recipient", &self.to)).bind(seal("message.subject", &self.subject))
        .bind(seal("message.body", &body(&self.text, &charges))).bind(now)
        .execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        Ok(NewEntry {
            id: OutboxId::new(),
            key: format!("{KIND}/{id}"),
            kind: KIND.into(),
            run: None,
            request: Some(attendance.request().0),
            order: 0,
            after: None,
            body: serde_json::json!({ "message": id }),
            not_before: None,
            give_up_at: now + GIVE_UP_AFTER,
        })
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

/// Whether a mail server could take it for an address: a name, an @, and a domain with a point.
/// Lengths are those of RFC 5321.
fn is_address(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[],;:\\\"".contains(c);
    let Some((name, domain)) = text.split_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.len() <= 254
        && (1..=64).contains(&name.len())
        && name.chars().all(plain)
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain_and_no_header_of_its_own() {
        for good in ["joana@example.com", "j.silva+fatura@mail.example.com.br", "a@b.co"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "joana",
            "@example.com",
            "joana@",
            "joana@example",
            "joana@.com",
            "joana@-x.com",
            "a b@example.com",
            "a@b@example.com",
            "joana@example.com\nBcc: x@example.com",
            "a,b@example.com",
            &long,
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
