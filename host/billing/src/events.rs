//! What happened with the customer's invoices, as a timeline shows it: each read gives one page of
//! one kind, the newest first.

use balcao_brazil::Money;
use balcao_desk::Attendance;
use balcao_desk::events::{Before, Event};
use balcao_store::{Conn, StoreError, on};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The customer was asked to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The invoice's number.
    pub number: String,
    /// As it was issued.
    pub amount: Money,
    /// The due date as it was issued.
    pub due: NaiveDate,
}

/// An invoice was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The invoice's number.
    pub number: String,
    /// What was received.
    pub amount: Money,
    /// When it was due.
    pub due: NaiveDate,
}

/// An invoice got a new due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescheduled {
    /// The invoice's number.
    pub number: String,
    /// The due date before.
    pub from: NaiveDate,
    /// The due date after.
    pub to: NaiveDate,
    /// Whether fine and interest go on from the first due date.
    pub keep_charges: bool,
    /// Why.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    on_day: NaiveDate,
    contract: String,
    number: String,
    amount: i64,
    due: NaiveDate,
}

/// A page of invoices by the column that says when. The inner read is of an index alone; only the
/// rows of the page are looked up.
macro_rules! invoices {
    ($on:literal, $amount:literal, $due:literal) => {
        concat!(
            "SELECT i.id, i.",
            $on,
            " AS on_day, c.number AS contract, i.number, ",
            $amount,
            " AS amount, ",
            $due,
            " AS due
             FROM invoice i JOIN contract c ON c.id = i.contract
             WHERE i.id IN (
                 SELECT n.id FROM contract m JOIN invoice n ON n.contract = m.id
                 WHERE m.person = $1 AND m.company = $2 AND n.",
            $on,
            " IS NOT NULL AND (n.",
            $on,
            ", n.id) < ($3, $4)
                 ORDER BY n.",
            $on,
            " DESC, n.id DESC LIMIT $5)
             ORDER BY i.",
            $on,
            " DESC, i.id DESC"
        )
    };
}

/// Invoices that were issued.
pub async fn issued(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<NaiveDate>,
    limit: i64,
) -> Result<Vec<Event<NaiveDate, Issued>>, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(invoices!("issued_on", "i.amount", "i.first_due"))
        .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
        .fetch_all(c).await)?;
    let what = |row: &Row| Issued { number: row.number.clone(), amount: Money(row.amount), due: row.due };
    Ok(rows.into_iter().map(|row| row.event(what)).collect())
}

/// Invoices that were paid.
pub async fn paid(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<NaiveDate>,
    limit: i64,
) -> Result<Vec<Event<NaiveDate, Paid>>, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(invoices!("paid_on", "i.paid_amount", "i.due"))
        .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
        .fetch_all(c).await)?;
    let what = |row: &Row| Paid { number: row.number.clone(), amount: Money(row.amount), due: row.due };
    Ok(rows.into_iter().map(|row| row.event(what)).collect())
}

impl Row {
    fn event<W>(self, what: impl FnOnce(&Self) -> W) -> Event<NaiveDate, W> {
        let what = what(&self);
        Event { at: self.on_day, id: self.id, contract: Some(self.contract), tag: None, what }
    }
}

#[derive(sqlx::FromRow)]
struct RescheduledRow {
    id: Uuid,
    at: DateTime<Utc>,
    contract: String,
    number: String,
    old_due: NaiveDate,
    new_due: NaiveDate,
    keep_charges: bool,
    reason: String,
}

/// Invoices that got a new due date. Few did: they have an index of their own.
pub async fn rescheduled(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Before<DateTime<Utc>>,
    limit: i64,
) -> Result<Vec<Event<DateTime<Utc>, Rescheduled>>, StoreError> {
    let rows: Vec<RescheduledRow> = on!(conn, c => sqlx::query_as(
        "SELECT r.id, r.at, c.number AS contract, i.number, r.old_due, r.new_due, r.keep_charges, r.reason
         FROM contract c
         JOIN invoice i ON i.contract = c.id AND i.reschedules > 0
         JOIN reschedule r ON r.invoice = i.id
         WHERE c.person = $1 AND c.company = $2 AND (r.at, r.id) < ($3, $4)
         ORDER BY r.at DESC, r.id DESC LIMIT $5",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(before.at).bind(before.id).bind(limit)
    .fetch_all(c).await)?;
    let event = |row: RescheduledRow| Event {
        at: row.at,
        id: row.id,
        contract: Some(row.contract),
        tag: None,
        what: Rescheduled {
            number: row.number,
            from: row.old_due,
            to: row.new_due,
            keep_charges: row.keep_charges,
            reason: row.reason,
        },
    };
    Ok(rows.into_iter().map(event).collect())
}
