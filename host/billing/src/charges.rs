//! Charges: what the bank registered for an invoice, and nothing that we computed ourselves.

use std::fmt;

use balcao_access::CompanyId;
use balcao_brazil::late::LateRule;
use balcao_brazil::{Money, TaxId};
use balcao_desk::{Attendance, insert_many};
use balcao_store::outbox::{self, NewEntry, OutboxId};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{ChargeId, InvoiceId, late_rules, unheard};

text_enum! {
    /// Where a charge stands.
    pub enum State {
        /// The bank was asked to register it, and has not answered yet.
        Awaiting = "awaiting",
        /// It can be paid.
        Registered = "registered",
        /// Another one can be paid in its stead.
        Replaced = "replaced",
        /// It can no longer be paid.
        Cancelled = "cancelled",
    }
}

/// How long a bank is asked to cancel a charge: until then somebody may pay it.
const CANCEL_WITHIN: TimeDelta = TimeDelta::days(10);

/// A charge that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Its id.
    pub id: ChargeId,
    /// The invoice it is for.
    pub invoice: InvoiceId,
    /// That invoice's number.
    pub number: String,
    /// The bank's code, three digits.
    pub bank: String,
    /// What is to be paid, as registered.
    pub amount: Money,
    /// The due date, as registered.
    pub due: NaiveDate,
    /// What the bank registered.
    pub registration: Registration,
}

/// What a bank answers when it has registered a charge.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Registration {
    /// The number by which the bank knows it (nosso número).
    pub our_number: String,
    /// The 44 digits under the bars.
    pub barcode: String,
    /// The 47 digits that a person types, without punctuation.
    pub line: String,
    /// The PIX text; none: it can't be paid so.
    pub pix: Option<String>,
}

/// A charge that a bank is asked to register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaiting {
    /// Its id.
    pub id: ChargeId,
    /// The invoice it is for.
    pub invoice: InvoiceId,
    /// What will have to be paid.
    pub amount: Money,
    /// When.
    pub due: NaiveDate,
    /// The bank was asked in vain until the time for it was over: nobody asks it any more.
    pub given_up: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ChargeId,
    invoice: InvoiceId,
    number: String,
    bank: String,
    amount: i64,
    due: NaiveDate,
    our_number: String,
    barcode: String,
    line: String,
    pix: Option<String>,
}

/// One charge of the customer being served that can be paid: it is registered, it is its invoice's
/// present one, and that invoice is open. None otherwise.
pub async fn one(
    conn: &mut Conn,
    attendance: &Attendance,
    charge: ChargeId,
) -> Result<Option<Charge>, StoreError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT h.id, h.invoice, i.number, h.bank, h.amount, h.due, h.our_number, h.barcode, h.line, h.pix
         FROM charge h
         JOIN invoice i ON i.id = h.invoice AND i.charge = h.id
         JOIN contract c ON c.id = i.contract
         WHERE h.id = $1 AND c.person = $2 AND c.company = $3 AND h.state = 'registered' AND i.state = 'open'",
    ).bind(charge).bind(attendance.person()).bind(attendance.company()).fetch_optional(c).await)?;
    Ok(row.map(|row| Charge {
        id: row.id,
        invoice: row.invoice,
        number: row.number,
        bank: row.bank,
        amount: Money(row.amount),
        due: row.due,
        registration: Registration {
            our_number: row.our_number,
            barcode: row.barcode,
            line: row.line,
            pix: row.pix,
        },
    }))
}

/// The charges of the customer's open invoices that the bank has not registered, one of an invoice at
/// most: until it has, the invoice's present one is valid. One whose bank was asked in vain is among
/// them until another is made.
pub async fn awaiting(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Awaiting>, StoreError> {
    let rows: Vec<(ChargeId, InvoiceId, i64, NaiveDate, State)> = on!(conn, c => sqlx::query_as(
        "SELECT h.id, h.invoice, h.amount, h.due, h.state FROM contract c
         JOIN invoice i ON i.contract = c.id
         JOIN charge h ON h.invoice = i.id
         WHERE c.person = $1 AND c.company = $2 AND i.state = 'open'
           AND (h.state = 'awaiting'
                OR (h.unheard_at IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM charge n WHERE n.invoice = h.invoice AND n.id > h.id)))",
    ).bind(attendance.person()).bind(attendance.company()).fetch_all(c).await)?;
    let mut awaiting = Vec::new();
    for (id, invoice, amount, due, state) in rows {
        let given_up = state != State::Awaiting || unheard::ended(conn, id).await?.is_some();
        awaiting.push(Awaiting { id, invoice, amount: Money(amount), due, given_up });
    }
    Ok(awaiting)
}

/// What a delivery needs to have a charge registered. It runs for the desk itself, for no user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The charge.
    pub charge: ChargeId,
    /// The company that is paid.
    pub company: CompanyId,
    /// Its invoice's number.
    pub number: String,
    /// The bank's code.
    pub bank: String,
    /// What has to be paid.
    pub amount: Money,
    /// When.
    pub due: NaiveDate,
    /// What lateness adds, in the bank's hands.
    pub late: LateRule,
    /// Who pays.
    pub payer: Payer,
}

/// Who pays, as a bank has to know it.
#[derive(Clone, PartialEq, Eq)]
pub struct Payer {
    /// The name.
    pub name: String,
    /// CPF or CNPJ; none: the desk does not know it.
    pub tax_id: Option<TaxId>,
}

impl fmt::Debug for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payer")
    }
}

#[derive(sqlx::FromRow)]
struct OrderRow {
    company: CompanyId,
    number: String,
    bank: String,
    amount: i64,
    due: NaiveDate,
    name: String,
    tax_id: Option<String>,
}

/// The order to register a charge; none: it was registered, replaced or cancelled before.
pub async fn order(conn: &mut Conn, charge: ChargeId) -> Result<Option<Order>, StoreError> {
    let row: Option<OrderRow> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT c.company, i.number, h.bank, h.amount, h.due, p.name, p.tax_id
         FROM charge h
         JOIN invoice i ON i.id = h.invoice
         JOIN contract c ON c.id = i.contract
         JOIN person p ON p.id = c.person
         WHERE h.id = $1 AND h.state = 'awaiting'",
    ).bind(charge).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Order {
        charge,
        late: late_rules::of(conn, row.company).await?,
        company: row.company,
        number: row.number,
        bank: row.bank,
        amount: Money(row.amount),
        due: row.due,
        payer: Payer { name: row.name, tax_id: row.tax_id.and_then(|text| TaxId::parse(&text).ok()) },
    }))
}

/// The key of the order to register a charge.
pub(crate) fn registration_key(charge: ChargeId) -> String {
    format!("{}/{charge}", crate::KIND)
}

/// Settles a registration: the charge can be paid from now on, and the one before it no longer.
/// False when the charge is awaiting no more: a confirmation may come twice, and then nothing is
/// done; or another charge took its place while the bank worked, and then the outbox gets the order
/// to cancel it there ([`CANCELLATION`](crate::CANCELLATION)).
pub async fn registered(
    tx: &mut Tx,
    charge: ChargeId,
    registration: &Registration,
) -> Result<bool, StoreError> {
    // Whoever gives the invoice a new due date takes it first and its charges afterwards.
    on!(tx, c => sqlx::query(
        "UPDATE invoice SET version = version WHERE id = (SELECT invoice FROM charge WHERE id = $1)",
    ).bind(charge).execute(c).await.map(drop))?;
    let invoice: Option<(InvoiceId,)> = on!(tx, c => sqlx::query_as(
        "UPDATE charge SET state = 'registered', our_number = $2, barcode = $3, line = $4, pix = $5
         WHERE id = $1 AND state = 'awaiting' RETURNING invoice",
    )
    .bind(charge).bind(&registration.our_number).bind(&registration.barcode).bind(&registration.line)
    .bind(&registration.pix).fetch_optional(c).await)?;
    let Some((invoice,)) = invoice else {
        unwanted(tx, charge, registration).await?;
        return Ok(false);
    };
    on!(tx, c => sqlx::query(
        "UPDATE charge SET state = 'replaced' WHERE invoice = $1 AND id <> $2 AND state = 'registered'",
    ).bind(invoice).bind(charge).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query("UPDATE invoice SET charge = $2, version = version + 1 WHERE id = $1")
        .bind(invoice).bind(charge).execute(c).await.map(drop))?;
    Ok(true)
}

/// The bank registered a charge that nobody wants any more: what it answered is kept, and it is told.
async fn unwanted(tx: &mut Tx, charge: ChargeId, registration: &Registration) -> Result<(), StoreError> {
    let kept = on!(tx, c => sqlx::query(
        "UPDATE charge SET our_number = $2, barcode = $3, line = $4, pix = $5
         WHERE id = $1 AND state = 'cancelled' AND our_number IS NULL",
    )
    .bind(charge).bind(&registration.our_number).bind(&registration.barcode).bind(&registration.line)
    .bind(&registration.pix).execute(c).await.map(|done| done.rows_affected()))?;
    if kept == 0 {
        return Ok(());
    }
    let now = balcao_store::now();
    outbox::put(tx, cancellation_order(charge, now)).await.map(drop)
}

pub(crate) fn cancellation_order(charge: ChargeId, now: DateTime<Utc>) -> NewEntry {
    NewEntry {
        id: OutboxId::new(),
        key: format!("{}/{charge}", crate::CANCELLATION),
        kind: crate::CANCELLATION.into(),
        run: None,
        request: None,
        order: 0,
        after: None,
        body: serde_json::json!({ "charge": charge }),
        not_before: None,
        give_up_at: now + CANCEL_WITHIN,
    }
}

/// What a bank is asked to cancel: a charge that nobody is to pay, and that it registered, or may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwanted {
    /// The charge.
    pub charge: ChargeId,
    /// The company that would have been paid.
    pub company: CompanyId,
    /// The bank's code.
    pub bank: String,
    /// The number by which the bank knows it; none: it never said one.
    pub our_number: Option<String>,
}

/// The order to cancel a charge; none: the bank never registered it, or it is wanted.
pub async fn to_cancel(conn: &mut Conn, charge: ChargeId) -> Result<Option<Unwanted>, StoreError> {
    let row: Option<(CompanyId, String, Option<String>)> = on!(conn, c => sqlx::query_as(
        "SELECT c.company, h.bank, h.our_number
         FROM charge h JOIN invoice i ON i.id = h.invoice JOIN contract c ON c.id = i.contract
         WHERE h.id = $1 AND h.state = 'cancelled' AND (h.our_number IS NOT NULL OR h.unheard_at IS NOT NULL)",
    ).bind(charge).fetch_optional(c).await)?;
    Ok(row.map(|(company, bank, our_number)| Unwanted { charge, company, bank, our_number }))
}

/// Settles an answer that is not what was ordered: the charge is not to be paid, the one before it stays
/// valid, and the outbox gets the order to cancel it there.
pub async fn mistaken(tx: &mut Tx, charge: ChargeId, registration: &Registration) -> Result<(), StoreError> {
    refused(tx, charge).await?;
    // Its codes are of no use to anybody, and its number may be anything.
    let printable = |text: &str| text.chars().filter(char::is_ascii_graphic).take(40).collect();
    let registration = Registration {
        our_number: printable(&registration.our_number),
        barcode: printable(""),
        line: printable(""),
        pix: None,
    };
    unwanted(tx, charge, &registration).await
}

/// Settles a refusal: the bank will not register the charge, and the one before it stays valid.
/// Nothing is done when the charge is awaiting no more.
pub async fn refused(tx: &mut Tx, charge: ChargeId) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query("UPDATE charge SET state = 'cancelled' WHERE id = $1 AND state = 'awaiting'")
        .bind(charge).execute(c).await.map(drop))?;
    Ok(())
}

/// A charge in place of an invoice's present one, which stays valid until the bank has registered
/// the new one. One that was awaiting before is given up. None: the invoice never had a charge, so
/// no bank is known.
pub(crate) async fn renew(
    tx: &mut Tx,
    invoice: InvoiceId,
    amount: Money,
    due: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<ChargeId>, StoreError> {
    let last: Option<(String,)> = on!(tx, c => sqlx::query_as(
        "SELECT bank FROM charge WHERE invoice = $1 ORDER BY id DESC LIMIT 1",
    ).bind(invoice).fetch_optional(c).await)?;
    let Some((bank,)) = last else { return Ok(None) };
    on!(tx, c => sqlx::query("UPDATE charge SET state = 'cancelled' WHERE invoice = $1 AND state = 'awaiting'")
        .bind(invoice).execute(c).await.map(drop))?;
    let id = ChargeId::new();
    let charge = NewCharge {
        id,
        invoice,
        bank,
        amount,
        due,
        state: State::Awaiting,
        registration: None,
        created_at: now,
    };
    insert_many(tx, &[charge]).await?;
    Ok(Some(id))
}

/// A charge to be kept.
#[derive(Debug, Clone)]
pub struct NewCharge {
    /// Its id.
    pub id: ChargeId,
    /// The invoice it is for.
    pub invoice: InvoiceId,
    /// The bank's code, three digits.
    pub bank: String,
    /// What is to be paid.
    pub amount: Money,
    /// When.
    pub due: NaiveDate,
    /// Where it stands.
    pub state: State,
    /// What the bank registered; there is one when it can, or could, be paid.
    pub registration: Option<Registration>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Keeps charges.
pub async fn insert_many(tx: &mut Tx, charges: &[NewCharge]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "charge",
        [
            "id",
            "invoice",
            "bank",
            "amount",
            "due",
            "state",
            "our_number",
            "barcode",
            "line",
            "pix",
            "created_at"
        ],
        charges,
        |row| row.id,
        row.invoice,
        &row.bank,
        row.amount.centavos(),
        row.due,
        row.state,
        row.registration.as_ref().map(|r| r.our_number.as_str()),
        row.registration.as_ref().map(|r| r.barcode.as_str()),
        row.registration.as_ref().map(|r| r.line.as_str()),
        row.registration.as_ref().and_then(|r| r.pix.as_deref()),
        row.created_at
    )?;
    Ok(())
}
