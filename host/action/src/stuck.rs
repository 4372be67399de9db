//! What happens outside and does not get on by itself, for whoever administers the desk.

use balcao_access::audit::{Act, Line};
use balcao_access::{Actor, CompanyId, Right};
use balcao_desk::{Protocol, RequestId, bulk};
use balcao_store::outbox::{self, OutboxId, State};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, TimeDelta, Utc};

/// For how long what ended without anybody knowing, or in vain, is listed.
const REMEMBERED: TimeDelta = TimeDelta::days(14);

/// How long something that is due may wait for whoever carries it out.
const LATE: TimeDelta = TimeDelta::minutes(1);

/// How many are listed, the oldest first.
pub const MOST: usize = 200;

/// An entry of the outbox that somebody should look at.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Stuck {
    /// The entry.
    pub id: OutboxId,
    /// What kind of delivery it is.
    pub kind: String,
    /// How it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: i32,
    /// What the other side said last.
    pub answer: Option<String>,
    /// Since when it waits.
    pub created_at: DateTime<Utc>,
    /// When it is tried next.
    pub due_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The request that it is of.
    pub request: Option<RequestId>,
    /// That request's protocol.
    pub protocol: Option<Protocol>,
}

/// What one decides of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is tried now.
    TryAgain,
    /// It is not tried any more.
    GiveUp,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum StuckError {
    /// The user does not administer the desk.
    #[error("not allowed")]
    Denied,
    /// There is no such entry in the user's companies.
    #[error("no such entry")]
    NotFound,
    /// It went on by itself meanwhile.
    #[error("it is not stuck any more")]
    NotNow,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// In the user's companies: what was tried in vain, what nobody took up in its time, and what ended
/// unknown or given up within 14 days.
pub async fn stuck(conn: &mut Conn, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Stuck>, StuckError> {
    let companies = administered(actor)?;
    let sql = format!(
        "SELECT o.id, o.kind, o.state, o.attempts, o.answer, o.created_at, o.due_at, o.ended_at,
                r.id AS request, r.protocol
         FROM outbox o LEFT JOIN request r ON r.id = o.request
         WHERE ((o.ended_at IS NULL AND (o.attempts > 1 OR o.due_at < $1))
                OR (o.ended_at >= $2 AND o.state IN ('unknown', 'gave-up')))
           AND (r.company IS NULL OR r.company IN ({}))
         ORDER BY o.created_at, o.id LIMIT {MOST}",
        bulk::placeholders(3, companies.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now - LATE).bind(now - REMEMBERED);
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })
    .map_err(StoreError::from)?)
}

/// Decides it. The line is to be committed with `tx`.
pub async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    id: OutboxId,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<Line, StuckError> {
    let companies = administered(actor)?;
    let entry = outbox::one(tx, id).await?.ok_or(StuckError::NotFound)?;
    if let Some(request) = entry.request {
        let company: CompanyId =
            on!(&mut *tx, c => sqlx::query_scalar("SELECT company FROM request WHERE id = $1")
            .bind(request).fetch_one(c).await)
            .map_err(StoreError::from)?;
        if !companies.contains(&company) {
            return Err(StuckError::NotFound);
        }
    }
    let (done, act) = match decision {
        Decision::TryAgain => (outbox::try_again(tx, id, now).await?, Act::DeliveryTriedAgain),
        Decision::GiveUp => (outbox::give_up(tx, id, now).await?, Act::DeliveryGivenUp),
    };
    if !done {
        return Err(StuckError::NotNow);
    }
    let fields = serde_json::json!({ "entry": id, "kind": entry.kind });
    Ok(Line { request: entry.request, ..Line::new(act).by(actor).fields(fields) })
}

fn administered(actor: &Actor) -> Result<&[CompanyId], StuckError> {
    if actor.may(Right::Administer) { Ok(&actor.user.companies) } else { Err(StuckError::Denied) }
}
