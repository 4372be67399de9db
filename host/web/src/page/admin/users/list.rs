//! The list of users, and which profiles require a second factor.

use std::collections::HashSet;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_access::users::{self, User};
use balcao_access::{Actor, ProfileId, UserId, second_factor};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::fields::Offer;
use crate::block::tone_class;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::page::admin::form;
use crate::page::admin::{self, Section};
use crate::route::Visit;
use crate::shell::Frame;

/// Who works here, by what is asked.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, false).await
}

/// What the form of the profiles saw.
pub(super) fn seen(required: &HashSet<ProfileId>) -> String {
    let mut ids: Vec<String> = required.iter().map(ToString::to_string).collect();
    ids.sort();
    ids.join(",")
}

pub(super) async fn page(visit: &Visit<Actor>, late: bool) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let offer = Offer::of(&mut conn, &visit.proof, None).await?;
    let all = users::list(&mut conn).await?;
    let with_factor = second_factor::users(&mut conn).await?;
    let required = second_factor::required(&mut conn).await?;
    drop(conn);
    let mine = all.into_iter().filter(|user| users::administers(&visit.proof, user));
    let mut found: Vec<User> = mine.filter(|user| fits(user, &visit.query)).collect();
    found.sort_by_cached_key(|user| (user.disabled, user.name.to_lowercase(), user.id));
    let main = html! {
        div.heading { h1 { (lang.users()) } a.button.primary href="/admin/users/new" { (lang.user_new()) } }
        @if late { (form::late(frame, None)) }
        (filter(frame, &visit.query, &offer))
        @if found.is_empty() { p.empty { (lang.users_none()) } }
        @else { p.dim { (lang.users_count(found.len())) } (table(frame, &found, &offer, &with_factor)) }
        (by_profile(frame, &offer, &required))
    };
    let status = if late { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok((status, admin::page(frame, Section::Users, lang.users(), main)).into_response())
}

/// Whether a user is among those who are asked for: without a word about it, those who may sign in.
fn fits(user: &User, query: &Fields) -> bool {
    let asked = |name: &str, has: &dyn Fn(&str) -> bool| query.text(name).is_empty() || has(query.text(name));
    let text = query.text("q").to_lowercase();
    (text.is_empty() || user.login.contains(&text) || user.name.to_lowercase().contains(&text))
        && asked("profile", &|id| user.profile.id.to_string() == id)
        && asked("team", &|id| user.team.as_ref().is_some_and(|team| team.id.to_string() == id))
        && asked("company", &|id| user.companies.iter().any(|company| company.to_string() == id))
        && match query.text("show") {
            "all" => true,
            "disabled" => user.disabled,
            _ => !user.disabled,
        }
}

fn filter(frame: &Frame, query: &Fields, offer: &Offer) -> Markup {
    let lang = frame.lang();
    let any = || std::iter::once((String::new(), lang.any().to_owned()));
    let lists: [(&str, &str, Vec<(String, String)>); 4] = [
        ("profile", lang.profile(), any().chain(offer.profiles(lang)).collect()),
        ("team", lang.team(), offer.teams(lang.any())),
        ("company", lang.company(), any().chain(offer.companies.clone()).collect()),
        (
            "show",
            lang.users_show(),
            [
                ("enabled", lang.users_enabled()),
                ("disabled", lang.users_disabled()),
                ("all", lang.users_all()),
            ]
            .map(|(value, words)| (value.to_owned(), words.to_owned()))
            .into(),
        ),
    ];
    html! {
        form.query action="/admin/users" role="search" aria-label=(lang.users_filter()) {
            div.field { label for="q" { (lang.users_search()) } input #q type="search" name="q" value=(query.text("q")) maxlength="100"; }
            @for (name, label, options) in &lists {
                div.field {
                    label for=(name) { (label) }
                    select id=(name) name=(name) { @for (value, words) in options {
                        option value=(value) selected[value == query.text(name)] { (words) }
                    } }
                }
            }
            button { (lang.filter()) }
        }
    }
}

fn table(frame: &Frame, users: &[User], offer: &Offer, with_factor: &HashSet<UserId>) -> Markup {
    let lang = frame.lang();
    let companies = |user: &User| {
        let named =
            offer.companies.iter().filter(|(id, _)| user.companies.iter().any(|c| c.to_string() == *id));
        named.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.users()) {
            table.tasks {
                caption.sr { (lang.users()) }
                thead { tr {
                    th scope="col" { (lang.name()) }
                    th scope="col" { (lang.login()) }
                    th scope="col" { (lang.profile()) }
                    th scope="col" { (lang.team()) }
                    th scope="col" { (lang.companies()) }
                    th scope="col" { (lang.second_factor()) }
                } }
                tbody { @for user in users { tr {
                    td {
                        a href={ "/admin/users/" (user.id) } { (user.name) }
                        @if user.disabled { " " span.badge.(tone_class(Tone::Warning)) { (lang.user_is_disabled()) } }
                    }
                    td { (user.login) }
                    td { (lang.label(&user.profile.name)) }
                    td { (user.team.as_ref().map_or("—", |team| &team.name)) }
                    td { (companies(user)) }
                    td { @if with_factor.contains(&user.id) { (lang.factor_on()) } @else { "—" } }
                } } }
            }
        }
    }
}

fn by_profile(frame: &Frame, offer: &Offer, required: &HashSet<ProfileId>) -> Markup {
    let lang = frame.lang();
    html! {
        section.card #by-profile {
            header { h2 { (lang.factor_by_profile()) } }
            form.body method="post" action="/admin/users/second-factor" {
                (frame.csrf())
                input type="hidden" name="seen" value=(seen(required));
                p.dim { (lang.factor_by_profile_about()) }
                fieldset.choices {
                    legend.sr { (lang.factor_by_profile()) }
                    @for profile in &offer.profiles {
                        label { input type="checkbox" name="profile" value=(profile.id) checked[required.contains(&profile.id)]; span { (lang.label(&profile.name)) } }
                    }
                }
                p { button { (lang.save()) } }
            }
        }
    }
}
