//! Contracts between a person and one company of the provider.

use balcao_access::CompanyId;
use balcao_brazil::Money;
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::NaiveDate;

use crate::{Attendance, ContractId, Origin, PersonId, TagId, insert_many};

text_enum! {
    /// Whether, and why not, the service of a contract runs.
    pub enum ContractStatus {
        /// It runs.
        Normal = "normal",
        /// It runs to be tried out.
        Demonstration = "demonstration",
        /// It runs without being paid for.
        Courtesy = "courtesy",
        /// Ended before its time.
        Cancelled = "cancelled",
        /// Stopped at the customer's wish.
        Suspended = "suspended",
        /// Stopped because invoices are not paid.
        FinancialBlock = "financial-block",
        /// Stopped by the provider for another reason.
        AdministrativeBlock = "administrative-block",
        /// Ended in its time.
        Finished = "finished",
    }
}

impl ContractStatus {
    /// Whether the service is stopped, so that only some types of request fit (closing form).
    pub fn is_stopped(self) -> bool {
        !matches!(self, Self::Normal | Self::Demonstration | Self::Courtesy)
    }
}

text_enum! {
    /// How far the making of a contract is.
    pub enum Stage {
        /// Offered, not yet agreed.
        PreContract = "pre-contract",
        /// Agreed; its documents or its installation are being checked.
        InApproval = "in-approval",
        /// In force, now or once.
        Approved = "approved",
        /// Never came into force.
        Rejected = "rejected",
        /// Ended.
        Cancelled = "cancelled",
    }
}

impl Stage {
    /// Whether there is, or was, a contract: a cancelled one counts, a pre-contract does not, nor
    /// one that never came into force (what-it-must-do, W4).
    pub fn counts(self) -> bool {
        !matches!(self, Self::PreContract | Self::Rejected)
    }
}

/// A contract to be kept.
#[derive(Debug, Clone)]
pub struct NewContract {
    /// Its id.
    pub id: ContractId,
    /// The provider's company that serves.
    pub company: CompanyId,
    /// The customer.
    pub person: PersonId,
    /// Unique in the company.
    pub number: String,
    /// Whether it runs.
    pub status: ContractStatus,
    /// How far it is.
    pub stage: Stage,
    /// The day it was entered.
    pub included_on: NaiveDate,
    /// The plan's name.
    pub plan: String,
    /// A month.
    pub price: Money,
    /// The day of the month on which invoices are due, 1 to 31.
    pub due_day: u32,
    /// Where the row comes from.
    pub origin: Origin,
}

/// A contract of the customer being served.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Its id.
    pub id: ContractId,
    /// Unique in the company.
    pub number: String,
    /// Whether it runs.
    pub status: ContractStatus,
    /// How far it is.
    pub stage: Stage,
    /// The day it was entered.
    pub included_on: NaiveDate,
    /// The plan's name.
    pub plan: String,
    /// A month.
    pub price: Money,
    /// The day of the month on which invoices are due.
    pub due_day: u32,
    /// Its services.
    pub tags: Vec<Tag>,
}

/// One service of a contract at one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Unique in the company; what agents and customers name it by.
    pub code: String,
    /// What it is, in words.
    pub label: String,
    /// Street and town of the service.
    pub address: String,
    /// The login of its connection; none: it has no connection.
    pub login: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ContractRow {
    id: ContractId,
    number: String,
    status: ContractStatus,
    stage: Stage,
    included_on: NaiveDate,
    plan: String,
    price: i64,
    due_day: i64,
}

#[derive(sqlx::FromRow)]
struct TagRow {
    contract: ContractId,
    id: TagId,
    code: String,
    label: String,
    street: String,
    city: String,
    login: Option<String>,
}

/// All contracts of the customer with this company, the newest first, with their tags.
pub async fn all(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Contract>, StoreError> {
    of_person(conn, attendance.person(), attendance.company()).await
}

/// The contract being served; none until it is chosen.
pub async fn served(conn: &mut Conn, attendance: &Attendance) -> Result<Option<Contract>, StoreError> {
    let Some(chosen) = attendance.contract() else { return Ok(None) };
    Ok(all(conn, attendance).await?.into_iter().find(|contract| contract.id == chosen))
}

/// Gives a contract another status; false where it no longer has the one that was seen. Whose
/// contract it is was settled by whoever found it: a room's change, or an order of one.
pub async fn turn(
    tx: &mut Tx,
    contract: ContractId,
    from: ContractStatus,
    to: ContractStatus,
) -> Result<bool, StoreError> {
    let turned = on!(tx, c => sqlx::query("UPDATE contract SET status = $3 WHERE id = $1 AND status = $2")
        .bind(contract).bind(from).bind(to).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(turned > 0)
}

/// For those who have no attendance yet, within this crate.
pub(crate) async fn of_person(
    conn: &mut Conn,
    person: PersonId,
    company: CompanyId,
) -> Result<Vec<Contract>, StoreError> {
    let rows: Vec<ContractRow> = on!(conn, c => sqlx::query_as(
        "SELECT id, number, status, stage, included_on, plan, price, due_day FROM contract
         WHERE person = $1 AND company = $2 ORDER BY included_on DESC, number",
    ).bind(person).bind(company).fetch_all(c).await)?;
    let tags: Vec<TagRow> = on!(conn, c => sqlx::query_as(
        "SELECT t.contract, t.id, t.code, t.label, t.street, t.city, t.login
         FROM tag t JOIN contract c ON c.id = t.contract
         WHERE c.person = $1 AND c.company = $2 ORDER BY t.code",
    ).bind(person).bind(company).fetch_all(c).await)?;
    let mut contracts: Vec<Contract> = rows.into_iter().map(Contract::from).collect();
    for tag in tags {
        if let Some(contract) = contracts.iter_mut().find(|contract| contract.id == tag.contract) {
            contract.tags.push(tag.into());
        }
    }
    Ok(contracts)
}

/// Keeps contracts.
pub async fn insert_many(tx: &mut Tx, contracts: &[NewContract]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "contract",
        [
            "id",
            "company",
            "person",
            "number",
            "status",
            "stage",
            "included_on",
            "plan",
            "price",
            "due_day",
            "source",
            "external_id",
            "as_of"
        ],
        contracts,
        |row| row.id,
        row.company,
        row.person,
        &row.number,
        row.status,
        row.stage,
        row.included_on,
        &row.plan,
        row.price.centavos(),
        i64::from(row.due_day),
        &row.origin.source,
        &row.origin.external_id,
        row.origin.as_of
    )?;
    Ok(())
}

impl From<ContractRow> for Contract {
    fn from(row: ContractRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            status: row.status,
            stage: row.stage,
            included_on: row.included_on,
            plan: row.plan,
            price: Money(row.price),
            // The table allows 1 to 31 only.
            due_day: u32::try_from(row.due_day).unwrap_or(1),
            tags: Vec::new(),
        }
    }
}

impl From<TagRow> for Tag {
    fn from(row: TagRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            label: row.label,
            address: format!("{}, {}", row.street, row.city),
            login: row.login,
        }
    }
}
