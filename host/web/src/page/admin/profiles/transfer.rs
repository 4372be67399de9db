//! Arquivo: a profile as a file, out and in. What comes in becomes the draft, never what is live.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use balcao_access::Actor;
use balcao_access::profiles::draft::{self, DraftError};
use balcao_access::profiles::file::{self, FileError, MOST_BYTES};
use balcao_access::profiles::{Content, Edit, version};
use balcao_plugins::Plugins;
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::{Subject, named, revision, settle, to, told};
use crate::block::notice;
use crate::disposition::{self, Disposition};
use crate::fault::Fault;
use crate::incoming::Part;
use crate::message::Lang;
use crate::route::Visit;

/// Why a file did not become the draft.
enum Refused {
    /// None was chosen.
    Missing,
    /// It is no profile.
    File(FileError),
    /// It names what is not installed here.
    Unknown(Vec<String>),
    /// The draft took no change; with the revision that the form carried.
    Draft(DraftError, i64),
}

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// The draft as a file, or the version that the address names.
pub(super) async fn export(visit: Visit<Actor>) -> Result<Response, Fault> {
    let subject = Subject::load(&visit).await?;
    let (content, of) = match visit.query.text("version").parse::<i64>() {
        Ok(number) => {
            let mut conn = visit.desk.db.read().await?;
            let content = version::content(&mut conn, subject.profile.id, number).await;
            (content.map_err(|_| Fault::NotFound)?, format!("v{number}"))
        }
        Err(_) if subject.draft.open => (subject.draft.content, "draft".to_owned()),
        Err(_) => (subject.draft.content, format!("v{}", subject.live)),
    };
    let text = file::write(&content).map_err(Fault::internal)?;
    let name = format!("{}-{of}.json", subject.profile.key);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, disposition::header(Disposition::Attachment, &name)),
    ];
    Ok((headers, text).into_response())
}

/// Makes the draft what a file holds.
pub(super) async fn import(mut visit: Visit<Actor>) -> Result<Response, Fault> {
    let seen = revision(&visit)?;
    let content = match arrived(&mut visit).await? {
        Ok(text) => file::read(&text).map_err(Refused::File).and_then(|content| known(&visit, content)),
        Err(refused) => Err(refused),
    };
    let content = match content {
        Ok(content) => content,
        Err(refused) => return page(&visit, Some(refused)).await,
    };
    let mut tx = visit.desk.db.write().await?;
    let profile = named(&mut tx, &visit).await?;
    let edit = Edit::Replace(Box::new(content));
    let done = draft::change(&mut tx, &visit.proof, &profile, seen, edit).await;
    match settle(tx, done.map(|line| ((), line))).await? {
        Ok(()) => Ok(to(&format!("/admin/profiles/{}/publish", profile.key))),
        Err(error) => page(&visit, Some(Refused::Draft(error, seen))).await,
    }
}

/// The text of the file that was sent.
async fn arrived(visit: &mut Visit<Actor>) -> Result<Result<String, Refused>, Fault> {
    let Some(incoming) = &mut visit.incoming else { return Ok(Err(Refused::Missing)) };
    while let Some(part) = incoming.next().await? {
        let Part::File(mut file) = part else { continue };
        let mut bytes = Vec::new();
        while let Some(piece) = file.piece().await? {
            if bytes.len() + piece.len() > MOST_BYTES {
                return Ok(Err(Refused::File(FileError::Large)));
            }
            bytes.extend_from_slice(&piece);
        }
        let text = String::from_utf8(bytes).map_err(|error| FileError::Json(error.to_string()));
        return Ok(text.map_err(Refused::File));
    }
    Ok(Err(Refused::Missing))
}

/// The content, if all that it places is installed here.
fn known(visit: &Visit<Actor>, content: Content) -> Result<Content, Refused> {
    let installed = visit.desk.plugins.installed();
    let is_known = |plugin: &str, name: &str, kind| {
        let found = installed.iter().find(|installed| installed.name == plugin);
        found
            .is_some_and(|found| found.contributions().iter().any(|one| one.name == name && one.kind == kind))
    };
    let placed = content.layout.placements();
    let mut unknown: Vec<String> = placed
        .filter(|placed| !is_known(&placed.plugin, &placed.name, placed.kind))
        .map(|placed| format!("{}/{}", placed.plugin, placed.name))
        .collect();
    unknown.sort();
    unknown.dedup();
    if unknown.is_empty() { Ok(content) } else { Err(Refused::Unknown(unknown)) }
}

async fn page(visit: &Visit<Actor>, refused: Option<Refused>) -> Result<Response, Fault> {
    let subject = Subject::load(visit).await?;
    let lang = visit.frame.lang();
    let main = html! {
        @if let Some(refused) = &refused { (why(visit, &subject, refused)) }
        section.card.rights {
            h2 { (lang.file_out()) }
            p { (lang.file_out_hint()) }
            a.button href=(subject.path("/export")) download { (lang.file_export()) }
        }
        form.card.rights method="post" action=(subject.path("/import")) enctype="multipart/form-data" {
            (subject.carried(visit))
            h2 { (lang.file_in()) }
            p { (lang.file_in_hint()) }
            div.field {
                label for="file" { (lang.profile_file()) }
                input #file type="file" name="file" accept=".json,application/json" required;
            }
            button.primary { (lang.file_import()) }
        }
    };
    let status = match &refused {
        None => axum::http::StatusCode::OK,
        Some(Refused::Draft(error, _)) => told::status(error),
        Some(_) => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, super::page(visit, &subject, "/file", main)).into_response())
}

fn why(visit: &Visit<Actor>, subject: &Subject, refused: &Refused) -> Markup {
    let lang = visit.frame.lang();
    let text = match refused {
        Refused::Draft(error, seen) => return told::why(visit, subject, error, *seen),
        Refused::Missing => html! { (lang.file_missing()) },
        Refused::File(error) => wrong(lang, error),
        Refused::Unknown(names) => html! {
            (lang.file_unknown())
            ul { @for name in names { li { (unknown(lang, &visit.desk.plugins, name)) } } }
        },
    };
    html! { div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Danger, "", text)) } }
}

fn wrong(lang: Lang, error: &FileError) -> Markup {
    match error {
        FileError::Large => html! { (lang.file_large()) },
        FileError::Json(detail) => html! { (lang.file_no_profile()) p.dim lang="en" { (detail) } },
        FileError::Format(format) => html! { (lang.file_format(format)) },
        FileError::Problem(problem) => html! { (lang.profile_problem(*problem)) },
    }
}

/// Whether the plugin is missing, or only what the file wants of it.
fn unknown(lang: Lang, plugins: &Plugins, name: &str) -> String {
    let (plugin, _) = name.split_once('/').unwrap_or((name, ""));
    match plugins.installed().iter().any(|installed| installed.name == plugin) {
        true => lang.file_no_contribution(name, plugin),
        false => lang.file_no_plugin(name, plugin),
    }
}
