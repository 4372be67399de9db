//! What happened with the customer being served, as a timeline shows it. Each read gives one page of
//! one kind of event, the newest first, in the order of an index; `host/timeline` merges them with
//! those of other rooms.

use balcao_access::Labels;
use balcao_store::{Conn, Json, StoreError, Tx, on, text_enum};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::requests::StatusKind;
use crate::{Attendance, ContractId, Origin, Protocol, insert_many};

/// What a page stands before, in the order in which the newest comes first: events of an earlier
/// time, and those of the same time whose id is smaller. `T` is a moment, or a day where that is all
/// that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before<T> {
    /// The time.
    pub at: T,
    /// The id.
    pub id: Uuid,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<T, W> {
    /// When.
    pub at: T,
    /// The id of the row that tells of it: it orders events of one time.
    pub id: Uuid,
    /// The number of its contract.
    pub contract: Option<String>,
    /// The code of its tag.
    pub tag: Option<String>,
    /// What.
    pub what: W,
}

/// A contract was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The contract's number.
    pub number: String,
    /// Its plan.
    pub plan: String,
}

text_enum! {
    /// How a contract changed.
    pub enum Change {
        /// Its service runs from now on.
        Activated = "activated",
        /// Another plan.
        Plan = "plan",
        /// Another price.
        Price = "price",
        /// Its invoices are due on another day of the month.
        DueDay = "due-day",
        /// Its service is delivered elsewhere.
        Address = "address",
        /// It is somebody else's, or was.
        Holder = "holder",
        /// Stopped by the provider.
        Blocked = "blocked",
        /// It runs again.
        Unblocked = "unblocked",
        /// Stopped at the customer's wish.
        Suspended = "suspended",
        /// Goes on after that.
        Resumed = "resumed",
        /// Ended before its time.
        Cancelled = "cancelled",
        /// Ended in its time.
        Finished = "finished",
        /// As its detail says.
        Other = "other",
    }
}

/// A contract changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// How.
    pub change: Change,
    /// What else is known of it, or empty.
    pub detail: String,
}

/// A request was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The number that the customer was told.
    pub protocol: Protocol,
    /// The names of its type; none until one was chosen.
    pub kind: Option<Labels>,
}

/// A request was closed or cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The number that the customer was told.
    pub protocol: Protocol,
    /// The names of its type; none where none was chosen.
    pub kind: Option<Labels>,
    /// Cancelled, and not solved.
    pub cancelled: bool,
}

/// The customer was told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The request in which.
    pub protocol: Protocol,
    /// By whom; none: by the desk itself.
    pub author: Option<String>,
    /// How it begins: [`EXCERPT`] characters at most.
    pub excerpt: String,
}

/// How much of a report an event holds, characters.
pub const EXCERPT: i64 = 300;

#[derive(sqlx::FromRow)]
struct IncludedRow {
    id: ContractId,
    included_on: NaiveDate,
    number: String,
    plan: String,
}

/// Contracts that were entered.
pub async fn included(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<NaiveDate>,
    limit: i64,
) -> Result<Vec<Event<NaiveDate, Included>>, StoreError> {
    let rows: Vec<IncludedRow> = on!(conn, c => sqlx::query_as(
        "SELECT id, included_on, number, plan FROM contract
         WHERE person = $1 AND company = $2 AND (included_on, id) < ($3, $4)
         ORDER BY included_on DESC, id DESC LIMIT $5",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
    .fetch_all(c).await)?;
    let event = |row: IncludedRow| Event {
        at: row.included_on,
        id: row.id.0,
        contract: Some(row.number.clone()),
        tag: None,
        what: Included { number: row.number, plan: row.plan },
    };
    Ok(rows.into_iter().map(event).collect())
}

#[derive(sqlx::FromRow)]
struct ChangedRow {
    id: Uuid,
    at: DateTime<Utc>,
    number: String,
    change: Change,
    detail: String,
}

/// Changes of the customer's contracts.
pub async fn changed(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Event<DateTime<Utc>, Changed>>, StoreError> {
    let rows: Vec<ChangedRow> = on!(conn, c => sqlx::query_as(
        "SELECT e.id, e.at, c.number, e.change, e.detail
         FROM contract c JOIN contract_event e ON e.contract = c.id
         WHERE c.person = $1 AND c.company = $2 AND (e.at, e.id) < ($3, $4)
         ORDER BY e.at DESC, e.id DESC LIMIT $5",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
    .fetch_all(c).await)?;
    let event = |row: ChangedRow| Event {
        at: row.at,
        id: row.id,
        contract: Some(row.number),
        tag: None,
        what: Changed { change: row.change, detail: row.detail },
    };
    Ok(rows.into_iter().map(event).collect())
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: Uuid,
    at: DateTime<Utc>,
    protocol: Protocol,
    kind_names: Option<Json<Labels>>,
    status_kind: StatusKind,
    number: Option<String>,
    code: Option<String>,
}

/// A page of requests, by the column that says when.
macro_rules! requests {
    ($at:literal) => {
        concat!(
            "SELECT r.id, r.",
            $at,
            " AS at, r.protocol, y.names AS kind_names, s.kind AS status_kind,
                    c.number, t.code
             FROM request r
             JOIN request_status s ON s.code = r.status
             LEFT JOIN request_type y ON y.code = r.type
             LEFT JOIN contract c ON c.id = r.contract
             LEFT JOIN tag t ON t.id = r.tag
             WHERE r.person = $1 AND r.company = $2 AND r.",
            $at,
            " IS NOT NULL AND (r.",
            $at,
            ", r.id) < ($3, $4)
             ORDER BY r.",
            $at,
            " DESC, r.id DESC LIMIT $5"
        )
    };
}

/// Requests of the customer that were opened.
pub async fn opened(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Event<DateTime<Utc>, Opened>>, StoreError> {
    let rows: Vec<RequestRow> = on!(conn, c => sqlx::query_as(requests!("opened_at"))
        .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
        .fetch_all(c).await)?;
    let what = |row: &RequestRow| Opened { protocol: row.protocol.clone(), kind: row.kind() };
    Ok(rows.into_iter().map(|row| row.event(what)).collect())
}

/// Requests of the customer that were closed or cancelled.
pub async fn ended(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Event<DateTime<Utc>, Ended>>, StoreError> {
    let rows: Vec<RequestRow> = on!(conn, c => sqlx::query_as(requests!("ended_at"))
        .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
        .fetch_all(c).await)?;
    let what = |row: &RequestRow| Ended {
        protocol: row.protocol.clone(),
        kind: row.kind(),
        cancelled: row.status_kind == StatusKind::Cancelled,
    };
    Ok(rows.into_iter().map(|row| row.event(what)).collect())
}

impl RequestRow {
    fn kind(&self) -> Option<Labels> {
        self.kind_names.as_ref().map(|names| names.0.clone())
    }

    fn event<W>(self, what: impl FnOnce(&Self) -> W) -> Event<DateTime<Utc>, W> {
        let what = what(&self);
        Event { at: self.at, id: self.id, contract: self.number, tag: self.code, what }
    }
}

#[derive(sqlx::FromRow)]
struct ToldRow {
    id: Uuid,
    at: DateTime<Utc>,
    protocol: Protocol,
    author: Option<String>,
    excerpt: String,
    number: Option<String>,
    code: Option<String>,
}

/// What the customer was told.
pub async fn told(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Event<DateTime<Utc>, Told>>, StoreError> {
    let rows: Vec<ToldRow> = on!(conn, c => sqlx::query_as(
        "SELECT p.id, p.at, r.protocol, u.name AS author, substr(p.text, 1, CAST($6 AS INTEGER)) AS excerpt,
                c.number, t.code
         FROM report p
         JOIN request r ON r.id = p.request
         LEFT JOIN user_account u ON u.id = p.author
         LEFT JOIN contract c ON c.id = r.contract
         LEFT JOIN tag t ON t.id = r.tag
         WHERE p.person = $1 AND p.company = $2 AND p.audience = 'customer' AND (p.at, p.id) < ($3, $4)
         ORDER BY p.at DESC, p.id DESC LIMIT $5",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
    .bind(EXCERPT).fetch_all(c).await)?;
    let event = |row: ToldRow| Event {
        at: row.at,
        id: row.id,
        contract: row.number,
        tag: row.code,
        what: Told { protocol: row.protocol, author: row.author, excerpt: row.excerpt },
    };
    Ok(rows.into_iter().map(event).collect())
}

/// A change of a contract, to be kept.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// Its id.
    pub id: Uuid,
    /// The contract.
    pub contract: ContractId,
    /// When.
    pub at: DateTime<Utc>,
    /// How it changed.
    pub change: Change,
    /// What else is known of it, or empty.
    pub detail: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// Keeps changes of contracts.
pub async fn insert_changes(tx: &mut Tx, changes: &[NewChange]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "contract_event",
        ["id", "contract", "at", "change", "detail", "source", "external_id", "as_of"],
        changes,
        |row| row.id,
        row.contract,
        row.at,
        row.change,
        &row.detail,
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}
