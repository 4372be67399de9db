//! A static PIX code with what an overdue invoice is worth today, where the company wants that. It is no
//! registered charge: nobody tells the desk that it was paid, and somebody books it by hand.

use balcao_access::CompanyId;
use balcao_brazil::Money;
use balcao_brazil::pix::{MAX_TXID, PixCharge, PixCode, PixError};
use balcao_desk::Attendance;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::NaiveDate;

use crate::{ChargeId, charges, invoices};

/// Who is paid, and by which key.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ByHand {
    /// The PIX key.
    #[sqlx(rename = "pix_key")]
    pub key: String,
    /// The payee's name, as the payer's app shows it: 25 characters at most.
    pub payee: String,
    /// The payee's town: 15 characters at most.
    pub town: String,
}

/// What can be paid today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// With fine and interest up to today.
    pub amount: Money,
    /// The text to copy.
    pub pix: String,
}

/// Why a company can't have it so.
#[derive(Debug, thiserror::Error)]
pub enum ByHandError {
    /// A code can't hold it.
    #[error(transparent)]
    Pix(#[from] PixError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ByHand {
    fn code(&self, amount: Money, number: &str) -> Result<String, PixError> {
        let txid: String = number.chars().filter(char::is_ascii_alphanumeric).take(MAX_TXID).collect();
        let charge = PixCharge::Static {
            key: self.key.clone(),
            amount: Some(amount),
            txid: (!txid.is_empty()).then_some(txid),
        };
        PixCode { charge, name: self.payee.clone(), city: self.town.clone() }.encode()
    }
}

/// What a company wants; none: no such codes.
pub async fn of(conn: &mut Conn, company: CompanyId) -> Result<Option<ByHand>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as("SELECT pix_key, payee, town FROM static_pix WHERE company = $1")
        .bind(company).fetch_optional(c).await)?)
}

/// Turns it on, or off.
pub async fn set(tx: &mut Tx, company: CompanyId, wanted: Option<&ByHand>) -> Result<(), ByHandError> {
    on!(&mut *tx, c => sqlx::query("DELETE FROM static_pix WHERE company = $1")
        .bind(company).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    if let Some(wanted) = wanted {
        wanted.code(Money(1), "X")?;
        on!(tx, c => sqlx::query(
            "INSERT INTO static_pix (company, pix_key, payee, town) VALUES ($1, $2, $3, $4)")
            .bind(company).bind(&wanted.key).bind(&wanted.payee).bind(&wanted.town)
            .execute(c).await.map(drop))
        .map_err(StoreError::from)?;
    }
    Ok(())
}

/// The code for a charge of the customer being served, with what its invoice is worth today; none: the
/// company wants none, or the registered slip is worth as much.
pub async fn today(
    conn: &mut Conn,
    attendance: &Attendance,
    charge: ChargeId,
    today: NaiveDate,
) -> Result<Option<Today>, StoreError> {
    let Some(wanted) = of(conn, attendance.company()).await? else { return Ok(None) };
    let Some(charge) = charges::one(conn, attendance, charge).await? else { return Ok(None) };
    let invoice = invoices::one(conn, attendance, charge.invoice, today).await?;
    let worth = invoice.filter(|invoice| invoice.overdue && invoice.today > charge.amount);
    // What a code can't hold is not offered: the registered slip can be paid.
    Ok(worth.and_then(|invoice| {
        let pix = wanted.code(invoice.today, &invoice.number).ok()?;
        Some(Today { amount: invoice.today, pix })
    }))
}
