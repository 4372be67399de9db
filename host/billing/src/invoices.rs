//! Invoices of the customer being served.

use balcao_brazil::Money;
use balcao_brazil::calendar::next_business_day;
use balcao_brazil::late::{self, LateRule};
use balcao_desk::{Attendance, ContractId, Origin, insert_many};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::{ChargeId, InvoiceId, late_rules};

/// Invoices on a page.
pub const PAGE: usize = 50;

text_enum! {
    /// Where an invoice stands.
    pub enum State {
        /// To be paid.
        Open = "open",
        /// Paid.
        Paid = "paid",
        /// Not to be paid.
        Cancelled = "cancelled",
        /// Replaced by others.
        Renegotiated = "renegotiated",
    }
}

/// An invoice, and what it is worth on a day.
#[derive(Debug, Clone)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// What customers name it by.
    pub number: String,
    /// The contract it claims for.
    pub contract: ContractId,
    /// That contract's number.
    pub contract_number: String,
    /// As it was issued.
    pub amount: Money,
    /// With fine and interest up to the day asked for; the amount, when it is not open.
    pub today: Money,
    /// The due date, by its last rescheduling.
    pub due: NaiveDate,
    /// The due date as it was issued.
    pub first_due: NaiveDate,
    /// The due date from which fine and interest run.
    pub late_from: NaiveDate,
    /// Where it stands.
    pub state: State,
    /// Open, and its due date (moved to a business day) is over.
    pub overdue: bool,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// What was paid.
    pub paid_amount: Option<Money>,
    /// How often it was rescheduled.
    pub reschedules: u32,
    /// The charge that can be paid; none: the bank registered none.
    pub charge: Option<ChargeId>,
    /// Raised by every change, so that a stale one is noticed.
    pub version: i64,
}

/// Some invoices, and where to go on.
#[derive(Debug, Clone)]
pub struct Page {
    /// The newest due date first, 50 at most.
    pub invoices: Vec<Invoice>,
    /// Give it to [`page`] for the next ones; none: there are no more.
    pub cursor: Option<Cursor>,
}

/// Where a page ended. As text it is safe to hand out, for it is only compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    due: NaiveDate,
    id: InvoiceId,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.due, self.id)
    }
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct BadCursor;

impl std::str::FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (due, id) = text.split_once('_').ok_or(BadCursor)?;
        Ok(Self { due: due.parse().map_err(|_| BadCursor)?, id: id.parse().map_err(|_| BadCursor)? })
    }
}

/// Count and sums of the open invoices, however many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many are open.
    pub open: u32,
    /// How many of them are overdue.
    pub overdue: u32,
    /// As they were issued.
    pub amount: Money,
    /// With fine and interest up to the day asked for.
    pub today: Money,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: InvoiceId,
    number: String,
    contract: ContractId,
    contract_number: String,
    amount: i64,
    due: NaiveDate,
    first_due: NaiveDate,
    late_from: NaiveDate,
    state: State,
    paid_on: Option<NaiveDate>,
    paid_amount: Option<i64>,
    reschedules: i64,
    charge: Option<ChargeId>,
    version: i64,
}

/// Every statement that reads invoices starts so: it names the person and the company.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.number, i.contract, c.number AS contract_number, i.amount, i.due, i.first_due,
                    i.late_from, i.state, i.paid_on, i.paid_amount, i.reschedules, i.charge, i.version
             FROM contract c JOIN invoice i ON i.contract = c.id
             WHERE c.person = $1 AND c.company = $2 ",
            $rest
        )
    };
}

/// Invoices of the customer, the newest due date first; `after` is a page's cursor, `today` the
/// day on which they are worth what they are.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    open_only: bool,
    after: Option<Cursor>,
    today: NaiveDate,
) -> Result<Page, StoreError> {
    let rule = late_rules::of(conn, attendance.company()).await?;
    let after = after.unwrap_or(Cursor {
        due: NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(today),
        id: InvoiceId(Uuid::max()),
    });
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(select!(
        "AND (i.due < $3 OR (i.due = $3 AND i.id < $4)) AND (i.state = 'open' OR NOT $5)
         ORDER BY i.due DESC, i.id DESC LIMIT $6"
    ))
    .bind(attendance.person()).bind(attendance.company()).bind(after.due).bind(after.id).bind(open_only)
    .bind(PAGE as i64 + 1).fetch_all(c).await)?;
    let more = rows.len() > PAGE;
    let invoices: Vec<Invoice> = rows.into_iter().take(PAGE).map(|row| row.on(today, rule)).collect();
    let cursor = invoices.last().filter(|_| more).map(|last| Cursor { due: last.due, id: last.id });
    Ok(Page { invoices, cursor })
}

/// Count and sums of the customer's open invoices on a day.
pub async fn totals(
    conn: &mut Conn,
    attendance: &Attendance,
    today: NaiveDate,
) -> Result<Totals, StoreError> {
    let rule = late_rules::of(conn, attendance.company()).await?;
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(select!("AND i.state = 'open'"))
        .bind(attendance.person()).bind(attendance.company()).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| row.on(today, rule)).fold(Totals::default(), |sum, invoice| Totals {
        open: sum.open + 1,
        overdue: sum.overdue + u32::from(invoice.overdue),
        amount: sum.amount + invoice.amount,
        today: sum.today + invoice.today,
    }))
}

/// How many invoices of a contract that were due on or before a day are still open: what a promise
/// to pay, made at that moment, was about. A new due date that was given since is no payment. Nobody
/// serves when that is asked.
pub async fn owed(
    conn: &mut Conn,
    contract: ContractId,
    day: NaiveDate,
    promised_at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    Ok(on!(conn, c => sqlx::query_scalar(
        "SELECT count(*) FROM invoice i WHERE i.contract = $1 AND i.state = 'open'
           AND (i.due <= $2 OR EXISTS (SELECT 1 FROM reschedule r
                WHERE r.invoice = i.id AND r.at >= $3 AND r.old_due <= $2))")
        .bind(contract).bind(day).bind(promised_at).fetch_one(c).await)?)
}

/// One invoice of the customer; none: it is somebody else's, or does not exist.
pub async fn one(
    conn: &mut Conn,
    attendance: &Attendance,
    invoice: InvoiceId,
    today: NaiveDate,
) -> Result<Option<Invoice>, StoreError> {
    let rule = late_rules::of(conn, attendance.company()).await?;
    let row: Option<Row> = on!(conn, c => sqlx::query_as(select!("AND i.id = $3"))
        .bind(attendance.person()).bind(attendance.company()).bind(invoice).fetch_optional(c).await)?;
    Ok(row.map(|row| row.on(today, rule)))
}

impl Row {
    fn on(self, today: NaiveDate, rule: LateRule) -> Invoice {
        let amount = Money(self.amount);
        let open = self.state == State::Open;
        Invoice {
            today: if open { late::worth(amount, self.late_from, today, rule) } else { amount },
            overdue: open && next_business_day(self.due) < today,
            id: self.id,
            number: self.number,
            contract: self.contract,
            contract_number: self.contract_number,
            amount,
            due: self.due,
            first_due: self.first_due,
            late_from: self.late_from,
            state: self.state,
            paid_on: self.paid_on,
            paid_amount: self.paid_amount.map(Money),
            reschedules: u32::try_from(self.reschedules).unwrap_or(u32::MAX),
            charge: self.charge,
            version: self.version,
        }
    }
}

impl Invoice {
    /// What it is worth on another day, by its company's rule.
    pub(crate) fn worth(&self, on: NaiveDate, rule: LateRule) -> Money {
        late::worth(self.amount, self.late_from, on, rule)
    }
}

/// An invoice to be kept.
#[derive(Debug, Clone)]
pub struct NewInvoice {
    /// Its id.
    pub id: InvoiceId,
    /// The contract it claims for.
    pub contract: ContractId,
    /// What customers name it by.
    pub number: String,
    /// As issued.
    pub amount: Money,
    /// When it was issued; none: it is not known.
    pub issued_on: Option<NaiveDate>,
    /// The due date.
    pub due: NaiveDate,
    /// The due date as it was issued.
    pub first_due: NaiveDate,
    /// Where it stands.
    pub state: State,
    /// When, and with how much, it was paid: exactly when it is paid.
    pub paid: Option<(NaiveDate, Money)>,
    /// How often it was rescheduled.
    pub reschedules: u32,
    /// The charge that can be paid.
    pub charge: Option<ChargeId>,
    /// Where the row comes from.
    pub origin: Origin,
}

/// Keeps invoices; fine and interest run from their first due date.
pub async fn insert_many(tx: &mut Tx, invoices: &[NewInvoice]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "invoice",
        [
            "id",
            "contract",
            "number",
            "amount",
            "issued_on",
            "due",
            "first_due",
            "late_from",
            "state",
            "paid_on",
            "paid_amount",
            "reschedules",
            "charge",
            "version",
            "source",
            "external_id",
            "as_of"
        ],
        invoices,
        |row| row.id,
        row.contract,
        &row.number,
        row.amount.centavos(),
        row.issued_on,
        row.due,
        row.first_due,
        row.first_due,
        row.state,
        row.paid.map(|(day, _)| day),
        row.paid.map(|(_, amount)| amount.centavos()),
        i64::from(row.reschedules),
        row.charge,
        1i64,
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}

/// A day that is so many days later.
pub(crate) fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}
