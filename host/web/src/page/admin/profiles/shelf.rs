//! The shelf: every widget and action that is offered, those first that the profile has nowhere.

use balcao_access::{Actor, Kind, Tab};
use balcao_desk::sort_name;
use balcao_plugins::Contribution;
use maud::{Markup, html};

use super::Subject;
use crate::message::Lang;
use crate::route::Visit;

/// Draws it, for the tab that is shown.
pub(super) fn draw(visit: &Visit<Actor>, subject: &Subject, here: Option<&Tab>) -> Markup {
    let lang = visit.frame.lang();
    let wanted = sort_name(visit.query.text("q"));
    let mut offered: Vec<Contribution> = visit
        .desk
        .plugins
        .installed()
        .iter()
        .flat_map(|plugin| plugin.contributions().into_iter().filter(|one| plugin.offers(&one.name)))
        .filter(|one| wanted.split_whitespace().all(|word| words(lang, one).contains(word)))
        .collect();
    offered.sort_by_cached_key(|one| (one.kind == Kind::Action, sort_name(lang.label(&one.titles))));
    let placed = |one: &Contribution| -> Vec<&Tab> {
        let has = |tab: &&Tab| tab.placements.iter().any(|p| p.is_of(one.kind, &one.plugin, &one.name));
        subject.draft.content.layout.tabs.iter().filter(has).collect()
    };
    let (out, unplaced): (Vec<_>, Vec<_>) = offered.iter().partition(|one| !placed(one).is_empty());
    html! {
        aside.shelf aria-labelledby="shelf-title" {
            h2 #shelf-title { (lang.shelf()) }
            form role="search" aria-label=(lang.shelf_search()) action=(subject.path("")) {
                input type="hidden" name="tab" value=(here.map_or("", |tab| tab.key.as_str()));
                input #shelf-search type="search" name="q" value=(visit.query.text("q")) maxlength="100" autocomplete="off"
                    aria-label=(lang.shelf_search()) placeholder=(lang.shelf_search());
            }
            h3.section { (lang.shelf_unplaced()) }
            @if unplaced.is_empty() && wanted.is_empty() { p.empty { (lang.shelf_all_placed()) } }
            ul role="list" { @for one in unplaced { (line(lang, one, &[], here)) } }
            @if !out.is_empty() {
                h3.section { (lang.shelf_placed()) }
                ul role="list" { @for one in out { (line(lang, one, &placed(one), here)) } }
            }
        }
    }
}

fn line(lang: Lang, one: &Contribution, tabs: &[&Tab], here: Option<&Tab>) -> Markup {
    let title = lang.label(&one.titles);
    let kind = if one.kind == Kind::Action { lang.action_word() } else { lang.widget_word() };
    let item = format!("{}/{}/{}", one.kind, one.plugin, one.name);
    let there = here.is_some_and(|here| tabs.iter().any(|tab| tab.key == here.key));
    let titles: Vec<&str> = tabs.iter().map(|tab| lang.label(&tab.title)).collect();
    html! {
        li data-words=(words(lang, one)) data-place=[(!there).then_some(&item)] data-kind=(one.kind) {
            div data-drag=[(!there && here.is_some()).then_some("")] {
                strong { (title) } " " span.dim.small { (kind) }
                @if !one.ours { " " span.vendor { (lang.by_vendor(&one.vendor)) } }
                p.dim.small { (lang.label(&one.summaries)) }
                @if !titles.is_empty() { p.small { (lang.shelf_in(&titles.join(", "))) } }
            }
            @if let Some(here) = here {
                @if there { span.dim.small.nobreak { (lang.shelf_here()) } } @else {
                    button form="edit" name="do" value={ "place:" (item) ":" (here.key) } id={ "place-" (item.replace('/', "-")) }
                        aria-label=(lang.shelf_place_in(title, lang.label(&here.title))) { (lang.shelf_place()) }
                }
            }
        }
    }
}

/// What something is found by.
fn words(lang: Lang, one: &Contribution) -> String {
    let texts = [lang.label(&one.titles), lang.label(&one.summaries), &one.vendor, &one.plugin, &one.name];
    sort_name(&texts.join(" "))
}
