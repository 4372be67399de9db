//! Fora do Balcão: what has to happen outside and does not get on by itself, and what to do about it.

use axum::http::Method;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, audit};
use balcao_action::stuck::{self, Decision, Stuck, StuckError};
use balcao_plugins::canvas::Tone;
use balcao_store::outbox::{OutboxId, State};
use maud::{Markup, html};

use super::{ADMINISTERS, Section};
use crate::block::{notice, tone_class};
use crate::fault::Fault;
use crate::page::run::receipt;
use crate::route::{Routes, Visit};
use crate::shell::Frame;

impl From<StuckError> for Fault {
    fn from(error: StuckError) -> Fault {
        match error {
            StuckError::Denied => Fault::Forbidden,
            StuckError::NotFound | StuckError::NotNow => Fault::NotFound,
            StuckError::Store(error) => error.into(),
        }
    }
}

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/outside", ADMINISTERS, show)
        .route(Method::POST, "/admin/outside/{entry}/try-again", ADMINISTERS, try_again)
        .route(Method::POST, "/admin/outside/{entry}/give-up", ADMINISTERS, give_up)
}

/// The page.
async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, false).await
}

/// Has an entry tried now.
async fn try_again(visit: Visit<Actor>) -> Result<Response, Fault> {
    decide(&visit, Decision::TryAgain).await
}

/// Has an entry not tried any more.
async fn give_up(visit: Visit<Actor>) -> Result<Response, Fault> {
    decide(&visit, Decision::GiveUp).await
}

async fn decide(visit: &Visit<Actor>, decision: Decision) -> Result<Response, Fault> {
    let entry: OutboxId = visit.params.get("entry")?;
    let mut tx = visit.desk.db.write().await?;
    match stuck::decide(&mut tx, &visit.proof, entry, decision, visit.now).await {
        Ok(line) => {
            audit::commit(tx, vec![line]).await?;
            Ok(Redirect::to("/admin/outside").into_response())
        }
        Err(StuckError::NotNow) => {
            drop(tx);
            page(visit, true).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(visit: &Visit<Actor>, went_on: bool) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let lang = frame.lang();
    let mut conn = visit.desk.db.read().await?;
    let entries = stuck::stuck(&mut conn, &visit.proof, visit.now).await?;
    drop(conn);
    let main = html! {
        div.heading { h1 { (lang.outside()) } p.dim { (lang.outside_as_of(&frame.format.instant(visit.now))) } }
        @if went_on {
            div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Info, "", html! { (lang.outside_went_on()) })) }
        }
        @if entries.is_empty() { p.empty { (lang.outside_nothing()) } } @else {
            p { (lang.outside_lead()) }
            (table(frame, &visit.desk.actions, &entries))
        }
    };
    Ok(super::page(frame, Section::Outside, lang.outside(), main))
}

fn table(frame: &Frame, actions: &balcao_action::Actions, entries: &[Stuck]) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.outside()) {
            table.tasks {
                caption.sr { (lang.outside()) }
                thead { tr {
                    th scope="col" { (lang.outside_what()) }
                    th scope="col" { (lang.protocol()) }
                    th scope="col" { (lang.outside_since()) }
                    th scope="col" { (lang.status()) }
                    th scope="col" { (lang.outside_tried()) }
                    th scope="col" { span.sr { (lang.actions()) } }
                } }
                tbody { @for entry in entries {
                    @let (word, tone) = receipt::state(lang, entry.state, actions.delivers(&entry.kind));
                    tr {
                        td { (receipt::kind(lang, &entry.kind)) }
                        td { @if let (Some(request), Some(protocol)) = (entry.request, &entry.protocol) {
                            a.number href={ "/attendance/" (request) } { (protocol) }
                        } }
                        td { (format.instant(entry.created_at)) }
                        td { span.badge.(tone_class(tone)) { (word) } @if let Some(answer) = &entry.answer { p.dim { (answer) } } }
                        td {
                            (entry.attempts)
                            @if entry.ended_at.is_none() { p.dim { (lang.outside_next(&format.instant(entry.due_at))) } }
                        }
                        td { (buttons(frame, entry)) }
                    }
                } }
            }
        }
    }
}

/// What can be done now; of one that is being tried, nothing.
fn buttons(frame: &Frame, entry: &Stuck) -> Markup {
    let lang = frame.lang();
    let form = |act: &str, label: &str| {
        html! { form method="post" action={ "/admin/outside/" (entry.id) "/" (act) } { (frame.csrf()) button { (label) } } }
    };
    html! {
        @if entry.state != State::Leased {
            div.row {
                (form("try-again", lang.outside_try_again()))
                @if entry.ended_at.is_none() { (form("give-up", lang.outside_give_up())) }
            }
        }
    }
}
