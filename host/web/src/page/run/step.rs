//! A step of an action: what is asked, what is wrong with the answers, and the confirmation.

use balcao_action::{Problem, RunView};
use balcao_desk::Attendance;
use balcao_plugins::canvas::{Answer, Field, Input};
use maud::{Markup, html};

use super::upload::{self, Uploads};
use super::view::carried;
use crate::asset;
use crate::block::field;
use crate::route::Visit;
use crate::shell::{Frame, icon};

/// What the ids of a run's fields begin with.
const PREFIX: &str = "run";

/// What is wrong, before the form: it takes the focus, and leads to each field.
pub(super) fn problems(frame: &Frame, fields: &[Field], problems: &[Problem]) -> Markup {
    if problems.is_empty() {
        return html! {};
    }
    let label = |problem: &Problem| {
        fields.iter().find(|field| field.name == problem.field).map(|field| field.label.as_str())
    };
    html! {
        div.notice.danger.summary-of-errors #problem tabindex="-1" role="alert" autofocus {
            (icon("danger"))
            div {
                strong { (frame.lang().problems_title()) }
                ul {
                    @for problem in problems {
                        li { @match label(problem) {
                            Some(label) => a href={ "#" (field::id(PREFIX, &problem.field)) } { (label) ": " (field::fault(frame, &problem.fault)) },
                            None => (field::fault(frame, &problem.fault)),
                        } }
                    }
                }
                @if fields.is_empty() { p { (frame.lang().only_back_helps()) } }
            }
        }
    }
}

/// The form. Its first button is what Enter does.
pub(super) fn form(
    visit: &Visit<Attendance>,
    run: &RunView,
    fields: &[Field],
    problems: &[Problem],
    answers: &[Answer],
    uploads: &Uploads,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    // Without fields there is a way on all the same, unless something stands in it: a plugin that
    // has nothing left to ask goes to the review.
    let takes_files = fields.iter().any(|field| matches!(field.input, Input::Upload(_)));
    let goes_on = !fields.is_empty() || (run.failure.is_none() && problems.is_empty());
    html! {
        // What is wrong is said by the desk, in the agent's language, not by the browser in its own.
        form.card.step method="post" enctype=[takes_files.then_some("multipart/form-data")] data-guard novalidate {
            (carried(visit, run))
            @for asked in fields {
                @let given = answers.iter().find(|answer| answer.field == asked.name).map(|answer| &answer.values);
                @let problem = problems.iter().find(|problem| problem.field == asked.name).map(|problem| field::fault(frame, &problem.fault));
                @let values = given.unwrap_or(&asked.initial);
                @match &asked.input {
                    Input::Upload(upload) => (upload::field(visit, &field::id(PREFIX, &asked.name), asked, upload, uploads.of(values), problem.as_deref())),
                    Input::Secret => (field::draw(frame, PREFIX, asked, uploads.handles(values), problem.as_deref())),
                    _ => (field::draw(frame, PREFIX, asked, values, problem.as_deref())),
                }
            }
            p.row {
                @if goes_on { button.primary name="intent" value="answer" { (lang.go_on()) } }
                @if run.step > 1 { button name="intent" value="back" { (lang.go_back()) } }
                button.quiet name="intent" value="leave" { (lang.leave_run()) }
            }
        }
        @if takes_files { script type="module" src=(asset::UPLOAD.url()) {} }
    }
}

/// The buttons of the review.
pub(super) fn confirm(visit: &Visit<Attendance>, run: &RunView) -> Markup {
    let lang = visit.frame.lang();
    html! {
        form method="post" {
            (carried(visit, run))
            p.row {
                button.primary name="intent" value="confirm" {
                    @if run.tool { (lang.confirm()) } @else { (lang.confirm_and_go_on()) }
                }
                @if run.step > 1 { button name="intent" value="back" { (lang.go_back()) } }
                button.quiet name="intent" value="leave" { (lang.leave_run()) }
            }
        }
    }
}
