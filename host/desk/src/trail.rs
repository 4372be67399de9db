//! The audit trail as an administrator reads it: what was done in the requests of their companies, by
//! the users of their companies, and by the desk itself.
//!
//! A line names its request, and a request its company; a line without a request belongs to the
//! companies of whoever did it. What the operator or the desk did stands there for every
//! administrator, unless it names a company or a user of others.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use balcao_access::audit::{Act, Place};
use balcao_access::{Actor, CompanyId, Right, UserId};
use balcao_store::{Conn, StoreError, UnknownText, on};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{PersonId, Protocol, RequestId, bulk};

/// Lines on a page.
pub const PAGE: usize = 50;

/// What is looked for; nothing set is everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    /// On whom.
    pub person: Option<PersonId>,
    /// By whom.
    pub user: Option<UserId>,
    /// One of these was done.
    pub acts: Vec<Act>,
    /// By one of these contributions, `plugin/name`.
    pub contributions: Vec<String>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
}

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// The user does not administer the desk.
    #[error("the profile may not read the audit trail")]
    Denied,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for TrailError {
    fn from(error: sqlx::Error) -> TrailError {
        TrailError::Store(error.into())
    }
}

/// A line of the trail, with the names of what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub act: Act,
    /// By whom; none: the desk itself, or the operator.
    pub user: Option<(UserId, String)>,
    /// On whom.
    pub person: Option<(PersonId, String)>,
    /// In which request.
    pub request: Option<(RequestId, Protocol)>,
    /// The contribution by which: `plugin/name`.
    pub contribution: Option<String>,
    /// The address from which.
    pub address: Option<String>,
    /// Ids and names of fields.
    pub fields: Value,
    /// What there is of values about the person.
    pub personal: Personal,
}

/// What there is of values about a person beside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// There never was any.
    None,
    /// They can be shown.
    Kept,
    /// They were erased.
    Erased,
}

/// Where a page ends. As text `microseconds-chain-seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    at: DateTime<Utc>,
    place: Place,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.place)
    }
}

impl FromStr for Cursor {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Cursor, UnknownText> {
        let unknown = UnknownText("cursor");
        let (at, place) = text.split_once('-').ok_or(unknown)?;
        let at = at.parse().ok().and_then(DateTime::from_timestamp_micros).ok_or(unknown)?;
        Ok(Cursor { at, place: place.parse()? })
    }
}

/// Some lines, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Them.
    pub entries: Vec<Entry>,
    /// Where older ones begin; none: there are none.
    pub next: Option<Cursor>,
}

/// At most `limit` lines before the cursor, the newest first.
pub async fn page(
    conn: &mut Conn,
    actor: &Actor,
    search: &Search,
    before: Option<Cursor>,
    limit: usize,
) -> Result<Page, TrailError> {
    let mut rows = Select::of(actor)?.matching(search).before(before).run(conn, limit + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(Row::cursor);
    let colleagues = colleagues(conn, actor).await?;
    let entries = rows.into_iter().map(Row::entry).collect::<Result<Vec<_>, _>>()?;
    let ours = entries.into_iter().filter(|entry| is_ours(actor, &colleagues, entry));
    Ok(Page { entries: ours.collect(), next })
}

/// The line at that place; none: there is none, or not for this user.
pub async fn one(conn: &mut Conn, actor: &Actor, place: Place) -> Result<Option<Entry>, TrailError> {
    let rows = Select::of(actor)?.at(place).run(conn, 1).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let entry = row.entry()?;
    let colleagues = colleagues(conn, actor).await?;
    Ok(Some(entry).filter(|entry| is_ours(actor, &colleagues, entry)))
}

/// The name of a customer of one of the user's companies, or of somebody whom one of their users
/// looked up; none: of nobody such.
pub async fn person(conn: &mut Conn, actor: &Actor, person: PersonId) -> Result<Option<String>, TrailError> {
    let companies = administered(actor)?;
    let sql = format!(
        "SELECT p.name FROM person p WHERE p.id = $1 AND (
             EXISTS (SELECT 1 FROM contract c WHERE c.person = p.id AND c.company IN ({0}))
             OR EXISTS (SELECT 1 FROM request r WHERE r.person = p.id AND r.company IN ({0}))
             OR EXISTS (SELECT 1 FROM audit_line l JOIN user_company u ON u.user_account = l.actor
                        WHERE l.person = p.id AND u.company IN ({0})))",
        bulk::placeholders(2, companies.len())
    );
    Ok(on!(conn, c => {
        let mut query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(person);
        for company in companies { query = query.bind(company) }
        query.fetch_optional(c).await
    })?)
}

/// The users who share a company with this one.
async fn colleagues(conn: &mut Conn, actor: &Actor) -> Result<BTreeSet<UserId>, StoreError> {
    let companies = &actor.user.companies;
    let sql = format!(
        "SELECT DISTINCT user_account FROM user_company WHERE company IN ({})",
        bulk::placeholders(1, companies.len())
    );
    let users: Vec<UserId> = on!(conn, c => {
        let mut query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql));
        for company in companies { query = query.bind(company) }
        query.fetch_all(c).await
    })?;
    Ok(users.into_iter().collect())
}

/// Whether what a line without a request names is of the user's companies.
fn is_ours(actor: &Actor, colleagues: &BTreeSet<UserId>, entry: &Entry) -> bool {
    let named = |key: &str| entry.fields[key].as_str();
    let company = named("company").and_then(|id| id.parse::<CompanyId>().ok());
    let user = named("user").and_then(|id| id.parse::<UserId>().ok());
    entry.request.is_some()
        || (company.is_none_or(|company| actor.user.companies.contains(&company))
            && user.is_none_or(|user| colleagues.contains(&user)))
}

fn administered(actor: &Actor) -> Result<&[CompanyId], TrailError> {
    if actor.may(Right::Administer) { Ok(&actor.user.companies) } else { Err(TrailError::Denied) }
}

/// A value of the statement.
enum Bind {
    Id(Uuid),
    Text(String),
    Time(DateTime<Utc>),
    Chain(i32),
    Seq(i64),
}

/// The statement, as it is put together: conditions with placeholders, and what stands for each.
struct Select {
    conditions: Vec<String>,
    binds: Vec<Bind>,
}

impl Select {
    /// Lines that this user may read.
    fn of(actor: &Actor) -> Result<Select, TrailError> {
        let mut select = Select { conditions: Vec::new(), binds: Vec::new() };
        let list = select.list(administered(actor)?.iter().map(|company| Bind::Id(company.0)));
        select.conditions.push(format!(
            "(r.company IN ({list}) OR (l.request IS NULL AND (l.actor IS NULL OR EXISTS (
                 SELECT 1 FROM user_company uc WHERE uc.user_account = l.actor AND uc.company IN ({list})))))"
        ));
        Ok(select)
    }

    fn matching(mut self, search: &Search) -> Select {
        if let Some(person) = search.person {
            self.condition("l.person =", Bind::Id(person.0));
        }
        if let Some(user) = search.user {
            self.condition("l.actor =", Bind::Id(user.0));
        }
        if let Some(from) = search.from {
            self.condition("l.at >=", Bind::Time(from));
        }
        if let Some(to) = search.to {
            self.condition("l.at <", Bind::Time(to));
        }
        if !search.acts.is_empty() {
            let list = self.list(search.acts.iter().map(|act| Bind::Text(act.as_str().to_owned())));
            self.conditions.push(format!("l.act IN ({list})"));
        }
        if !search.contributions.is_empty() {
            let list = self.list(search.contributions.iter().map(|name| Bind::Text(name.clone())));
            self.conditions.push(format!("l.contribution IN ({list})"));
        }
        self
    }

    fn before(mut self, cursor: Option<Cursor>) -> Select {
        if let Some(Cursor { at, place }) = cursor {
            let list = self.list([Bind::Time(at), Bind::Chain(place.chain), Bind::Seq(place.seq)]);
            self.conditions.push(format!("(l.at, l.chain, l.seq) < ({list})"));
        }
        self
    }

    fn at(mut self, place: Place) -> Select {
        self.condition("l.chain =", Bind::Chain(place.chain));
        self.condition("l.seq =", Bind::Seq(place.seq));
        self
    }

    fn condition(&mut self, what: &str, bind: Bind) {
        let placeholder = self.list([bind]);
        self.conditions.push(format!("{what} {placeholder}"));
    }

    /// Keeps values; gives their placeholders.
    fn list(&mut self, binds: impl IntoIterator<Item = Bind>) -> String {
        let first = self.binds.len() + 1;
        self.binds.extend(binds);
        bulk::placeholders(first, self.binds.len() + 1 - first)
    }

    async fn run(self, conn: &mut Conn, limit: usize) -> Result<Vec<Row>, TrailError> {
        let sql = format!(
            "SELECT l.chain, l.seq, l.at, l.act, l.actor, u.name AS user_name, l.person, p.name AS person_name,
                    r.id AS request, r.protocol, l.contribution, l.address, l.fields,
                    l.personal IS NOT NULL AS has_personal, k.person IS NOT NULL AS has_key
             FROM audit_line l
             LEFT JOIN request r ON r.id = l.request
             LEFT JOIN person p ON p.id = l.person
             LEFT JOIN user_account u ON u.id = l.actor
             LEFT JOIN audit_personal v ON v.id = l.personal
             LEFT JOIN person_key k ON k.person = v.person
             WHERE {} ORDER BY l.at DESC, l.chain DESC, l.seq DESC LIMIT {limit}",
            self.conditions.join(" AND ")
        );
        Ok(on!(conn, c => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
            for bind in self.binds {
                query = match bind {
                    Bind::Id(id) => query.bind(id),
                    Bind::Text(text) => query.bind(text),
                    Bind::Time(at) => query.bind(at),
                    Bind::Chain(chain) => query.bind(chain),
                    Bind::Seq(seq) => query.bind(seq),
                };
            }
            query.fetch_all(c).await
        })?)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    chain: i32,
    seq: i64,
    at: DateTime<Utc>,
    act: Act,
    actor: Option<UserId>,
    user_name: Option<String>,
    person: Option<PersonId>,
    person_name: Option<String>,
    request: Option<RequestId>,
    protocol: Option<Protocol>,
    contribution: Option<String>,
    address: Option<String>,
    fields: String,
    has_personal: bool,
    has_key: bool,
}

impl Row {
    fn cursor(&self) -> Cursor {
        Cursor { at: self.at, place: Place { chain: self.chain, seq: self.seq } }
    }

    fn entry(self) -> Result<Entry, StoreError> {
        let damaged = |error| StoreError::Database(sqlx::Error::Decode(Box::new(error)));
        Ok(Entry {
            place: Place { chain: self.chain, seq: self.seq },
            at: self.at,
            act: self.act,
            user: self.actor.map(|id| (id, self.user_name.unwrap_or_default())),
            person: self.person.map(|id| (id, self.person_name.unwrap_or_default())),
            request: self.request.zip(self.protocol),
            contribution: self.contribution,
            address: self.address,
            fields: serde_json::from_str(&self.fields).map_err(damaged)?,
            personal: match (self.has_personal, self.has_key) {
                (false, _) => Personal::None,
                (true, true) => Personal::Kept,
                (true, false) => Personal::Erased,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_as_text_and_nothing_else_is_one() {
        let cursor = Cursor { at: balcao_store::now(), place: Place { chain: 3, seq: 1_000_000 } };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for bad in ["", "1", "1-2", "x-0-1", "1-x-1", "99999999999999999999-0-1"] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }
}
