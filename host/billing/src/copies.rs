//! What a second copy shows: charges that can be paid now, with who pays whom. Read for somebody who
//! serves the customer, for whoever has a link, and for a mail on its way.

use balcao_access::CompanyId;
use balcao_brazil::{Money, TaxId};
use balcao_desk::Attendance;
use balcao_store::{Conn, StoreError, Uuid, on};
use chrono::NaiveDate;

use crate::charges::{Charge, Registration};
use crate::links::Link;
use crate::{ChargeId, InvoiceId};

/// Charges of one customer with one company, in the order asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copies {
    /// The company that is paid.
    pub company: CompanyId,
    /// Who pays.
    pub payer: String,
    /// CPF or CNPJ of the payer, masked: what is handed on names nobody by a whole number.
    pub payer_tax_id: Option<String>,
    /// The charges, each with its contract's number.
    pub charges: Vec<(Charge, String)>,
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
    contract: String,
    company: CompanyId,
    person: Uuid,
    payer: String,
    payer_tax_id: Option<String>,
}

/// Charges of the customer being served; none when any of them can't be paid, or is somebody else's.
pub async fn mine(
    conn: &mut Conn,
    attendance: &Attendance,
    charges: &[ChargeId],
) -> Result<Option<Copies>, StoreError> {
    let rows = rows(conn, charges).await?;
    let (person, company) = (attendance.person().0, attendance.company());
    Ok(rows
        .filter(|rows| rows.iter().all(|row| row.person == person && row.company == company))
        .and_then(copies))
}

/// The charges of a link; none when any of them can't be paid any more.
pub async fn shared(conn: &mut Conn, link: &Link) -> Result<Option<Copies>, StoreError> {
    Ok(rows(conn, link.charges()).await?.and_then(copies))
}

/// The charges of a mail of that company that is on its way; none when any of them can't be paid any more.
pub async fn mailed(
    conn: &mut Conn,
    company: CompanyId,
    charges: &[ChargeId],
) -> Result<Option<Copies>, StoreError> {
    Ok(rows(conn, charges).await?.and_then(copies).filter(|copies| copies.company == company))
}

/// Each of them: registered, its invoice's present one, and that invoice open.
async fn rows(conn: &mut Conn, charges: &[ChargeId]) -> Result<Option<Vec<Row>>, StoreError> {
    let mut rows = Vec::new();
    for charge in charges {
        let row: Option<Row> = on!(&mut *conn, c => sqlx::query_as(
            "SELECT h.id, h.invoice, i.number, h.bank, h.amount, h.due, h.our_number, h.barcode, h.line, h.pix,
                    c.number AS contract, c.company, p.id AS person, p.name AS payer, p.tax_id AS payer_tax_id
             FROM charge h
             JOIN invoice i ON i.id = h.invoice AND i.charge = h.id
             JOIN contract c ON c.id = i.contract
             JOIN person p ON p.id = c.person
             WHERE h.id = $1 AND h.state = 'registered' AND i.state = 'open'",
        ).bind(charge).fetch_optional(c).await)?;
        match row {
            Some(row) => rows.push(row),
            None => return Ok(None),
        }
    }
    Ok(Some(rows))
}

fn copies(rows: Vec<Row>) -> Option<Copies> {
    let first = rows.first()?;
    let (company, person) = (first.company, first.person);
    if rows.iter().any(|row| row.company != company || row.person != person) {
        return None;
    }
    let known = first.payer_tax_id.as_deref().and_then(|text| TaxId::parse(text).ok());
    Some(Copies {
        company,
        payer: first.payer.clone(),
        payer_tax_id: known.map(|number| number.masked()),
        charges: rows.into_iter().map(Row::charge).collect(),
    })
}

impl Row {
    fn charge(self) -> (Charge, String) {
        let charge = Charge {
            id: self.id,
            invoice: self.invoice,
            number: self.number,
            bank: self.bank,
            amount: Money(self.amount),
            due: self.due,
            registration: Registration {
                our_number: self.our_number,
                barcode: self.barcode,
                line: self.line,
                pix: self.pix,
            },
        };
        (charge, self.contract)
    }
}
