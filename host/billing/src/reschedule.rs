//! A new due date for an invoice.

use balcao_access::Right;
use balcao_brazil::Money;
use balcao_brazil::calendar::next_business_day;
use balcao_desk::Attendance;
use balcao_store::outbox::{NewEntry, OutboxId};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::invoices::{self, Invoice, State};
use crate::{ChargeId, InvoiceId, charges, late_rules};

/// The outbox kind by which a bank is asked to register a charge. Its body is `{"charge": id}`;
/// [`charges::order`] says what is asked, [`charges::registered`] settles it.
pub const KIND: &str = "charge-registration";

/// The outbox kind by which a bank is asked to cancel a charge that it registered too late. Its body
/// is `{"charge": id}`; [`charges::to_cancel`] says what is asked.
pub const CANCELLATION: &str = "charge-cancellation";

/// How many days after today or its due date, whichever is later, a new one may be, whatever a
/// plugin's policy says.
pub const MAX_DAYS_AHEAD: u64 = 60;

/// Characters of a reason, at most.
pub const MAX_REASON: usize = 500;

/// How long a bank is asked, when it does not answer.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(2);

/// An effect: the invoice is due on another day. The first due date is kept, and the charge is
/// registered anew; until the bank has done so, the one before stays valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reschedule {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// The state of it that was seen: an invoice that was changed since is not rescheduled.
    pub version: i64,
    /// The day asked for; one on which banks are closed becomes the next business day.
    pub due: NaiveDate,
    /// How often invoices of this person with this company were rescheduled in this calendar year
    /// when it was decided: a policy counts them, and two decisions at once must not both count the
    /// same.
    pub times_of_person: u32,
    /// Fine and interest go on from the first due date; otherwise they are waived.
    pub keep_charges: bool,
    /// Why.
    pub reason: String,
}

/// What a new due date would mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The day asked for, moved to the next business day where it is none.
    pub due: NaiveDate,
    /// Whether it was moved.
    pub moved: bool,
    /// What there would be to pay with fine and interest up to the day *asked for*: the days by
    /// which it was moved cost nothing.
    pub amount_with_charges: Money,
    /// How often this invoice was rescheduled before.
    pub times: u32,
    /// How often invoices of this person with this company were, in this calendar year.
    pub times_of_person: u32,
}

/// Why an invoice is not rescheduled.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The customer has no such invoice.
    #[error("the customer has no such invoice")]
    NotFound,
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// It is paid, cancelled or renegotiated.
    #[error("the invoice is not open")]
    NotOpen,
    /// It, or how often the person's invoices were rescheduled, was changed after it was seen.
    #[error("the invoice was changed meanwhile")]
    Conflict,
    /// The day is today or over.
    #[error("the new due date must be after today")]
    NotAfterToday,
    /// The day is more than [`MAX_DAYS_AHEAD`] days after today or its due date, whichever is later.
    #[error("the new due date is more than {MAX_DAYS_AHEAD} days ahead")]
    TooFar,
    /// It is due on that day already.
    #[error("the invoice is due on that day already")]
    SameDay,
    /// The user's profile may not waive fine and interest.
    #[error("the profile may not waive late charges")]
    MayNotWaive,
    /// No reason was given.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The reason has more than [`MAX_REASON`] characters.
    #[error("the reason is longer than {MAX_REASON} characters")]
    ReasonTooLong,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reschedule {
    /// What a new due date would mean for an invoice of the customer. It checks the day, and
    /// changes nothing.
    pub async fn quote(
        conn: &mut Conn,
        attendance: &Attendance,
        invoice: InvoiceId,
        due: NaiveDate,
        today: NaiveDate,
    ) -> Result<Quote, RuleError> {
        let seen = open(conn, attendance, invoice, today).await?;
        let moved_to = check_day(&seen, due, today)?;
        let rule = late_rules::of(conn, attendance.company()).await?;
        Ok(Quote {
            due: moved_to,
            moved: moved_to != due,
            amount_with_charges: seen.worth(due, rule),
            times: seen.reschedules,
            times_of_person: times_of_person(conn, attendance, today, None).await?,
        })
    }

    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), RuleError> {
        self.checked(conn, attendance, today, None).await.map(drop)
    }

    /// The invoice, and the business day on which it is to be due. `applying` is the time of the
    /// transaction in which it is applied.
    async fn checked(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
        applying: Option<DateTime<Utc>>,
    ) -> Result<(Invoice, NaiveDate), RuleError> {
        if self.reason.trim().is_empty() {
            return Err(RuleError::ReasonMissing);
        }
        if self.reason.chars().count() > MAX_REASON {
            return Err(RuleError::ReasonTooLong);
        }
        if attendance.ended() {
            return Err(RuleError::Ended);
        }
        if !self.keep_charges && !attendance.actor().may(Right::WaiveCharges) {
            return Err(RuleError::MayNotWaive);
        }
        let invoice = open(conn, attendance, self.invoice, today).await?;
        if invoice.version != self.version {
            return Err(RuleError::Conflict);
        }
        if times_of_person(conn, attendance, today, applying).await? != self.times_of_person {
            return Err(RuleError::Conflict);
        }
        let due = check_day(&invoice, self.due, today)?;
        Ok((invoice, due))
    }

    /// Does it, and returns what has to be asked of the bank, to be put into the outbox of the same
    /// transaction. None: the invoice never had a charge, so there is nothing to register.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<NewEntry>, RuleError> {
        // Whoever reschedules an invoice of the same person waits here, and counts again afterwards.
        on!(tx, c => sqlx::query("UPDATE person SET name = name WHERE id = $1")
            .bind(attendance.person()).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        let (invoice, due) = self.checked(tx, attendance, today, Some(now)).await?;
        let late_from = if self.keep_charges { invoice.late_from } else { due };
        let done = on!(tx, c => sqlx::query(
            "UPDATE invoice SET due = $3, late_from = $4, reschedules = reschedules + 1, version = version + 1
             WHERE id = $1 AND version = $2 AND state = 'open'",
        )
        .bind(self.invoice).bind(self.version).bind(due).bind(late_from)
        .execute(c).await.map(|done| done.rows_affected()))
        .map_err(StoreError::from)?;
        if done == 0 {
            return Err(RuleError::Conflict);
        }
        on!(tx, c => sqlx::query(
            "INSERT INTO reschedule (id, invoice, request, author, at, day, old_due, new_due, keep_charges, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(uuid::Uuid::now_v7()).bind(self.invoice).bind(attendance.request())
        .bind(attendance.actor().user.id).bind(now).bind(today).bind(invoice.due).bind(due)
        .bind(self.keep_charges).bind(self.reason.trim()).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        let rule = late_rules::of(tx, attendance.company()).await?;
        let amount = if self.keep_charges { invoice.worth(self.due, rule) } else { invoice.amount };
        let charge = charges::renew(tx, self.invoice, amount, due, now).await?;
        Ok(charge.map(|charge| registration_order(charge, attendance, now)))
    }
}

/// An invoice of the customer that is open.
async fn open(
    conn: &mut Conn,
    attendance: &Attendance,
    invoice: InvoiceId,
    today: NaiveDate,
) -> Result<Invoice, RuleError> {
    let invoice = invoices::one(conn, attendance, invoice, today).await?.ok_or(RuleError::NotFound)?;
    if invoice.state == State::Open { Ok(invoice) } else { Err(RuleError::NotOpen) }
}

/// The business day that the day asked for becomes.
fn check_day(invoice: &Invoice, due: NaiveDate, today: NaiveDate) -> Result<NaiveDate, RuleError> {
    if due <= today {
        return Err(RuleError::NotAfterToday);
    }
    if due > invoices::after(today.max(invoice.due), MAX_DAYS_AHEAD) {
        return Err(RuleError::TooFar);
    }
    let moved_to = next_business_day(due);
    if moved_to == invoice.due { Err(RuleError::SameDay) } else { Ok(moved_to) }
}

/// How often invoices of the customer were rescheduled in the calendar year of a day. An action may
/// reschedule several: those that this request did at `applying` were decided with the others, and
/// don't count.
async fn times_of_person(
    conn: &mut Conn,
    attendance: &Attendance,
    today: NaiveDate,
    applying: Option<DateTime<Utc>>,
) -> Result<u32, StoreError> {
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let (count,): (i64,) = on!(conn, c => sqlx::query_as(
        "SELECT count(*) FROM contract c
         JOIN invoice i ON i.contract = c.id
         JOIN reschedule r ON r.invoice = i.id
         WHERE c.person = $1 AND c.company = $2 AND r.day >= $3
           AND ($5 IS NULL OR r.request <> $4 OR r.at <> $5)",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(first).bind(attendance.request())
    .bind(applying).fetch_one(c).await)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

pub(crate) fn registration_order(charge: ChargeId, attendance: &Attendance, now: DateTime<Utc>) -> NewEntry {
    NewEntry {
        id: OutboxId::new(),
        key: charges::registration_key(charge),
        kind: KIND.into(),
        run: None,
        request: Some(attendance.request().0),
        order: 0,
        after: None,
        body: serde_json::json!({ "charge": charge }),
        not_before: None,
        give_up_at: now + GIVE_UP_AFTER,
    }
}
