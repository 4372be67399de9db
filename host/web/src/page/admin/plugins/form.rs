//! The form by which permissions are granted and refused: a question for each that is asked for.

use std::collections::{BTreeMap, BTreeSet};

use balcao_access::{Profile, ProfileId};
use balcao_plugins::{Installed, Permission, Reach, Version};
use maud::{Markup, html};

use crate::fields::Fields;
use crate::message::Lang;
use crate::shell::icon;

/// What is marked in the form, and what is wrong with it.
pub(super) struct Form<'a> {
    pub lang: Lang,
    pub profiles: &'a [Profile],
    plugin: &'a Installed,
    version: &'a Version,
    /// What is marked; nothing where nobody decided.
    marked: BTreeMap<Permission, Reach>,
    wrong: BTreeMap<Permission, &'static str>,
}

const EVERYBODY: &str = "everybody";
const SOME: &str = "some";
const NOBODY: &str = "nobody";

impl<'a> Form<'a> {
    /// As it stands today.
    pub fn of(lang: Lang, plugin: &'a Installed, version: &'a Version, profiles: &'a [Profile]) -> Form<'a> {
        let ids = ids(profiles);
        let stands = |permission: &Permission| Some((*permission, plugin.reach(*permission, &ids)?));
        let marked = version.permissions.iter().filter_map(stands).collect();
        Form { lang, profiles, plugin, version, marked, wrong: BTreeMap::new() }
    }

    /// As it was sent.
    pub fn sent(mut self, form: &Fields) -> Form<'a> {
        let known: BTreeSet<ProfileId> = ids(self.profiles).into_iter().collect();
        self.marked.clear();
        for permission in &self.version.permissions {
            let name = field(*permission, "profile");
            let chosen = form.all(&name).filter_map(|id| id.parse().ok());
            let chosen: BTreeSet<ProfileId> = chosen.filter(|id| known.contains(id)).collect();
            let reach = match form.text(&field(*permission, "reach")) {
                EVERYBODY => Reach::Everybody,
                NOBODY => Reach::Nobody,
                SOME => {
                    if chosen.is_empty() {
                        self.wrong.insert(*permission, self.lang.plugin_say_which());
                    }
                    Reach::Profiles(chosen)
                }
                _ => {
                    self.wrong.insert(*permission, self.lang.plugin_say_this());
                    continue;
                }
            };
            self.marked.insert(*permission, reach);
        }
        self
    }

    /// What is marked, if nothing is wrong with it.
    pub fn decided(&self) -> Option<&BTreeMap<Permission, Reach>> {
        self.wrong.is_empty().then_some(&self.marked)
    }

    /// What is wrong, before the form: it takes the focus and leads to each question.
    pub fn summary(&self) -> Markup {
        html! { @if !self.wrong.is_empty() {
            div.notice.danger.summary-of-errors #problem tabindex="-1" role="alert" autofocus {
                (icon("danger"))
                div {
                    strong { (self.lang.plugin_say_each()) }
                    ul { @for (permission, why) in &self.wrong {
                        li { a href={ "#" (id(*permission, EVERYBODY)) } { (permission.sentence(self.lang.0)) ": " (why) } }
                    } }
                }
            }
        } }
    }

    /// The questions: what it reads, and apart from it what it changes.
    pub fn draw(&self) -> Markup {
        let lang = self.lang;
        let (changes, reads): (Vec<Permission>, Vec<Permission>) =
            self.version.permissions.iter().partition(|permission| permission.changes());
        html! {
            @if self.version.permissions.is_empty() { p { (lang.plugin_asks_nothing_long()) } } @else { p.hint { (lang.plugin_asks_from()) } }
            @if !reads.is_empty() {
                h3 { (lang.plugin_reads()) }
                @for permission in reads { (self.question(permission)) }
            }
            @if !changes.is_empty() {
                h3.touches { (icon("warning")) " " (lang.plugin_changes()) }
                p.hint { (lang.plugin_changes_hint()) }
                @for permission in changes { (self.question(permission)) }
            }
        }
    }

    fn question(&self, permission: Permission) -> Markup {
        let lang = self.lang;
        let marked = self.marked.get(&permission);
        let wrong = self.wrong.get(&permission);
        let error = id(permission, "error");
        let stands = self.plugin.reach(permission, &ids(self.profiles));
        let is_new = self.plugin.is_decided()
            && self.plugin.version().is_some_and(|live| !live.permissions.contains(&permission));
        let radio = |value: &str, checked: bool, label: &str| {
            html! { label {
                input id=(id(permission, value)) type="radio" name=(field(permission, "reach")) value=(value) checked[checked]
                    aria-describedby=[wrong.map(|_| error.as_str())];
                span { (label) }
            } }
        };
        html! {
            fieldset.permission.touches[permission.changes()] aria-invalid=[wrong.map(|_| "true")] {
                legend { (permission.sentence(lang.0)) @if is_new { " " span.badge.info { (lang.plugin_new()) } } }
                p.hint { code { (permission) } " · " (lang.plugin_today(&self.words(stands.as_ref()))) }
                @if let Some(why) = wrong { p.error id=(error) { (why) } }
                div.choices {
                    (radio(EVERYBODY, matches!(marked, Some(Reach::Everybody)), lang.plugin_everybody()))
                    (radio(SOME, matches!(marked, Some(Reach::Profiles(_))), lang.plugin_some()))
                    fieldset.profiles {
                        legend.sr { (lang.plugin_which_profiles()) }
                        @for profile in self.profiles {
                            @let on = matches!(marked, Some(Reach::Profiles(some)) if some.contains(&profile.id));
                            label { input type="checkbox" name=(field(permission, "profile")) value=(profile.id) checked[on]; span { (lang.label(&profile.name)) } }
                        }
                    }
                    (radio(NOBODY, matches!(marked, Some(Reach::Nobody)), lang.plugin_nobody()))
                }
            }
        }
    }

    /// For whom something is granted, in words.
    fn words(&self, reach: Option<&Reach>) -> String {
        words(self.lang, reach, self.profiles)
    }
}

/// For whom something is granted, in words.
pub(super) fn words(lang: Lang, reach: Option<&Reach>, profiles: &[Profile]) -> String {
    match reach {
        None => lang.plugin_reach_unsaid().to_owned(),
        Some(Reach::Everybody) => lang.plugin_reach_everybody().to_owned(),
        Some(Reach::Nobody) => lang.plugin_reach_nobody().to_owned(),
        Some(Reach::Profiles(some)) => {
            let named = profiles.iter().filter(|profile| some.contains(&profile.id));
            named.map(|profile| lang.label(&profile.name)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Their ids.
pub(super) fn ids(profiles: &[Profile]) -> Vec<ProfileId> {
    profiles.iter().map(|profile| profile.id).collect()
}

fn field(permission: Permission, what: &str) -> String {
    format!("{what}.{permission}")
}

/// An id of an element: a permission is spelt with what no id should hold.
fn id(permission: Permission, what: &str) -> String {
    format!("{}-{what}", permission.as_str().replace([':', '/'], "-"))
}
