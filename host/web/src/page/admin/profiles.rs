//! Parâmetros do Atendimento › Perfis: what each profile sees and may do. Nothing here is live until
//! it is published: the pages change a draft on the server, one for all administrators.

mod editor;
mod edits;
mod item;
mod list;
mod preview;
mod publish;
mod rights;
mod shelf;
mod told;
mod transfer;
mod versions;

use std::collections::BTreeMap;

use axum::http::Method;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Line};
use balcao_access::profiles::draft::{self, Draft, DraftError};
use balcao_access::profiles::version;
use balcao_access::{AccessError, Actor, Labels, Locale, Profile, Right, UserId, profiles, users};
use balcao_store::{Conn, Tx};
use maud::{Markup, html};

use super::{ADMINISTERS, Section};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::message::Lang;
use crate::route::{Routes, Visit};
use crate::rule::ServesWith;

/// Who may see a customer as a profile does: an administrator who may serve them.
const PREVIEWS: ServesWith = ServesWith(Right::Administer);

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/profiles", ADMINISTERS, list::show)
        .route(Method::POST, "/admin/profiles", ADMINISTERS, list::create)
        .route(Method::POST, "/admin/profiles/{profile}/retire", ADMINISTERS, list::retire)
        .route(Method::GET, "/admin/profiles/{profile}", ADMINISTERS, editor::show)
        .route(Method::POST, "/admin/profiles/{profile}", ADMINISTERS, edits::submit)
        .route(Method::GET, "/admin/profiles/{profile}/rights", ADMINISTERS, rights::show)
        .route(Method::GET, "/admin/profiles/{profile}/publish", ADMINISTERS, publish::show)
        .route(Method::POST, "/admin/profiles/{profile}/publish", ADMINISTERS, publish::submit)
        .route(Method::POST, "/admin/profiles/{profile}/rebase", ADMINISTERS, publish::rebase)
        .route(Method::POST, "/admin/profiles/{profile}/discard", ADMINISTERS, publish::discard)
        .route(Method::GET, "/admin/profiles/{profile}/versions", ADMINISTERS, versions::show)
        .route(Method::GET, "/admin/profiles/{profile}/versions/{version}", ADMINISTERS, versions::one)
        .route(Method::POST, "/admin/profiles/{profile}/versions/{version}", ADMINISTERS, versions::restore)
        .route(Method::GET, "/admin/profiles/{profile}/file", ADMINISTERS, transfer::show)
        .route(Method::GET, "/admin/profiles/{profile}/export", ADMINISTERS, transfer::export)
        .with_files("/admin/profiles/{profile}/import", ADMINISTERS, transfer::import)
        .route(Method::GET, "/admin/profiles/{profile}/preview", ADMINISTERS, preview::choose)
        .route(Method::GET, "/admin/profiles/{profile}/preview/{request}", PREVIEWS, preview::enter)
        .route(Method::GET, "/admin/profiles/{profile}/preview/{request}/{tab}", PREVIEWS, preview::show)
}

/// A profile as one page sees it.
struct Subject {
    profile: Profile,
    draft: Draft,
    /// The number of the live version; 0 when there is none.
    live: i64,
    people: People,
}

/// The names of users.
struct People(BTreeMap<UserId, String>);

impl People {
    async fn load(conn: &mut Conn) -> Result<People, Fault> {
        Ok(People(users::list(conn).await?.into_iter().map(|user| (user.id, user.name)).collect()))
    }

    /// The name; none is the operator.
    fn name(&self, lang: Lang, user: Option<UserId>) -> &str {
        user.and_then(|user| self.0.get(&user)).map_or(lang.profile_operator(), String::as_str)
    }
}

impl Subject {
    async fn load(visit: &Visit<Actor>) -> Result<Subject, Fault> {
        let mut conn = visit.desk.db.read().await?;
        let profile = named(&mut conn, visit).await?;
        let draft = draft::current(&mut conn, &profile).await?;
        let live = version::live(&mut conn, &profile).await?.0;
        Ok(Subject { profile, draft, live, people: People::load(&mut conn).await? })
    }

    /// The address of one of its pages: `/rights`, or nothing for the editor.
    fn path(&self, rest: &str) -> String {
        format!("/admin/profiles/{}{rest}", self.profile.key)
    }

    /// What a form of it carries beside the session's value.
    fn carried(&self, visit: &Visit<Actor>) -> Markup {
        html! { (visit.frame.csrf()) input type="hidden" name="revision" value=(self.draft.revision); }
    }
}

/// The profile that the address names.
async fn named<P>(conn: &mut Conn, visit: &Visit<P>) -> Result<Profile, Fault> {
    let key: String = visit.params.get("profile")?;
    match profiles::by_key(conn, &key).await {
        Err(AccessError::NotFound(_)) => Err(Fault::NotFound),
        found => Ok(found?),
    }
}

/// The revision that the form was drawn with.
fn revision(visit: &Visit<Actor>) -> Result<i64, Fault> {
    visit.form.text("revision").parse().map_err(|_| Fault::Forged)
}

/// Commits what was done; or says why it was not.
async fn settle<T>(
    tx: Tx,
    done: Result<(T, Option<Line>), DraftError>,
) -> Result<Result<T, DraftError>, Fault> {
    match done {
        Ok((done, line)) => {
            audit::commit(tx, line.into_iter().collect()).await?;
            Ok(Ok(done))
        }
        Err(DraftError::Denied) => Err(Fault::Forbidden),
        Err(DraftError::Access(AccessError::NotFound(_))) => Err(Fault::NotFound),
        Err(DraftError::Access(error)) if !told::can_be(&error) => Err(error.into()),
        Err(error) => Ok(Err(error)),
    }
}

fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// A text in three languages, as [`names`] asks for it; what was left empty is left out.
fn labels(form: &Fields) -> Labels {
    let typed =
        Locale::ALL.iter().map(|locale| (locale.tag().to_owned(), form.text(locale.tag()).to_owned()));
    Labels(typed.filter(|(_, text)| !text.is_empty()).collect())
}

/// Three fields for a text in three languages. `id` tells them from others of the page.
fn names(lang: Lang, id: &str, what: &str, labels: &Labels) -> Markup {
    let each = [
        (Locale::Pt, lang.in_portuguese()),
        (Locale::En, lang.in_english()),
        (Locale::Es, lang.in_spanish()),
    ];
    html! {
        @for (locale, name) in each {
            @let id = format!("{id}-{}", locale.tag());
            div.field {
                label for=(id) { (what) " " span.dim { (name) } }
                input #(id) name=(locale.tag()) lang=(locale.tag()) maxlength="60" autocomplete="off"
                    required[locale == Locale::Pt] value=(labels.0.get(locale.tag()).map_or("", String::as_str));
            }
        }
    }
}

/// A page about one profile: its state, its parts, and one of them.
fn page(visit: &Visit<Actor>, subject: &Subject, here: &str, main: Markup) -> Response {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let name = lang.label(&subject.draft.content.name);
    let parts = [
        ("", lang.profile_layout()),
        ("/rights", lang.profile_rights()),
        ("/versions", lang.profile_versions()),
        ("/preview", lang.profile_preview()),
        ("/file", lang.profile_file()),
    ];
    let main = html! {
        div.heading {
            h1 { (name) }
            (state(visit, subject))
            @if subject.draft.open { a.button.primary href=(subject.path("/publish")) { (lang.profile_publish_ask()) } }
        }
        nav.tabs aria-label=(lang.profile_sections()) {
            @for (rest, label) in parts {
                a href=(subject.path(rest)) aria-current=[(rest == here).then_some("page")] { (label) }
            }
        }
        (main)
    };
    let title = format!("{name} · {}", lang.profiles());
    super::page(frame, Section::Profiles, &title, main)
}

/// Whether there is a draft, and whose.
fn state(visit: &Visit<Actor>, subject: &Subject) -> Markup {
    let (lang, format) = (visit.frame.lang(), visit.frame.format);
    html! {
        @if let Some(last) = subject.draft.last() {
            span.badge.warning { (lang.profile_draft_by(subject.people.name(lang, Some(last.by)), &format.instant(last.at))) }
        } @else if subject.live > 0 {
            span.badge.success { (lang.profile_is_live(subject.live)) }
        } @else {
            span.badge.neutral { (lang.profile_never()) }
        }
    }
}
