//! How it is known who asks, and what that allows.
//!
//! What could hurt the customer in the wrong hands (a secret, a new password, an unlock, sending to
//! an address that is not on file) asks [`confirmed`] first, and again in the transaction that does
//! it.

use balcao_access::Right;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::Attendance;
use crate::requests::{self, Asker, Identity, NameProblem};

/// Why it may not be done for whoever asks.
#[derive(Debug, thiserror::Error)]
pub enum Unconfirmed {
    /// Nobody made sure who they are.
    #[error("the identity of who asks was not confirmed")]
    NotConfirmed,
    /// They are neither the customer nor authorised by them, whoever they are.
    #[error("a third party asks")]
    ThirdParty,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether this attendance may do what needs a confirmed identity: the holder or an authorised
/// person asks, and it was made sure that they are who they say; or the profile has
/// [`Right::ActUnconfirmed`]. It is read anew, for the attendance was opened before.
pub async fn confirmed(conn: &mut Conn, attendance: &Attendance) -> Result<(), Unconfirmed> {
    if attendance.actor().may(Right::ActUnconfirmed) {
        return Ok(());
    }
    let (who, identity): (Asker, Identity) = on!(conn, c => sqlx::query_as(
        "SELECT asking, identity FROM request WHERE id = $1")
        .bind(attendance.request()).fetch_one(c).await)
    .map_err(StoreError::from)?;
    match (who, identity) {
        (Asker::ThirdParty, _) => Err(Unconfirmed::ThirdParty),
        (_, Identity::NotConfirmed) => Err(Unconfirmed::NotConfirmed),
        _ => Ok(()),
    }
}

/// Who turned out to be asking, and how that is known.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// Who is asking.
    pub who: Asker,
    /// Their name, when they are not the holder.
    pub name: Option<String>,
    /// How it was made sure.
    pub identity: Identity,
}

/// Why a confirmation was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// It does not say how it was made sure.
    #[error("how identity was confirmed is missing")]
    HowMissing,
    /// The name was refused.
    #[error(transparent)]
    Name(#[from] NameProblem),
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records that it was made sure who asks. The audit line is to be committed with `tx`.
pub async fn confirm(
    tx: &mut Tx,
    attendance: &Attendance,
    confirmation: &Confirmation,
    now: DateTime<Utc>,
) -> Result<Line, ConfirmError> {
    if confirmation.identity == Identity::NotConfirmed {
        return Err(ConfirmError::HowMissing);
    }
    let name = requests::name_of_asker(confirmation.who, confirmation.name.as_deref())?;
    let done = on!(tx, c => sqlx::query(
        "UPDATE request SET asking = $2, asking_name = $3, identity = $4,
                version = version + 1, changed_by = $5, changed_at = $6, change = 'identified'
         WHERE id = $1 AND ended_at IS NULL")
        .bind(attendance.request()).bind(confirmation.who).bind(name).bind(confirmation.identity)
        .bind(attendance.actor().user.id).bind(now)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if done == 0 {
        return Err(ConfirmError::Ended);
    }
    let fields = json!({ "asking": confirmation.who, "identity": confirmation.identity });
    Ok(attendance.line(Act::IdentityConfirmed).fields(fields))
}
