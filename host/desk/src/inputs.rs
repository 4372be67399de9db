//! What an agent gives to a field that no plugin may read: an uploaded file, a typed secret.
//!
//! It is held as a row, bound to the request, the user, the run and the field. The plugin gets an id
//! in its stead, which the run's commit turns into what was given, once. What nobody takes expires.

use balcao_access::UserId;
use balcao_store::{Conn, Keys, Sealed, StoreError, Tx, on, text_enum};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{Attendance, InputId};

/// How long it waits for the action to be confirmed.
pub const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// What a secret's text is sealed for.
const COLUMN: &str = "run_input.sealed";

text_enum! {
    /// What was given.
    pub enum Kind {
        /// A file: its bytes are with the room of files, under the same id.
        File = "file",
        /// A text that is never shown.
        Secret = "secret",
    }
}

/// The field that it was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The run of the action that asked.
    pub run: Uuid,
    /// The field's name.
    pub field: &'a str,
}

/// What waits for a field of a run.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    /// Its id.
    pub id: InputId,
    /// The field's name.
    pub field: String,
    /// What it is.
    pub kind: Kind,
    /// Who gave it.
    pub given_by: UserId,
}

/// Holds an uploaded file, of which the bytes are stored already under this id. Gives what waited in
/// the same place before, and does no longer.
pub async fn hold_file(
    tx: &mut Tx,
    attendance: &Attendance,
    place: Place<'_>,
    id: InputId,
    now: DateTime<Utc>,
) -> Result<Option<InputId>, StoreError> {
    hold(tx, attendance, place, id, Kind::File, None, now).await
}

/// Holds a secret that was typed, sealed.
pub async fn hold_secret(
    tx: &mut Tx,
    attendance: &Attendance,
    place: Place<'_>,
    text: &str,
    now: DateTime<Utc>,
) -> Result<InputId, StoreError> {
    let id = InputId::new();
    let sealed = tx.keys().seal(COLUMN, id.0, text.as_bytes());
    hold(tx, attendance, place, id, Kind::Secret, Some(sealed), now).await?;
    Ok(id)
}

async fn hold(
    tx: &mut Tx,
    attendance: &Attendance,
    place: Place<'_>,
    id: InputId,
    kind: Kind,
    sealed: Option<Sealed>,
    now: DateTime<Utc>,
) -> Result<Option<InputId>, StoreError> {
    let before: Option<(InputId,)> = on!(tx, c => sqlx::query_as(
        "SELECT id FROM run_input WHERE run = $1 AND field = $2",
    ).bind(place.run).bind(place.field).fetch_optional(c).await)?;
    on!(tx, c => sqlx::query(
        "INSERT INTO run_input (id, request, run, field, given_by, kind, sealed, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (run, field) DO UPDATE
         SET id = $1, request = $2, given_by = $5, kind = $6, sealed = $7, expires_at = $8",
    )
    .bind(id).bind(attendance.request()).bind(place.run).bind(place.field)
    .bind(attendance.actor().user.id).bind(kind).bind(sealed).bind(now + LIFETIME)
    .execute(c).await.map(drop))?;
    Ok(before.map(|(id,)| id))
}

/// All that waits for the fields of a run of the request being served.
pub async fn of_run(
    conn: &mut Conn,
    attendance: &Attendance,
    run: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, field, kind, given_by FROM run_input
         WHERE run = $1 AND request = $2 AND expires_at > $3",
    ).bind(run).bind(attendance.request()).bind(now).fetch_all(c).await)?)
}

/// Whether something of that kind waits in the request being served under that id.
pub async fn waiting(
    conn: &mut Conn,
    attendance: &Attendance,
    id: InputId,
    kind: Kind,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let found: Option<(InputId,)> = on!(conn, c => sqlx::query_as(
        "SELECT id FROM run_input WHERE id = $1 AND request = $2 AND kind = $3 AND expires_at > $4",
    ).bind(id).bind(attendance.request()).bind(kind).bind(now).fetch_optional(c).await)?;
    Ok(found.is_some())
}

/// A secret that waits in the request being served, which goes on waiting: for a rule of what it has to
/// be.
pub async fn secret(
    conn: &mut Conn,
    keys: &Keys,
    attendance: &Attendance,
    id: InputId,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let row: Option<(Sealed,)> = on!(conn, c => sqlx::query_as(
        "SELECT sealed FROM run_input WHERE id = $1 AND request = $2 AND kind = 'secret' AND expires_at > $3",
    ).bind(id).bind(attendance.request()).bind(now).fetch_optional(c).await)?;
    row.map(|(sealed,)| opened(keys, id, &sealed)).transpose()
}

fn opened(keys: &Keys, id: InputId, sealed: &Sealed) -> Result<String, StoreError> {
    let text = keys.open(COLUMN, id.0, sealed)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Takes a file, once: false when it was taken, replaced, or expired.
pub async fn take_file(
    tx: &mut Tx,
    attendance: &Attendance,
    id: InputId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    Ok(take(tx, attendance, id, Kind::File, now).await?.is_some())
}

/// Takes a secret, once: none when it was taken, replaced, or expired.
pub async fn take_secret(
    tx: &mut Tx,
    attendance: &Attendance,
    id: InputId,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let Some(Some(sealed)) = take(tx, attendance, id, Kind::Secret, now).await? else { return Ok(None) };
    opened(tx.keys(), id, &sealed).map(Some)
}

async fn take(
    tx: &mut Tx,
    attendance: &Attendance,
    id: InputId,
    kind: Kind,
    now: DateTime<Utc>,
) -> Result<Option<Option<Sealed>>, StoreError> {
    let row: Option<(Option<Sealed>,)> = on!(tx, c => sqlx::query_as(
        "DELETE FROM run_input WHERE id = $1 AND request = $2 AND kind = $3 AND expires_at > $4
         RETURNING sealed",
    ).bind(id).bind(attendance.request()).bind(kind).bind(now).fetch_optional(c).await)?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Forgets what nobody took in time.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query("DELETE FROM run_input WHERE expires_at <= $1").bind(now)
        .execute(c).await.map(drop))?;
    Ok(())
}
