//! What an administrator set of widgets and actions: how each is shown in place of what its plugin declares,
//! and the values of its settings, for all profiles or for one.

use std::collections::BTreeMap;

use balcao_access::{Labels, Locale, ProfileId, UserId};
use balcao_engine::Digest;
use chrono::{DateTime, Utc};

use super::Installed;
use crate::canvas::{clean, is_name};
use crate::declare::{Declared, Setting, SettingKind};

/// The most characters of a title or a summary.
pub const LONGEST_LABEL: usize = 200;
/// The most characters of a setting's text.
pub const LONGEST_TEXT: usize = 4_000;

/// What a setting is set to, for all profiles or for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// The value; none: a secret, which nobody reads back.
    pub value: Option<String>,
    /// Who set it; none: the operator at the command line.
    pub by: Option<UserId>,
    /// When; none: before that was noted.
    pub at: Option<DateTime<Utc>>,
}

/// Widget or action, key of the setting, and the profile; none: all for whom nothing else is set.
pub(crate) type Sets = BTreeMap<(String, String, Option<ProfileId>), Set>;

/// How a widget or an action is shown in place of what its plugin declares: a language that is missing, and
/// no tab, is the plugin's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its title.
    pub titles: Labels,
    /// What it is for.
    pub summaries: Labels,
    /// The key of the tab where it stands unless a profile places it elsewhere.
    pub tab: Option<String>,
}

/// Where the value of a setting that is in force comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is set for the profile.
    Profile,
    /// It is set for all.
    All,
    /// Nobody set it.
    Initial,
}

/// The value of a setting that is in force.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    /// The value; none: a secret that is set.
    pub value: Option<&'a str>,
    /// Where it comes from.
    pub source: Source,
    /// Who set it and when, if somebody did.
    pub set: Option<&'a Set>,
}

/// Why something is no value for a setting or for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// More than so many characters.
    TooLong(usize),
    /// Characters that have no place in it.
    Characters,
    /// No whole number.
    NotInteger,
    /// No amount.
    NotMoney,
    /// Neither yes nor no.
    NotToggle,
    /// None of the choices.
    NotOffered,
    /// Less than the least.
    Below(i64),
    /// More than the most.
    Above(i64),
}

impl Setting {
    /// Whether it can be set to this. An empty value is one for a text, a secret and nothing else.
    pub fn check(&self, value: &str) -> Result<(), Misfit> {
        let number = |none: Misfit| {
            let number = value.parse::<i64>().map_err(|_| none)?;
            match (self.least, self.most) {
                (Some(least), _) if number < least => Err(Misfit::Below(least)),
                (_, Some(most)) if number > most => Err(Misfit::Above(most)),
                _ => Ok(()),
            }
        };
        match self.kind {
            SettingKind::Text | SettingKind::Secret if value.chars().count() > LONGEST_TEXT => {
                Err(Misfit::TooLong(LONGEST_TEXT))
            }
            SettingKind::Text | SettingKind::Secret if clean(value, true) != value => Err(Misfit::Characters),
            SettingKind::Text | SettingKind::Secret => Ok(()),
            SettingKind::Integer => number(Misfit::NotInteger),
            SettingKind::Money => number(Misfit::NotMoney),
            SettingKind::Toggle if matches!(value, "true" | "false") => Ok(()),
            SettingKind::Toggle => Err(Misfit::NotToggle),
            SettingKind::Choice if self.choices.iter().any(|choice| choice == value) => Ok(()),
            SettingKind::Choice => Err(Misfit::NotOffered),
        }
    }
}

impl Shown {
    /// Everything that is wrong with it, by the name of what it is: `title-en`, `summary-pt-BR`, `tab`.
    pub(crate) fn misfits(&self) -> Vec<(String, Misfit)> {
        let text = |(name, text): (String, &str)| {
            let misfit = match text {
                long if long.chars().count() > LONGEST_LABEL => Misfit::TooLong(LONGEST_LABEL),
                odd if clean(odd, false) != odd => Misfit::Characters,
                _ => return None,
            };
            Some((name, misfit))
        };
        let tab = self.tab.iter().filter(|tab| !is_name(tab)).map(|_| ("tab".to_owned(), Misfit::NotOffered));
        self.texts().into_iter().filter_map(text).chain(tab).collect()
    }

    /// Its texts by name: `title-pt-BR`, `summary-en`.
    fn texts<'a>(&'a self) -> Vec<(String, &'a str)> {
        let of = |what: &'static str, labels: &'a Labels| {
            Locale::ALL.iter().filter_map(move |locale| {
                let text = labels.0.get(locale.tag())?;
                Some((format!("{what}-{}", locale.tag()), text.as_str()))
            })
        };
        of("title", &self.titles).chain(of("summary", &self.summaries)).collect()
    }

    /// What of it differs from another, by name: before and after; none is the plugin's own.
    pub(crate) fn differences<'a>(
        &'a self,
        after: &'a Shown,
    ) -> Vec<(String, Option<&'a str>, Option<&'a str>)> {
        let all = |shown: &'a Shown| -> BTreeMap<String, &'a str> {
            let tab = shown.tab.as_deref().map(|tab| ("tab".to_owned(), tab));
            shown.texts().into_iter().chain(tab).collect()
        };
        let (before, after) = (all(self), all(after));
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort();
        names.dedup();
        let pair = |name: &String| (name.clone(), before.get(name).copied(), after.get(name).copied());
        names.into_iter().map(pair).filter(|(_, before, after)| before != after).collect()
    }
}

/// A text with those languages of another in place of its own.
pub(crate) fn over(own: &Labels, shown: &Labels) -> Labels {
    let mut labels = own.clone();
    labels.0.extend(shown.0.clone());
    labels
}

impl Installed {
    /// What a widget's or an action's setting is set to, for all profiles or for this one.
    pub fn set(&self, contribution: &str, key: &str, profile: Option<ProfileId>) -> Option<&Set> {
        self.settings.get(&(contribution.to_owned(), key.to_owned(), profile))
    }

    /// The value that is in force for users of a profile, or for those of all others: what is set for the
    /// profile, else for all, else the initial one. A value from before an upgrade may not fit the setting as
    /// it is now; then it is as if there were none.
    pub fn in_force<'a>(
        &'a self,
        contribution: &str,
        setting: &'a Setting,
        profile: Option<ProfileId>,
    ) -> InForce<'a> {
        let fits = |set: &&Set| match (&set.value, setting.kind) {
            (None, SettingKind::Secret) => true,
            (None, _) | (Some(_), SettingKind::Secret) => false,
            (Some(value), _) => setting.check(value).is_ok(),
        };
        let of = |profile| self.set(contribution, &setting.key, profile).filter(fits);
        let found =
            |source| move |set: &'a Set| InForce { value: set.value.as_deref(), source, set: Some(set) };
        let own = profile.and_then(|profile| of(Some(profile))).map(found(Source::Profile));
        own.or_else(|| of(None).map(found(Source::All))).unwrap_or(InForce {
            value: Some(&setting.initial),
            source: Source::Initial,
            set: None,
        })
    }

    /// The values of a widget's or an action's settings for users of a profile. A secret one answers a
    /// placeholder that only the host can fill in.
    pub(crate) fn values(&self, declared: &Declared, profile: ProfileId) -> BTreeMap<String, String> {
        let value = |setting: &Setting| {
            if setting.kind == SettingKind::Secret {
                return format!("{{{{secret:{}}}}}", setting.key);
            }
            let in_force = self.in_force(&declared.name, setting, Some(profile));
            in_force.value.unwrap_or(&setting.initial).to_owned()
        };
        declared.settings.iter().map(|setting| (setting.key.clone(), value(setting))).collect()
    }

    /// How a widget or an action is shown in place of what the plugin declares.
    pub fn shown(&self, contribution: &str) -> Shown {
        self.shown.get(contribution).cloned().unwrap_or_default()
    }

    /// What a form saw of all this: another one once anything of it was changed.
    pub fn edition(&self, contribution: &str) -> String {
        let own: Vec<_> = self.settings.iter().filter(|((name, _, _), _)| name == contribution).collect();
        let seen = format!("{own:?} {:?}", self.shown(contribution));
        Digest::of(seen.as_bytes()).to_string()[..16].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(kind: SettingKind) -> Setting {
        Setting {
            key: "days".into(),
            kind,
            labels: Labels::default(),
            choices: vec!["a".into()],
            initial: "1".into(),
            least: Some(0),
            most: Some(60),
        }
    }

    #[test]
    fn a_value_fits_by_kind_and_span() {
        use SettingKind::*;
        for (kind, value, misfit) in [
            (Integer, "5", None),
            (Integer, "five", Some(Misfit::NotInteger)),
            (Integer, "-1", Some(Misfit::Below(0))),
            (Integer, "61", Some(Misfit::Above(60))),
            (Integer, "", Some(Misfit::NotInteger)),
            (Money, "1,5", Some(Misfit::NotMoney)),
            (Toggle, "true", None),
            (Toggle, "yes", Some(Misfit::NotToggle)),
            (Choice, "a", None),
            (Choice, "b", Some(Misfit::NotOffered)),
            (Text, "", None),
            (Text, "two\nlines", None),
            (Text, "\u{1b}[0m", Some(Misfit::Characters)),
        ] {
            assert_eq!(setting(kind).check(value).err(), misfit, "{kind} {value:?}");
        }
        let long = "x".repeat(LONGEST_TEXT + 1);
        assert_eq!(setting(Text).check(&long), Err(Misfit::TooLong(LONGEST_TEXT)));
    }

    #[test]
    fn what_is_shown_otherwise_is_named_with_before_and_after() {
        let (mut before, mut after) = (Shown::default(), Shown::default());
        before.titles.0.insert("pt-BR".into(), "Um".into());
        after.titles.0.insert("pt-BR".into(), "Dois".into());
        after.tab = Some("inicio".into());
        assert_eq!(
            before.differences(&after),
            [("tab".into(), None, Some("inicio")), ("title-pt-BR".into(), Some("Um"), Some("Dois"))]
        );
        assert!(after.differences(&after).is_empty());
    }
}
