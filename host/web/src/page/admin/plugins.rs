//! Plugins: what is installed, what each may do, how it fares; and the way in for a new one.

mod arriving;
mod deciding;
mod difference;
mod form;
mod health;
mod list;
mod one;

use axum::http::Method;
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::Actor;
use balcao_plugins::canvas::Tone;
use balcao_plugins::{CatalogError, Installed, Installer, Version};
use maud::{Markup, html};

use super::ADMINISTERS;
use crate::block::tone_class;
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::{Routes, Visit};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/plugins", ADMINISTERS, list::show)
        .with_files("/admin/plugins", ADMINISTERS, arriving::send)
        .route(Method::POST, "/admin/plugin-hold", ADMINISTERS, hold)
        .route(Method::GET, "/admin/plugin-log", ADMINISTERS, health::search)
        .route(Method::GET, "/admin/plugins/{plugin}", ADMINISTERS, one::show)
        .route(Method::POST, "/admin/plugins/{plugin}/switch", ADMINISTERS, switch)
        .route(Method::POST, "/admin/plugins/{plugin}/bring-back", ADMINISTERS, bring_back)
        .route(Method::GET, "/admin/plugins/{plugin}/{version}", ADMINISTERS, deciding::show)
        .route(Method::POST, "/admin/plugins/{plugin}/{version}", ADMINISTERS, deciding::decide)
        .route(Method::POST, "/admin/plugins/{plugin}/{version}/live", ADMINISTERS, go_live)
        .route(Method::POST, "/admin/plugins/{plugin}/{version}/discard", ADMINISTERS, discard)
}

impl From<CatalogError> for Fault {
    fn from(error: CatalogError) -> Fault {
        match error {
            CatalogError::Unknown(..) | CatalogError::NotAsked(_) => Fault::NotFound,
            error => Fault::internal(error),
        }
    }
}

/// Holds back everything that is not ours, or lets it go.
async fn hold(visit: Visit<Actor>) -> Result<Response, Fault> {
    let on: bool = visit.form.text("on").parse().map_err(|_| Fault::Forged)?;
    visit.desk.plugins.hold_others(!on, &by(&visit)).await?;
    Ok(Redirect::to("/admin/plugins").into_response())
}

/// Switches a plugin, or one widget or action of it.
async fn switch(visit: Visit<Actor>) -> Result<Response, Fault> {
    let plugin = installed(&visit)?;
    let on = visit.form.text("on").parse().map_err(|_| Fault::Forged)?;
    let done = match visit.form.text("contribution") {
        "" => visit.desk.plugins.enable(&plugin.name, on, &by(&visit)).await,
        name => visit.desk.plugins.switch(&plugin.name, name, on, &by(&visit)).await,
    };
    match done {
        // Switched on by deciding what it may do.
        Err(CatalogError::Undecided) => Ok(to(&version_path(&plugin.name, &plugin.live.to_string()))),
        done => done.map(|()| to(&path(&plugin.name))).map_err(Fault::from),
    }
}

/// Brings back what was set aside.
async fn bring_back(visit: Visit<Actor>) -> Result<Response, Fault> {
    let plugin = installed(&visit)?;
    visit.desk.plugins.bring_back(&plugin.name, visit.form.text("contribution"), &by(&visit)).await?;
    Ok(to(&path(&plugin.name)))
}

/// Makes a version the live one: the way back.
async fn go_live(visit: Visit<Actor>) -> Result<Response, Fault> {
    let plugin = installed(&visit)?;
    let version = version(&visit, &plugin)?;
    match visit.desk.plugins.go_live(&plugin.name, &version.digest, &by(&visit)).await {
        Err(CatalogError::Undecided) => Ok(to(&version_path(&plugin.name, &version.digest.to_string()))),
        done => done.map(|()| to(&path(&plugin.name))).map_err(Fault::from),
    }
}

/// Throws away a version that waits. Thrown away already, it is thrown away.
async fn discard(visit: Visit<Actor>) -> Result<Response, Fault> {
    let name: String = visit.params.get("plugin")?;
    let listed = visit.desk.plugins.installed().into_iter().find(|plugin| plugin.name == name);
    if let Some(plugin) = listed
        && let Ok(version) = version(&visit, &plugin)
        && version.decided_at.is_none()
    {
        visit.desk.plugins.discard(&plugin.name, &version.digest, &by(&visit)).await?;
    }
    Ok(to("/admin/plugins"))
}

fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

fn path(plugin: &str) -> String {
    format!("/admin/plugins/{plugin}")
}

fn version_path(plugin: &str, version: &str) -> String {
    format!("/admin/plugins/{plugin}/{version}")
}

fn by(visit: &Visit<Actor>) -> Installer {
    Installer::User(Box::new(visit.proof.clone()))
}

/// The plugin that the address names.
fn installed(visit: &Visit<Actor>) -> Result<Installed, Fault> {
    let name: String = visit.params.get("plugin")?;
    let all = visit.desk.plugins.installed();
    all.into_iter().find(|plugin| plugin.name == name).ok_or(Fault::NotFound)
}

/// The version that the address names.
fn version<'p>(visit: &Visit<Actor>, plugin: &'p Installed) -> Result<&'p Version, Fault> {
    let digest: String = visit.params.get("version")?;
    plugin.versions.iter().find(|version| version.digest.to_string() == digest).ok_or(Fault::NotFound)
}

/// A plugin's title, as it calls itself.
fn title(lang: Lang, plugin: &Installed) -> &str {
    match plugin.version() {
        Some(version) => lang.label(&version.description.titles),
        None => &plugin.name,
    }
}

/// How a plugin stands, in a badge or two.
fn state(lang: Lang, plugin: &Installed, aside: usize) -> Markup {
    let waits = plugin.versions.iter().any(|version| version.decided_at.is_none());
    let badge = |tone: Tone, text: &str| html! { span.badge.(tone_class(tone)) { (text) } " " };
    html! {
        @if !plugin.is_decided() { (badge(Tone::Warning, lang.plugin_waits())) }
        @else if !plugin.enabled { (badge(Tone::Neutral, lang.plugin_off())) }
        @else if plugin.held { (badge(Tone::Warning, lang.plugin_held())) }
        @else { (badge(Tone::Success, lang.plugin_on())) }
        @if waits && plugin.is_decided() { (badge(Tone::Info, lang.plugin_new_version())) }
        @if aside > 0 { (badge(Tone::Danger, &lang.plugin_aside(aside))) }
    }
}

/// The languages that a version speaks: those in which it has its title.
fn languages(version: &Version) -> String {
    version.description.titles.0.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}
