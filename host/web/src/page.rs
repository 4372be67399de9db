//! The pages, a folder each, and the list of all of them with the rule that guards each.

mod account;
pub(crate) mod admin;
pub(crate) mod attendance;
mod file;
pub(crate) mod handling;
mod health;
mod mailbox;
mod people;
pub(crate) mod run;
pub(crate) mod sign_in;
mod slip;
mod start;
mod strip;
mod supervision;
mod tasks;

use axum::http::Method;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Right, users};

use crate::fault::Fault;
use crate::fields::local;
use crate::route::{Routes, Visit};
use crate::rule::{Entrance, Has, Open, Serves, ServesWith, SignedIn};

/// Who may give the request of somebody to somebody else.
const SUPERVISES: ServesWith = ServesWith(Right::Supervise);

/// Every page of the desk.
pub(crate) fn routes() -> Routes {
    admin::routes(account::routes(Routes::new()))
        .route(Method::GET, "/healthz", Open, health::show)
        .route(Method::GET, "/assets/{name}", Open, asset)
        .route(Method::GET, "/sign-in", Entrance, sign_in::show)
        .route(Method::POST, "/sign-in", Entrance, sign_in::submit)
        .route(Method::POST, "/sign-in/step", Entrance, sign_in::go_on)
        .route(Method::POST, "/language", Entrance, sign_in::language)
        .route(Method::POST, "/sign-out", SignedIn, sign_in::leave)
        .route(Method::POST, "/company", SignedIn, sign_in::company)
        .route(Method::GET, "/", SignedIn, home)
        .route(Method::GET, "/tasks", SignedIn, tasks::show)
        .route(Method::POST, "/tasks/hide-demo", SignedIn, tasks::hide_demo)
        .route(Method::GET, "/demo/mailbox", SignedIn, mailbox::show)
        .route(Method::POST, "/strip", SignedIn, strip::leave)
        .route(Method::POST, "/keys", SignedIn, keys)
        .route(Method::GET, "/supervision", Has(Right::Supervise), supervision::show)
        .route(Method::GET, "/supervision/csv", Has(Right::Supervise), supervision::file)
        .route(Method::GET, "/people", Has(Right::Serve), people::show)
        .route(Method::GET, "/start/{person}", Has(Right::Serve), start::show)
        .route(Method::POST, "/start/{person}", Has(Right::Serve), start::submit)
        .route(Method::GET, "/attendance/{request}/choose", Serves, start::choose)
        .route(Method::POST, "/attendance/{request}/choose", Serves, start::chosen)
        .route(Method::GET, "/attendance/{request}", Serves, attendance::enter)
        .route(Method::GET, "/attendance/{request}/{tab}", Serves, attendance::show)
        .route(Method::GET, "/attendance/{request}/card/{placement}", Serves, attendance::card)
        .route(Method::GET, "/attendance/{request}/live/{placement}", Serves, attendance::live::show)
        .route(Method::POST, "/attendance/{request}/live/{placement}/stop", Serves, attendance::live::stop)
        .route(Method::POST, "/attendance/{request}/secret", Serves, attendance::secret::show)
        .route(Method::GET, "/attendance/{request}/report", Serves, attendance::report)
        .route(Method::POST, "/attendance/{request}/report", Serves, attendance::write_report)
        .route(Method::GET, "/attendance/{request}/identity", Serves, attendance::identity::show)
        .route(Method::POST, "/attendance/{request}/identity", Serves, attendance::identity::confirm)
        .route(Method::GET, "/attendance/{request}/history", Serves, attendance::history::show)
        .route(Method::GET, "/attendance/{request}/layout", Serves, attendance::following::show)
        .route(Method::GET, "/attendance/{request}/presence", Serves, attendance::presence::show)
        .route(Method::POST, "/attendance/{request}/draft", Serves, attendance::draft::keep)
        .route(Method::POST, "/attendance/{request}/draft/discard", Serves, attendance::draft::discard)
        .route(Method::POST, "/attendance/{request}/take", Serves, tasks::take)
        .route(Method::GET, "/attendance/{request}/closing", Serves, handling::closing::close)
        .route(Method::POST, "/attendance/{request}/closing", Serves, handling::closing::closed)
        .route(Method::GET, "/attendance/{request}/forward", Serves, handling::closing::forward)
        .route(Method::POST, "/attendance/{request}/forward", Serves, handling::closing::forwarded)
        .route(Method::GET, "/attendance/{request}/schedule", Serves, handling::schedule::show)
        .route(Method::POST, "/attendance/{request}/schedule", Serves, handling::schedule::submit)
        .route(Method::GET, "/attendance/{request}/cancel", Serves, handling::ending::cancel)
        .route(Method::POST, "/attendance/{request}/cancel", Serves, handling::ending::cancelled)
        .route(Method::GET, "/attendance/{request}/reopen", Serves, handling::ending::reopen)
        .route(Method::POST, "/attendance/{request}/reopen", Serves, handling::ending::reopened)
        .route(Method::GET, "/attendance/{request}/reassign", SUPERVISES, handling::reassign::show)
        .route(Method::POST, "/attendance/{request}/reassign", SUPERVISES, handling::reassign::submit)
        .route(Method::POST, "/attendance/{request}/run", Serves, run::start)
        .route(Method::GET, "/attendance/{request}/run/{run}", Serves, run::show)
        .with_files("/attendance/{request}/run/{run}", Serves, run::submit)
        .route(Method::GET, "/attendance/{request}/file/{file}/view", Serves, file::view)
        .route(Method::GET, "/attendance/{request}/file/{file}/download", Serves, file::download)
        .route(Method::GET, "/attendance/{request}/slip", Serves, slip::show)
        .route(Method::GET, "/slip/{link}", Open, slip::shared)
        .route(Method::GET, "/events", SignedIn, attendance::events)
}

async fn home(_: Visit<Actor>) -> Result<Response, Fault> {
    Ok(Redirect::to("/tasks").into_response())
}

/// Keys that stand alone, on or off for this user wherever they sign in.
async fn keys(visit: Visit<Actor>) -> Result<Response, Fault> {
    let mut tx = visit.desk.db.write().await?;
    users::set_single_keys(&mut tx, &visit.proof, visit.form.get("single").is_some()).await?;
    tx.commit().await?;
    Ok(Redirect::to(local(visit.form.text("next"))).into_response())
}

async fn asset(visit: Visit<()>) -> Result<Response, Fault> {
    crate::asset::find(&visit.params.get::<String>("name")?).ok_or(Fault::NotFound)
}
