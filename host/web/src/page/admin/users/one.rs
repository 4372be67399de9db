//! One user: what is known of them, and what can be done about their sign-in.

use axum::response::{IntoResponse, Response};
use balcao_access::second_factor::{self, Factor};
use balcao_access::sessions::{self, Session};
use balcao_access::users::{self, Edit, User};
use balcao_access::{AccessError, Actor, UserId};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::fields::{self, Offer};
use super::status;
use crate::block::{notice, tone_class};
use crate::fault::Fault;
use crate::page::account::sessions_table;
use crate::page::admin::form::{self, Form, Problem};
use crate::page::admin::{self, Section};
use crate::page::sign_in::view::wrong;
use crate::route::Visit;
use crate::shell::Frame;

/// What is said of what was just done.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// What was done, in a word.
    pub done: &'a str,
    pub problems: Vec<Problem>,
    /// What was sent too late.
    pub late: Option<Edit>,
    /// Why the user is not disabled.
    pub not_disabled: String,
}

/// What there is to see.
struct Seen {
    user: User,
    version: i64,
    offer: Offer,
    factor: Option<Factor>,
    sessions: Vec<Session>,
}

/// A password that was made, which nobody sees again.
pub(super) fn handed_out(
    visit: &Visit<Actor>,
    user: UserId,
    login: &str,
    made: &str,
    title: &str,
) -> Response {
    let lang = visit.frame.lang();
    let main = html! {
        div.heading { h1 { (title) } }
        section.card { div.body {
            p { (lang.user_password_is(login)) }
            p { strong { code #made { (made) } } }
            (notice(Tone::Warning, "", html! { (lang.user_password_once()) }))
            p.row { a.button.primary href={ "/admin/users/" (user) } { (lang.go_on()) } }
        } }
    };
    admin::page(&visit.frame, Section::Users, title, main)
}

pub(super) async fn page(visit: &Visit<Actor>, told: Told<'_>) -> Result<Response, Fault> {
    let id: UserId = visit.params.get("user")?;
    let mut conn = visit.desk.db.read().await?;
    let user = match users::by_id(&mut conn, id).await {
        Ok(user) if users::administers(&visit.proof, &user) => user,
        Ok(_) | Err(AccessError::NotFound(_)) => return Err(Fault::NotFound),
        Err(error) => return Err(error.into()),
    };
    let seen = Seen {
        version: users::version(&mut conn, id).await?,
        offer: Offer::of(&mut conn, &visit.proof, Some(&user)).await?,
        factor: second_factor::of(&mut conn, id).await?,
        sessions: sessions::of(&mut conn, id).await?,
        user,
    };
    drop(conn);
    let status = status(&told.problems, told.late.is_some(), !told.not_disabled.is_empty());
    let main = draw(visit, &seen, &told);
    Ok((status, admin::page(&visit.frame, Section::Users, &seen.user.name, main)).into_response())
}

fn draw(visit: &Visit<Actor>, seen: &Seen, told: &Told<'_>) -> Markup {
    let (frame, user) = (&visit.frame, &seen.user);
    let lang = frame.lang();
    let own = user.id == visit.proof.user.id;
    html! {
        p { a href="/admin/users" { (lang.users()) } }
        div.heading {
            h1 { (user.name) }
            span.dim { (user.login) }
            @if user.disabled { span.badge.(tone_class(Tone::Warning)) { (lang.user_is_disabled()) } }
        }
        @if !told.done.is_empty() { div role="status" { (notice(Tone::Success, "", html! { (told.done) })) } }
        (form::summary(frame, &told.problems))
        @if let Some(edit) = &told.late { (form::late(frame, None)) (holds(frame, edit, user, &seen.offer)) }
        (data(visit, seen, told))
        @if own {
            p { (lang.user_own()) " " a href="/me" { (lang.account()) } "." }
        } @else {
            (password(visit, seen, told))
            (factor(frame, seen))
            (sessions(frame, seen))
            (ability(frame, seen, told))
        }
    }
}

/// What holds now of what was sent too late.
fn holds(frame: &Frame, edit: &Edit, user: &User, offer: &Offer) -> Markup {
    let lang = frame.lang();
    let companies =
        offer.companies.iter().filter(|(id, _)| user.companies.iter().any(|c| c.to_string() == *id));
    let companies = companies.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
    let now = |field: &str| match field {
        "name" => (lang.name(), user.name.as_str()),
        "profile" => (lang.profile(), lang.label(&user.profile.name)),
        "team" => (lang.team(), user.team.as_ref().map_or(lang.no_team(), |team| team.name.as_str())),
        "companies" => (lang.companies(), companies.as_str()),
        _ => (lang.user_language(), user.locale.tag()),
    };
    html! {
        section.card { div.body {
            h2 { (lang.holds_now()) }
            dl.facts { @for field in edit.differs_from(user) {
                @let (label, words) = now(field);
                div { dt { (label) } dd { (words) } }
            } }
        } }
    }
}

fn data(visit: &Visit<Actor>, seen: &Seen, told: &Told<'_>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let again = !told.problems.is_empty() || told.late.is_some();
    let typed = (again && visit.form.get("seen").is_some()).then_some(&visit.form);
    let form = Form { frame, typed, problems: &told.problems };
    html! {
        section.card {
            header { h2 { (lang.user_data()) } }
            form.body method="post" action={ "/admin/users/" (seen.user.id) } novalidate {
                (frame.csrf())
                input type="hidden" name="seen" value=(seen.version);
                (fields::draw(&form, &seen.offer, Some(&seen.user)))
                p { button.primary { (lang.save()) } }
            }
        }
    }
}

fn password(visit: &Visit<Actor>, seen: &Seen, told: &Told<'_>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let form = Form { frame, typed: None, problems: &told.problems };
    html! {
        section.card {
            header { h2 { (lang.user_password_new()) } }
            form.body method="post" action={ "/admin/users/" (seen.user.id) "/password" } {
                (frame.csrf())
                p.dim { (lang.user_password_about()) }
                (fields::password(&form, lang.user_password_made()))
                p { button { (lang.user_password_new()) } }
            }
        }
    }
}

fn factor(frame: &Frame, seen: &Seen) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        section.card {
            header {
                h2 { (lang.second_factor()) }
                @match &seen.factor {
                    Some(factor) => span.badge.(tone_class(Tone::Success)) { (lang.factor_since(&format.instant(factor.since))) },
                    None => span.badge.(tone_class(Tone::Neutral)) { (lang.factor_off()) },
                }
            }
            @if let Some(factor) = &seen.factor {
                form.body method="post" action={ "/admin/users/" (seen.user.id) "/second-factor" } {
                    (frame.csrf())
                    p { (lang.factor_codes_left(factor.codes_left)) }
                    p.dim { (lang.factor_reset_about()) }
                    p { button.danger { (lang.factor_reset()) } }
                }
            }
        }
    }
}

fn sessions(frame: &Frame, seen: &Seen) -> Markup {
    let lang = frame.lang();
    let action = format!("/admin/users/{}/sessions", seen.user.id);
    html! {
        section.card {
            header {
                h2 { (lang.sessions()) }
                @if !seen.sessions.is_empty() {
                    form method="post" action=(action) { (frame.csrf()) button { (lang.sessions_end_all()) } }
                }
            }
            div.body { (sessions_table(frame, &seen.sessions, None, &action)) }
        }
    }
}

/// Whether the user may sign in, and the button that changes it.
fn ability(frame: &Frame, seen: &Seen, told: &Told<'_>) -> Markup {
    let (lang, user) = (frame.lang(), &seen.user);
    if user.disabled {
        return html! {
            section.card { form.body method="post" action={ "/admin/users/" (user.id) "/enable" } {
                (frame.csrf())
                p { button { (lang.user_enable()) } }
            } }
        };
    }
    html! {
        section.card {
            header { h2 { (lang.user_disable()) } }
            form.body method="post" action={ "/admin/users/" (user.id) "/disable" } {
                (frame.csrf())
                (wrong((!told.not_disabled.is_empty()).then_some(told.not_disabled.as_str())))
                p.dim { (lang.user_disable_about()) }
                @if user.team.is_none() {
                    div.field {
                        label for="queue" { (lang.user_queue()) }
                        select #queue name="queue" { @for (value, words) in seen.offer.teams("—") { option value=(value) { (words) } } }
                    }
                }
                p { button.danger { (lang.user_disable()) } }
            }
        }
    }
}
