//! Erasing a person's data, as far as nothing obliges or entitles the provider to keep it (LGPD art. 16
//! and 18, VI): what of it can go now, what stays and why.
//!
//! Always: what the audit trail holds sealed about them, and drafts in requests that have ended.
//! Of somebody without a contract in force and without an open request: also how they are reached and
//! their day of birth. Of somebody who never had a contract: also who they are. Requests with their
//! reports, contracts, invoices, files and mails stay where they are, and so do lines of the trail.

use balcao_access::audit::{self, Act, Line};
use balcao_access::{AccessError, Actor, CompanyId};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use serde_json::json;

use crate::trail::{self, TrailError};
use crate::{Origin, PersonId};

/// What stands in the place of a name that was erased.
const NOBODY: &str = "Titular apagado";

text_enum! {
    /// Why a person's data is erased. A choice, because words would be data about them again.
    pub enum Ground {
        /// The person asked for it.
        Asked = "asked",
        /// They took back their consent.
        Consent = "consent",
        /// What it was for is over.
        Over = "over",
        /// An authority ordered it.
        Authority = "authority",
    }
}

text_enum! {
    /// What can be erased.
    pub enum Part {
        /// Values sealed beside lines of the audit trail.
        Trail = "trail",
        /// Texts that somebody began to write in requests that have ended.
        Drafts = "drafts",
        /// Phones and e-mail addresses, those noted in requests too.
        Contacts = "contacts",
        /// The day of birth.
        Birth = "birth",
        /// Name, CPF or CNPJ, and address.
        Identity = "identity",
    }
}

text_enum! {
    /// Why something is kept.
    pub enum Keep {
        /// A contract is in force: it can't be carried out without.
        Contract = "contract",
        /// A request is open.
        Request = "request",
        /// There were contracts: bills and tax records name the person for five years.
        Billing = "billing",
        /// The row comes from another system, which would bring it back.
        Source = "source",
    }
}

/// What erasing would do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who.
    pub name: String,
    /// What goes, and how much of it there is.
    pub goes: Vec<(Part, i64)>,
    /// Why not all of it.
    pub keeps: Vec<Keep>,
}

/// Why nothing is erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// The user does not administer the desk.
    #[error("the profile may not erase data")]
    Denied,
    /// There is no such person in the user's companies.
    #[error("no such person")]
    NotFound,
    /// The person is a customer of a company that the user does not have.
    #[error("the person is a customer of another company too")]
    OtherCompany,
    /// The audit trail refused.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<TrailError> for EraseError {
    fn from(error: TrailError) -> EraseError {
        match error {
            TrailError::Denied => EraseError::Denied,
            TrailError::Store(error) => error.into(),
        }
    }
}

impl From<sqlx::Error> for EraseError {
    fn from(error: sqlx::Error) -> EraseError {
        EraseError::Store(error.into())
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    source: String,
    has_birth: bool,
    contracts: i64,
    in_force: i64,
    open: i64,
    drafts: i64,
    contacts: i64,
    is_named: bool,
}

/// What erasing this person's data would do now.
pub async fn plan(conn: &mut Conn, actor: &Actor, person: PersonId) -> Result<Plan, EraseError> {
    let name = trail::person(conn, actor, person).await?.ok_or(EraseError::NotFound)?;
    let companies: Vec<CompanyId> = on!(&mut *conn, c => sqlx::query_scalar(
        "SELECT company FROM contract WHERE person = $1 UNION SELECT company FROM request WHERE person = $1")
        .bind(person).fetch_all(c).await)?;
    if companies.iter().any(|company| !actor.user.companies.contains(company)) {
        return Err(EraseError::OtherCompany);
    }
    let row: Row = on!(&mut *conn, c => sqlx::query_as(
        "SELECT p.source, p.born_on IS NOT NULL AS has_birth, p.name <> $2 AS is_named,
                (SELECT count(*) FROM contract WHERE person = p.id) AS contracts,
                (SELECT count(*) FROM contract WHERE person = p.id AND status NOT IN ('cancelled', 'finished')
                    AND stage NOT IN ('rejected', 'cancelled')) AS in_force,
                (SELECT count(*) FROM request WHERE person = p.id AND ended_at IS NULL) AS open,
                (SELECT count(*) FROM draft d JOIN request r ON r.id = d.request
                    WHERE r.person = p.id AND r.ended_at IS NOT NULL) AS drafts,
                (SELECT count(*) FROM person_phone WHERE person = p.id)
                    + (SELECT count(*) FROM person_email WHERE person = p.id)
                    + (SELECT count(*) FROM request WHERE person = p.id AND ended_at IS NOT NULL
                        AND (contact <> '' OR asking_name IS NOT NULL)) AS contacts
         FROM person p WHERE p.id = $1")
        .bind(person).bind(NOBODY).fetch_one(c).await)?;
    let values = audit::kept(conn, person.0).await?;
    let reasons = [
        (Keep::Contract, row.in_force > 0),
        (Keep::Request, row.open > 0),
        (Keep::Billing, row.contracts > 0),
        (Keep::Source, row.source != Origin::OWN),
    ];
    let keeps: Vec<Keep> = reasons.into_iter().filter(|(_, holds)| *holds).map(|(keep, _)| keep).collect();
    let is_reached = !keeps.iter().any(|keep| matches!(keep, Keep::Contract | Keep::Request | Keep::Source));
    let parts = [
        (Part::Trail, values, true),
        (Part::Drafts, row.drafts, true),
        (Part::Contacts, row.contacts, is_reached),
        (Part::Birth, i64::from(row.has_birth), is_reached),
        (Part::Identity, i64::from(row.is_named), keeps.is_empty()),
    ];
    let goes = parts.into_iter().filter(|(_, count, may)| *may && *count > 0);
    Ok(Plan { name, goes: goes.map(|(part, count, _)| (part, count)).collect(), keeps })
}

/// Erases what can go now. The line is to be committed with `tx`; none: there is nothing left to erase,
/// so that a form that is sent twice leaves one line.
pub async fn erase(
    tx: &mut Tx,
    actor: &Actor,
    person: PersonId,
    ground: Ground,
) -> Result<Option<Line>, EraseError> {
    let plan = plan(tx, actor, person).await?;
    for (part, _) in &plan.goes {
        match part {
            Part::Trail => audit::erase(tx, person.0).await?,
            Part::Drafts => drafts(tx, person).await?,
            Part::Contacts => contacts(tx, person).await?,
            Part::Birth => on!(&mut *tx, c => sqlx::query("UPDATE person SET born_on = NULL WHERE id = $1")
                    .bind(person).execute(c).await.map(drop))?,
            Part::Identity => identity(tx, person).await?,
        }
    }
    let parts: Vec<&str> = plan.goes.iter().map(|(part, _)| part.as_str()).collect();
    let line = Line::new(Act::PersonErased).by(actor).person(person.0);
    Ok((!parts.is_empty()).then(|| line.fields(json!({ "ground": ground, "parts": parts }))))
}

async fn drafts(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    on!(tx, c => sqlx::query(
        "DELETE FROM draft WHERE request IN (SELECT id FROM request WHERE person = $1 AND ended_at IS NOT NULL)")
        .bind(person).execute(c).await.map(drop))
}

async fn contacts(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    for sql in [
        "DELETE FROM person_phone WHERE person = $1",
        "DELETE FROM person_email WHERE person = $1",
        "UPDATE request SET contact = '', asking_name = NULL WHERE person = $1 AND ended_at IS NOT NULL",
    ] {
        on!(&mut *tx, c => sqlx::query(sql).bind(person).execute(c).await.map(drop))?;
    }
    Ok(())
}

async fn identity(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    on!(&mut *tx, c => sqlx::query("DELETE FROM person_token WHERE person = $1")
        .bind(person).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(
        "UPDATE person SET name = $2, sort_name = $3, trade_name = NULL, tax_id = NULL, street = '', city = '', state = ''
         WHERE id = $1")
        .bind(person).bind(NOBODY).bind(crate::sort_name(NOBODY)).execute(c).await.map(drop))
}
