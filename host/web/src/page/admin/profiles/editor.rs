//! The editor: the attendance screen as the profile will see it, with what moves each part of it.
//! Every button posts one change; `ui/profile.js` does the same without loading the page anew, by keys
//! and by dragging.

use axum::response::{IntoResponse, Response};
use balcao_access::profiles::draft::DraftError;
use balcao_access::{Actor, Kind, Labels, Tab};
use maud::{Markup, html};

use super::{Subject, item, labels, names, shelf, told};
use crate::asset;
use crate::fault::Fault;
use crate::fields::url;
use crate::route::Visit;
use crate::shell::icon;

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, None).await
}

/// The same with why a change was not made, and the revision that its form carried.
pub(super) async fn page(
    visit: &Visit<Actor>,
    refused: Option<(&DraftError, i64)>,
) -> Result<Response, Fault> {
    let subject = Subject::load(visit).await?;
    let lang = visit.frame.lang();
    let tabs = &subject.draft.content.layout.tabs;
    let asked = [visit.form.text("tab"), visit.query.text("tab")];
    let here = asked.iter().find_map(|key| tabs.iter().find(|tab| tab.key == **key)).or(tabs.first());
    let main = html! {
        div #editor.editor data-editor data-tab=(here.map_or("", |tab| tab.key.as_str())) {
            @if let Some((error, seen)) = refused { (told::why(visit, &subject, error, seen)) }
            form #edit method="post" action=(subject.path("")) {
                (subject.carried(visit))
                input type="hidden" name="tab" value=(here.map_or("", |tab| tab.key.as_str()));
                button #drop name="do" hidden {}
            }
            p.last.dim.small role="status" data-said { (told::last(lang, &visit.desk.plugins, &subject).unwrap_or_default()) }
            div.workbench {
                div.screen {
                    (tab_bar(visit, &subject, here))
                    @match here {
                        Some(tab) => { (tools(visit, &subject, tab, refused)) (sheet(visit, &subject, tab)) }
                        None => p.empty { (lang.tab_without()) },
                    }
                }
                (shelf::draw(visit, &subject, here))
            }
        }
        script type="module" src=(asset::PROFILE.url()) {}
        script type="module" src=(asset::DRAG.url()) {}
    };
    let status = refused.map(|(error, _)| told::status(error)).unwrap_or_default();
    Ok((status, super::page(visit, &subject, "", main)).into_response())
}

/// The tabs, and how one is added.
fn tab_bar(visit: &Visit<Actor>, subject: &Subject, here: Option<&Tab>) -> Markup {
    let lang = visit.frame.lang();
    let typed = typed(visit, "tab-add");
    html! {
        div.tab-bar {
            nav.tabs aria-label=(lang.tabs_of_profile()) {
                @for tab in &subject.draft.content.layout.tabs {
                    @let current = here.is_some_and(|here| here.key == tab.key);
                    a href=(url(&subject.path(""), [("tab", tab.key.as_str())])) data-drop=(tab.key)
                        aria-current=[current.then_some("page")] {
                        (lang.label(&tab.title))
                        @if tab.hidden { " " span.badge.neutral { (lang.tab_hidden()) } }
                    }
                }
            }
            details.menu open[here.is_none() || typed.is_some()] {
                summary { "+ " (lang.tab_add()) }
                form method="post" action=(subject.path("")) {
                    (subject.carried(visit))
                    (names(lang, "add", lang.title_word(), &typed.unwrap_or_default()))
                    button.primary name="do" value="tab-add" { (lang.tab_add_do()) }
                }
            }
        }
    }
}

/// What was typed into the form of this change, when it was refused.
fn typed(visit: &Visit<Actor>, what: &str) -> Option<Labels> {
    (visit.form.text("do") == what).then(|| labels(&visit.form))
}

/// What can be done with the tab that is shown.
fn tools(visit: &Visit<Actor>, subject: &Subject, tab: &Tab, refused: Option<(&DraftError, i64)>) -> Markup {
    let lang = visit.frame.lang();
    let key = &tab.key;
    let tabs = &subject.draft.content.layout.tabs;
    let (first, last) = (tabs.first(), tabs.last());
    let is = |other: Option<&Tab>| other.is_some_and(|other| other.key == tab.key);
    let rename = format!("tab-rename:{key}");
    let typed = typed(visit, &rename);
    html! {
        div.tools role="group" aria-label=(lang.label(&tab.title)) {
            (button("tab-back", key, lang.tab_back(), "←", is(first)))
            (button("tab-on", key, lang.tab_on(), "→", is(last)))
            details.menu open[typed.is_some() && refused.is_some()] {
                summary { (lang.tab_rename()) }
                form method="post" action=(subject.path("")) {
                    (subject.carried(visit))
                    input type="hidden" name="tab" value=(key);
                    (names(lang, "rename", lang.title_word(), typed.as_ref().unwrap_or(&tab.title)))
                    button.primary name="do" value=(rename) { (lang.tab_save()) }
                }
            }
            @if tab.hidden { button.quiet form="edit" name="do" value={ "tab-show:" (key) } #tab-hide { (lang.tab_show()) } }
            @else { button.quiet form="edit" name="do" value={ "tab-hide:" (key) } #tab-hide { (lang.tab_hide()) } }
            details.menu {
                summary { (lang.tab_remove()) }
                div {
                    p { (lang.tab_remove_sure(tab.placements.len())) }
                    button.danger form="edit" name="do" value={ "tab-remove:" (key) } { (lang.tab_remove()) }
                }
            }
            @if subject.draft.open { details.menu.away {
                summary { (lang.profile_discard()) }
                form method="post" action=(subject.path("/discard")) {
                    (subject.carried(visit))
                    p { (lang.profile_discard_sure()) }
                    button.danger { (lang.profile_discard()) }
                }
            } }
        }
    }
}

/// A small button of the editor's form, with a sign and a name.
pub(super) fn button(verb: &str, of: &str, name: &str, sign: &str, off: bool) -> Markup {
    html! {
        button.icon-only form="edit" name="do" value={ (verb) ":" (of) } id={ (verb) "-" (of) }
            aria-label=(name) title=(name) disabled[off] { (sign) }
    }
}

/// The tab as its users see it: its actions in a row, its widgets in their sizes.
fn sheet(visit: &Visit<Actor>, subject: &Subject, tab: &Tab) -> Markup {
    let lang = visit.frame.lang();
    let of = |kind: Kind| -> Vec<_> {
        tab.placements.iter().filter(|placed| placed.kind == kind).cloned().collect()
    };
    let (actions, widgets) = (of(Kind::Action), of(Kind::Widget));
    html! {
        section aria-labelledby="its-actions" {
            h2.section #its-actions { (lang.actions()) }
            div.chips data-zone="action" {
                @for at in 0..actions.len() { (item::action(visit, subject, tab, &actions, at)) }
                @if actions.is_empty() { p.empty { (lang.no_actions_here()) } }
            }
        }
        section aria-labelledby="its-widgets" {
            h2.section #its-widgets { (lang.widgets_word()) }
            div.grid data-zone="widget" {
                @for at in 0..widgets.len() { (item::widget(visit, subject, tab, &widgets, at)) }
                @if widgets.is_empty() { p.empty.full { (lang.no_widgets_here()) } }
            }
        }
        p.hint { (icon("info")) " " (lang.editor_keys()) }
    }
}
