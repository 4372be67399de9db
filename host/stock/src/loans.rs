//! Equipment on loan.

use balcao_brazil::Money;
use balcao_desk::{Attendance, ContractId, Origin, TagId, insert_many};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::NaiveDate;

use crate::page::{READ, page as page_of};
use crate::{Cursor, LoanId, Page};

text_enum! {
    /// Where a loan stands.
    pub enum State {
        /// The customer has it.
        Lent = "lent",
        /// The customer has it and was asked for it, as it was replaced or is not used any more.
        Recalled = "recalled",
        /// It came back.
        Returned = "returned",
        /// It will not come back.
        Lost = "lost",
    }
}

/// A loan of the customer being served.
#[derive(Debug, Clone)]
pub struct Loan {
    /// Its id.
    pub id: LoanId,
    /// What it is.
    pub product: String,
    /// The maker's number.
    pub serial: String,
    /// How many.
    pub quantity: u32,
    /// What it costs when it does not come back.
    pub value: Money,
    /// The number of its contract.
    pub contract: String,
    /// Code and label of its tag.
    pub tag: Option<(String, String)>,
    /// Where it stands.
    pub state: State,
    /// The customer has it and must give it back: it was asked for, or its contract ended.
    pub must_return: bool,
    /// Since when.
    pub lent_on: NaiveDate,
    /// When it came back.
    pub returned_on: Option<NaiveDate>,
}

/// The groups of the list, in its order: to come back, lent, neither.
const TO_COME_BACK: i64 = 0;

#[derive(sqlx::FromRow)]
struct Row {
    id: LoanId,
    product: String,
    serial: String,
    quantity: i64,
    value: i64,
    contract: String,
    code: Option<String>,
    label: Option<String>,
    state: State,
    group_of: i64,
    lent_on: NaiveDate,
    returned_on: Option<NaiveDate>,
}

/// Loans of the customer: first what must come back, then what is lent, then the others; of each the
/// newest first. `after` is a page's cursor.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    after: Option<Cursor>,
) -> Result<Page<Loan>, StoreError> {
    let after = after.unwrap_or_else(Cursor::start);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT * FROM (
             SELECT l.id, l.product, l.serial, l.quantity, l.value, c.number AS contract, t.code, t.label,
                    l.state, l.lent_on, l.returned_on,
                    CAST(CASE WHEN l.state IN ('returned', 'lost') THEN 2
                              WHEN l.state = 'recalled' OR c.status IN ('cancelled', 'finished') THEN 0
                              ELSE 1 END AS BIGINT) AS group_of
             FROM contract c
             JOIN loan l ON l.contract = c.id
             LEFT JOIN tag t ON t.id = l.tag
             WHERE c.person = $1 AND c.company = $2
         ) AS loans
         WHERE group_of > $3
            OR (group_of = $3 AND (lent_on < $4 OR (lent_on = $4 AND id < $5)))
         ORDER BY group_of, lent_on DESC, id DESC LIMIT $6",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(after.group).bind(after.on).bind(after.id)
    .bind(READ).fetch_all(c).await)?;
    Ok(page_of(rows, |row| Cursor { group: row.group_of, on: row.lent_on, id: row.id.0 }))
}

impl From<Row> for Loan {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            product: row.product,
            serial: row.serial,
            quantity: u32::try_from(row.quantity).unwrap_or(u32::MAX),
            value: Money(row.value),
            contract: row.contract,
            tag: row.code.zip(row.label),
            state: row.state,
            must_return: row.group_of == TO_COME_BACK,
            lent_on: row.lent_on,
            returned_on: row.returned_on,
        }
    }
}

/// A loan to be kept.
#[derive(Debug, Clone)]
pub struct NewLoan {
    /// Its id.
    pub id: LoanId,
    /// The contract for which it was lent.
    pub contract: ContractId,
    /// The service, one of that contract's.
    pub tag: Option<TagId>,
    /// What it is.
    pub product: String,
    /// The maker's number.
    pub serial: String,
    /// How many, at least one.
    pub quantity: u32,
    /// What it costs when it does not come back.
    pub value: Money,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub lent_on: NaiveDate,
    /// When it came back: exactly when it did.
    pub returned_on: Option<NaiveDate>,
    /// Where the row comes from.
    pub origin: Origin,
}

/// Keeps loans.
pub async fn insert_many(tx: &mut Tx, loans: &[NewLoan]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "loan",
        [
            "id",
            "contract",
            "tag",
            "product",
            "serial",
            "quantity",
            "value",
            "state",
            "lent_on",
            "returned_on",
            "source",
            "external_id",
            "as_of"
        ],
        loans,
        |row| row.id,
        row.contract,
        row.tag,
        &row.product,
        &row.serial,
        i64::from(row.quantity),
        row.value.centavos(),
        row.state,
        row.lent_on,
        row.returned_on,
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}
