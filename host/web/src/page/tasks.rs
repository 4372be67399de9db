//! Minhas Tarefas: what the user has to do.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::Actor;
use balcao_desk::requests::{self, Task};
use balcao_store::{DateTime, Utc};
use maud::{Markup, html};

use crate::block::tone_class;
use crate::fault::Fault;
use crate::fields::url;
use crate::message::words::status_tone;
use crate::route::Visit;
use crate::shell::{self, Frame, Page, icon};
use crate::{Demo, cookie};

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let tasks = requests::mine(&mut conn, &visit.proof, visit.now).await?;
    drop(conn);
    let frame = &visit.frame;
    let lang = frame.lang();
    let overdue = tasks.iter().filter(|task| task.overdue).count();
    let demo = visit.desk.config.demo.as_ref().filter(|_| !cookie::demo_card_is_hidden(&visit.headers));
    let main = html! {
        div.heading {
            h1 { (lang.my_tasks()) }
            p.dim { (lang.tasks_count(tasks.len(), overdue)) }
            a.button.primary href="/people" { (icon("start")) (lang.new_attendance()) }
        }
        @if let Some(demo) = demo { (try_these(frame, demo)) }
        @if tasks.is_empty() { p.empty { (lang.tasks_none()) } } @else { (table(frame, &tasks, visit.now, Whose::Mine)) }
    };
    Ok(shell::page(frame, Page::new(lang.my_tasks(), main)))
}

/// Puts the demonstration's card away, in this browser.
pub(super) async fn hide_demo(visit: Visit<Actor>) -> Result<Response, Fault> {
    Ok(([(header::SET_COOKIE, cookie::hide_demo_card(&visit.desk.config))], Redirect::to("/tasks"))
        .into_response())
}

fn try_these(frame: &Frame, demo: &Demo) -> Markup {
    let lang = frame.lang();
    html! {
        section.card.demo-card aria-labelledby="try-title" {
            header {
                h2 #try-title { (lang.demo_card()) }
                form method="post" action="/tasks/hide-demo" { (frame.csrf()) button.quiet { (lang.hide()) } }
            }
            ul role="list" {
                @for customer in &demo.customers {
                    li { a href=(url("/people", [("q", customer.search.as_str())])) { (customer.search) } " " (lang.label(&customer.hint)) }
                }
            }
        }
    }
}

/// Whose requests a list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The user's: each names its customer.
    Mine,
    /// A customer's: each can be continued.
    OnePersons,
}

/// A list of requests that leads to each.
pub(super) fn table(frame: &Frame, tasks: &[Task], now: DateTime<Utc>, whose: Whose) -> Markup {
    let lang = frame.lang();
    html! {
        div.scroll {
            table.tasks {
                caption.sr { (lang.my_tasks()) }
                thead { tr {
                    th scope="col" { (lang.protocol()) }
                    @if whose == Whose::Mine { th scope="col" { (lang.customer()) } }
                    th scope="col" { (lang.request_kind()) }
                    th scope="col" { (lang.status()) }
                    th scope="col" { (lang.deadline()) }
                    th scope="col" { (lang.opened_at()) }
                    @if whose == Whose::OnePersons { th scope="col" { span.sr { (lang.actions()) } } }
                } }
                tbody { @for task in tasks { (row(frame, task, now, whose)) } }
            }
        }
    }
}

fn row(frame: &Frame, task: &Task, now: DateTime<Utc>, whose: Whose) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        tr class=[task.overdue.then_some("danger")] {
            td { a.number href={ "/attendance/" (task.request) } { (task.protocol) } }
            @if whose == Whose::Mine {
                td {
                    (task.person_name)
                    @if task.unfinished_choice {
                        " " a.badge.warning href={ "/attendance/" (task.request) "/choose" } { (lang.unfinished_choice()) }
                    }
                }
            }
            td { @match &task.kind { Some(kind) => (lang.label(kind)), None => span.dim { (lang.no_kind()) } } }
            td { span.badge.(tone_class(status_tone(task.status.kind))) { (lang.label(&task.status.names)) } }
            td { @match task.deadline {
                Some(deadline) => {
                    time.nobreak datetime=(deadline.to_rfc3339()) { (format.instant(deadline)) }
                    @if task.overdue { " " span.badge.danger { (lang.overdue()) " " (format.apart(deadline, now)) } }
                    @else { " " span.dim.nobreak { (format.apart(deadline, now)) } }
                }
                None => span.dim { (lang.no_deadline()) },
            } }
            td { time.nobreak datetime=(task.opened_at.to_rfc3339()) { (format.instant(task.opened_at)) } }
            @if whose == Whose::OnePersons {
                td.acts { a.button href={ "/attendance/" (task.request) } aria-label=(lang.continue_that(task.protocol.as_str())) {
                    (lang.continue_this())
                } }
            }
        }
    }
}
