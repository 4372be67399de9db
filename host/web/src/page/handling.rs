//! What can be done with a request at any time, each a page with a form: close, forward, schedule,
//! cancel, reopen, reassign. They need no action and no plugin.

mod buttons;
pub(super) mod closing;
pub(super) mod closing_form;
pub(super) mod ending;
mod field;
pub(super) mod reassign;
pub(super) mod schedule;
pub(super) mod told;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_access::audit::{self, Line};
use balcao_access::sessions;
use balcao_desk::handling::{HandleError, Problem, Seen, Stale};
use balcao_desk::requests::{self, Request};
use balcao_desk::{Attendance, people};
use balcao_store::{Tx, Uuid};
use maud::{Markup, html};

use crate::fault::Fault;
use crate::fields::url;
use crate::page::attendance::{scene, summary};
use crate::route::Visit;
use crate::shell::{self, Page};

pub(super) use buttons::{commands, draw as buttons};
pub(super) use field::Form;

/// What a form was refused for, if it was.
#[derive(Debug, Default)]
pub(in crate::page) enum Refused {
    /// It was not sent yet.
    #[default]
    No,
    /// What was filled in does not do.
    Problems(Vec<Problem>),
    /// Somebody else was faster.
    Stale(Stale),
    /// The request has ended; or, to be reopened, it has not.
    NotNow,
}

impl Refused {
    /// What is wrong with what was filled in.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Refused::Problems(problems) => problems,
            _ => &[],
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Refused::No => StatusCode::OK,
            Refused::Problems(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::Stale(_) | Refused::NotNow => StatusCode::CONFLICT,
        }
    }
}

/// The request as the form that was sent saw it.
pub(in crate::page) fn seen(visit: &Visit<Attendance>) -> Result<Seen, Fault> {
    let version = visit.form.text("seen").parse().map_err(|_| Fault::Forged)?;
    let form = visit.form.text("form").parse().map_err(|_| Fault::Forged)?;
    Ok(Seen { version, form })
}

/// What a form that is drawn now has to send back.
pub(in crate::page) fn carried(version: i64) -> Markup {
    html! {
        input type="hidden" name="seen" value=(version);
        input type="hidden" name="form" value=(Uuid::now_v7());
    }
}

/// A transaction in which whoever sent the form is asked for again: their session may have ended, or
/// the right or the customer been taken from them.
async fn begin(visit: &Visit<Attendance>) -> Result<(Tx, Attendance, Seen), Fault> {
    let seen = seen(visit)?;
    let mut tx = visit.desk.db.write().await?;
    let actor = sessions::again(&mut tx, visit.proof.actor()).await?.ok_or(Fault::Forbidden)?;
    let attendance = Attendance::open(&mut tx, &actor, visit.proof.request()).await?;
    Ok((tx, attendance, seen))
}

/// Commits what was done, or drops it and says what it was refused for. A form that was sent twice
/// is done once.
async fn settle(
    visit: &Visit<Attendance>,
    tx: Tx,
    done: Result<Line, HandleError>,
) -> Result<Refused, Fault> {
    match done {
        Ok(line) => {
            audit::commit(tx, vec![line]).await?;
            visit.desk.actions.changed(visit.proof.request());
            Ok(Refused::No)
        }
        Err(HandleError::Again) => {
            tx.withdraw().await?;
            Ok(Refused::No)
        }
        Err(HandleError::Problems(problems)) => Ok(Refused::Problems(problems)),
        Err(HandleError::Stale(stale)) => Ok(Refused::Stale(stale)),
        Err(HandleError::NotNow) => Ok(Refused::NotNow),
        Err(HandleError::Denied) => Err(Fault::Forbidden),
        Err(HandleError::Store(error)) => Err(error.into()),
    }
}

/// The request as the page shows it now.
async fn request(visit: &Visit<Attendance>) -> Result<Request, Fault> {
    let mut conn = visit.desk.db.read().await?;
    Ok(requests::current(&mut conn, &visit.proof, visit.now).await?)
}

/// A page with one form: the customer above it, what happened, and the form where it makes sense.
/// Where it does not, what was typed stands there all the same.
async fn sheet(
    visit: &Visit<Attendance>,
    title: &str,
    request: &Request,
    refused: &Refused,
    form: Option<Markup>,
) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let mut conn = visit.desk.db.read().await?;
    let customer = people::summary(&mut conn, &visit.proof).await?;
    drop(conn);
    let main = html! {
        div.attendance data-request=(request.id) {
            (summary::draw(frame, &scene(visit), &customer, request))
            div.run {
                p { a href=(back(visit)) { (frame.lang().back_to_attendance()) } }
                h2 { (title) }
                (told::draw(visit, request, refused, form.is_some()))
                @if let Some(form) = form { (form) }
            }
            ui-live {}
        }
    };
    Ok((refused.status(), shell::page(frame, Page::new(title, main))).into_response())
}

/// Minhas Tarefas, which says what has become of the request.
fn tasks(visit: &Visit<Attendance>) -> String {
    url("/tasks", [("about", visit.proof.request().to_string().as_str())])
}

/// The tab from which one came.
pub(in crate::page) fn tab(visit: &Visit<Attendance>) -> Option<&str> {
    let known = [visit.form.text("tab"), visit.query.text("tab")].into_iter().find(|key| !key.is_empty());
    known.filter(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// Its address.
pub(in crate::page) fn back(visit: &Visit<Attendance>) -> String {
    let request = visit.proof.request();
    tab(visit).map_or_else(|| format!("/attendance/{request}"), |tab| format!("/attendance/{request}/{tab}"))
}
