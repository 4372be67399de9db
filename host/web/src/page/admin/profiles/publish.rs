//! Publicar: first what it changes, then why; and what ends a draft otherwise.

use axum::response::{IntoResponse, Response};
use balcao_access::profiles::draft::{self, DraftError};
use balcao_access::profiles::{self, difference, version};
use balcao_access::{Actor, Problem};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::{Subject, named, revision, settle, to, told};
use crate::block::notice;
use crate::fault::Fault;
use crate::route::Visit;

/// What it changes, and the form.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// Makes the draft live.
pub(super) async fn submit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let seen = revision(&visit)?;
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let done = draft::publish(&mut tx, &visit.proof, &profile, seen, visit.form.text("reason")).await;
    match settle(tx, done.map(|(version, line)| (version, Some(line)))).await? {
        Ok(_) => Ok(to(&format!("/admin/profiles/{}/versions", profile.key))),
        Err(error) => page(&visit, Some((&error, seen))).await,
    }
}

/// Goes on upon what somebody published meanwhile.
pub(super) async fn rebase(visit: Visit<Actor>) -> Result<Response, Fault> {
    let seen = revision(&visit)?;
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let done = draft::rebase(&mut tx, &visit.proof, &profile, seen).await;
    match settle(tx, done.map(|line| ((), Some(line)))).await? {
        Ok(()) => Ok(to(&format!("/admin/profiles/{}/publish", profile.key))),
        Err(error) => page(&visit, Some((&error, seen))).await,
    }
}

/// Throws the draft away.
pub(super) async fn discard(visit: Visit<Actor>) -> Result<Response, Fault> {
    let seen = revision(&visit)?;
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let done = draft::discard(&mut tx, &visit.proof, &profile, seen).await;
    match settle(tx, done.map(|line| ((), Some(line)))).await? {
        Ok(()) => Ok(to(&format!("/admin/profiles/{}", profile.key))),
        Err(error) => super::editor::page(&visit, Some((&error, seen))).await,
    }
}

async fn page(visit: &Visit<Actor>, refused: Option<(&DraftError, i64)>) -> Result<Response, Fault> {
    let subject = Subject::load(visit).await?;
    let (lang, plugins) = (visit.frame.lang(), &visit.desk.plugins);
    let mut conn = visit.desk.db.read().await?;
    let (live, now) = version::live(&mut conn, &subject.profile).await?;
    let began = match subject.draft.base {
        0 => None,
        base => Some(version::content(&mut conn, subject.profile.id, base).await?),
    };
    let listed = profiles::roster(&mut conn).await?;
    drop(conn);
    let users = listed.iter().find(|one| one.profile.id == subject.profile.id).map_or(0, |one| one.users);
    let changes = difference(&now, &subject.draft.content);
    let meanwhile = subject.draft.open && subject.draft.base != live;
    let problem = refused.and_then(|(error, _)| told::problem(error));
    let main = html! {
        @if let Some((error, seen)) = refused { (told::why(visit, &subject, error, seen)) }
        @if meanwhile {
            @let before = difference(&began.unwrap_or_default(), &now);
            form.card.rights method="post" action=(subject.path("/rebase")) {
                (subject.carried(visit))
                (notice(Tone::Warning, "", html! { (lang.publish_meanwhile(live)) }))
                (told::list(lang, plugins, &before))
                p.hint { (lang.publish_goes_on_hint()) }
                button { (lang.publish_goes_on(live)) }
            }
        }
        section.card.rights {
            h2 { (lang.publish_difference()) }
            @if subject.draft.open && (!changes.is_empty() || live == 0) {
                (told::list(lang, plugins, &changes))
                p.dim { (lang.publish_reaches(users)) }
                @if !meanwhile { (form(visit, &subject, problem)) }
            } @else { p { (lang.publish_nothing()) } }
        }
    };
    let status = refused.map(|(error, _)| told::status(error)).unwrap_or_default();
    Ok((status, super::page(visit, &subject, "/publish", main)).into_response())
}

fn form(visit: &Visit<Actor>, subject: &Subject, problem: Option<Problem>) -> Markup {
    let lang = visit.frame.lang();
    html! {
        form method="post" action=(subject.path("/publish")) {
            (subject.carried(visit))
            (reason(visit, problem))
            p.row {
                button.primary { (lang.profile_publish()) }
                a.button href=(subject.path("")) { (lang.cancel()) }
            }
        }
    }
}

/// The field for why something is published.
pub(super) fn reason(visit: &Visit<Actor>, problem: Option<Problem>) -> Markup {
    let lang = visit.frame.lang();
    html! {
        div.field {
            label for="reason" { (lang.publish_reason()) }
            textarea #reason name="reason" rows="2" maxlength="300" required aria-describedby="reason-hint"
                aria-invalid=[problem.map(|_| "true")] { (visit.form.text("reason")) }
            p.hint #reason-hint { (lang.publish_reason_hint()) }
            @if let Some(problem) = problem { p.error { (lang.profile_problem(problem)) } }
        }
    }
}
