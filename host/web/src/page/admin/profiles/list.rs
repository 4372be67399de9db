//! All profiles, and how a new one begins.

use axum::response::{IntoResponse, Response};
use balcao_access::profiles::draft::DraftError;
use balcao_access::profiles::{self, Listed};
use balcao_access::{AccessError, Actor, Labels, Problem, Profile, ProfileId, Rights};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::{People, labels, named, names, settle, to, told};
use crate::block::notice;
use crate::fault::Fault;
use crate::page::admin::{self, Section};
use crate::route::Visit;

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// Begins a profile. A form that is sent again leads to the one that it began.
pub(super) async fn create(visit: Visit<Actor>) -> Result<Response, Fault> {
    let id: ProfileId = visit.form.text("id").parse().map_err(|_| Fault::Forged)?;
    let name = labels(&visit.form);
    let mut tx = visit.desk.db.write().await?;
    let all = profiles::roster(&mut tx).await?;
    if let Some(made) = all.iter().find(|listed| listed.profile.id == id) {
        return Ok(to(&format!("/admin/profiles/{}", made.profile.key)));
    }
    let like = visit.form.text("like");
    let like = all.iter().map(|listed| &listed.profile).find(|profile| profile.key == like);
    let key = profiles::key_for(&name, |key| all.iter().any(|listed| listed.profile.key == key));
    let profile = Profile { id, key, name, rights: Rights::default() };
    let done = profiles::begin(&mut tx, &visit.proof, &profile, like).await;
    match settle(tx, done.map(|line| ((), Some(line)))).await? {
        Ok(()) => Ok(to(&format!("/admin/profiles/{}", profile.key))),
        Err(error) => page(&visit, Some(&error)).await,
    }
}

/// Retires one, or takes it into use again.
pub(super) async fn retire(visit: Visit<Actor>) -> Result<Response, Fault> {
    let retired = visit.form.get("again").is_none();
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let done = profiles::retire(&mut tx, &visit.proof, profile.id, retired).await;
    match settle(tx, done.map(|line| ((), Some(line)))).await? {
        Ok(()) => Ok(to("/admin/profiles")),
        Err(error) => page(&visit, Some(&error)).await,
    }
}

async fn page(visit: &Visit<Actor>, refused: Option<&DraftError>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let mut conn = visit.desk.db.read().await?;
    let all = profiles::roster(&mut conn).await?;
    let people = People::load(&mut conn).await?;
    drop(conn);
    let problem = refused.and_then(told::problem);
    let main = html! {
        div.heading { h1 { (lang.profiles()) } p.dim { (lang.profiles_about()) } }
        @if let Some(error) = refused {
            @let text = match error {
                DraftError::InUse => lang.told_in_use(),
                DraftError::Access(AccessError::LastAdministrator) => lang.told_last(),
                _ => problem.map_or(lang.told_gone(), |problem| lang.profile_problem(problem)),
            };
            div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, "", html! { (text) })) }
        }
        (table(visit, &people, &all))
        (new(visit, &all, problem))
    };
    let status = refused.map(told::status).unwrap_or_default();
    Ok((status, admin::page(&visit.frame, Section::Profiles, lang.profiles(), main)).into_response())
}

fn table(visit: &Visit<Actor>, people: &People, all: &[Listed]) -> Markup {
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.profiles()) {
            table.tasks {
                caption.sr { (lang.profiles()) }
                thead { tr {
                    th scope="col" { (lang.profile_word()) }
                    th.num scope="col" { (lang.profile_users()) }
                    th scope="col" { (lang.profile_live()) }
                    th scope="col" { span.sr { (lang.actions()) } }
                } }
                tbody { @for listed in all {
                    @let profile = &listed.profile;
                    tr {
                        td {
                            a href={ "/admin/profiles/" (profile.key) } { (lang.label(&profile.name)) } " "
                            span.dim.small { (profile.key) } " "
                            @if listed.drafted { span.badge.warning { (lang.profile_drafted()) } " " }
                            @if listed.retired { span.badge.neutral { (lang.profile_retired()) } }
                        }
                        td.num { (listed.users) }
                        td { @match &listed.live {
                            Some(live) => {
                                (lang.profile_version(live.version))
                                p.dim.small { (people.name(lang, live.author)) ", " (format.instant(live.at)) " · " (live.reason) }
                            }
                            None => span.dim { (lang.profile_never()) },
                        } }
                        td.acts { @if listed.users == 0 { form method="post" action={ "/admin/profiles/" (profile.key) "/retire" } {
                            (visit.frame.csrf())
                            @if listed.retired { button.quiet name="again" value="yes" { (lang.profile_use_again()) } }
                            @else { button.quiet { (lang.profile_retire()) } }
                        } } }
                    }
                } }
            }
        }
    }
}

fn new(visit: &Visit<Actor>, all: &[Listed], problem: Option<Problem>) -> Markup {
    let lang = visit.frame.lang();
    let typed = if problem.is_some() { labels(&visit.form) } else { Labels::default() };
    let chosen = visit.form.text("like");
    html! {
        form.card.new-profile method="post" action="/admin/profiles" {
            (visit.frame.csrf())
            input type="hidden" name="id" value=(ProfileId::new());
            h2 { (lang.profile_new()) }
            p.hint { (lang.profile_new_hint()) }
            @if let Some(problem) = problem { p.error { (lang.profile_problem(problem)) } }
            div.columns {
                (names(lang, "new", lang.name_word(), &typed))
                div.field {
                    label for="like" { (lang.profile_like()) }
                    select #like name="like" {
                        option value="" { (lang.profile_from_nothing()) }
                        @for listed in all {
                            option value=(listed.profile.key) selected[listed.profile.key == chosen] { (lang.label(&listed.profile.name)) }
                        }
                    }
                }
            }
            button.primary { (lang.profile_create()) }
        }
    }
}
