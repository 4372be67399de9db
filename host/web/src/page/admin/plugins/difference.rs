//! What a version asks for and offers that the live one does not, and the other way round.

use std::collections::{BTreeMap, BTreeSet};

use balcao_plugins::{Setting, Version};
use maud::{Markup, html};

use crate::message::Lang;

/// Drawn in words; nothing to read where nothing changes but the code.
pub(super) fn draw(lang: Lang, live: &Version, other: &Version) -> Markup {
    let sentences = |from: &Version, to: &Version| -> Vec<String> {
        let more = to.permissions.difference(&from.permissions);
        more.map(|permission| permission.sentence(lang.0).to_owned()).collect()
    };
    let (was, is) = (settings(lang, live), settings(lang, other));
    let other_settings = is.iter().filter(|(key, (_, setting))| {
        was.get(*key)
            .is_some_and(|(_, before)| before.kind != setting.kind || before.initial != setting.initial)
    });
    let parts = [
        (lang.plugin_more_permissions(), sentences(live, other)),
        (lang.plugin_fewer_permissions(), sentences(other, live)),
        (lang.plugin_more_contributions(), offered(lang, live, other)),
        (lang.plugin_fewer_contributions(), offered(lang, other, live)),
        (lang.plugin_more_settings(), missing(&was, &is)),
        (lang.plugin_fewer_settings(), missing(&is, &was)),
        (lang.plugin_other_settings(), other_settings.map(|(_, (label, _))| label.clone()).collect()),
    ];
    let nothing = parts.iter().all(|(_, lines)| lines.is_empty());
    html! {
        section.card.body #difference aria-labelledby="difference-title" {
            h2 #difference-title { (lang.plugin_difference(&live.description.version)) }
            @if nothing { p { (lang.plugin_no_difference()) } }
            @for (title, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
                div { h3 { (title) } ul { @for line in lines { li { (line) } } } }
            }
            p.hint { (lang.plugin_runs_end()) }
        }
    }
}

/// What one offers and the other does not.
fn offered(lang: Lang, from: &Version, to: &Version) -> Vec<String> {
    let known: BTreeSet<_> = from.description.contributions.iter().map(|c| (c.kind, &c.name)).collect();
    let more = to.description.contributions.iter().filter(|c| !known.contains(&(c.kind, &c.name)));
    more.map(|c| format!("{}: {}", lang.plugin_kind_name(c.kind), lang.label(&c.titles))).collect()
}

/// The settings of a version by where they belong, with a label that says so.
fn settings(lang: Lang, version: &Version) -> Settings<'_> {
    let of = version.description.contributions.iter().flat_map(|declared| {
        declared.settings.iter().map(move |setting| {
            let label = format!("{}: {}", lang.label(&declared.titles), lang.label(&setting.labels));
            ((declared.name.as_str(), setting.key.as_str()), (label, setting))
        })
    });
    of.collect()
}

type Settings<'v> = BTreeMap<(&'v str, &'v str), (String, &'v Setting)>;

fn missing(from: &Settings<'_>, to: &Settings<'_>) -> Vec<String> {
    to.iter().filter(|(key, _)| !from.contains_key(*key)).map(|(_, (label, _))| label.clone()).collect()
}
