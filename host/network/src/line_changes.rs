//! What the desk changes of a line while a customer is served.

use balcao_desk::Attendance;
use balcao_desk::identity::{self, Unconfirmed};
use balcao_store::outbox::{NewEntry, OutboxId};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::connections::{self, Connection, LineError, seal};
use crate::{ConnectionId, DISCONNECT, PASSWORD, Password};

/// How long an access server is asked, when it does not answer.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(12);
/// How long a session may still be ended after that was asked for: later, the customer has long
/// helped themselves, and would be interrupted for nothing.
pub(crate) const DISCONNECT_WITHIN: TimeDelta = TimeDelta::seconds(60);

/// Why a line is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no line to change.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// It is not known well enough who asks.
    #[error(transparent)]
    Unconfirmed(#[from] Unconfirmed),
    /// Another tag was chosen, or the line was changed, after it was seen.
    #[error("the line was changed meanwhile")]
    Conflict,
}

/// An effect: the open session ends, and the customer's equipment signs in again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disconnect {
    /// Which line.
    pub connection: ConnectionId,
}

impl Disconnect {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(&self, conn: &mut Conn, attendance: &Attendance) -> Result<(), ChangeError> {
        seen(conn, attendance, self.connection).await.map(drop)
    }

    /// What has to be asked of the access server, for the outbox of the same transaction.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
    ) -> Result<Vec<NewEntry>, ChangeError> {
        let line = seen(tx, attendance, self.connection).await?;
        let entry = order(DISCONNECT, &line, Some(attendance.request().0), None, now);
        Ok(vec![NewEntry { give_up_at: now + DISCONNECT_WITHIN, ..entry }])
    }
}

/// An effect: a new password, which the access server gets before the session ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPassword {
    /// Which line.
    pub connection: ConnectionId,
    /// The state of it that was seen.
    pub version: i64,
}

impl SetPassword {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(&self, conn: &mut Conn, attendance: &Attendance) -> Result<(), ChangeError> {
        let line = seen(conn, attendance, self.connection).await?;
        identity::confirmed(conn, attendance).await?;
        if line.version == self.version { Ok(()) } else { Err(ChangeError::Conflict) }
    }

    /// Keeps the password until the access server has it, and returns what has to be asked of that.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        password: &Password,
        now: DateTime<Utc>,
    ) -> Result<Vec<NewEntry>, ChangeError> {
        let line = seen(tx, attendance, self.connection).await?;
        identity::confirmed(tx, attendance).await?;
        let sealed = seal(tx.keys(), line.id, password);
        let changed = on!(tx, c => sqlx::query(
            "UPDATE connection SET new_password = $3, version = version + 1 WHERE id = $1 AND version = $2")
            .bind(self.connection).bind(self.version).bind(&sealed)
            .execute(c).await.map(|done| done.rows_affected()))
        .map_err(|error| LineError::Store(error.into()))?;
        if changed == 0 {
            return Err(ChangeError::Conflict);
        }
        let request = Some(attendance.request().0);
        let write = order(PASSWORD, &line, request, None, now);
        let disconnect = order(DISCONNECT, &line, request, Some(write.id), now);
        Ok(vec![write, disconnect])
    }
}

/// The line being served, if it is the one that was seen and may be changed.
async fn seen(
    conn: &mut Conn,
    attendance: &Attendance,
    connection: ConnectionId,
) -> Result<Connection, ChangeError> {
    if attendance.ended() {
        return Err(ChangeError::Ended);
    }
    let line = connections::served(conn, attendance).await?;
    if line.id == connection { Ok(line) } else { Err(ChangeError::Conflict) }
}

/// An order to the access server of a line.
pub(crate) fn order(
    kind: &str,
    line: &Connection,
    request: Option<balcao_store::Uuid>,
    after: Option<OutboxId>,
    now: DateTime<Utc>,
) -> NewEntry {
    let id = OutboxId::new();
    NewEntry {
        id,
        // Every wish is an order of its own: to disconnect twice is to disconnect twice.
        key: format!("{kind}/{id}"),
        kind: kind.into(),
        run: None,
        request,
        order: 0,
        after,
        body: serde_json::json!({ "connection": line.id }),
        not_before: None,
        give_up_at: now + GIVE_UP_AFTER,
    }
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> ChangeError {
        ChangeError::Line(error.into())
    }
}
