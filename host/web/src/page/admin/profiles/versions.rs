//! What was published, by whom and why; and the way back to any of it.

use axum::response::{IntoResponse, Response};
use balcao_access::Actor;
use balcao_access::profiles::draft::{self, DraftError};
use balcao_access::profiles::{Content, Published, difference, version};
use maud::html;

use super::{Subject, named, publish, settle, to, told};
use crate::fault::Fault;
use crate::route::Visit;

/// All versions.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let subject = Subject::load(&visit).await?;
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    let history = version::history(&mut visit.desk.db.read().await?, subject.profile.id).await?;
    let main = html! {
        @if history.is_empty() { p.empty { (lang.versions_none()) } } @else {
            div.scroll role="group" tabindex="0" aria-label=(lang.profile_versions()) {
                table.tasks {
                    caption.sr { (lang.profile_versions()) }
                    thead { tr {
                        th scope="col" { (lang.profile_versions()) }
                        th scope="col" { (lang.version_when()) }
                        th scope="col" { (lang.version_who()) }
                        th scope="col" { (lang.version_why()) }
                    } }
                    tbody { @for one in &history { tr {
                        td.nobreak {
                            a href=(subject.path(&format!("/versions/{}", one.version))) { (lang.profile_version(one.version)) } " "
                            @if one.version == subject.live { span.badge.success { (lang.profile_live()) } }
                        }
                        td.nobreak { (format.instant(one.at)) }
                        td { (subject.people.name(lang, one.author)) }
                        td.prose { (one.reason) }
                    } } }
                }
            }
        }
    };
    Ok(super::page(&visit, &subject, "/versions", main))
}

/// One version: what it changed, and what would change if it came back.
pub(super) async fn one(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// Publishes it again.
pub(super) async fn restore(visit: Visit<Actor>) -> Result<Response, Fault> {
    let version: i64 = visit.params.get("version")?;
    let seen = visit.form.text("live").parse().map_err(|_| Fault::Forged)?;
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let reason = visit.form.text("reason");
    let done = draft::restore(&mut tx, &visit.proof, &profile, version, seen, reason).await;
    match settle(tx, done.map(|(version, line)| (version, Some(line)))).await? {
        Ok(_) => Ok(to(&format!("/admin/profiles/{}/versions", profile.key))),
        Err(error) => page(&visit, Some(&error)).await,
    }
}

async fn page(visit: &Visit<Actor>, refused: Option<&DraftError>) -> Result<Response, Fault> {
    let subject = Subject::load(visit).await?;
    let (lang, format, plugins) = (visit.frame.lang(), visit.frame.format, &visit.desk.plugins);
    let number: i64 = visit.params.get("version")?;
    let mut conn = visit.desk.db.read().await?;
    let history = version::history(&mut conn, subject.profile.id).await?;
    let about = history.iter().find(|one| one.version == number).ok_or(Fault::NotFound)?;
    let content = version::content(&mut conn, subject.profile.id, number).await?;
    let before = match number {
        1 => Content { name: content.name.clone(), ..Content::default() },
        _ => version::content(&mut conn, subject.profile.id, number - 1).await?,
    };
    let (_, live) = version::live(&mut conn, &subject.profile).await?;
    drop(conn);
    let back = difference(&live, &content);
    let Published { author, reason, at, .. } = about;
    let main = html! {
        @if let Some(error) = refused { (told::why(visit, &subject, error, subject.draft.revision)) }
        section.card.rights {
            h2 { (lang.profile_version(number)) }
            p.dim { (subject.people.name(lang, *author)) ", " (format.instant(*at)) }
            p.prose { (reason) }
            h3 { (lang.version_did()) }
            (told::list(lang, plugins, &difference(&before, &content)))
        }
        p.row {
            a.button href=(subject.path(&format!("/preview?version={number}"))) { (lang.profile_preview()) }
            a.button href=(subject.path(&format!("/export?version={number}"))) download { (lang.file_export()) }
        }
        section.card.rights {
            h2 { (lang.version_undo_title(number)) }
            @if back.is_empty() { p.dim { (lang.version_same()) } } @else {
                h3 { (lang.version_undo_does()) }
                (told::list(lang, plugins, &back))
                form method="post" {
                    (visit.frame.csrf())
                    input type="hidden" name="live" value=(subject.live);
                    (publish::reason(visit, refused.and_then(told::problem)))
                    button.primary { (lang.version_undo()) }
                }
            }
        }
    };
    let status = refused.map(told::status).unwrap_or_default();
    Ok((status, super::page(visit, &subject, "/versions", main)).into_response())
}
