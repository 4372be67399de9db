//! A list of requests that leads to each.

use balcao_desk::requests::{Task, View};
use balcao_store::{DateTime, Utc};
use maud::{Markup, html};

use crate::block::tone_class;
use crate::message::words::status_tone;
use crate::shell::Frame;

/// Whose requests a list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::page) enum Whose {
    /// The user's: each names its customer.
    Mine,
    /// Nobody's yet: each can be taken.
    Teams,
    /// Everybody's: each names its customer and who has it.
    Everybodys,
    /// A customer's: each names who has it, and can be continued.
    OnePersons,
}

impl Whose {
    /// Those of a view.
    pub fn of(view: View) -> Whose {
        match view {
            View::Team => Whose::Teams,
            View::All => Whose::Everybodys,
            View::Mine | View::Scheduled | View::Waiting => Whose::Mine,
        }
    }

    fn names_customer(self) -> bool {
        self != Whose::OnePersons
    }

    fn names_holder(self) -> bool {
        matches!(self, Whose::Everybodys | Whose::OnePersons)
    }

    fn acts(self) -> bool {
        matches!(self, Whose::Teams | Whose::OnePersons)
    }
}

/// Draws it.
pub(in crate::page) fn draw(frame: &Frame, tasks: &[Task], now: DateTime<Utc>, whose: Whose) -> Markup {
    let lang = frame.lang();
    let caption = match whose {
        Whose::OnePersons => lang.open_requests(),
        Whose::Mine | Whose::Teams | Whose::Everybodys => lang.my_tasks(),
    };
    html! {
        div.scroll role="group" tabindex="0" aria-label=(caption) {
            table.tasks {
                caption.sr { (caption) }
                thead { tr {
                    th scope="col" { (lang.protocol()) }
                    @if whose.names_customer() { th scope="col" { (lang.customer()) } }
                    @if whose.names_holder() { th scope="col" { (lang.with_whom()) } }
                    th scope="col" { (lang.request_kind()) }
                    th scope="col" { (lang.status()) }
                    th scope="col" { (lang.deadline()) }
                    th scope="col" { (lang.opened_at()) }
                    @if whose.acts() { th scope="col" { span.sr { (lang.actions()) } } }
                } }
                tbody { @for task in tasks { (row(frame, task, now, whose)) } }
            }
        }
    }
}

fn row(frame: &Frame, task: &Task, now: DateTime<Utc>, whose: Whose) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let attendance = format!("/attendance/{}", task.request);
    let tone = if task.overdue {
        Some("danger")
    } else if task.due_soon || task.came_back {
        Some("warning")
    } else {
        None
    };
    html! {
        tr class=[tone] {
            td { a.number href=(attendance) { (task.protocol) } }
            @if whose.names_customer() {
                td {
                    (task.person_name)
                    @if task.unfinished_choice {
                        " " a.badge.warning href={ (attendance) "/choose" } { (lang.unfinished_choice()) }
                    }
                }
            }
            @if whose.names_holder() { td { (holder(frame, task)) } }
            td { @match &task.kind { Some(kind) => (lang.label(kind)), None => span.dim { (lang.no_kind()) } } }
            td {
                span.badge.(tone_class(status_tone(task.status.kind))) { (lang.label(&task.status.names)) }
                @if let Some(time) = task.scheduled_for {
                    " " @if task.came_back { span.badge.warning { (lang.came_back(&format.instant(time))) } }
                    @else { span.dim.nobreak { (lang.comes_back(&format.instant(time))) } }
                }
            }
            td { (deadline(frame, task, now)) }
            td { time.nobreak datetime=(task.opened_at.to_rfc3339()) { (format.instant(task.opened_at)) } }
            @match whose {
                Whose::Mine | Whose::Everybodys => {},
                Whose::Teams => td.acts {
                    form method="post" action={ (attendance) "/take" } {
                        (frame.csrf())
                        button aria-label=(lang.take_that(task.protocol.as_str())) { (lang.take()) }
                    }
                },
                Whose::OnePersons => td.acts {
                    a.button href=(attendance) aria-label=(lang.continue_that(task.protocol.as_str())) { (lang.continue_this()) }
                },
            }
        }
    }
}

/// Who has it, or the team in whose queue it waits.
fn holder(frame: &Frame, task: &Task) -> Markup {
    html! {
        @match (&task.assigned_to, &task.team) {
            (Some(name), _) => (name),
            (None, Some(team)) => span.dim { (frame.lang().queue_of(team)) },
            (None, None) => "—",
        }
    }
}

fn deadline(frame: &Frame, task: &Task, now: DateTime<Utc>) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let Some(deadline) = task.deadline else { return html! { span.dim { (lang.no_deadline()) } } };
    let apart = format.apart(deadline, now);
    html! {
        time.nobreak datetime=(deadline.to_rfc3339()) { (format.instant(deadline)) } " "
        @if task.overdue { span.badge.danger { (lang.overdue()) " " (apart) } }
        @else if task.due_soon { span.badge.warning { (apart) } }
        @else { span.dim.nobreak { (apart) } }
    }
}
