//! What a plugin says that it is. It is looked at once, when a version is installed, and kept.

use balcao_access::{Kind, Labels};
use balcao_store::text_enum;
use serde::{Deserialize, Serialize};

use crate::canvas::{clean, is_name};

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
}

impl Setting {
    /// Whether it can be set to this. An empty value is one for a text, a secret and nothing else.
    pub fn accepts(&self, value: &str) -> bool {
        let words = value.chars().count() <= 4_000 && clean(value, true) == value;
        match self.kind {
            SettingKind::Text | SettingKind::Secret => words,
            SettingKind::Integer | SettingKind::Money => value.parse::<i64>().is_ok(),
            SettingKind::Toggle => matches!(value, "true" | "false"),
            SettingKind::Choice => self.choices.iter().any(|choice| choice == value),
        }
    }
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
    /// `tool`, `live` or `setting` without what it belongs to.
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

/// A description in the making.
#[derive(Debug, Default)]
pub(crate) struct Declaring {
    plugin: Option<Description>,
}

/// Texts by language, as a plugin gives them.
pub(crate) type Texts = Vec<(String, String)>;

const CONTRIBUTIONS: usize = 64;
const SETTINGS: usize = 32;
const CHOICES: usize = 100;
const LANGUAGES: usize = 16;

impl Declaring {
    pub(crate) fn plugin(
        &mut self,
        name: String,
        version: String,
        vendor: String,
        titles: Texts,
    ) -> Result<(), Misdeclared> {
        if self.plugin.is_some() {
            return Err(Misdeclared::Plugin);
        }
        let spelt = |c: char| c.is_ascii_alphanumeric() || ".+-".contains(c);
        if version.is_empty() || version.len() > 40 || !version.chars().all(spelt) {
            return Err(Misdeclared::Version(shown(&version)));
        }
        self.plugin = Some(Description {
            vendor: text("vendor", &vendor, 80)?,
            titles: labels(&name, titles)?,
            name: named(name)?,
            version,
            contributions: Vec::new(),
        });
        Ok(())
    }

    pub(crate) fn contribution(
        &mut self,
        kind: Kind,
        name: String,
        titles: Texts,
        summaries: Texts,
        tab: String,
    ) -> Result<(), Misdeclared> {
        let plugin = self.plugin.as_mut().ok_or(Misdeclared::Plugin)?;
        let name = named(name)?;
        if plugin.contributions.iter().any(|known| known.name == name) {
            return Err(Misdeclared::Twice(name));
        }
        if plugin.contributions.len() == CONTRIBUTIONS {
            return Err(Misdeclared::TooMany("widgets and actions", CONTRIBUTIONS));
        }
        plugin.contributions.push(Declared {
            kind,
            titles: labels(&name, titles)?,
            summaries: labels(&name, summaries)?,
            name,
            tab: named(tab)?,
            tool: false,
            live: false,
            settings: Vec::new(),
        });
        Ok(())
    }

    pub(crate) fn tool(&mut self) -> Result<(), Misdeclared> {
        self.last(Some(Kind::Action), "tool")?.tool = true;
        Ok(())
    }

    pub(crate) fn live(&mut self) -> Result<(), Misdeclared> {
        self.last(Some(Kind::Widget), "live")?.live = true;
        Ok(())
    }

    pub(crate) fn setting(
        &mut self,
        key: String,
        kind: String,
        titles: Texts,
        choices: Vec<String>,
        initial: String,
    ) -> Result<(), Misdeclared> {
        let last = self.last(None, "setting")?;
        let key = named(key)?;
        if last.settings.iter().any(|known| known.key == key) {
            return Err(Misdeclared::Twice(key));
        }
        if last.settings.len() == SETTINGS {
            return Err(Misdeclared::TooMany("settings", SETTINGS));
        }
        if choices.len() > CHOICES {
            return Err(Misdeclared::TooMany("choices", CHOICES));
        }
        let setting = Setting {
            kind: kind.parse().map_err(|_| Misdeclared::SettingKind(shown(&kind)))?,
            labels: labels(&key, titles)?,
            choices: choices.iter().map(|c| text(&key, c, 200)).collect::<Result<_, _>>()?,
            initial,
            key,
        };
        if !setting.accepts(&setting.initial) {
            return Err(Misdeclared::Initial(setting.key));
        }
        last.settings.push(setting);
        Ok(())
    }

    /// What was declared, if it is enough.
    pub(crate) fn finish(self) -> Result<Description, Misdeclared> {
        let plugin = self.plugin.ok_or(Misdeclared::Plugin)?;
        if plugin.contributions.is_empty() {
            return Err(Misdeclared::Nothing);
        }
        Ok(plugin)
    }

    fn last(&mut self, kind: Option<Kind>, call: &'static str) -> Result<&mut Declared, Misdeclared> {
        self.plugin
            .as_mut()
            .and_then(|plugin| plugin.contributions.last_mut())
            .filter(|last| kind.is_none_or(|kind| last.kind == kind))
            .ok_or(Misdeclared::Misplaced(call))
    }
}

fn named(name: String) -> Result<String, Misdeclared> {
    if is_name(&name) { Ok(name) } else { Err(Misdeclared::Name(shown(&name))) }
}

fn text(of: &str, raw: &str, max: usize) -> Result<String, Misdeclared> {
    let text = clean(raw, false).trim().to_owned();
    if text.is_empty() || text.chars().count() > max {
        return Err(Misdeclared::Text(shown(of)));
    }
    Ok(text)
}

fn labels(of: &str, texts: Texts) -> Result<Labels, Misdeclared> {
    if texts.len() > LANGUAGES {
        return Err(Misdeclared::TooMany("languages", LANGUAGES));
    }
    let mut labels = std::collections::BTreeMap::new();
    for (locale, words) in texts {
        let tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if locale.is_empty() || locale.len() > 20 || !locale.chars().all(tag) {
            return Err(Misdeclared::Text(shown(of)));
        }
        labels.insert(locale, text(of, &words, 200)?);
    }
    if !labels.contains_key("pt-BR") {
        return Err(Misdeclared::NoPortuguese(shown(of)));
    }
    Ok(Labels(labels))
}

/// Somebody else's text in an error: short, and on one line.
fn shown(raw: &str) -> String {
    clean(raw, false).chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pt(words: &str) -> Texts {
        vec![("pt-BR".into(), words.into())]
    }

    fn declaring() -> Declaring {
        let mut declaring = Declaring::default();
        declaring.plugin("billing".into(), "0.1.0".into(), "Balcão".into(), pt("Financeiro")).unwrap();
        declaring
    }

    fn widget(declaring: &mut Declaring, name: &str) -> Result<(), Misdeclared> {
        declaring.contribution(Kind::Widget, name.into(), pt("Um"), pt("Dois"), "inicio".into())
    }

    #[test]
    fn a_widget_with_a_setting_is_described() {
        let mut d = declaring();
        widget(&mut d, "history").unwrap();
        d.live().unwrap();
        d.setting("days".into(), "integer".into(), pt("Dias"), vec![], "10".into()).unwrap();
        let plugin = d.finish().unwrap();
        assert!(plugin.contributions[0].live);
        assert_eq!(plugin.contributions[0].settings[0].initial, "10");
    }

    #[test]
    fn what_is_not_in_order_is_refused() {
        assert_eq!(Declaring::default().tool(), Err(Misdeclared::Misplaced("tool")));
        assert_eq!(widget(&mut Declaring::default(), "a"), Err(Misdeclared::Plugin));
        assert_eq!(declaring().finish(), Err(Misdeclared::Nothing));
        let mut d = declaring();
        widget(&mut d, "a").unwrap();
        assert_eq!(widget(&mut d, "a"), Err(Misdeclared::Twice("a".into())));
        assert_eq!(d.tool(), Err(Misdeclared::Misplaced("tool")), "a widget is no tool");
    }

    #[test]
    fn portuguese_is_required_and_names_are_plain() {
        let mut d = Declaring::default();
        let english = vec![("en".into(), "Billing".into())];
        let refused = d.plugin("billing".into(), "1".into(), "B".into(), english);
        assert_eq!(refused, Err(Misdeclared::NoPortuguese("billing".into())));
        assert!(matches!(widget(&mut declaring(), "A\u{1b}b"), Err(Misdeclared::Name(name)) if name == "Ab"));
    }

    #[test]
    fn an_initial_value_has_to_fit_its_kind() {
        let mut d = declaring();
        widget(&mut d, "a").unwrap();
        for (kind, initial) in [("integer", "ten"), ("toggle", "yes"), ("choice", "x"), ("money", "1,5")] {
            let refused = d.setting("k".into(), kind.into(), pt("K"), vec![], initial.into());
            assert_eq!(refused, Err(Misdeclared::Initial("k".into())), "{kind}");
        }
        let refused = d.setting("k".into(), "file".into(), pt("K"), vec![], String::new());
        assert_eq!(refused, Err(Misdeclared::SettingKind("file".into())));
    }
}
