//! Asking the bank again for a charge that it never answered for.

use balcao_desk::Attendance;
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::charges::{self, Awaiting};
use crate::invoices::{self, State};
use crate::reschedule::registration_order;
use crate::{ChargeId, InvoiceId, unheard};

/// An effect: the charge of an invoice whose bank never answered is registered anew, under a key of its
/// own. What the bank may have registered for the old one it is asked to cancel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterAgain {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// The charge that nobody answered for, as it was seen.
    pub unheard: ChargeId,
}

/// Why it is not registered again.
#[derive(Debug, thiserror::Error)]
pub enum RegisterAgainError {
    /// The customer has no such invoice.
    #[error("the customer has no such invoice")]
    NotFound,
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// It is paid, cancelled or renegotiated.
    #[error("the invoice is not open")]
    NotOpen,
    /// No charge of it is without an answer, or another than was seen.
    #[error("no charge of the invoice is without an answer")]
    Answered,
    /// The day on which it was to be due is over.
    #[error("the due date is over")]
    Over,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RegisterAgain {
    /// The order for an invoice of the customer, as it stands now.
    pub async fn of(
        conn: &mut Conn,
        attendance: &Attendance,
        invoice: InvoiceId,
        today: NaiveDate,
    ) -> Result<Self, RegisterAgainError> {
        let charge = unanswered(conn, attendance, invoice, today).await?;
        Ok(Self { invoice, unheard: charge.id })
    }

    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), RegisterAgainError> {
        self.checked(conn, attendance, today).await.map(drop)
    }

    async fn checked(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<Awaiting, RegisterAgainError> {
        if attendance.ended() {
            return Err(RegisterAgainError::Ended);
        }
        let charge = unanswered(conn, attendance, self.invoice, today).await?;
        if charge.id == self.unheard { Ok(charge) } else { Err(RegisterAgainError::Answered) }
    }

    /// Does it, and returns what has to be asked of the bank, to be put into the outbox of the same
    /// transaction.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Option<NewEntry>, RegisterAgainError> {
        // Whoever does the same waits here, and finds another charge afterwards.
        on!(&mut *tx, c => sqlx::query("UPDATE invoice SET version = version + 1 WHERE id = $1")
            .bind(self.invoice).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        let charge = self.checked(tx, attendance, today).await?;
        unheard::end_one(tx, charge.id, now).await?;
        let renewed = charges::renew(tx, self.invoice, charge.amount, charge.due, now).await?;
        Ok(renewed.map(|charge| registration_order(charge, attendance, now)))
    }
}

async fn unanswered(
    conn: &mut Conn,
    attendance: &Attendance,
    invoice: InvoiceId,
    today: NaiveDate,
) -> Result<Awaiting, RegisterAgainError> {
    let found = invoices::one(conn, attendance, invoice, today).await?.ok_or(RegisterAgainError::NotFound)?;
    if found.state != State::Open {
        return Err(RegisterAgainError::NotOpen);
    }
    let all = charges::awaiting(conn, attendance).await?;
    let charge = all.into_iter().find(|charge| charge.invoice == invoice && charge.given_up);
    let charge = charge.ok_or(RegisterAgainError::Answered)?;
    if charge.due < today { Err(RegisterAgainError::Over) } else { Ok(charge) }
}
