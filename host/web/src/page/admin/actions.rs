//! Ações e widgets: everything that the installed plugins bring, whether it is on, where it is placed, and a
//! page for each.

mod history;
mod one;
mod settings;

use axum::http::Method;
use axum::response::Response;
use balcao_access::{Actor, Kind, Labels, Layout, Profile, profiles};
use balcao_desk::sort_name;
use balcao_plugins::canvas::Tone;
use balcao_plugins::{CatalogError, Contribution};
use balcao_store::Conn;
use maud::{Markup, html};

use super::{ADMINISTERS, Section};
use crate::block::tone_class;
use crate::fault::Fault;
use crate::message::Lang;
use crate::route::{Routes, Visit};
use crate::shell::Frame;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/admin/actions", ADMINISTERS, show)
        .route(Method::GET, "/admin/actions/{plugin}/{contribution}", ADMINISTERS, one::show)
        .route(Method::POST, "/admin/actions/{plugin}/{contribution}/switch", ADMINISTERS, one::switch)
        .route(Method::POST, "/admin/actions/{plugin}/{contribution}/shown", ADMINISTERS, one::show_as)
        .route(Method::POST, "/admin/actions/{plugin}/{contribution}/settings", ADMINISTERS, settings::submit)
}

/// What of an error is no answer to a form.
fn failed(error: CatalogError) -> Fault {
    match error {
        CatalogError::Unknown(..) => Fault::NotFound,
        CatalogError::Store(error) => error.into(),
        CatalogError::Access(error) => error.into(),
        other => Fault::internal(other),
    }
}

/// A profile with its layout.
type Placed = (Profile, Layout);

async fn placed(conn: &mut Conn) -> Result<Vec<Placed>, Fault> {
    let mut placed = Vec::new();
    for profile in profiles::list(conn).await? {
        let live = profiles::live(conn, profile.id).await?;
        placed.push((profile, live.layout));
    }
    Ok(placed)
}

/// The names of the profiles in which it is placed.
fn profiles_with(lang: Lang, placed: &[Placed], plugin: &str, name: &str) -> Vec<String> {
    let has = |layout: &Layout| layout.placements().any(|p| p.plugin == plugin && p.name == name);
    let with = placed.iter().filter(|(_, layout)| has(layout));
    with.map(|(profile, _)| lang.label(&profile.name).to_owned()).collect()
}

/// The title of a tab, as the first profile that has it calls it.
fn tab_title(lang: Lang, placed: &[Placed], key: &str) -> String {
    tabs(placed).find(|(tab, _)| *tab == key).map_or(key, |(_, title)| lang.label(title)).to_owned()
}

fn tabs(placed: &[Placed]) -> impl Iterator<Item = (&str, &Labels)> {
    placed.iter().flat_map(|(_, layout)| &layout.tabs).map(|tab| (tab.key.as_str(), &tab.title))
}

/// Whether it is offered: on itself, and its plugin too.
fn state(lang: Lang, on: bool, plugin_on: bool) -> Markup {
    let (word, tone) = match (plugin_on, on) {
        (false, _) => (lang.actions_plugin_off(), Tone::Neutral),
        (true, true) => (lang.actions_on(), Tone::Success),
        (true, false) => (lang.actions_off(), Tone::Warning),
    };
    html! { span.badge.(tone_class(tone)) { (word) } }
}

fn kind(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Action => lang.actions_action(),
        Kind::Widget => lang.actions_widget(),
    }
}

struct Row {
    contribution: Contribution,
    on: bool,
    plugin_on: bool,
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let sought = visit.query.text("q");
    let placed = placed(&mut visit.desk.db.read().await?).await?;
    let mut rows: Vec<Row> = visit
        .desk
        .plugins
        .installed()
        .iter()
        .flat_map(|plugin| {
            let row = |contribution: Contribution| Row {
                on: !plugin.off.contains(&contribution.name),
                plugin_on: plugin.enabled,
                contribution,
            };
            plugin.contributions().into_iter().map(row)
        })
        .filter(|row| is_sought(lang, &row.contribution, sought))
        .collect();
    rows.sort_by_key(|row| sort_name(lang.label(&row.contribution.titles)));
    let main = html! {
        div.heading { h1 { (lang.actions_section()) } p.dim { (lang.actions_count(rows.len())) } }
        form.query role="search" aria-label=(lang.actions_section()) {
            div.field { label for="q" { (lang.actions_search()) } input #q type="search" name="q" value=(sought) maxlength="100"; }
            button { (lang.search()) }
        }
        @if rows.is_empty() { p.empty { (lang.actions_none()) } } @else { (table(frame, &placed, &rows)) }
    };
    Ok(super::page(frame, Section::Actions, lang.actions_section(), main))
}

/// Whether its words, in any order of accents and case, hold what is sought.
fn is_sought(lang: Lang, contribution: &Contribution, sought: &str) -> bool {
    let words = [
        lang.label(&contribution.titles),
        lang.label(&contribution.summaries),
        &contribution.name,
        &contribution.plugin,
        &contribution.vendor,
    ];
    let all = sort_name(&words.join(" "));
    sort_name(sought).split(' ').all(|word| all.contains(word))
}

fn table(frame: &Frame, placed: &[Placed], rows: &[Row]) -> Markup {
    let lang = frame.lang();
    html! {
        div.scroll role="group" tabindex="0" aria-label=(lang.actions_section()) {
            table.tasks {
                caption.sr { (lang.actions_section()) }
                thead { tr {
                    th scope="col" { (lang.actions_title()) }
                    th scope="col" { (lang.actions_kind()) }
                    th scope="col" { (lang.actions_plugin()) }
                    th scope="col" { (lang.actions_tab()) }
                    th scope="col" { (lang.actions_placed()) }
                    th scope="col" { (lang.status()) }
                } }
                tbody { @for Row { contribution, on, plugin_on } in rows {
                    tr {
                        td {
                            a href={ "/admin/actions/" (contribution.plugin) "/" (contribution.name) } { (lang.label(&contribution.titles)) }
                            p.dim { (lang.label(&contribution.summaries)) }
                        }
                        td { (kind(lang, contribution.kind)) }
                        td { (contribution.plugin) p.dim { (contribution.vendor) } }
                        td { (tab_title(lang, placed, &contribution.tab)) }
                        td { (placed_in(lang, placed, contribution)) }
                        td { (state(lang, *on, *plugin_on)) }
                    }
                } }
            }
        }
    }
}

fn placed_in(lang: Lang, placed: &[Placed], contribution: &Contribution) -> Markup {
    let with = profiles_with(lang, placed, &contribution.plugin, &contribution.name);
    html! {
        @if with.is_empty() { span.dim { (lang.actions_nowhere()) } }
        @else if with.len() == placed.len() { (lang.actions_everywhere()) }
        @else { (with.join(", ")) }
    }
}
