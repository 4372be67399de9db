//! What the list of people found shows of each.

use balcao_access::{Actor, CompanyId};
use balcao_store::{Conn, StoreError, on};
use chrono::NaiveDate;

use super::{ContractCard, Hit, PersonCard, Why};
use crate::contracts::{ContractStatus, Stage};
use crate::people::{PersonKind, ShownTaxId};
use crate::starting::{Held, can_start};
use crate::{ContractId, PersonId, bulk};

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: PersonId,
    kind: PersonKind,
    name: String,
    trade_name: Option<String>,
    tax_id: Option<String>,
    city: String,
    state: String,
}

#[derive(sqlx::FromRow)]
struct ContractRow {
    id: ContractId,
    person: PersonId,
    company: CompanyId,
    number: String,
    status: ContractStatus,
    stage: Stage,
    included_on: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct TagRow {
    contract: ContractId,
    code: String,
    label: String,
}

/// The cards of the people found, in their order.
pub(super) async fn load(
    conn: &mut Conn,
    actor: &Actor,
    found: Vec<(PersonId, Vec<Why>)>,
) -> Result<Vec<Hit>, StoreError> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PersonId> = found.iter().map(|(person, _)| *person).collect();
    let people = people(conn, &ids).await?;
    let contracts = contracts(conn, actor, &ids).await?;
    let tags = tags(conn, &contracts).await?;
    Ok(found
        .into_iter()
        .filter_map(|(id, why)| {
            let person = people.iter().find(|row| row.id == id)?;
            let own: Vec<&ContractRow> = contracts.iter().filter(|row| row.person == id).collect();
            Some(Hit { person: card(actor, person, &own, &tags), why })
        })
        .collect())
}

fn card(actor: &Actor, person: &PersonRow, contracts: &[&ContractRow], tags: &[TagRow]) -> PersonCard {
    let held: Vec<Held> =
        contracts.iter().map(|row| Held { company: row.company, stage: row.stage }).collect();
    PersonCard {
        id: person.id,
        kind: person.kind,
        name: person.name.clone(),
        trade_name: person.trade_name.clone(),
        tax_id: ShownTaxId::of(person.tax_id.as_deref(), actor),
        city: format!("{}/{}", person.city, person.state),
        since: contracts.iter().map(|row| row.included_on).min(),
        contracts: contracts
            .iter()
            .map(|row| ContractCard {
                number: row.number.clone(),
                status: row.status,
                company: row.company,
                tags: tags
                    .iter()
                    .filter(|tag| tag.contract == row.id)
                    .map(|tag| (tag.code.clone(), tag.label.clone()))
                    .collect(),
            })
            .collect(),
        can_start: can_start(actor, &held),
    }
}

async fn people(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<PersonRow>, StoreError> {
    let sql = format!(
        "SELECT id, kind, name, trade_name, tax_id, city, state FROM person WHERE id IN ({})",
        bulk::placeholders(1, ids.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        for id in ids {
            query = query.bind(id);
        }
        query.fetch_all(c).await
    })?)
}

/// Contracts of these people with the companies that the actor has.
async fn contracts(conn: &mut Conn, actor: &Actor, ids: &[PersonId]) -> Result<Vec<ContractRow>, StoreError> {
    let companies = &actor.user.companies;
    if companies.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, person, company, number, status, stage, included_on FROM contract
         WHERE person IN ({}) AND company IN ({}) ORDER BY included_on DESC, number",
        bulk::placeholders(1, ids.len()),
        bulk::placeholders(ids.len() + 1, companies.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        for id in ids {
            query = query.bind(id);
        }
        for company in companies {
            query = query.bind(company);
        }
        query.fetch_all(c).await
    })?)
}

async fn tags(conn: &mut Conn, contracts: &[ContractRow]) -> Result<Vec<TagRow>, StoreError> {
    if contracts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT contract, code, label FROM tag WHERE contract IN ({}) ORDER BY code",
        bulk::placeholders(1, contracts.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        for contract in contracts {
            query = query.bind(contract.id);
        }
        query.fetch_all(c).await
    })?)
}
