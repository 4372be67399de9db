//! The page that decides: what a version is, what it asks to do, and what it can never do. Nothing of
//! a version runs for users before somebody sent this form.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use balcao_access::{Actor, Profile, profiles};
use balcao_plugins::canvas::Tone;
use balcao_plugins::{CatalogError, Installed, Version};
use maud::{Markup, html};

use super::form::Form;
use super::{by, difference, installed, languages, path, to, version, version_path};
use crate::block::notice;
use crate::fault::Fault;
use crate::page::admin::{self, Section};
use crate::route::Visit;
use crate::shell::Frame;

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let plugin = installed(&visit)?;
    let version = version(&visit, &plugin)?;
    let profiles = all_profiles(&visit).await?;
    let form = Form::of(visit.frame.lang(), &plugin, version, &profiles);
    Ok(page(&visit.frame, &plugin, version, &form, false))
}

/// Does what it says.
pub(super) async fn decide(visit: Visit<Actor>) -> Result<Response, Fault> {
    let plugin = installed(&visit)?;
    let version = version(&visit, &plugin)?;
    let profiles = all_profiles(&visit).await?;
    let lang = visit.frame.lang();
    let seen = visit.form.text("seen").parse().map_err(|_| Fault::Forged)?;
    let form = Form::of(lang, &plugin, version, &profiles).sent(&visit.form);
    let Some(decided) = form.decided() else {
        return Ok(page(&visit.frame, &plugin, version, &form, false));
    };
    let done =
        visit.desk.plugins.decide_version(&plugin.name, &version.digest, seen, decided, &by(&visit)).await;
    match done {
        Ok(()) => Ok(to(&path(&plugin.name))),
        Err(CatalogError::Stale) => {
            // Drawn over what it is now, with what was marked.
            visit.desk.plugins.refresh().await?;
            let plugin = installed(&visit)?;
            let version = super::version(&visit, &plugin)?;
            let form = Form::of(lang, &plugin, version, &profiles).sent(&visit.form);
            Ok(page(&visit.frame, &plugin, version, &form, true))
        }
        Err(error) => Err(error.into()),
    }
}

async fn all_profiles(visit: &Visit<Actor>) -> Result<Vec<Profile>, Fault> {
    Ok(profiles::list(&mut visit.desk.db.read().await?).await?)
}

fn page(frame: &Frame, plugin: &Installed, version: &Version, form: &Form<'_>, stale: bool) -> Response {
    let lang = frame.lang();
    let about = &version.description;
    let name = lang.plugin_decide_title(lang.label(&about.titles), &about.version);
    let other = plugin.version().filter(|live| live.digest != version.digest && live.decided_at.is_some());
    let waits = version.decided_at.is_none();
    let goes_live = waits || plugin.live != version.digest;
    let label = match (plugin.is_decided(), goes_live) {
        (false, _) => lang.plugin_install(),
        (true, true) => lang.plugin_upgrade(),
        (true, false) => lang.plugin_save(),
    };
    let address = version_path(&plugin.name, &version.digest.to_string());
    let main = html! {
        @if stale { div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, "", html! { (lang.plugin_stale()) })) } }
        (form.summary())
        p { a href=(path(&plugin.name)) { (lang.label(&about.titles)) } }
        div.heading { h1 { (name) } }
        div.deciding {
            @if waits { (notice(Tone::Info, "", html! { (lang.plugin_undecided()) })) }
            (what_it_is(frame, plugin, version))
            @if let Some(live) = other { (difference::draw(lang, live, version)) }
            form.card method="post" action=(address) novalidate {
                (frame.csrf())
                input type="hidden" name="seen" value=(plugin.revision);
                h2 { (lang.plugin_what_it_asks()) }
                (form.draw())
                p.row {
                    button.primary { (label) }
                    a.button href=(path(&plugin.name)) { (lang.cancel()) }
                }
            }
            section.card.body aria-labelledby="never-title" {
                h2 #never-title { (lang.plugin_never()) }
                ul { @for sentence in lang.plugin_nevers() { li { (sentence) } } }
            }
            @if waits {
                form method="post" action={ (address) "/discard" } { (frame.csrf()) button.danger { (lang.plugin_discard()) } }
            }
        }
    };
    let status = match (stale, form.decided()) {
        (true, _) => StatusCode::CONFLICT,
        (false, None) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, Some(_)) => StatusCode::OK,
    };
    (status, admin::page(frame, Section::Plugins, &name, main)).into_response()
}

/// Name, vendor, digest, and what it brings along.
fn what_it_is(frame: &Frame, plugin: &Installed, version: &Version) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    html! {
        section.card.body aria-labelledby="is-title" {
            h2 #is-title { (lang.plugin_what_it_is()) }
            (facts(frame, plugin, version))
            h3 { (lang.plugin_contributions()) }
            ul { @for declared in &version.description.contributions {
                li {
                    @let (title, summary) = (lang.label(&declared.titles), lang.label(&declared.summaries));
                    (lang.plugin_kind_name(declared.kind)) ": " strong { (title) }
                    @if !summary.is_empty() && summary != title { span.dim { " — " (summary) } }
                }
            } }
            p.hint { (lang.plugin_arrived()) " " (format.instant(version.installed_at)) }
        }
    }
}

/// What is known of a version without asking it.
pub(super) fn facts(frame: &Frame, plugin: &Installed, version: &Version) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let about = &version.description;
    let rows = [
        (lang.plugin_name(), plugin.name.clone()),
        (lang.plugin_version(), about.version.clone()),
        (lang.plugin_vendor(), about.vendor.clone()),
        (lang.plugin_from(), lang.plugin_installer(&plugin.installer).to_owned()),
        (lang.plugin_size(), format.bytes(version.bytes)),
        (lang.plugin_class(), lang.plugin_class_name(version.class).to_owned()),
        (lang.plugin_languages(), languages(version)),
    ];
    html! {
        dl.facts {
            @for (label, value) in rows { div { dt { (label) } dd { (value) } } }
        }
        dl.facts.inline { div { dt { (lang.plugin_digest()) } dd { code { (version.digest) } } } }
    }
}
