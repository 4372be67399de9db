//! Widgets and actions as the page and actions know them.

use balcao_access::{Kind, Labels};
use balcao_engine::Digest;

use crate::declare::Setting;

/// A widget or an action of a version of a plugin.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The plugin's name.
    pub plugin: String,
    /// Its own name, unique in its plugin.
    pub name: String,
    /// Who made the plugin; the card bears it unless it is [ours](Self::ours).
    pub vendor: String,
    /// Whether it came with this binary. What a plugin says of its vendor decides nothing.
    pub ours: bool,
    /// The plugin's version, as its author counts.
    pub version: String,
    /// The version's identity. A run stays on the one on which it began.
    pub digest: Digest,
    /// Widget or action.
    pub kind: Kind,
    /// Its title by language.
    pub titles: Labels,
    /// What it is for, by language.
    pub summaries: Labels,
    /// The tab where it stands unless a profile places it elsewhere.
    pub tab: String,
    /// An action that ends without the closing form.
    pub tool: bool,
    /// A widget that draws for long, on a stream of its own.
    pub live: bool,
    /// What an administrator can set.
    pub settings: Vec<Setting>,
}
