//! Teams as they are drawn.

use balcao_access::{Actor, Team, TeamId, User};
use balcao_desk::staff::Staffed;
use maud::{Markup, html};

use crate::page::admin::form::{self, Form, Problem};
use crate::page::sign_in::view::wrong;
use crate::route::Visit;

/// One team, and what it is drawn with.
pub(super) struct Stands {
    pub team: Team,
    /// Those to which it forwards.
    pub forwards: Vec<TeamId>,
    pub others: Vec<Team>,
    pub members: Vec<User>,
    /// What the form sends back.
    pub seen: String,
}

pub(super) fn list(
    visit: &Visit<Actor>,
    staffed: &[Staffed],
    forwards: &[(TeamId, TeamId)],
    retired: &[Team],
    problems: &[Problem],
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let form = Form { frame, typed: (!problems.is_empty()).then_some(&visit.form), problems };
    let id = visit.form.text("id").parse().unwrap_or_else(|_| TeamId::new());
    let names = |from: TeamId| {
        let to = staffed.iter().filter(|team| forwards.contains(&(from, team.id)));
        let names: Vec<&str> = to.map(|team| team.name.as_str()).collect();
        if names.is_empty() { lang.team_forwards_none().to_owned() } else { names.join(", ") }
    };
    html! {
        div.heading { h1 { (lang.teams()) } }
        (form::summary(frame, problems))
        div.scroll role="group" tabindex="0" aria-label=(lang.teams()) {
            table.tasks {
                caption.sr { (lang.teams()) }
                thead { tr {
                    th scope="col" { (lang.team()) }
                    th.num scope="col" { (lang.team_members()) }
                    th.num scope="col" { (lang.team_requests()) }
                    th scope="col" { (lang.team_forwards()) }
                } }
                tbody { @for team in staffed { tr {
                    td { a href={ "/admin/teams/" (team.id) } { (team.name) } }
                    td.num { (team.members) }
                    td.num { (team.requests) }
                    td { (names(team.id)) }
                } } }
            }
        }
        section.card {
            header { h2 { (lang.team_new()) } }
            form.body method="post" novalidate {
                (frame.csrf())
                input type="hidden" name="id" value=(id);
                (form.text("name", lang.name(), "", false))
                p { button { (lang.team_add()) } }
            }
        }
        @if !retired.is_empty() {
            section.card {
                header { h2 { (lang.teams_retired()) } }
                ul.body role="list" { @for team in retired { li {
                    form.row method="post" action={ "/admin/teams/" (team.id) "/restore" } {
                        (frame.csrf())
                        span { (team.name) }
                        button aria-label=(lang.team_restore_that(&team.name)) { (lang.team_restore()) }
                    }
                } } }
            }
        }
    }
}

pub(super) fn one(
    visit: &Visit<Actor>,
    stands: &Stands,
    problems: &[Problem],
    late: bool,
    not_retired: &str,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let team = &stands.team;
    let form = Form { frame, typed: (late || !problems.is_empty()).then_some(&visit.form), problems };
    let named = |team: &Team| (team.id.to_string(), team.name.clone());
    let others: Vec<(String, String)> = stands.others.iter().map(named).collect();
    let ticked: Vec<String> = stands.forwards.iter().map(ToString::to_string).collect();
    let now = stands.others.iter().filter(|other| stands.forwards.contains(&other.id));
    let now: Vec<&str> = now.map(|other| other.name.as_str()).collect();
    html! {
        p { a href="/admin/teams" { (lang.teams()) } }
        div.heading { h1 { (team.name) } }
        (form::summary(frame, problems))
        @if late {
            (form::late(frame, None))
            section.card { div.body {
                h2 { (lang.holds_now()) }
                dl.facts {
                    div { dt { (lang.name()) } dd { (team.name) } }
                    div { dt { (lang.team_forwards()) } dd { (now.join(", ")) } }
                }
            } }
        }
        section.card {
            header { h2 { (lang.user_data()) } }
            form.body method="post" action={ "/admin/teams/" (team.id) } novalidate {
                (frame.csrf())
                input type="hidden" name="seen" value=(stands.seen);
                (form.text("name", lang.name(), &team.name, false))
                (form.some("forwards", lang.team_forwards(), "", &others, &ticked))
                p { button.primary { (lang.save()) } }
            }
        }
        section.card {
            header { h2 { (lang.team_members()) } }
            ul.body role="list" {
                @if stands.members.is_empty() { li.empty { "—" } }
                @for member in &stands.members {
                    @let seen = balcao_access::users::administers(&visit.proof, member);
                    li { @if seen { a href={ "/admin/users/" (member.id) } { (member.name) } } @else { (member.name) } }
                }
            }
        }
        section.card {
            header { h2 { (lang.team_retire()) } }
            form.body method="post" action={ "/admin/teams/" (team.id) "/retire" } {
                (frame.csrf())
                (wrong((!not_retired.is_empty()).then_some(not_retired)))
                p.dim { (lang.team_retire_about()) }
                p { button.danger { (lang.team_retire()) } }
            }
        }
    }
}
