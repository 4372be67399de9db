//! The closing form alone: Encerrar, and Encaminhar, which is the same form with a team and a reason.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_desk::closing::{self, Closing};
use balcao_desk::requests::{StatusKind, current};
use balcao_desk::{Attendance, drafts, people};
use maud::html;

use super::closing_form::{self, Shape, What};
use super::{Form, Refused, back, begin, settle, sheet, tasks};
use crate::fault::Fault;
use crate::page::attendance::modules;
use crate::route::Visit;

/// The form that ends the request, unless another status is chosen.
pub(in crate::page) async fn close(visit: Visit<Attendance>) -> Result<Response, Fault> {
    page(&visit, Shape::Status(StatusKind::Closed), &Refused::No).await
}

/// Does what it says.
pub(in crate::page) async fn closed(visit: Visit<Attendance>) -> Result<Response, Fault> {
    submit(&visit, Shape::Status(StatusKind::Closed)).await
}

/// The form that forwards the request.
pub(in crate::page) async fn forward(visit: Visit<Attendance>) -> Result<Response, Fault> {
    page(&visit, Shape::Forward, &Refused::No).await
}

/// Forwards.
pub(in crate::page) async fn forwarded(visit: Visit<Attendance>) -> Result<Response, Fault> {
    submit(&visit, Shape::Forward).await
}

async fn submit(visit: &Visit<Attendance>, shape: Shape) -> Result<Response, Fault> {
    if visit.form.get("insert").is_some() {
        return page(visit, shape, &Refused::No).await;
    }
    let (closing, problems) = closing_form::read(visit, shape)?;
    let refused =
        if problems.is_empty() { send(visit, &closing).await? } else { Refused::Problems(problems) };
    match refused {
        Refused::No => Ok(Redirect::to(&after_closing(visit).await?).into_response()),
        refused => page(visit, shape, &refused).await,
    }
}

async fn send(visit: &Visit<Attendance>, closing: &Closing) -> Result<Refused, Fault> {
    let (mut tx, attendance, seen) = begin(visit).await?;
    let done = closing::close(&mut tx, &attendance, seen, closing, visit.now).await;
    settle(visit, tx, done).await
}

/// Where one goes after the closing form: back to the attendance while it is one's own turn, else to
/// the tasks.
pub(in crate::page) async fn after_closing(visit: &Visit<Attendance>) -> Result<String, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let request = current(&mut conn, &visit.proof, visit.now).await?;
    let on = request.status.kind == StatusKind::Open && request.assigned_to.is_some();
    Ok(if on { back(visit) } else { tasks(visit) })
}

async fn page(visit: &Visit<Attendance>, shape: Shape, refused: &Refused) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let mut conn = visit.desk.db.read().await?;
    let request = current(&mut conn, &visit.proof, visit.now).await?;
    let offer = closing::offer(&mut conn, &visit.proof).await?;
    let draft = drafts::find(&mut conn, &visit.proof).await?;
    let customer = people::summary(&mut conn, &visit.proof).await?;
    let modules = modules::ready(&mut conn, &visit.proof, &customer.name).await?;
    drop(conn);
    let form = Form::of(visit, refused.problems());
    let title = if shape == Shape::Forward { lang.forward_title() } else { lang.closing_title() };
    let report = draft.as_ref().map_or(("", None), |draft| (&*draft.text, Some(draft.audience)));
    let what = What { offer: &offer, shape, report, modules: &modules };
    let drawn = html! {
        (form.summary())
        form.card.closing method="post" data-guard data-draft=(closing_form::draft_url(visit)) novalidate {
            (visit.frame.csrf())
            (closing_form::fields(visit, &form, &what))
            p.row { button.primary { (lang.confirm_and_go_on()) } a.button href=(back(visit)) { (lang.cancel()) } }
        }
    };
    sheet(visit, title, &request, refused, request.ended_at.is_none().then_some(drawn)).await
}
