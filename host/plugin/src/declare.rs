//! What a plugin says that it is. It is looked at once, when a version is installed, and kept.

use balcao_access::{Kind, Labels};
use balcao_store::text_enum;
use serde::{Deserialize, Serialize};

mod declaring;

pub(crate) use declaring::{Declaring, Texts};

/// A plugin as it described itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Its name: `[a-z][a-z0-9-]{0,39}`, its alone on this desk.
    pub name: String,
    /// Its version, as its author counts.
    pub version: String,
    /// Who made it; cards bear it.
    pub vendor: String,
    /// Its title by language; there is always one in `pt-BR`.
    pub titles: Labels,
    /// Its widgets and actions, in its order.
    pub contributions: Vec<Declared>,
}

/// A widget or an action as its plugin described it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    /// Which of the two.
    pub kind: Kind,
    /// Its name, unique in its plugin.
    pub name: String,
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

text_enum! {
    /// What kind of value a setting takes.
    pub enum SettingKind {
        /// Words.
        Text = "text",
        /// Words that nobody reads back.
        Secret = "secret",
        /// A whole number.
        Integer = "integer",
        /// Reais, in centavos.
        Money = "money",
        /// `true` or `false`.
        Toggle = "toggle",
        /// One of the choices.
        Choice = "choice",
    }
}

/// Something that an administrator can set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Its key, unique in its widget or action.
    pub key: String,
    /// What it takes.
    pub kind: SettingKind,
    /// Its label by language.
    pub labels: Labels,
    /// What there is to choose from.
    pub choices: Vec<String>,
    /// Its value until somebody sets another one.
    pub initial: String,
    /// The least that a number or an amount may be, where the plugin says one.
    #[serde(default)]
    pub least: Option<i64>,
    /// The most, likewise.
    #[serde(default)]
    pub most: Option<i64>,
}

/// Why a description is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misdeclared {
    /// `declare.plugin` was not the first call, or came twice.
    #[error("`declare.plugin` has to be called once, before anything else")]
    Plugin,
    /// Not a name as the contract spells them.
    #[error("{0:?} is not a name: a small letter, then small letters, digits and hyphens, 40 at most")]
    Name(String),
    /// Not a version.
    #[error("{0:?} is not a version: digits, letters and .+- only, 40 at most")]
    Version(String),
    /// Too long, empty, or no language tag.
    #[error("a text of {0} is empty, too long, or of no language")]
    Text(String),
    /// No Portuguese.
    #[error("{0} has no text in pt-BR")]
    NoPortuguese(String),
    /// Two of one name.
    #[error("{0} is declared twice")]
    Twice(String),
    /// Too many of something.
    #[error("more than {1} {0}")]
    TooMany(&'static str, usize),
    /// `tool`, `live`, `setting` or `span` without what it belongs to.
    #[error("`declare.{0}` does not follow what it belongs to")]
    Misplaced(&'static str),
    /// A kind of setting that does not exist.
    #[error("{0:?} is not a kind of setting that this desk offers")]
    SettingKind(String),
    /// A setting whose initial value is none of its kind.
    #[error("the initial value of the setting {0} does not fit its kind")]
    Initial(String),
    /// Nothing was declared.
    #[error("it declares nothing")]
    Nothing,
    /// It declares widgets or actions and does not export what draws or runs them.
    #[error("it declares a {0} and exports none")]
    NotExported(Kind),
}
