//! The one search box: whatever is typed is searched as every kind that fits, at once.

mod cards;
mod kinds;
mod names;

use balcao_access::{Actor, CompanyId, Right};
use balcao_store::{Conn, StoreError, on};
use chrono::NaiveDate;

use crate::contracts::ContractStatus;
use crate::people::{PersonKind, ShownTaxId};
use crate::starting::WhyNot;
use crate::{PersonId, Protocol, RequestId, TagId, bulk, words};

pub use kinds::Kind;

/// Characters of a query, at most.
pub const MAX_QUERY: usize = 200;

/// People on the page of results, at most.
pub const MAX_HITS: usize = 20;

/// Why nothing was searched.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Nothing was typed.
    #[error("nothing to search for")]
    Empty,
    /// More than [`MAX_QUERY`] characters.
    #[error("the query is longer than {MAX_QUERY} characters")]
    TooLong,
    /// The user's profile serves nobody and administers nothing.
    #[error("the profile may not search for customers")]
    Denied,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a query found.
#[derive(Debug, Clone)]
pub struct Found {
    /// At most [`MAX_HITS`]: exact kinds first, then names in their order.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
    /// What the query was taken for. A search as [`Kind::Cpf`] or [`Kind::Cnpj`] belongs in the
    /// audit trail.
    pub kinds: Vec<Kind>,
    /// What the query looks like but can't be, to be told when nothing was found.
    pub slip: Option<Slip>,
}

/// A slip of the typing hand, or of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// As long as a CPF or CNPJ and written like one, but its check digits are wrong.
    CheckDigits,
    /// It is a CPF or CNPJ, by which the user's profile may not search.
    TaxIdDenied,
}

/// A person, and why they were found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Who.
    pub person: PersonCard,
    /// Every reason.
    pub why: Vec<Why>,
}

/// Why a person was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The protocol of one of their requests.
    Protocol(Protocol, RequestId),
    /// Their CPF or CNPJ.
    TaxId,
    /// The code of one of their tags, and its id.
    Tag(String, TagId),
    /// One of their phones, in E.164.
    Phone(String),
    /// Their name, or the name over the door.
    Name,
}

/// Enough to tell two people of the same name apart.
#[derive(Debug, Clone)]
pub struct PersonCard {
    /// Their id.
    pub id: PersonId,
    /// Natural or legal.
    pub kind: PersonKind,
    /// Full name, or registered name.
    pub name: String,
    /// The name over the door.
    pub trade_name: Option<String>,
    /// CPF or CNPJ as the profile allows.
    pub tax_id: Option<ShownTaxId>,
    /// Town and federative unit, `Canoas/RS`.
    pub city: String,
    /// The first day of their first contract with a company of the user.
    pub since: Option<NaiveDate>,
    /// Contracts with companies of the user.
    pub contracts: Vec<ContractCard>,
    /// Whether an attendance can be started in the company in which the user works.
    pub can_start: Result<(), WhyNot>,
}

/// A contract in a list of people.
#[derive(Debug, Clone)]
pub struct ContractCard {
    /// Its number.
    pub number: String,
    /// Whether it runs.
    pub status: ContractStatus,
    /// Its company.
    pub company: CompanyId,
    /// Codes and labels of its tags.
    pub tags: Vec<(String, String)>,
}

/// Searches people. People are found whatever company they are customers of; requests, tags and
/// contracts only those of companies that the user has.
pub async fn people(conn: &mut Conn, actor: &Actor, query: &str) -> Result<Found, SearchError> {
    if query.chars().count() > MAX_QUERY {
        return Err(SearchError::TooLong);
    }
    let query = query.trim();
    if query.is_empty() {
        return Err(SearchError::Empty);
    }
    if !actor.may(Right::Serve) && !actor.may(Right::Administer) {
        return Err(SearchError::Denied);
    }
    let (mut kinds, mut slip) = kinds::of(query);
    if !actor.may(Right::SearchByTaxId) && kinds.iter().any(Kind::is_tax_id) {
        kinds.retain(|kind| !kind.is_tax_id());
        slip = Some(Slip::TaxIdDenied);
    }
    let mut matches = Matches::default();
    for kind in &kinds {
        match kind {
            Kind::Protocol(protocol) => by_protocol(conn, actor, protocol, &mut matches).await?,
            Kind::Cpf(number) | Kind::Cnpj(number) => by_tax_id(conn, number, &mut matches).await?,
            Kind::Tag(code) => by_tag(conn, actor, code, &mut matches).await?,
            Kind::Phone(tail) => by_phone(conn, tail, &mut matches).await?,
            Kind::Name(words) => names::find(conn, words, &mut matches).await?,
        }
    }
    let more = matches.more || matches.found.len() > MAX_HITS;
    matches.found.truncate(MAX_HITS);
    let hits = cards::load(conn, actor, matches.found).await?;
    Ok(Found { hits, more, kinds, slip })
}

/// The card of one person, as a search shows it; none: there is no such person, or the user's
/// profile serves nobody.
pub async fn person(
    conn: &mut Conn,
    actor: &Actor,
    person: PersonId,
) -> Result<Option<PersonCard>, StoreError> {
    if !actor.may(Right::Serve) {
        return Ok(None);
    }
    let hits = cards::load(conn, actor, vec![(person, Vec::new())]).await?;
    Ok(hits.into_iter().next().map(|hit| hit.person))
}

/// People found so far, each once, with every reason.
#[derive(Default)]
struct Matches {
    found: Vec<(PersonId, Vec<Why>)>,
    more: bool,
}

impl Matches {
    fn add(&mut self, person: PersonId, why: Why) {
        match self.found.iter_mut().find(|(known, _)| *known == person) {
            Some((_, reasons)) if reasons.contains(&why) => {}
            Some((_, reasons)) => reasons.push(why),
            None => self.found.push((person, vec![why])),
        }
    }
}

/// Rows that one kind reads: one more than a page shows, to know whether there are more.
const LIMIT: i64 = MAX_HITS as i64 + 1;

async fn by_protocol(
    conn: &mut Conn,
    actor: &Actor,
    protocol: &Protocol,
    matches: &mut Matches,
) -> Result<(), StoreError> {
    let rows: Vec<(PersonId, RequestId, CompanyId)> = on!(conn, c => sqlx::query_as(
        "SELECT person, id, company FROM request WHERE protocol = $1").bind(protocol).fetch_all(c).await)?;
    for (person, request, company) in rows {
        if actor.user.companies.contains(&company) {
            matches.add(person, Why::Protocol(protocol.clone(), request));
        }
    }
    Ok(())
}

async fn by_tax_id(conn: &mut Conn, number: &str, matches: &mut Matches) -> Result<(), StoreError> {
    let rows: Vec<(PersonId,)> = on!(conn, c => sqlx::query_as(
        "SELECT id FROM person WHERE tax_id = $1 ORDER BY id LIMIT $2",
    ).bind(number).bind(LIMIT).fetch_all(c).await)?;
    rows.into_iter().for_each(|(person,)| matches.add(person, Why::TaxId));
    Ok(())
}

async fn by_phone(conn: &mut Conn, tail: &str, matches: &mut Matches) -> Result<(), StoreError> {
    let rows: Vec<(PersonId, String)> = on!(conn, c => sqlx::query_as(
        "SELECT person, number FROM person_phone WHERE tail = $1 ORDER BY person LIMIT $2",
    ).bind(tail).bind(LIMIT).fetch_all(c).await)?;
    rows.into_iter().for_each(|(person, number)| matches.add(person, Why::Phone(number)));
    Ok(())
}

/// Tags whose code begins so.
async fn by_tag(conn: &mut Conn, actor: &Actor, code: &str, matches: &mut Matches) -> Result<(), StoreError> {
    let companies = &actor.user.companies;
    if companies.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT c.person, t.code, t.id FROM tag t JOIN contract c ON c.id = t.contract
         WHERE t.code >= $1 AND t.code < $2 AND t.company IN ({}) ORDER BY t.code LIMIT $3",
        bulk::placeholders(4, companies.len())
    );
    let rows: Vec<(PersonId, String, TagId)> = on!(conn, c => {
        let mut query =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(code).bind(words::prefix_end(code)).bind(LIMIT);
        for company in companies {
            query = query.bind(company);
        }
        query.fetch_all(c).await
    })?;
    rows.into_iter().for_each(|(person, code, tag)| matches.add(person, Why::Tag(code, tag)));
    Ok(())
}
