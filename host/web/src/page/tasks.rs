//! Minhas Tarefas: what the user has to do, what waits for their team, and taking it.

mod about;
pub(super) mod table;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::{Actor, Labels, Team, audit, teams};
use balcao_desk::Attendance;
use balcao_desk::queue::{self, TakeError};
use balcao_desk::requests::{self, Counts, Filter, List, MAX_FILTER, Order, PAGE, View};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::block::notice;
use crate::fault::Fault;
use crate::fields::{Fields, url};
use crate::route::Visit;
use crate::shell::{self, Frame, Page, icon};
use crate::{Demo, cookie};

use table::Whose;

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let filter = filter(&visit.query);
    let told = match visit.query.text("about").parse() {
        Ok(request) => about::told(&visit, request).await?,
        Err(_) => None,
    };
    Ok(page(&visit, &visit.proof, &filter, told).await?.into_response())
}

/// Assumir: takes a request from the queue and opens it. Whoever was slower gets the queue again,
/// and is told who has it.
pub(super) async fn take(visit: Visit<Attendance>) -> Result<Response, Fault> {
    let attendance = &visit.proof;
    let lang = visit.frame.lang();
    let mut tx = visit.desk.db.write().await?;
    let protocol = attendance.protocol().as_str();
    let why = match queue::take(&mut tx, attendance, visit.now).await {
        Ok(line) => {
            audit::commit(tx, line.into_iter().collect()).await?;
            return Ok(Redirect::to(&format!("/attendance/{}", attendance.request())).into_response());
        }
        Err(TakeError::Faster(who)) => lang.taken_by(&who, protocol),
        Err(TakeError::OtherTeam) => lang.take_other_team(protocol),
        Err(TakeError::Ended) => lang.take_ended(protocol),
        Err(TakeError::Store(error)) => return Err(error.into()),
    };
    drop(tx);
    let told = html! { div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, "", html! { (why) })) } };
    let page = page(&visit, attendance.actor(), &Filter::of(View::Team), Some(told)).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Puts the demonstration's card away, in this browser.
pub(super) async fn hide_demo(visit: Visit<Actor>) -> Result<Response, Fault> {
    Ok(([(header::SET_COOKIE, cookie::hide_demo_card(&visit.desk.config))], Redirect::to("/tasks"))
        .into_response())
}

/// What the address asks for. What it does not know it does not ask for.
fn filter(query: &Fields) -> Filter {
    let kind = Some(query.text("kind").to_owned()).filter(|kind| !kind.is_empty());
    Filter {
        view: query.text("view").parse().unwrap_or(View::Mine),
        kind,
        team: query.text("team").parse().ok(),
        overdue: query.get("overdue").is_some(),
        text: query.text("text").chars().take(MAX_FILTER).collect(),
        order: query.text("order").parse().unwrap_or(Order::Urgency),
        page: query.text("page").parse().unwrap_or(0),
    }
}

async fn page<P>(
    visit: &Visit<P>,
    actor: &Actor,
    filter: &Filter,
    told: Option<Markup>,
) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let list = requests::list(&mut conn, actor, filter, visit.now).await?;
    let counts = requests::counts(&mut conn, actor, visit.now).await?;
    let kinds = requests::kinds(&mut conn).await?;
    let teams = if filter.view == View::All { teams::list(&mut conn).await? } else { Vec::new() };
    drop(conn);
    let frame = &visit.frame;
    let lang = frame.lang();
    let demo = visit.desk.config.demo.as_ref().filter(|_| !cookie::demo_card_is_hidden(&visit.headers));
    let team = actor.user.team.as_ref().map(|team| team.name.as_str());
    let main = html! {
        div.heading {
            h1 { (lang.my_tasks()) }
            p.dim { (lang.tasks_count(list.total as usize, list.overdue as usize)) }
            a.button.primary href="/people" { (icon("start")) (lang.new_attendance()) }
        }
        @if let Some(demo) = demo { (try_these(frame, demo)) }
        @if let Some(told) = told { (told) }
        (views(frame, filter.view, counts, team))
        (filters(frame, filter, &kinds, &teams))
        @if list.tasks.is_empty() { p.empty { (lang.tasks_empty(filter)) } } @else {
            (table::draw(frame, &list.tasks, visit.now, Whose::of(filter.view)))
            (pages(frame, filter, &list))
        }
    };
    Ok(shell::page(frame, Page::new(lang.my_tasks(), main)))
}

/// The views as tabs, each with how much is in it. Somebody without a team has no queue, and
/// everybody's is for who supervises.
fn views(frame: &Frame, current: View, counts: Counts, team: Option<&str>) -> Markup {
    let lang = frame.lang();
    let all = [
        (View::Mine, lang.view_mine().to_owned(), Some(counts.mine)),
        (View::Team, lang.view_team(team.unwrap_or_default()), team.map(|_| counts.team)),
        (View::Scheduled, lang.view_scheduled().to_owned(), Some(counts.scheduled)),
        (View::Waiting, lang.view_waiting().to_owned(), Some(counts.waiting)),
        (View::All, lang.view_all().to_owned(), counts.all),
    ];
    let theirs = all.into_iter().filter_map(|(view, name, count)| Some((view, name, count?)));
    html! {
        nav.tabs aria-label=(lang.views()) {
            @for (at, (view, name, count)) in theirs.enumerate() {
                a href=(url("/tasks", [("view", view.as_str())])) data-tab=(at + 1)
                    aria-current=[(view == current).then_some("page")] { (name) " " span.badge.neutral { (count) } }
            }
        }
    }
}

fn filters(frame: &Frame, filter: &Filter, kinds: &[(String, Labels)], teams: &[Team]) -> Markup {
    let lang = frame.lang();
    html! {
        form.query action="/tasks" role="search" aria-label=(lang.filter_tasks()) {
            input type="hidden" name="view" value=(filter.view);
            div.field {
                label for="text" { (lang.filter_text()) }
                input #text type="search" name="text" value=(filter.text) maxlength=(MAX_FILTER) autocomplete="off";
            }
            div.field {
                label for="kind" { (lang.request_kind()) }
                select #kind name="kind" {
                    option value="" { (lang.all_kinds()) }
                    @for (code, names) in kinds { option value=(code) selected[filter.kind.as_ref() == Some(code)] { (lang.label(names)) } }
                }
            }
            @if !teams.is_empty() {
                div.field {
                    label for="team" { (lang.team()) }
                    select #team name="team" {
                        option value="" { (lang.all_teams()) }
                        @for team in teams { option value=(team.id) selected[filter.team == Some(team.id)] { (team.name) } }
                    }
                }
            }
            div.field {
                label for="order" { (lang.sort_by()) }
                select #order name="order" {
                    @for order in Order::ALL { option value=(order) selected[*order == filter.order] { (lang.order_name(*order)) } }
                }
            }
            label.toggle { input type="checkbox" name="overdue" value="1" checked[filter.overdue]; span { (lang.only_overdue()) } }
            button { (lang.filter()) }
            @if filter.is_narrowed() { a.button.quiet href=(url("/tasks", [("view", filter.view.as_str())])) { (lang.clear_filter()) } }
        }
    }
}

/// Where the page stands among all, and the way to its neighbours.
fn pages(frame: &Frame, filter: &Filter, list: &List) -> Markup {
    let lang = frame.lang();
    let first = u64::from(filter.page) * PAGE as u64;
    let last = first + list.tasks.len() as u64;
    let team = filter.team.map(|team| team.to_string()).unwrap_or_default();
    let to = |page: u32| {
        let page = page.to_string();
        let kept = [
            ("view", filter.view.as_str()),
            ("kind", filter.kind.as_deref().unwrap_or_default()),
            ("team", &team),
            ("overdue", if filter.overdue { "1" } else { "" }),
            ("text", &filter.text),
            ("order", filter.order.as_str()),
            ("page", &page),
        ];
        url("/tasks", kept.into_iter().filter(|(_, value)| !value.is_empty()))
    };
    html! {
        nav.row aria-label=(lang.pages()) {
            span.dim { (lang.span_of(first + 1, last, list.total)) }
            @if filter.page > 0 { a.button rel="prev" href=(to(filter.page - 1)) { (lang.page_before()) } }
            @if (last as i64) < list.total { a.button rel="next" href=(to(filter.page + 1)) { (lang.page_after()) } }
        }
    }
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
            p { a href="/demo/mailbox" { (lang.mailbox()) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_makes_no_sense_asks_for_everything() {
        let odd = format!("view=nonsense&order=&page=-1&kind=&text={}", "x".repeat(500));
        let filter = filter(&Fields::parse(odd.as_bytes()).unwrap());
        assert_eq!((filter.view, filter.order, filter.page), (View::Mine, Order::Urgency, 0));
        assert_eq!((filter.kind, filter.overdue, filter.text.len()), (None, false, MAX_FILTER));
    }
}
