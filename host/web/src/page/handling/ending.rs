//! Cancelar and reabrir: a reason, and what there is to say.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_desk::Attendance;
use balcao_desk::handling::{self, Field, Purpose};
use maud::html;

use super::{Form, Refused, back, begin, carried, request, settle, sheet, tab, tasks};
use crate::fault::Fault;
use crate::route::Visit;

/// The form that cancels.
pub(in crate::page) async fn cancel(visit: Visit<Attendance>) -> Result<Response, Fault> {
    page(&visit, Purpose::Cancel, &Refused::No).await
}

/// Cancels.
pub(in crate::page) async fn cancelled(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let (reason, note) = filled_in(&visit);
    let (mut tx, attendance, seen) = begin(&visit).await?;
    let done = handling::cancel(&mut tx, &attendance, seen, reason, &note, visit.now).await;
    match settle(&visit, tx, done).await? {
        Refused::No => Ok(Redirect::to(&tasks(&visit)).into_response()),
        refused => page(&visit, Purpose::Cancel, &refused).await,
    }
}

/// The form that reopens.
pub(in crate::page) async fn reopen(visit: Visit<Attendance>) -> Result<Response, Fault> {
    page(&visit, Purpose::Reopen, &Refused::No).await
}

/// Reopens.
pub(in crate::page) async fn reopened(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let (reason, note) = filled_in(&visit);
    let (mut tx, attendance, seen) = begin(&visit).await?;
    let done = handling::reopen(&mut tx, &attendance, seen, reason, &note, visit.now).await;
    match settle(&visit, tx, done).await? {
        Refused::No => Ok(Redirect::to(&back(&visit)).into_response()),
        refused => page(&visit, Purpose::Reopen, &refused).await,
    }
}

fn filled_in(visit: &Visit<Attendance>) -> (&str, String) {
    let note = visit.form.text(Field::Report.as_str()).replace("\r\n", "\n");
    (visit.form.text(Field::Reason.as_str()), note)
}

async fn page(visit: &Visit<Attendance>, purpose: Purpose, refused: &Refused) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let request = request(visit).await?;
    let mut conn = visit.desk.db.read().await?;
    let reasons = handling::reasons(&mut conn, purpose).await?;
    drop(conn);
    let form = Form::of(visit, refused.problems());
    let offered = reasons.iter().map(|reason| (reason.code.as_str(), &reason.names));
    let reopens = purpose == Purpose::Reopen;
    let title = if reopens { lang.reopen_title() } else { lang.cancel_title() };
    let drawn = html! {
        (form.summary())
        form.card method="post" data-guard novalidate {
            (visit.frame.csrf()) (carried(request.version))
            @if let Some(tab) = tab(visit) { input type="hidden" name="tab" value=(tab); }
            (form.reasons(Field::Reason, offered, visit.form.text(Field::Reason.as_str())))
            (form.text(true, visit.form.text(Field::Report.as_str())))
            p.row {
                @if reopens { button.primary { (lang.reopen()) } } @else { button.danger { (lang.cancel_request()) } }
                a.button href=(back(visit)) { (lang.back()) }
            }
        }
    };
    let form = (request.ended_at.is_some() == reopens).then_some(drawn);
    sheet(visit, title, &request, refused, form).await
}
