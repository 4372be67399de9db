//! One widget or action of the editor's sheet, with what moves it.

use balcao_access::profiles::{Towards, place_of};
use balcao_access::{Actor, Placement, Size, Tab};
use maud::{Markup, html};

use super::Subject;
use super::editor::button;
use crate::message::Lang;
use crate::route::Visit;

/// What is known of what is placed.
struct Known {
    title: String,
    vendor: Option<String>,
    summary: String,
    offered: bool,
}

fn known(visit: &Visit<Actor>, placed: &Placement) -> Known {
    let lang = visit.frame.lang();
    let found = visit.desk.plugins.contribution(&placed.plugin, &placed.name);
    match found.filter(|found| found.kind == placed.kind) {
        Some(found) => Known {
            title: lang.label(&found.titles).to_owned(),
            vendor: (!found.ours).then(|| found.vendor.clone()),
            summary: lang.label(&found.summaries).to_owned(),
            offered: true,
        },
        None => {
            let title = format!("{}/{}", placed.plugin, placed.name);
            Known { summary: lang.item_unknown_text(&title), title, vendor: None, offered: false }
        }
    }
}

/// A widget: a card as wide as on the screen.
pub(super) fn widget(
    visit: &Visit<Actor>,
    subject: &Subject,
    tab: &Tab,
    all: &[Placement],
    at: usize,
) -> Markup {
    let lang = visit.frame.lang();
    let placed = &all[at];
    let known = known(visit, placed);
    let id = placed.id.to_string();
    html! {
        section.card.item.(placed.size.as_str()) id={ "at-" (id) } tabindex="0" aria-label=(known.title) data-item=(id) data-kind="widget" {
            header data-drag { h3 { (known.title) } (marks(lang, &known)) }
            div.body {
                p.dim { (known.summary) }
                div.tools role="group" aria-label=(known.title) {
                    (arrows(lang, &known.title, all, at, &ALL_WAYS))
                    span.sizes {
                        @for (size, sign) in [(Size::Third, "⅓"), (Size::Half, "½"), (Size::Full, "▭")] {
                            button.icon-only form="edit" name="do" value={ "size:" (id) ":" (size) } id={ "size-" (size) "-" (id) }
                                aria-label={ (known.title) ": " (lang.size(size)) } title=(lang.size(size))
                                aria-pressed=(placed.size == size) { (sign) }
                        }
                    }
                    (carry(lang, subject, tab, placed))
                    (button("remove", &id, &format!("{}: {}", known.title, lang.item_remove()), "×", false))
                }
            }
        }
    }
}

/// An action: a button in the row of buttons.
pub(super) fn action(
    visit: &Visit<Actor>,
    subject: &Subject,
    tab: &Tab,
    all: &[Placement],
    at: usize,
) -> Markup {
    let lang = visit.frame.lang();
    let placed = &all[at];
    let known = known(visit, placed);
    let id = placed.id.to_string();
    html! {
        div.chip.item id={ "at-" (id) } role="group" tabindex="0" aria-label=(known.title) data-item=(id) data-kind="action" title=(known.summary) {
            span data-drag { (known.title) } (marks(lang, &known))
            div.tools {
                (arrows(lang, &known.title, all, at, &ALL_WAYS[..2]))
                (carry(lang, subject, tab, placed))
                (button("remove", &id, &format!("{}: {}", known.title, lang.item_remove()), "×", false))
            }
        }
    }
}

fn marks(lang: Lang, known: &Known) -> Markup {
    html! {
        @if let Some(vendor) = &known.vendor { span.vendor { (lang.by_vendor(vendor)) } }
        @if !known.offered { span.badge.warning { (lang.item_unknown()) } }
    }
}

/// The ways in which something moves, with the verb of each, its sign and how it is called.
type Way = (Towards, &'static str, &'static str, fn(Lang) -> &'static str);
const ALL_WAYS: [Way; 4] = [
    (Towards::Left, "left", "←", Lang::move_left),
    (Towards::Right, "right", "→", Lang::move_right),
    (Towards::Up, "up", "↑", Lang::move_up),
    (Towards::Down, "down", "↓", Lang::move_down),
];

fn arrows(lang: Lang, title: &str, all: &[Placement], at: usize, ways: &[Way]) -> Markup {
    html! {
        @for (towards, verb, sign, name) in ways {
            (button(verb, &all[at].id.to_string(), &format!("{title}: {}", name(lang)), sign, place_of(all, at, *towards).is_none()))
        }
    }
}

/// The tabs to which it can go.
fn carry(lang: Lang, subject: &Subject, here: &Tab, placed: &Placement) -> Markup {
    let has =
        |tab: &Tab| tab.placements.iter().any(|other| other.is_of(placed.kind, &placed.plugin, &placed.name));
    let tabs = &subject.draft.content.layout.tabs;
    let others: Vec<&Tab> = tabs.iter().filter(|tab| tab.key != here.key && !has(tab)).collect();
    html! {
        @if !others.is_empty() {
            details.menu {
                summary { (lang.item_carry()) }
                div { @for tab in others {
                    button.quiet form="edit" name="do" value={ "carry:" (placed.id) ":" (tab.key) } { "→ " (lang.label(&tab.title)) }
                } }
            }
        }
    }
}
