//! What a delivery needs to send a mail. It runs for the desk itself, for no user.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use balcao_access::CompanyId;
use balcao_billing::ChargeId;
use balcao_store::{Conn, KeyError, Keys, Sealed, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::MessageId;

/// A mail on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its id, of which its Message-ID is made: the same at every attempt.
    pub id: MessageId,
    /// The company whose server sends it.
    pub company: CompanyId,
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text, with the codes of slips.
    pub body: String,
    /// The charges whose codes these are.
    pub charges: Vec<ChargeId>,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// What goes with a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// A file name.
    pub name: String,
    /// As `application/pdf`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What became of an attempt, and words for it, which agents read: they hold no personal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server took it.
    Done(String),
    /// The server said no, for good.
    Refused(String),
    /// It surely was not sent, and may be at another time.
    Later(String),
    /// It was handed over, and no answer came: it may have been sent.
    Unknown(String),
}

/// What an asynchronous function returns.
pub type Answer<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// What sends a mail.
pub type Mailer = Arc<dyn Fn(Mail) -> Answer<Sent> + Send + Sync>;
/// What makes the slips that go with a mail. The error says why there are none yet.
pub type Attach =
    Arc<dyn Fn(CompanyId, Vec<ChargeId>) -> Answer<Result<Vec<Attachment>, String>> + Send + Sync>;

impl fmt::Debug for Mail {
    /// Nothing of it belongs in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail { .. }")
    }
}

impl fmt::Debug for Attachment {
    /// Nothing of it belongs in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attachment { .. }")
    }
}

/// The mail; none: there is none, or it was sent before.
pub async fn mail(conn: &mut Conn, keys: &Keys, id: MessageId) -> Result<Option<Mail>, StoreError> {
    let row: Option<(CompanyId, Sealed, Sealed, Sealed, DateTime<Utc>)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT r.company, m.recipient, m.subject, m.body, m.created_at
         FROM message m JOIN request r ON r.id = m.request WHERE m.id = $1 AND m.sent_at IS NULL",
    ).bind(id).fetch_optional(c).await)?;
    let Some((company, recipient, subject, body, at)) = row else { return Ok(None) };
    let charges: Vec<(ChargeId,)> = on!(conn, c => sqlx::query_as(
        "SELECT charge FROM message_charge WHERE message = $1 ORDER BY position",
    ).bind(id).fetch_all(c).await)?;
    Ok(Some(Mail {
        id,
        company,
        to: open(keys, "message.recipient", id, &recipient)?,
        subject: open(keys, "message.subject", id, &subject)?,
        body: open(keys, "message.body", id, &body)?,
        charges: charges.into_iter().map(|(charge,)| charge).collect(),
        at,
    }))
}

pub(crate) fn open(keys: &Keys, column: &str, id: MessageId, sealed: &Sealed) -> Result<String, StoreError> {
    let plain = keys.open(column, id.0, sealed)?;
    String::from_utf8(plain).map_err(|_| StoreError::from(KeyError::Sealed))
}

/// Settles a mail that a server took.
pub async fn sent(tx: &mut Tx, id: MessageId, now: DateTime<Utc>) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query("UPDATE message SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL")
        .bind(id).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
