//! When a run does not go on: what happened, and how it stands now. Nothing was done in any of
//! these cases.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_action::{RunError, RunId, Stale};
use balcao_desk::Attendance;
use balcao_desk::handling::HandleError;
use balcao_desk::reports::ReportError;
use balcao_plugins::Failure;
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::view::{self, Told};
use super::{not_about_the_run, receipt};
use crate::answers::{ANSWER, is_secret};
use crate::block::notice;
use crate::fault::Fault;
use crate::page::attendance::scene;
use crate::page::handling::{back, told};
use crate::route::Visit;
use crate::shell::{self, Page, icon};

/// The run as it stands now, with what happened above it.
pub(super) async fn page(visit: &Visit<Attendance>, run: RunId, error: RunError) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let (status, told) = match not_about_the_run(error)? {
        RunError::Stale(stale) => (StatusCode::CONFLICT, Told::This(late(visit, &stale))),
        RunError::Changed { was, now } => {
            let told = html! {
                (notice(Tone::Warning, lang.changed_title(), html! { (lang.changed_text()) }))
                p.dim { (lang.changed_was()) }
                (receipt::list(&was))
            };
            return view::page(visit, &now, Told::This(told), StatusCode::CONFLICT).await;
        }
        RunError::NotNow(_) => (StatusCode::CONFLICT, Told::This(warning(lang.not_now()))),
        RunError::TooManySteps => (StatusCode::CONFLICT, Told::This(warning(lang.too_many_steps()))),
        RunError::Ended => (StatusCode::CONFLICT, Told::This(warning(lang.ended_already()))),
        RunError::Close(HandleError::Problems(problems)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Told::Closing(problems))
        }
        RunError::Close(HandleError::Stale(stale)) => {
            (StatusCode::CONFLICT, Told::This(told::late(visit, &stale, true)))
        }
        RunError::Close(_) => (StatusCode::CONFLICT, Told::This(warning(lang.handling_not_now()))),
        RunError::Report(error) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Told::This(warning(report(visit, &error))))
        }
        RunError::Rule(error) => {
            let text = html! { (lang.rule_refused()) " " (error.agent(lang.0)) };
            (StatusCode::CONFLICT, Told::This(notice(Tone::Warning, "", text)))
        }
        RunError::Plugin(failure) => return Ok(broken(visit, &failure)),
        other => return Err(Fault::internal(other)),
    };
    match visit.desk.actions.view(&scene(visit), run).await {
        Ok(now) => view::page(visit, &now, told, status).await,
        Err(RunError::Plugin(failure)) => Ok(broken(visit, &failure)),
        Err(error) => Err(not_about_the_run(error).map_or_else(|fault| fault, Fault::internal)),
    }
}

/// An action that could not even begin.
pub(super) fn before_it_began(visit: &Visit<Attendance>, error: RunError) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    match not_about_the_run(error)? {
        RunError::Plugin(failure) => Ok(broken(visit, &failure)),
        RunError::Launch => {
            Ok(alone(visit, StatusCode::UNPROCESSABLE_ENTITY, warning(lang.launch_refused())))
        }
        RunError::Ended => Ok(alone(visit, StatusCode::CONFLICT, warning(lang.request_ended()))),
        other => Err(Fault::internal(other)),
    }
}

/// The plugin failed: what it says, a reference, and another try.
fn broken(visit: &Visit<Attendance>, failure: &Failure) -> Response {
    let lang = visit.frame.lang();
    let told = html! {
        (notice(Tone::Danger, lang.plugin_failed(), html! { (failure.agent(lang.0)) }))
        p.dim { (lang.reference(&failure.reference.to_string())) }
        @if failure.retry() && visit.form.is_empty() { p { a.button href=(visit.frame.path) { (icon("retry")) (lang.try_again()) } } }
    };
    // The page is as it should be; the failure is the plugin's, and is in its log and its figures.
    alone(visit, StatusCode::OK, told)
}

fn alone(visit: &Visit<Attendance>, status: StatusCode, told: Markup) -> Response {
    let lang = visit.frame.lang();
    let main = html! {
        div.narrow {
            h1 { (lang.actions()) }
            div data-state="error" role="alert" { (told) }
            p { a.button href=(back(visit)) { (lang.back_to_attendance()) } }
        }
    };
    (status, shell::page(&visit.frame, Page::new(lang.actions(), main))).into_response()
}

fn warning(text: &str) -> Markup {
    notice(Tone::Warning, "", html! { (text) })
}

fn report(visit: &Visit<Attendance>, error: &ReportError) -> &'static str {
    let lang = visit.frame.lang();
    match error {
        ReportError::TooLong => lang.report_too_long(),
        ReportError::Ended => lang.request_ended(),
        ReportError::Empty | ReportError::Store(_) => lang.report_empty(),
    }
}

/// Somebody else was faster: who, where it is now, and what was not saved, so that it can be typed
/// again.
fn late(visit: &Visit<Attendance>, stale: &Stale) -> Markup {
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    let sent = || {
        visit.form.pairs().filter(|(name, value)| {
            let given = name.starts_with(ANSWER) && !value.is_empty();
            given && !is_secret(&visit.form, name) && visit.desk.plugins.input(&scene(visit), value).is_none()
        })
    };
    html! {
        (notice(Tone::Warning, lang.stale_title(), html! {
            (lang.stale_text(&stale.by.name, &format.instant(stale.at), stale.step)) " " (lang.stale_here())
        }))
        @if sent().next().is_some() {
            details open { summary { (lang.you_had_sent()) }
                dl.facts { @for (name, value) in sent() { div { dt { (name.trim_start_matches(ANSWER)) } dd { (value) } } } }
            }
        }
    }
}
