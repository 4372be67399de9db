//! Reatribuir: a supervisor gives the request to a user or to a team.

use axum::response::{IntoResponse, Redirect, Response};
use balcao_desk::Attendance;
use balcao_desk::handling::{self, Field, Receiver, Receivers};
use maud::{Markup, html};

use super::{Form, Refused, back, begin, carried, request, settle, sheet, tab};
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::Visit;

/// The form.
pub(in crate::page) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    page(&visit, &Refused::No).await
}

/// Reassigns.
pub(in crate::page) async fn submit(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let note = visit.form.text(Field::Report.as_str()).replace("\r\n", "\n");
    let to = receiver(visit.form.text(Field::To.as_str()));
    let (mut tx, attendance, seen) = begin(&visit).await?;
    let done = handling::reassign(&mut tx, &attendance, seen, to, &note, visit.now).await;
    match settle(&visit, tx, done).await? {
        Refused::No => Ok(Redirect::to(&back(&visit)).into_response()),
        refused => page(&visit, &refused).await,
    }
}

/// `team.ID` or `user.ID`.
fn receiver(typed: &str) -> Option<Receiver> {
    match typed.split_once('.')? {
        ("team", id) => id.parse().ok().map(Receiver::Team),
        ("user", id) => id.parse().ok().map(Receiver::User),
        _ => None,
    }
}

async fn page(visit: &Visit<Attendance>, refused: &Refused) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let request = request(visit).await?;
    let mut conn = visit.desk.db.read().await?;
    let receivers = handling::receivers(&mut conn, &visit.proof).await?;
    drop(conn);
    let form = Form::of(visit, refused.problems());
    let now_with = match (&request.assigned_to, &request.team) {
        (Some(user), _) => lang.now_with(user),
        (None, Some(team)) => lang.now_in_queue(team),
        (None, None) => lang.now_with_nobody().to_owned(),
    };
    let options = options(lang, &receivers, visit.form.text(Field::To.as_str()));
    let drawn = html! {
        (form.summary())
        form.card method="post" data-guard novalidate {
            (visit.frame.csrf()) (carried(request.version))
            @if let Some(tab) = tab(visit) { input type="hidden" name="tab" value=(tab); }
            (form.select(Field::To, "", false, &now_with, &options))
            (form.text(true, visit.form.text(Field::Report.as_str())))
            p.row { button.primary { (lang.reassign()) } a.button href=(back(visit)) { (lang.cancel()) } }
        }
    };
    let form = request.ended_at.is_none().then_some(drawn);
    sheet(visit, lang.reassign_title(), &request, refused, form).await
}

fn options(lang: Lang, receivers: &Receivers, chosen: &str) -> Markup {
    let option = |value: String, name: &str| {
        html! { option value=(value) selected[value == chosen] { (name) } }
    };
    html! {
        option value="" { "—" }
        optgroup label=(lang.teams()) { @for team in &receivers.teams { (option(format!("team.{}", team.id), &team.name)) } }
        optgroup label=(lang.colleagues()) { @for user in &receivers.users { (option(format!("user.{}", user.id), &user.name)) } }
    }
}
