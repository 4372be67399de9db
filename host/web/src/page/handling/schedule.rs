//! Agendar: the request comes back to the top of Minhas Tarefas at its time.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_desk::Attendance;
use balcao_desk::handling::{self, Field};
use maud::html;

use super::{Form, Refused, back, begin, carried, field, request, settle, sheet, tab, tasks};
use crate::fault::Fault;
use crate::route::Visit;

/// The form.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    page(&visit, &Refused::No).await
}

/// Schedules it.
pub(in crate::page) async fn submit(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let mut problems = Vec::new();
    let when = visit.form.text(Field::When.as_str());
    let when = field::read(visit.frame.format, Field::When, when, &mut problems);
    if !problems.is_empty() {
        return page(&visit, &Refused::Problems(problems)).await;
    }
    let note = visit.form.text(Field::Report.as_str()).replace("\r\n", "\n");
    let (mut tx, attendance, seen) = begin(&visit).await?;
    let done = handling::schedule(&mut tx, &attendance, seen, when, &note, visit.now).await;
    match settle(&visit, tx, done).await? {
        Refused::No => Ok(Redirect::to(&tasks(&visit)).into_response()),
        refused => page(&visit, &refused).await,
    }
}

async fn page(visit: &Visit<Attendance>, refused: &Refused) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let request = request(visit).await?;
    let form = Form::of(visit, refused.problems());
    let typed = visit.form.get(Field::When.as_str()).map(str::to_owned);
    let when = typed.or_else(|| request.scheduled_for.map(|at| field::spelled(visit.frame.format, at)));
    let drawn = html! {
        (form.summary())
        form.card method="post" data-guard novalidate {
            (visit.frame.csrf()) (carried(request.version))
            @if let Some(tab) = tab(visit) { input type="hidden" name="tab" value=(tab); }
            (form.moment(Field::When, "", &when.unwrap_or_default(), visit.now))
            (form.text(true, visit.form.text(Field::Report.as_str())))
            p.row { button.primary { (lang.schedule()) } a.button href=(back(visit)) { (lang.cancel()) } }
        }
    };
    let form = request.ended_at.is_none().then_some(drawn);
    sheet(visit, lang.schedule_title(), &request, refused, form).await
}
