//! In words: what differs, what others did meanwhile, why something was not done.

use axum::http::StatusCode;
use balcao_access::profiles::draft::{Done, DraftError, Entry};
use balcao_access::profiles::{Change, Item};
use balcao_access::{AccessError, Kind, Problem};
use balcao_plugins::Plugins;
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use super::{People, Subject};
use crate::block::notice;
use crate::message::Lang;
use crate::route::Visit;
use balcao_access::Actor;

/// Whether a failure of access is one that an administrator is told.
pub(super) fn can_be(error: &AccessError) -> bool {
    matches!(error, AccessError::LastAdministrator | AccessError::Profile(_))
}

/// With which status something that was not done is answered.
pub(super) fn status(error: &DraftError) -> StatusCode {
    match error {
        DraftError::Problem(_) | DraftError::Access(_) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    }
}

/// The rule that what was typed breaks, if it is that.
pub(super) fn problem(error: &DraftError) -> Option<Problem> {
    match error {
        DraftError::Problem(problem) | DraftError::Access(AccessError::Profile(problem)) => Some(*problem),
        _ => None,
    }
}

/// Why what was sent was not done; `seen` is the revision that its form carried.
pub(super) fn why(visit: &Visit<Actor>, subject: &Subject, error: &DraftError, seen: i64) -> Markup {
    let lang = visit.frame.lang();
    let text = match error {
        DraftError::Stale => html! {
            (lang.told_stale())
            ul { @for entry in subject.draft.since(seen) {
                @for sentence in did(lang, &visit.desk.plugins, &subject.people, entry) { li { (sentence) } }
            } }
        },
        DraftError::Published => html! { (lang.told_published()) },
        DraftError::Gone => html! { (lang.told_gone()) },
        DraftError::Nothing => html! { (lang.publish_nothing()) },
        DraftError::Retired => html! { (lang.told_retired()) },
        DraftError::InUse => html! { (lang.told_in_use()) },
        other => html! { (problem(other).map_or(lang.told_last(), |problem| lang.profile_problem(problem))) },
    };
    html! { div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, "", text)) } }
}

/// What somebody did to the draft, a sentence each.
fn did(lang: Lang, plugins: &Plugins, people: &People, entry: &Entry) -> Vec<String> {
    let who = people.name(lang, Some(entry.by));
    match &entry.done {
        Done::Changed(changes) => {
            changes.iter().map(|change| format!("{who}: {}", sentence(lang, plugins, change))).collect()
        }
        Done::Published(version) => vec![lang.told_published_by(who, *version)],
        Done::Discarded => vec![lang.told_discarded_by(who)],
        Done::Rebased(version) => vec![lang.told_rebased_by(who, *version)],
    }
}

/// The last change, for whoever just made it.
pub(super) fn last(lang: Lang, plugins: &Plugins, subject: &Subject) -> Option<String> {
    match &subject.draft.last()?.done {
        Done::Changed(changes) => {
            let sentences: Vec<String> =
                changes.iter().take(3).map(|change| sentence(lang, plugins, change)).collect();
            Some(sentences.join("; "))
        }
        _ => None,
    }
}

/// What differs, as a list.
pub(super) fn list(lang: Lang, plugins: &Plugins, changes: &[Change]) -> Markup {
    html! {
        @if changes.is_empty() { p.dim { (lang.no_difference()) } } @else {
            ul.changes { @for change in changes { li { (sentence(lang, plugins, change)) } } }
        }
    }
}

/// One change.
fn sentence(lang: Lang, plugins: &Plugins, change: &Change) -> String {
    let item = |item: &Item| {
        let kind = if item.kind == Kind::Action { lang.action_word() } else { lang.widget_word() };
        let known = plugins.contribution(&item.plugin, &item.name);
        let title = known.map_or_else(
            || format!("{}/{}", item.plugin, item.name),
            |known| lang.label(&known.titles).to_owned(),
        );
        format!("{kind} “{title}”")
    };
    match change {
        Change::Named(from, to) => lang.change_named(lang.label(from), lang.label(to)),
        Change::Given(right) => lang.change_given(lang.right(*right)),
        Change::Taken(right) => lang.change_taken(lang.right(*right)),
        Change::TabAdded(tab) => lang.change_tab_added(lang.label(tab)),
        Change::TabRemoved(tab) => lang.change_tab_removed(lang.label(tab)),
        Change::TabNamed(from, to) => lang.change_tab_named(lang.label(from), lang.label(to)),
        Change::TabMoved(tab) => lang.change_tab_moved(lang.label(tab)),
        Change::TabHidden(tab) => lang.change_tab_hidden(lang.label(tab)),
        Change::TabShown(tab) => lang.change_tab_shown(lang.label(tab)),
        Change::Added(what, tab) => lang.change_added(&item(what), lang.label(tab)),
        Change::Removed(what, tab) => lang.change_removed(&item(what), lang.label(tab)),
        Change::Carried(what, from, to) => lang.change_carried(&item(what), lang.label(from), lang.label(to)),
        Change::Moved(what, tab) => lang.change_moved(&item(what), lang.label(tab)),
        Change::Resized(what, tab, size) => {
            lang.change_resized(&item(what), lang.label(tab), lang.size(*size))
        }
    }
}
