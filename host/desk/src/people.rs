//! People: who they are, and how they are reached.

use balcao_access::{Actor, Right};
use balcao_brazil::{Phone, TaxId};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::{DateTime, NaiveDate, Utc};

use crate::contracts::ContractStatus;
use crate::{Address, Attendance, Origin, PersonId, insert_many, words};

text_enum! {
    /// What the law takes a customer for.
    pub enum PersonKind {
        /// A human being, with a CPF.
        Natural = "natural",
        /// An organisation, with a CNPJ.
        Legal = "legal",
    }
}

/// A person to be kept.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their id.
    pub id: PersonId,
    /// Natural or legal.
    pub kind: PersonKind,
    /// Full name, or registered name.
    pub name: String,
    /// The name over the door.
    pub trade_name: Option<String>,
    /// CPF or CNPJ.
    pub tax_id: Option<TaxId>,
    /// Day of birth.
    pub born_on: Option<NaiveDate>,
    /// Where they get their post.
    pub address: Address,
    /// The preferred one first.
    pub phones: Vec<Phone>,
    /// The preferred one first.
    pub emails: Vec<String>,
    /// Where the row comes from.
    pub origin: Origin,
}

/// A taxpayer number as the profile allows it to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownTaxId {
    /// With punctuation; `***.982.247-**` when masked.
    pub text: String,
    /// Whether digits are hidden.
    pub masked: bool,
}

impl ShownTaxId {
    /// What this actor may see of a stored number.
    pub(crate) fn of(stored: Option<&str>, actor: &Actor) -> Option<Self> {
        let stored = stored?;
        let masked = !actor.may(Right::SeeTaxIds);
        let text = match (TaxId::parse(stored), masked) {
            (Ok(number), true) => number.masked(),
            (Ok(number), false) => number.formatted(),
            // An ERP may have kept a number that is none; it is shown as it is, or not at all.
            (Err(_), true) => "***".into(),
            (Err(_), false) => stored.into(),
        };
        Some(Self { text, masked })
    }
}

/// What stays in sight while a customer is served.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The customer.
    pub person: PersonId,
    /// Natural or legal.
    pub kind: PersonKind,
    /// Full name, or registered name.
    pub name: String,
    /// The name over the door.
    pub trade_name: Option<String>,
    /// CPF or CNPJ as the profile allows.
    pub tax_id: Option<ShownTaxId>,
    /// Day of birth, to confirm who is asking.
    pub born_on: Option<NaiveDate>,
    /// Where they get their post.
    pub address: Address,
    /// E.164, the preferred one first.
    pub phones: Vec<String>,
    /// The preferred one first.
    pub emails: Vec<String>,
    /// The first day of their first contract with this company.
    pub since: Option<NaiveDate>,
    /// Number and status of the contract being served; none until chosen.
    pub contract: Option<(String, ContractStatus)>,
    /// Code and label of the tag being served.
    pub tag: Option<(String, String)>,
    /// When the row was read from where it comes from.
    pub as_of: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    kind: PersonKind,
    name: String,
    trade_name: Option<String>,
    tax_id: Option<String>,
    born_on: Option<NaiveDate>,
    street: String,
    city: String,
    state: String,
    as_of: DateTime<Utc>,
    since: Option<NaiveDate>,
    number: Option<String>,
    status: Option<ContractStatus>,
    code: Option<String>,
    label: Option<String>,
}

/// The customer of this attendance.
pub async fn summary(conn: &mut Conn, attendance: &Attendance) -> Result<Summary, StoreError> {
    let (person, company) = (attendance.person(), attendance.company());
    let row: SummaryRow = on!(conn, c => sqlx::query_as(
        "SELECT p.kind, p.name, p.trade_name, p.tax_id, p.born_on, p.street, p.city, p.state, p.as_of,
                (SELECT min(included_on) FROM contract WHERE person = p.id AND company = $2) AS since,
                c.number, c.status, t.code, t.label
         FROM person p
         LEFT JOIN contract c ON c.id = $3 AND c.person = p.id AND c.company = $2
         LEFT JOIN tag t ON t.id = $4 AND t.contract = c.id
         WHERE p.id = $1",
    )
    .bind(person).bind(company).bind(attendance.contract()).bind(attendance.tag())
    .fetch_one(c).await)?;
    let phones: Vec<(String,)> = on!(conn, c => sqlx::query_as(
        "SELECT number FROM person_phone WHERE person = $1 ORDER BY position",
    ).bind(person).fetch_all(c).await)?;
    let emails: Vec<(String,)> = on!(conn, c => sqlx::query_as(
        "SELECT address FROM person_email WHERE person = $1 ORDER BY position",
    ).bind(person).fetch_all(c).await)?;
    Ok(Summary {
        person,
        kind: row.kind,
        name: row.name,
        trade_name: row.trade_name,
        tax_id: ShownTaxId::of(row.tax_id.as_deref(), attendance.actor()),
        born_on: row.born_on,
        address: Address { street: row.street, city: row.city, state: row.state },
        phones: phones.into_iter().map(|(number,)| number).collect(),
        emails: emails.into_iter().map(|(address,)| address).collect(),
        since: row.since,
        contract: row.number.zip(row.status),
        tag: row.code.zip(row.label),
        as_of: row.as_of,
    })
}

/// Keeps people, with the words, phones and e-mails by which they are found and reached.
pub async fn insert_many(tx: &mut Tx, people: &[NewPerson]) -> Result<(), StoreError> {
    let sort_names: Vec<String> = people.iter().map(|p| words::sort_name(&p.name)).collect();
    let rows: Vec<(&NewPerson, &String)> = people.iter().zip(&sort_names).collect();
    insert_many!(
        tx,
        "person",
        [
            "id",
            "kind",
            "name",
            "trade_name",
            "sort_name",
            "tax_id",
            "born_on",
            "street",
            "city",
            "state",
            "source",
            "external_id",
            "as_of"
        ],
        rows,
        |row| row.0.id,
        row.0.kind,
        &row.0.name,
        &row.0.trade_name,
        row.1,
        row.0.tax_id.as_ref().map(TaxId::as_str),
        row.0.born_on,
        &row.0.address.street,
        &row.0.address.city,
        &row.0.address.state,
        &row.0.origin.source,
        &row.0.origin.external_id,
        row.0.origin.as_of
    )?;

    let mut tokens: Vec<(String, &String, PersonId)> = Vec::with_capacity(people.len() * 4);
    let (mut phones, mut emails) = (Vec::new(), Vec::new());
    for (person, sort_name) in &rows {
        let names = [person.name.as_str(), person.trade_name.as_deref().unwrap_or_default()];
        tokens.extend(words::tokens(&names).into_iter().map(|token| (token, *sort_name, person.id)));
        phones.extend(person.phones.iter().zip(0i64..).map(|(phone, n)| (person.id, n, phone)));
        emails.extend(person.emails.iter().zip(0i64..).map(|(email, n)| (person.id, n, email)));
    }
    // In the order of the index, which is then filled page by page.
    tokens.sort_unstable();
    insert_many!(tx, "person_token", ["token", "sort_name", "person"], tokens, |row| &row.0, row.1, row.2)?;
    insert_many!(
        tx,
        "person_phone",
        ["person", "position", "number", "tail"],
        phones,
        |row| row.0,
        row.1,
        row.2.as_str(),
        row.2.last8()
    )?;
    insert_many!(tx, "person_email", ["person", "position", "address"], emails, |row| row.0, row.1, row.2)?;
    Ok(())
}
