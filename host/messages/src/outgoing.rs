//! What a delivery needs to send a mail. It runs for the desk itself, for no user.

use std::fmt;

use balcao_store::{Conn, KeyError, Keys, Sealed, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::MessageId;

/// A mail on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text, with the codes of slips.
    pub body: String,
}

impl fmt::Debug for Mail {
    /// Nothing of it belongs in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail { .. }")
    }
}

/// The mail; none: there is none, or it was sent before.
pub async fn mail(conn: &mut Conn, keys: &Keys, id: MessageId) -> Result<Option<Mail>, StoreError> {
    let row: Option<(Sealed, Sealed, Sealed)> = on!(conn, c => sqlx::query_as(
        "SELECT recipient, subject, body FROM message WHERE id = $1 AND sent_at IS NULL",
    ).bind(id).fetch_optional(c).await)?;
    let Some((recipient, subject, body)) = row else { return Ok(None) };
    let open = |column: &str, sealed: &Sealed| -> Result<String, StoreError> {
        let plain = keys.open(column, id.0, sealed)?;
        String::from_utf8(plain).map_err(|_| StoreError::from(KeyError::Sealed))
    };
    Ok(Some(Mail {
        to: open("message.recipient", &recipient)?,
        subject: open("message.subject", &subject)?,
        body: open("message.body", &body)?,
    }))
}

/// Settles a mail that a server took.
pub async fn sent(tx: &mut Tx, id: MessageId, now: DateTime<Utc>) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query("UPDATE message SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL")
        .bind(id).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
