//! Actions on the page: begun by a button, answered step by step, reviewed, confirmed, closed.

mod closing;
pub(crate) mod receipt;
mod refused;
mod step;
mod upload;
mod view;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use balcao_action::{Phase, RunError, RunId, RunView};
use balcao_desk::Attendance;
use balcao_desk::handling::HandleError;

use crate::answers;
use crate::fault::Fault;
use crate::fields::{Fields, url};
use crate::page::attendance::scene;
use crate::page::handling::closing::after_closing;
use crate::page::handling::{back, closing_form, seen, tab};
use crate::route::Visit;

use view::Told;

/// Begins an action with what its button hands over.
pub(super) async fn start(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let launch = Fields::parse(visit.form.text("launch").as_bytes())?;
    let given = answers::read(&launch, visit.frame.format);
    let begun =
        visit.desk.actions.start(&scene(&visit), launch.text("plugin"), launch.text("action"), given).await;
    match begun {
        Ok(run) => Ok(to_run(&visit, run.id)),
        Err(error) => refused::before_it_began(&visit, error),
    }
}

/// A run as it stands.
pub(super) async fn show(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let run: RunId = visit.params.get("run")?;
    match visit.desk.actions.view(&scene(&visit), run).await {
        Ok(run) if visit.headers.contains_key("x-part") => {
            Ok(Html(receipt::outside_part(&visit.frame, &run).into_string()).into_response())
        }
        Ok(run) => view::page(&visit, &run, Told::Nothing, StatusCode::OK).await,
        Err(error) => refused::page(&visit, run, error).await,
    }
}

/// What one of the buttons of a run's page does.
pub(super) async fn submit(mut visit: Visit<Attendance>) -> Result<Response, Fault> {
    let run: RunId = visit.params.get("run")?;
    if let Some(incoming) = visit.incoming.take() {
        let refused = match upload::take(&mut visit, run, incoming).await? {
            Ok(refused) => refused,
            Err(_) if visit.form.text("intent") == "upload" => return Ok(upload::not_now(&visit)),
            Err(error) => return refused::page(&visit, run, error).await,
        };
        if visit.form.text("intent") == "upload" {
            return upload::answer(&visit, run, &refused).await;
        }
        if !refused.is_empty() && visit.form.text("intent") == "answer" {
            return upload::again(&visit, run, refused).await;
        }
    }
    if visit.form.get("insert").is_some() {
        return match visit.desk.actions.view(&scene(&visit), run).await {
            Ok(run) => view::page(&visit, &run, Told::Nothing, StatusCode::OK).await,
            Err(error) => refused::page(&visit, run, error).await,
        };
    }
    let version: i64 = visit.form.text("version").parse().map_err(|_| Fault::Forged)?;
    let (actions, scene) = (&visit.desk.actions, scene(&visit));
    let done = match visit.form.text("intent") {
        "answer" => {
            actions.answer(&scene, run, version, answers::given(&visit.form, visit.frame.format)).await
        }
        "back" => actions.back(&scene, run, version).await,
        "confirm" => actions.confirm(&scene, run, version).await,
        "leave" => actions.leave(&scene, run, version).await,
        "closing" | "forwarding" => actions.closing(&scene, run, version).await,
        "keep-going" => actions.keep_going(&scene, run, version).await,
        "close" => {
            let (closing, problems) = closing_form::read(&visit, closing::shape(&visit))?;
            if problems.is_empty() {
                actions.close(&scene, run, version, seen(&visit)?, &closing).await
            } else {
                Err(RunError::Close(HandleError::Problems(problems)))
            }
        }
        _ => return Err(Fault::Forged),
    };
    match done {
        Ok(now) => after(&visit, &now).await,
        Err(error) => refused::page(&visit, run, error).await,
    }
}

/// Where one stands after a button: mistakes are shown at once, everything else has an address.
async fn after(visit: &Visit<Attendance>, run: &RunView) -> Result<Response, Fault> {
    if run.failure.is_some() {
        // The page is as it should be; the failure is the plugin's, and is in its log and figures.
        return view::page(visit, run, Told::Nothing, StatusCode::OK).await;
    }
    match &run.phase {
        Phase::Asking { problems, .. } if !problems.is_empty() => {
            view::page(visit, run, Told::Nothing, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Phase::Done(_) if visit.form.text("intent") == "close" => {
            Ok(Redirect::to(&after_closing(visit).await?).into_response())
        }
        Phase::Done(_) | Phase::Left => Ok(Redirect::to(&back(visit)).into_response()),
        _ => Ok(to_run(visit, run.id)),
    }
}

fn to_run(visit: &Visit<Attendance>, run: RunId) -> Response {
    let path = format!("/attendance/{}/run/{run}", visit.proof.request());
    let forwards = (visit.form.text("intent") == "forwarding").then_some((closing::FORWARD, "1"));
    Redirect::to(&url(&path, tab(visit).map(|tab| ("tab", tab)).into_iter().chain(forwards))).into_response()
}

/// What a refusal to do something with a run means for the page, when it is not about the run.
fn not_about_the_run(error: RunError) -> Result<RunError, Fault> {
    match error {
        RunError::NotFound => Err(Fault::NotFound),
        RunError::Close(HandleError::Denied) => Err(Fault::Forbidden),
        RunError::Refused(refused) => Err(refused.into()),
        RunError::Store(error) | RunError::Close(HandleError::Store(error)) => Err(error.into()),
        RunError::Access(error) => Err(error.into()),
        RunError::Damaged => Err(Fault::internal(error)),
        about => Ok(about),
    }
}
