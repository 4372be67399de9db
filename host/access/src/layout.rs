//! What a profile's screen is made of: tabs, and in each the placed widgets and actions.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Locale;

balcao_store::id!(
    PlacementId,
    "One place of a layout. It stays the same when the layout is changed round it."
);

balcao_store::text_enum! {
    /// What is placed.
    pub enum Kind {
        /// A panel that only reads.
        Widget = "widget",
        /// An operation with a beginning, a middle and an end.
        Action = "action",
    }
}

balcao_store::text_enum! {
    /// How wide a widget is, on a wide screen.
    pub enum Size {
        /// A third of the row.
        Third = "third",
        /// Half the row.
        Half = "half",
        /// The whole row.
        Full = "full",
    }
}

/// A text in the three languages, by locale tag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Labels(pub BTreeMap<String, String>);

impl Labels {
    /// The three of them, in the order of [`Locale::ALL`].
    pub fn new(pt: &str, en: &str, es: &str) -> Labels {
        let texts = [pt, en, es].map(str::to_owned);
        Labels(Locale::ALL.iter().map(|locale| locale.tag().to_owned()).zip(texts).collect())
    }

    /// Whether it can be a name or a title: a text in Portuguese, in languages of ours, none too long.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.text(Locale::Pt).trim().is_empty() {
            return Err(Problem::NoText);
        }
        if self.0.values().any(|text| text.chars().count() > MOST_LETTERS) {
            return Err(Problem::LongText);
        }
        let ours = |tag: &String| Locale::ALL.iter().any(|locale| locale.tag() == tag);
        if self.0.keys().all(ours) { Ok(()) } else { Err(Problem::Language) }
    }

    /// The text in that language, else in Portuguese, else nothing.
    pub fn text(&self, locale: Locale) -> &str {
        let of = |locale: Locale| self.0.get(locale.tag());
        of(locale).or_else(|| of(Locale::Pt)).map_or("", String::as_str)
    }
}

/// A profile's whole screen. Immutable once published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// In the order in which they are shown.
    pub tabs: Vec<Tab>,
}

/// A tab of the attendance screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tab {
    /// What stands in an address: lower-case letters, digits and hyphens.
    pub key: String,
    /// What the agent reads.
    pub title: Labels,
    /// Whether nobody sees it; what stands in it is nobody's either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// In the order in which they are shown.
    pub placements: Vec<Placement>,
}

/// A widget or action in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// Its own id.
    pub id: PlacementId,
    /// The plugin.
    pub plugin: String,
    /// The contribution of that plugin.
    pub name: String,
    /// Widget or action.
    pub kind: Kind,
    /// How wide, for a widget.
    pub size: Size,
}

/// The layout that a profile has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveLayout {
    /// Counted from 1 for each profile; 0 when none was ever published.
    pub version: i64,
    /// The layout.
    pub layout: Layout,
}

impl Placement {
    /// Whether it is a place of the same widget or action.
    pub fn is_of(&self, kind: Kind, plugin: &str, name: &str) -> bool {
        self.kind == kind && self.plugin == plugin && self.name == name
    }
}

impl Layout {
    /// Without the tabs that are hidden: what users get.
    pub fn shown(mut self) -> Layout {
        self.tabs.retain(|tab| !tab.hidden);
        self
    }

    /// The tab of this key.
    pub fn tab(&self, key: &str) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.key == key)
    }

    /// The widget placed there, if there is one: whether this profile has this widget.
    pub fn widget(&self, id: PlacementId) -> Option<&Placement> {
        self.placements().find(|placed| placed.kind == Kind::Widget && placed.id == id)
    }

    /// The first place of that action, if there is one: whether this profile has this action.
    pub fn action(&self, plugin: &str, name: &str) -> Option<&Placement> {
        self.placements()
            .find(|placed| placed.kind == Kind::Action && placed.plugin == plugin && placed.name == name)
    }

    /// Whether it can be published: every tab and every place is told apart by its own name, and there
    /// are not more of them than a screen holds.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        if self.tabs.len() > MOST_TABS {
            return Err(Problem::ManyTabs);
        }
        let mut keys = BTreeSet::new();
        for tab in &self.tabs {
            if !is_key(&tab.key) {
                return Err(Problem::Key);
            }
            if RESERVED.contains(&tab.key.as_str()) {
                return Err(Problem::Reserved);
            }
            tab.title.check()?;
            if !keys.insert(&tab.key) {
                return Err(Problem::SameKey);
            }
            if tab.placements.len() > MOST_PLACED {
                return Err(Problem::ManyPlaced);
            }
        }
        let mut ids = BTreeSet::new();
        match self.placements().all(|placed| ids.insert(placed.id)) {
            true => Ok(()),
            false => Err(Problem::SamePlacement),
        }
    }

    /// Everything placed, tab by tab.
    pub fn placements(&self) -> impl Iterator<Item = &Placement> {
        self.tabs.iter().flat_map(|tab| &tab.placements)
    }
}

/// Keys that no tab may have: under `/attendance/{request}/` they are pages of the desk's own, which
/// would stand in the tab's place. `host/web` has a test that none is missing.
pub const RESERVED: &[&str] = &[
    "cancel", "card", "choose", "closing", "draft", "file", "forward", "history", "identity", "layout",
    "live", "presence", "reassign", "reopen", "report", "run", "schedule", "secret", "slip", "take",
];

/// The most tabs of a layout.
pub const MOST_TABS: usize = 20;
/// The most that stands in a tab.
pub const MOST_PLACED: usize = 60;
/// The most letters of a name or a title.
pub const MOST_LETTERS: usize = 60;

/// What is wrong with what a profile is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not a key.
    #[error("{KEY_RULE}")]
    Key,
    /// Under `/attendance/{request}/` a page of the desk would stand in its place.
    #[error("this key is the address of one of the desk's own pages")]
    Reserved,
    /// A key that another tab has.
    #[error("two tabs have the same key")]
    SameKey,
    /// An id that another placement has.
    #[error("two placements have the same id")]
    SamePlacement,
    /// No text in Portuguese.
    #[error("a name or a title has a text in Portuguese")]
    NoText,
    /// More than [`MOST_LETTERS`].
    #[error("a name or a title has at most {MOST_LETTERS} letters")]
    LongText,
    /// A text in a language that the desk does not speak.
    #[error("a text is in pt-BR, en or es")]
    Language,
    /// More than [`MOST_TABS`].
    #[error("a profile has at most {MOST_TABS} tabs")]
    ManyTabs,
    /// More than [`MOST_PLACED`].
    #[error("a tab holds at most {MOST_PLACED} widgets and actions")]
    ManyPlaced,
    /// The tab has this widget or action already.
    #[error("the tab has this widget or action already")]
    InTab,
    /// No reason, or one that is too long.
    #[error("a reason has 3 to 300 letters")]
    Reason,
}

/// What [`is_key`] asks, in words.
pub(crate) const KEY_RULE: &str = "a key is 1 to 40 lower-case letters, digits or hyphens";

/// Whether it can name a tab or a profile in an address and on the command line.
pub(crate) fn is_key(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&text.len()) && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placement(name: &str, kind: Kind) -> Placement {
        let (plugin, name) = ("billing".to_owned(), name.to_owned());
        Placement { id: PlacementId::new(), plugin, name, kind, size: Size::Half }
    }

    fn layout(placements: Vec<Placement>) -> Layout {
        let title = Labels::new("Financeiro", "Billing", "Finanzas");
        Layout { tabs: vec![Tab { key: "billing".into(), title, hidden: false, placements }] }
    }

    #[test]
    fn a_profile_has_what_is_placed_and_nothing_else() {
        let (history, copy) = (placement("history", Kind::Widget), placement("copy", Kind::Action));
        let layout = layout(vec![history.clone(), copy.clone()]);
        assert_eq!(layout.widget(history.id), Some(&history));
        assert_eq!(layout.widget(copy.id), None, "an action is no widget");
        assert_eq!(layout.widget(PlacementId::new()), None);
        assert_eq!(layout.action("billing", "copy"), Some(&copy));
        assert_eq!(layout.action("billing", "history"), None, "a widget is no action");
        assert_eq!(layout.action("other", "copy"), None);
    }

    #[test]
    fn tabs_and_placements_are_told_apart() {
        let placed = placement("history", Kind::Widget);
        assert!(layout(vec![placed.clone()]).check().is_ok());
        assert!(layout(vec![placed.clone(), placed]).check().is_err());
        let mut twice = layout(vec![]);
        twice.tabs.push(twice.tabs[0].clone());
        assert!(twice.check().is_err());
        let mut odd = layout(vec![]);
        odd.tabs[0].key = "../x".into();
        assert!(odd.check().is_err());
        odd.tabs[0].key = "report".into();
        assert!(odd.check().is_err(), "a page of the desk's own would stand in its place");
    }

    #[test]
    fn a_text_that_is_missing_is_shown_in_portuguese() {
        let labels = Labels(BTreeMap::from([("pt-BR".into(), "Início".into())]));
        assert_eq!(labels.text(Locale::En), "Início");
        assert_eq!(Labels::default().text(Locale::Es), "");
    }

    #[test]
    fn a_layout_with_an_unknown_field_is_refused() {
        assert!(serde_json::from_str::<Layout>(r#"{"tabs": [], "tab": []}"#).is_err());
    }
}
