//! What the closing form offers, and what it is filled in with at first.

use balcao_access::{Labels, Team};
use balcao_store::{Conn, Json, StoreError, on, text_enum};
use chrono::{DateTime, Utc};

use crate::contracts::{self, ContractStatus};
use crate::deadline::Measure;
use crate::handling::{Clocks, Purpose, Reason, reasons};
use crate::requests::{self, Status, StatusKind};
use crate::{Attendance, staff};

text_enum! {
    /// Whether a type of request uses the catalog.
    pub enum Use {
        /// It has to be filled in.
        Required = "required",
        /// It may be.
        Optional = "optional",
        /// It is not there.
        Unused = "unused",
    }
}

/// A type of request, which is data.
#[derive(Debug, Clone)]
pub struct RequestType {
    /// Its code.
    pub code: String,
    /// What users read.
    pub names: Labels,
    /// Whether it uses the catalog.
    pub catalog: Use,
    /// Whether it uses the items of the catalog.
    pub item: Use,
    /// The codes of the catalogs that it may have; none: every one.
    pub catalogs: Vec<String>,
    /// The code of the situation that it brings along.
    pub situation: Option<String>,
}

impl RequestType {
    /// Whether it may have this catalog.
    pub fn has(&self, catalog: &str) -> bool {
        self.catalogs.is_empty() || self.catalogs.iter().any(|code| code == catalog)
    }
}

/// A part of the catalog of services.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Its code.
    pub code: String,
    /// What users read.
    pub names: Labels,
    /// Codes and names of its items.
    pub items: Vec<(String, Labels)>,
}

/// How long a request may take, which is data.
#[derive(Debug, Clone)]
pub struct Situation {
    /// Its code.
    pub code: String,
    /// What users read.
    pub names: Labels,
    /// What its hours are.
    pub measure: Measure,
    /// How many, where it has hours.
    pub hours: Option<i64>,
    /// The deadline that it would set now.
    pub due: Option<DateTime<Utc>>,
}

/// What the request holds already of what the form asks.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Current {
    /// The request's version: what the form has to name.
    pub version: i64,
    /// The code of its type.
    pub kind: Option<String>,
    /// The code of its catalog.
    pub catalog: Option<String>,
    /// The code of its item.
    pub item: Option<String>,
    /// The code of its situation.
    pub situation: Option<String>,
    /// When it has to be solved.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
}

/// What the closing form offers.
#[derive(Debug, Clone)]
pub struct Offer {
    /// What the request holds already.
    pub current: Current,
    /// The types. When the contract is cancelled, suspended, blocked or finished, only those that
    /// allow it (what-it-must-do, closing form).
    pub types: Vec<RequestType>,
    /// The catalogs of all types.
    pub catalogs: Vec<Catalog>,
    /// The situations.
    pub situations: Vec<Situation>,
    /// What may become of the request. A cancellation has a form of its own.
    pub statuses: Vec<Status>,
    /// The teams to which the user's own may forward.
    pub teams: Vec<Team>,
    /// Why it is forwarded.
    pub reasons: Vec<Reason>,
}

#[derive(sqlx::FromRow)]
struct TypeRow {
    code: String,
    names: Json<Labels>,
    catalog_use: Use,
    item_use: Use,
    situation: Option<String>,
}

/// What the form offers for the request being served.
pub async fn offer(conn: &mut Conn, attendance: &Attendance) -> Result<Offer, StoreError> {
    let current: Current = on!(&mut *conn, c => sqlx::query_as(
        "SELECT version, type AS kind, catalog, item, situation, deadline, opened_at
         FROM request WHERE id = $1")
        .bind(attendance.request()).fetch_one(c).await)?;
    let clocks = Clocks::read(conn, attendance, current.situation.as_deref()).await?;
    Ok(Offer {
        situations: situations(conn, &clocks, &current).await?,
        types: types(conn, attendance, current.kind.as_deref()).await?,
        catalogs: catalogs(conn, &current).await?,
        statuses: statuses(conn).await?,
        teams: staff::forwards_to(conn, attendance).await?,
        reasons: reasons(conn, Purpose::Forward).await?,
        current,
    })
}

/// Those that are offered, and the one that the request has, though it was hidden since.
async fn types(
    conn: &mut Conn,
    attendance: &Attendance,
    current: Option<&str>,
) -> Result<Vec<RequestType>, StoreError> {
    let contract = contracts::served(conn, attendance).await?;
    let stopped = contract.is_some_and(|contract| ContractStatus::is_stopped(contract.status));
    let rows: Vec<TypeRow> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT code, names, catalog_use, item_use, situation FROM request_type
         WHERE (allows_blocked OR NOT $1) AND (NOT hidden OR code = $2) ORDER BY position, code")
        .bind(stopped).bind(current).fetch_all(c).await)?;
    let pairs: Vec<(String, String)> = on!(conn, c => sqlx::query_as(
        "SELECT type, catalog FROM type_catalog ORDER BY type, catalog").fetch_all(c).await)?;
    let of = |code: &str| {
        let own = pairs.iter().filter(|(kind, _)| kind == code);
        own.map(|(_, catalog)| catalog.clone()).collect()
    };
    let whole = |row: TypeRow| RequestType {
        catalogs: of(&row.code),
        code: row.code,
        names: row.names.0,
        catalog: row.catalog_use,
        item: row.item_use,
        situation: row.situation,
    };
    Ok(rows.into_iter().map(whole).collect())
}

async fn catalogs(conn: &mut Conn, current: &Current) -> Result<Vec<Catalog>, StoreError> {
    let catalogs: Vec<(String, Json<Labels>)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT code, names FROM catalog WHERE NOT hidden OR code = $1 ORDER BY position, code")
        .bind(&current.catalog).fetch_all(c).await)?;
    let items: Vec<(String, String, Json<Labels>)> = on!(conn, c => sqlx::query_as(
        "SELECT catalog, code, names FROM catalog_item WHERE NOT hidden OR code = $1 ORDER BY position, code")
        .bind(&current.item).fetch_all(c).await)?;
    let of = |catalog: &str| {
        let own = items.iter().filter(|(of, _, _)| of == catalog);
        own.map(|(_, code, names)| (code.clone(), names.0.clone())).collect()
    };
    Ok(catalogs.into_iter().map(|(code, names)| Catalog { items: of(&code), code, names: names.0 }).collect())
}

async fn situations(
    conn: &mut Conn,
    clocks: &Clocks,
    current: &Current,
) -> Result<Vec<Situation>, StoreError> {
    let rows: Vec<(String, Json<Labels>, Measure, Option<i64>)> = on!(conn, c => sqlx::query_as(
        "SELECT code, names, measure, hours FROM situation WHERE NOT hidden OR code = $1 ORDER BY position, code")
        .bind(&current.situation).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|(code, names, measure, hours)| {
            let stands = current.situation.as_ref() == Some(&code);
            let due = if stands { current.deadline } else { clocks.due(measure, hours, current.opened_at) };
            Situation { code, names: names.0, measure, hours, due }
        })
        .collect())
}

/// The statuses but the one with which a request begins, and those that cancel.
async fn statuses(conn: &mut Conn) -> Result<Vec<Status>, StoreError> {
    let rows: Vec<(String, StatusKind, Json<Labels>)> = on!(conn, c => sqlx::query_as(
        "SELECT code, kind, names FROM request_status WHERE code <> $1 AND kind <> $2 AND NOT hidden
         ORDER BY CASE kind WHEN 'open' THEN 1 WHEN 'waiting' THEN 2 WHEN 'scheduled' THEN 3 ELSE 4 END, position, code")
        .bind(requests::OPEN).bind(StatusKind::Cancelled).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(code, kind, names)| Status { code, kind, names: names.0 }).collect())
}
