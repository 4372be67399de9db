//! A description in the making, checked call by call.

use std::collections::BTreeMap;

use balcao_access::{Kind, Labels};

use super::{Declared, Description, Misdeclared, Setting, SettingKind};
use crate::canvas::{clean, is_name};

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
            least: None,
            most: None,
        };
        if setting.check(&setting.initial).is_err() {
            return Err(Misdeclared::Initial(setting.key));
        }
        last.settings.push(setting);
        Ok(())
    }

    pub(crate) fn span(&mut self, least: i64, most: i64) -> Result<(), Misdeclared> {
        let setting = self.last(None, "span")?.settings.last_mut().ok_or(Misdeclared::Misplaced("span"))?;
        if !matches!(setting.kind, SettingKind::Integer | SettingKind::Money) {
            return Err(Misdeclared::Misplaced("span"));
        }
        (setting.least, setting.most) = (Some(least), Some(most));
        setting.check(&setting.initial).map_err(|_| Misdeclared::Initial(setting.key.clone()))
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
    let mut labels = BTreeMap::new();
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
        let spanned = |least, most| {
            let mut d = declaring();
            widget(&mut d, "a").unwrap();
            d.setting("k".into(), "integer".into(), pt("K"), vec![], "5".into()).unwrap();
            d.span(least, most)
        };
        assert_eq!(spanned(1, 5), Ok(()));
        assert_eq!(spanned(6, 9), Err(Misdeclared::Initial("k".into())));
        let refused = d.setting("k".into(), "file".into(), pt("K"), vec![], String::new());
        assert_eq!(refused, Err(Misdeclared::SettingKind("file".into())));
    }
}
