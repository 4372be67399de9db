//! Starting an attendance: "Você realmente deseja iniciar o atendimento?", and the choice of the
//! tag.

mod view;

use std::str::FromStr;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, audit};
use balcao_desk::requests::{self, Asking, Task};
use balcao_desk::search::{self, PersonCard};
use balcao_desk::starting::{self, ChooseError, StartError};
use balcao_desk::{Attendance, ContractId, PersonId, RequestId, TagId};
use balcao_store::outbox;

use crate::fault::Fault;
use crate::fields::Fields;
use crate::route::Visit;
use crate::shell;

pub(super) use view::{Problem, select, text};

/// The question, the person's open requests, and who is asking.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    ask(&visit, None).await
}

/// Opens the request: it has its protocol from this moment on. A form that is sent again leads to
/// the request that it opened; whether the user may see that one is decided there.
pub(super) async fn submit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let person: PersonId = visit.params.get("person")?;
    let request: RequestId = one(&visit.form, "request")?;
    let asking = asking(&visit.form)?;
    let today = visit.frame.format.day(visit.now);
    let mut tx = visit.desk.db.write().await?;
    let entry = format!("/attendance/{request}");
    match starting::start(&mut tx, &visit.proof, request, person, &asking, visit.now, today).await {
        Ok((_, line)) => {
            let attendance = Attendance::open(&mut tx, &visit.proof, request).await?;
            if let Some(order) = balcao_messages::announce(&mut tx, &attendance, visit.now).await? {
                outbox::put(&mut tx, order).await?;
            }
            audit::commit(tx, vec![line]).await?;
            Ok(Redirect::to(&entry).into_response())
        }
        // What the first form opened may be seen here before the page that follows can read it.
        Err(StartError::Again) => {
            tx.withdraw().await?;
            Ok(Redirect::to(&entry).into_response())
        }
        Err(StartError::NotFound) => Err(Fault::NotFound),
        Err(StartError::Store(error)) => Err(error.into()),
        Err(refused) => {
            drop(tx);
            ask(&visit, Some(&refused)).await
        }
    }
}

async fn ask(visit: &Visit<Actor>, refused: Option<&StartError>) -> Result<Response, Fault> {
    let (person, open) = person(visit).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = view::ask(&visit.frame, &person, &open, &visit.form, refused, visit.now);
    Ok((status, shell::page(&visit.frame, page)).into_response())
}

async fn person(visit: &Visit<Actor>) -> Result<(PersonCard, Vec<Task>), Fault> {
    let id: PersonId = visit.params.get("person")?;
    let mut conn = visit.desk.db.read().await?;
    let person = search::person(&mut conn, &visit.proof, id).await?.ok_or(Fault::NotFound)?;
    let open = requests::open_of(&mut conn, &visit.proof, id, visit.now).await?;
    Ok((person, open))
}

/// A field of the form. A value that the form does not offer was not sent by it.
fn one<T: FromStr>(form: &Fields, name: &str) -> Result<T, Fault> {
    form.text(name).parse().map_err(|_| Fault::Forged)
}

/// Who asks, as the form says.
fn asking(form: &Fields) -> Result<Asking, Fault> {
    Ok(Asking {
        who: one(form, "who")?,
        name: Some(form.text("name").to_owned()),
        channel: one(form, "channel")?,
        contact: form.text("contact").to_owned(),
        identity: one(form, "identity")?,
    })
}

/// The contracts and tags to choose from.
pub(super) async fn choose(visit: Visit<Attendance>) -> Result<Response, Fault> {
    choices(&visit, false).await
}

/// Chooses.
pub(super) async fn chosen(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let Some((contract, tag)) = parse(visit.form.text("choice")) else { return choices(&visit, true).await };
    let mut tx = visit.desk.db.write().await?;
    match starting::choose(&mut tx, &visit.proof, contract, tag, visit.now).await {
        Ok(line) => {
            audit::commit(tx, vec![line]).await?;
            Ok(Redirect::to(&format!("/attendance/{}", visit.proof.request())).into_response())
        }
        Err(ChooseError::Store(error)) => Err(error.into()),
        Err(ChooseError::NotFound) => Err(Fault::NotFound),
        Err(ChooseError::TagNeeded | ChooseError::Ended) => {
            drop(tx);
            choices(&visit, true).await
        }
    }
}

async fn choices(visit: &Visit<Attendance>, missing: bool) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let contracts = starting::to_choose(&mut conn, &visit.proof).await?;
    let summary = balcao_desk::people::summary(&mut conn, &visit.proof).await?;
    drop(conn);
    let status = if missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = view::choose(&visit.frame, &visit.proof, &summary, &contracts, missing);
    Ok((status, shell::page(&visit.frame, page)).into_response())
}

/// `CONTRACT` or `CONTRACT.TAG`.
fn parse(choice: &str) -> Option<(ContractId, Option<TagId>)> {
    match choice.split_once('.') {
        Some((contract, tag)) => Some((contract.parse().ok()?, Some(tag.parse().ok()?))),
        None => Some((choice.parse().ok()?, None)),
    }
}
