//! Reports that are being typed: kept on the server, one for each user and request, until they are
//! written.

use balcao_store::{Conn, StoreError, Tx, Uuid, on};
use chrono::{DateTime, Utc};

use crate::Attendance;
use crate::reports::{Audience, MAX_TEXT};

/// A report that is being typed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Draft {
    /// Who may read it, as it stands.
    pub audience: Audience,
    /// As much as there is.
    pub text: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

/// Why a draft was not kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// More than [`MAX_TEXT`] characters.
    #[error("the draft is longer than {MAX_TEXT} characters")]
    TooLong,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what is typed so far in place of what was; nothing but space discards it. What arrives
/// after the report of its form was written is not kept.
pub async fn keep(
    tx: &mut Tx,
    attendance: &Attendance,
    form: Uuid,
    (audience, text): (Audience, &str),
    now: DateTime<Utc>,
) -> Result<(), DraftError> {
    if text.chars().count() > MAX_TEXT {
        return Err(DraftError::TooLong);
    }
    if text.trim().is_empty() {
        return Ok(discard(tx, attendance).await?);
    }
    on!(tx, c => sqlx::query(
        "INSERT INTO draft (author, request, audience, text, at)
         SELECT $1, id, $3, $4, $5 FROM request
         WHERE id = $2 AND NOT EXISTS (SELECT 1 FROM report WHERE form = $6)
         ON CONFLICT (author, request) DO UPDATE SET audience = $3, text = $4, at = $5")
        .bind(attendance.actor().user.id).bind(attendance.request()).bind(audience).bind(text).bind(now)
        .bind(form).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    Ok(())
}

/// What the user was typing in the request being served.
pub async fn find(conn: &mut Conn, attendance: &Attendance) -> Result<Option<Draft>, StoreError> {
    Ok(
        on!(conn, c => sqlx::query_as("SELECT audience, text, at FROM draft WHERE author = $1 AND request = $2")
        .bind(attendance.actor().user.id).bind(attendance.request()).fetch_optional(c).await)?,
    )
}

/// Forgets it.
pub async fn discard(tx: &mut Tx, attendance: &Attendance) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query("DELETE FROM draft WHERE author = $1 AND request = $2")
        .bind(attendance.actor().user.id).bind(attendance.request()).execute(c).await.map(drop))?;
    Ok(())
}
