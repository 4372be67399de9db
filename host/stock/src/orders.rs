//! What was sold to a customer.

use balcao_access::CompanyId;
use balcao_brazil::Money;
use balcao_desk::{Attendance, ContractId, Origin, PersonId, insert_many};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::NaiveDate;

use crate::page::{READ, page as page_of};
use crate::{Cursor, OrderId, Page};

text_enum! {
    /// Where a sale stands.
    pub enum State {
        /// Ordered.
        Open = "open",
        /// Its invoice was issued.
        Invoiced = "invoiced",
        /// The customer has it.
        Delivered = "delivered",
        /// It will not be.
        Cancelled = "cancelled",
    }
}

/// A sale to the customer being served.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Unique in the company.
    pub number: String,
    /// When it was ordered.
    pub on: NaiveDate,
    /// What was bought, in words.
    pub items: String,
    /// What it costs.
    pub total: Money,
    /// Where it stands.
    pub state: State,
    /// The number of its contract, if it belongs to one.
    pub contract: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OrderId,
    number: String,
    ordered_on: NaiveDate,
    items: String,
    total: i64,
    state: State,
    contract: Option<String>,
}

/// Sales to the customer, the newest first. `after` is a page's cursor.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    after: Option<Cursor>,
) -> Result<Page<Order>, StoreError> {
    let after = after.unwrap_or_else(Cursor::start);
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT o.id, o.number, o.ordered_on, o.items, o.total, o.state, c.number AS contract
         FROM sales_order o
         LEFT JOIN contract c ON c.id = o.contract AND c.person = o.person AND c.company = o.company
         WHERE o.person = $1 AND o.company = $2
           AND (o.ordered_on < $3 OR (o.ordered_on = $3 AND o.id < $4))
         ORDER BY o.ordered_on DESC, o.id DESC LIMIT $5",
    )
    .bind(attendance.person()).bind(attendance.company()).bind(after.on).bind(after.id).bind(READ)
    .fetch_all(c).await)?;
    Ok(page_of(rows, |row| Cursor { group: 0, on: row.ordered_on, id: row.id.0 }))
}

impl From<Row> for Order {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            number: row.number,
            on: row.ordered_on,
            items: row.items,
            total: Money(row.total),
            state: row.state,
            contract: row.contract,
        }
    }
}

/// A sale to be kept.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// Its id.
    pub id: OrderId,
    /// The company that sold.
    pub company: CompanyId,
    /// The customer.
    pub person: PersonId,
    /// The contract that it belongs to, one of theirs.
    pub contract: Option<ContractId>,
    /// Unique in the company.
    pub number: String,
    /// When it was ordered.
    pub on: NaiveDate,
    /// What was bought, in words.
    pub items: String,
    /// What it costs.
    pub total: Money,
    /// Where it stands.
    pub state: State,
    /// Where the row comes from.
    pub origin: Origin,
}

/// Keeps sales.
pub async fn insert_many(tx: &mut Tx, orders: &[NewOrder]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "sales_order",
        [
            "id",
            "company",
            "person",
            "contract",
            "number",
            "ordered_on",
            "items",
            "total",
            "state",
            "source",
            "external_id",
            "as_of"
        ],
        orders,
        |row| row.id,
        row.company,
        row.person,
        row.contract,
        &row.number,
        row.on,
        &row.items,
        row.total.centavos(),
        row.state,
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}
