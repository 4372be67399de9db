//! The closing form at the end of an action. It is offered once the action is done, and asks nothing
//! of those who keep serving.

use balcao_action::{Receipt, RunView};
use balcao_desk::Attendance;
use balcao_desk::closing::Offer;
use balcao_desk::drafts::Draft;
use balcao_desk::handling::Problem;
use balcao_desk::requests::StatusKind;
use maud::{Markup, html};

use super::view::carried;
use crate::fields::url;
use crate::page::attendance::modules::Ready;
use crate::page::handling::closing_form::{self, Shape, What};
use crate::page::handling::{Form, tab};
use crate::route::Visit;

/// What an address or a form says that forwards.
pub(super) const FORWARD: &str = "forward";

/// One click goes on serving; the others open the form.
pub(super) fn offer(visit: &Visit<Attendance>, run: &RunView) -> Markup {
    let lang = visit.frame.lang();
    html! {
        form method="post" {
            (carried(visit, run))
            p.row {
                button.primary name="intent" value="keep-going" autofocus { (lang.keep_serving()) }
                button name="intent" value="closing" { (lang.open_closing()) }
                button name="intent" value="forwarding" { (lang.forward()) }
            }
        }
    }
}

/// Which of the two forms it is: the request goes on unless another status is chosen.
pub(super) fn shape(visit: &Visit<Attendance>) -> Shape {
    let forwards = visit.form.get(FORWARD).or_else(|| visit.query.get(FORWARD)).is_some();
    if forwards { Shape::Forward } else { Shape::Status(StatusKind::Open) }
}

/// The form, filled in from this attendance.
pub(super) fn form(
    visit: &Visit<Attendance>,
    run: &RunView,
    receipt: &Receipt,
    (offer, draft, modules): (&Offer, Option<&Draft>, &[Ready]),
    problems: &[Problem],
) -> Markup {
    let lang = visit.frame.lang();
    let shape = shape(visit);
    let form = Form::of(visit, problems);
    let report = draft.map_or((&*receipt.report.text, None), |draft| (&*draft.text, Some(draft.audience)));
    let what = What { offer, shape, report, modules };
    let forwards = shape == Shape::Forward;
    let here = format!("/attendance/{}/run/{}", run.request, run.id);
    let tab = tab(visit).map(|tab| ("tab", tab));
    let other = url(&here, tab.into_iter().chain((!forwards).then_some((FORWARD, "1"))));
    html! {
        (form.summary())
        form.card.closing method="post" data-guard data-draft=(closing_form::draft_url(visit)) novalidate aria-labelledby="closing-title" {
            h3 #closing-title { @if forwards { (lang.forward_title()) } @else { (lang.closing_title()) } }
            p { a href=(other) { @if forwards { (lang.close_instead()) } @else { (lang.forward_instead()) } } }
            (carried(visit, run))
            @if forwards { input type="hidden" name=(FORWARD) value="1"; }
            (closing_form::fields(visit, &form, &what))
            p.row {
                button.primary name="intent" value="close" { (lang.confirm_and_go_on()) }
                button name="intent" value="keep-going" formnovalidate { (lang.keep_serving()) }
            }
        }
    }
}
