//! Products that were used up in serving a customer.

use balcao_desk::{Attendance, ContractId, Origin, RequestId, TagId, insert_many};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::NaiveDate;

use crate::page::{READ, page as page_of};
use crate::{ConsumptionId, Cursor, Page};

/// A product that was used up.
#[derive(Debug, Clone)]
pub struct Consumption {
    /// Its id.
    pub id: ConsumptionId,
    /// When.
    pub on: NaiveDate,
    /// What.
    pub product: String,
    /// How much, in thousandths of the measure.
    pub thousandths: i64,
    /// As in m or un.
    pub measure: String,
    /// The number of its contract.
    pub contract: String,
    /// Code and label of its tag.
    pub tag: Option<(String, String)>,
    /// The protocol of the request in which it was used.
    pub protocol: Option<String>,
    /// Who used it.
    pub technician: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ConsumptionId,
    used_on: NaiveDate,
    product: String,
    quantity: i64,
    measure: String,
    contract: String,
    code: Option<String>,
    label: Option<String>,
    protocol: Option<String>,
    technician: String,
}

/// What was used up for the customer, the newest first. `after` is a page's cursor.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    after: Option<Cursor>,
) -> Result<Page<Consumption>, StoreError> {
    let after = after.unwrap_or_else(Cursor::start);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT u.id, u.used_on, u.product, u.quantity, u.measure, c.number AS contract, t.code, t.label,
                r.protocol, u.technician
         FROM contract c
         JOIN consumption u ON u.contract = c.id
         LEFT JOIN tag t ON t.id = u.tag
         LEFT JOIN request r ON r.id = u.request
         WHERE c.person = $1 AND c.company = $2 AND (u.used_on < $3 OR (u.used_on = $3 AND u.id < $4))
         ORDER BY u.used_on DESC, u.id DESC LIMIT $5",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(after.on).bind(after.id).bind(READ)
    .fetch_all(c).await)?;
    Ok(page_of(rows, |row| Cursor { group: 0, on: row.used_on, id: row.id.0 }))
}

impl From<Row> for Consumption {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            on: row.used_on,
            product: row.product,
            thousandths: row.quantity,
            measure: row.measure,
            contract: row.contract,
            tag: row.code.zip(row.label),
            protocol: row.protocol,
            technician: row.technician,
        }
    }
}

/// A product that was used up, to be kept.
#[derive(Debug, Clone)]
pub struct NewConsumption {
    /// Its id.
    pub id: ConsumptionId,
    /// The contract for which it was used.
    pub contract: ContractId,
    /// The service, one of that contract's.
    pub tag: Option<TagId>,
    /// The request in which it was used.
    pub request: Option<RequestId>,
    /// When.
    pub on: NaiveDate,
    /// What.
    pub product: String,
    /// How much, in thousandths of the measure, more than none.
    pub thousandths: i64,
    /// As in m or un.
    pub measure: String,
    /// Who used it.
    pub technician: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// Keeps them.
pub async fn insert_many(tx: &mut Tx, used: &[NewConsumption]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "consumption",
        [
            "id",
            "contract",
            "tag",
            "request",
            "used_on",
            "product",
            "quantity",
            "measure",
            "technician",
            "source",
            "external_id",
            "as_of"
        ],
        used,
        |row| row.id,
        row.contract,
        row.tag,
        row.request,
        row.on,
        &row.product,
        row.thousandths,
        &row.measure,
        &row.technician,
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}
