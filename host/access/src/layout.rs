//! What a profile's screen is made of: tabs, and in each the placed widgets and actions.

use std::collections::BTreeMap;

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

impl Layout {
    /// The widget placed there, if there is one: whether this profile has this widget.
    pub fn widget(&self, id: PlacementId) -> Option<&Placement> {
        self.placements().find(|placed| placed.kind == Kind::Widget && placed.id == id)
    }

    /// The first place of that action, if there is one: whether this profile has this action.
    pub fn action(&self, plugin: &str, name: &str) -> Option<&Placement> {
        self.placements().find(|placed| {
            placed.kind == Kind::Action && placed.plugin == plugin && placed.name == name
        })
    }

    /// Everything placed, tab by tab.
    pub fn placements(&self) -> impl Iterator<Item = &Placement> {
        self.tabs.iter().flat_map(|tab| &tab.placements)
    }
}
