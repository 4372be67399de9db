//! Starting an attendance: who may be served, and what is chosen before the screen opens.

use balcao_access::audit::{Act, Line};
use balcao_access::{Actor, CompanyId, Right};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, NaiveDate, Utc};

use crate::contracts::{self, Contract};
use crate::handling::Change;
use crate::reports::{self, Audience, ReportError};
use crate::requests::{self, Asking, MAX_CONTACT, NameProblem};
use crate::{Attendance, ContractId, PersonId, Protocol, RequestId, TagId, protocol};

pub use crate::requests::open_of as open_requests;

/// Why no attendance can be started for a person. It names only what the user may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyNot {
    /// There is no contract with the user's company.
    #[error("the person has no contract with the company")]
    NoContract,
    /// There are pre-contracts only, or some that never came into force.
    #[error("the person has a pre-contract only")]
    OnlyPreContract,
    /// There is a contract with another company that the user has: they may change over to it.
    #[error("the contract is with another of the user's companies")]
    OtherCompany(CompanyId),
    /// The user's profile serves nobody.
    #[error("the profile may not serve customers")]
    Denied,
}

/// Why an attendance was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no such person.
    #[error("no such person")]
    NotFound,
    /// The rules forbid it.
    #[error(transparent)]
    WhyNot(#[from] WhyNot),
    /// The contact is longer than [`MAX_CONTACT`] characters.
    #[error("the contact is longer than {MAX_CONTACT} characters")]
    ContactTooLong,
    /// The name of who asks was refused.
    #[error(transparent)]
    Name(#[from] NameProblem),
    /// The request exists already: the same form was sent before.
    #[error("the request was started before")]
    Again,
    /// The company opened 999,999 requests today, and no more fit into a day's protocols.
    #[error("the protocols of this day are used up")]
    NoProtocol,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why contract and tag were not chosen.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// The contract is not one of this customer with this company, or the tag is not of it.
    #[error("no such contract or tag of this customer")]
    NotFound,
    /// The contract has tags, and none was chosen.
    #[error("one of the contract's tags has to be chosen")]
    TagNeeded,
    /// The request was closed or cancelled.
    #[error("the request has ended")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a person has, as far as starting an attendance asks.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct Held {
    /// The company of the contract.
    pub company: CompanyId,
    /// How far it is.
    pub stage: contracts::Stage,
}

/// Whether the actor may serve somebody who has these contracts (with companies of the actor).
pub(crate) fn can_start(actor: &Actor, held: &[Held]) -> Result<(), WhyNot> {
    if !actor.may(Right::Serve) {
        return Err(WhyNot::Denied);
    }
    let here = |contract: &&Held| contract.company == actor.company;
    if held.iter().filter(here).any(|contract| contract.stage.counts()) {
        return Ok(());
    }
    let elsewhere = held.iter().find(|contract| contract.stage.counts());
    Err(match elsewhere {
        Some(contract) => WhyNot::OtherCompany(contract.company),
        None if held.iter().any(|contract| here(&contract)) => WhyNot::OnlyPreContract,
        None => WhyNot::NoContract,
    })
}

/// The contract and tag that need no choosing: those of a customer who has only one.
fn only_choice(contracts: &[Contract]) -> Option<(ContractId, Option<TagId>)> {
    let mut choices = choices(contracts);
    let first = choices.next()?;
    choices.next().is_none().then_some(first)
}

/// What can be chosen: each tag of each contract, and each contract that has none.
fn choices(contracts: &[Contract]) -> impl Iterator<Item = (ContractId, Option<TagId>)> {
    contracts.iter().filter(|contract| contract.stage.counts()).flat_map(|contract| {
        let alone = contract.tags.is_empty().then_some((contract.id, None));
        alone.into_iter().chain(contract.tags.iter().map(|tag| (contract.id, Some(tag.id))))
    })
}

/// Opens a request for a person with the company in which the actor works: it has its protocol from
/// this moment. Its id is made when the form is drawn, so that a form that is sent twice opens one
/// request. When there is one choice of contract and tag, it is made. `today` is the day at the
/// provider, which the protocol names. The audit line is to be committed with `tx`; after an error
/// nothing may be.
pub async fn start(
    tx: &mut Tx,
    actor: &Actor,
    request: RequestId,
    person: PersonId,
    asking: &Asking,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<(Protocol, Line), StartError> {
    let name = requests::name_of_asker(asking.who, asking.name.as_deref())?;
    if asking.contact.chars().count() > MAX_CONTACT {
        return Err(StartError::ContactTooLong);
    }
    let held = held(tx, actor, person).await?;
    can_start(actor, &held)?;
    let contracts = contracts::of_person(tx, person, actor.company).await?;
    let chosen = only_choice(&contracts);
    let protocol = protocol::take(tx, actor.company, today).await?.ok_or(StartError::NoProtocol)?;
    requests::insert_many(
        tx,
        &[requests::NewRequest {
            id: request,
            company: actor.company,
            protocol: protocol.clone(),
            person,
            contract: chosen.map(|(contract, _)| contract),
            tag: chosen.and_then(|(_, tag)| tag),
            kind: None,
            status: requests::OPEN.into(),
            opened_at: now,
            opened_by: actor.user.id,
            assigned_user: Some(actor.user.id),
            assigned_team: actor.user.team.as_ref().map(|team| team.id),
            asking: Asking { name, contact: asking.contact.trim().into(), ..asking.clone() },
            deadline: None,
            scheduled_for: None,
            ended_at: None,
        }],
    )
    .await
    .map_err(|error| if error.is_unique() { StartError::Again } else { error.into() })?;
    let line = Line::new(Act::AttendanceStarted).by(actor).person(person.0).request(request.0);
    Ok((protocol, line))
}

/// The contracts of a person with the companies that the actor has.
async fn held(conn: &mut Conn, actor: &Actor, person: PersonId) -> Result<Vec<Held>, StartError> {
    let known: Option<(i64,)> = on!(conn, c => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM person WHERE id = $1").bind(person).fetch_optional(c).await)
    .map_err(StoreError::from)?;
    known.ok_or(StartError::NotFound)?;
    let mut held: Vec<Held> = on!(conn, c => sqlx::query_as(
        "SELECT company, stage FROM contract WHERE person = $1").bind(person).fetch_all(c).await)
    .map_err(StoreError::from)?;
    held.retain(|contract| actor.user.companies.contains(&contract.company));
    Ok(held)
}

/// The contracts of the customer among which the user chooses.
pub async fn to_choose(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Contract>, StoreError> {
    let mut contracts = contracts::all(conn, attendance).await?;
    contracts.retain(|contract| contract.stage.counts());
    Ok(contracts)
}

/// Chooses the contract and tag of a request, or changes them, which leaves an internal report.
/// Open the attendance again afterwards.
pub async fn choose(
    tx: &mut Tx,
    attendance: &Attendance,
    contract: ContractId,
    tag: Option<TagId>,
    now: DateTime<Utc>,
) -> Result<Line, ChooseError> {
    let contracts = to_choose(tx, attendance).await?;
    let of_contract = || choices(&contracts).filter(|(id, _)| *id == contract);
    if !of_contract().any(|choice| choice == (contract, tag)) {
        let only_tag_missing = tag.is_none() && of_contract().next().is_some();
        return Err(if only_tag_missing { ChooseError::TagNeeded } else { ChooseError::NotFound });
    }
    // Read under the row's lock: the attendance was opened before it, and another choice may have
    // been made since.
    let chosen: Option<(Option<ContractId>, Option<TagId>)> = on!(tx, c => sqlx::query_as(
        "UPDATE request SET version = version + 1, changed_by = $2, changed_at = $3, change = $4,
                change_form = NULL
         WHERE id = $1 AND ended_at IS NULL RETURNING contract, tag",
    ).bind(attendance.request()).bind(attendance.actor().user.id).bind(now).bind(Change::Chosen)
    .fetch_optional(c).await)
    .map_err(StoreError::from)?;
    let (before, before_tag) = chosen.ok_or(ChooseError::Ended)?;
    on!(tx, c => sqlx::query("UPDATE request SET contract = $2, tag = $3 WHERE id = $1")
        .bind(attendance.request()).bind(contract).bind(tag).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let before = before.map(|before| (before, before_tag));
    if let Some(before) = before.filter(|before| *before != (contract, tag)) {
        let text = format!("{} → {}", name_of(&contracts, before), name_of(&contracts, (contract, tag)));
        reports::write(tx, attendance, Audience::Internal, &text, None, now).await.map_err(|error| {
            match error {
                ReportError::Store(error) => ChooseError::Store(error),
                ReportError::Ended | ReportError::Empty | ReportError::TooLong => ChooseError::Ended,
            }
        })?;
    }
    Ok(attendance.line(Act::ContractChosen))
}

/// `104233 · T104233-1`, in every language the same.
fn name_of(contracts: &[Contract], (contract, tag): (ContractId, Option<TagId>)) -> String {
    let Some(contract) = contracts.iter().find(|known| known.id == contract) else { return "—".into() };
    match contract.tags.iter().find(|known| Some(known.id) == tag) {
        Some(tag) => format!("{} · {}", contract.number, tag.code),
        None => contract.number.clone(),
    }
}
