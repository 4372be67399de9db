//! What a widget or an action says of itself.

use crate::Text;
use crate::imports::declare::{self, Label};

/// Where a widget or an action stands unless a profile places it elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tab {
    Inicio,
    Financeiro,
    Conexao,
    Anexos,
    Documentacao,
    Materiais,
}

impl Tab {
    /// As the contract spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inicio => "inicio",
            Self::Financeiro => "financeiro",
            Self::Conexao => "conexao",
            Self::Anexos => "anexos",
            Self::Documentacao => "documentacao",
            Self::Materiais => "materiais",
        }
    }
}

/// A widget's or an action's name, title and settings.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// `[a-z][a-z0-9-]{0,39}`, within the plugin.
    pub name: &'static str,
    /// Its home.
    pub tab: Tab,
    /// What the agent reads above it, or on its button.
    pub title: Text,
    /// What it does, in a sentence, for whoever makes up a profile.
    pub summary: Text,
    /// What an administrator may set.
    pub settings: &'static [Setting],
    tool: bool,
    live: bool,
}

impl Card {
    /// A card whose title says it all.
    pub const fn new(name: &'static str, tab: Tab, title: Text) -> Self {
        Self { name, tab, title, summary: title, settings: &[], tool: false, live: false }
    }

    /// With what it does.
    pub const fn summary(mut self, summary: Text) -> Self {
        self.summary = summary;
        self
    }

    /// With what an administrator may set.
    pub const fn settings(mut self, settings: &'static [Setting]) -> Self {
        self.settings = settings;
        self
    }

    /// An action that ends without the closing form.
    pub const fn tool(mut self) -> Self {
        self.tool = true;
        self
    }

    /// A widget that draws for long, on a stream of its own.
    pub const fn live(mut self) -> Self {
        self.live = true;
        self
    }

    pub(crate) fn declare_widget(&self) {
        declare::widget(self.name, &labels(self.title), &labels(self.summary), self.tab.as_str());
        self.declare_rest();
    }

    pub(crate) fn declare_action(&self) {
        declare::action(self.name, &labels(self.title), &labels(self.summary), self.tab.as_str());
        self.declare_rest();
    }

    /// A tool among widgets or a live action is the host's to refuse.
    fn declare_rest(&self) {
        if self.tool {
            declare::tool();
        }
        if self.live {
            declare::live();
        }
        for setting in self.settings {
            let choices: Vec<String> = setting.choices.iter().map(|&c| c.into()).collect();
            let (key, kind) = (setting.key, setting.kind.as_str());
            declare::setting(key, kind, &labels(setting.label), &choices, setting.initial);
            if let Some((least, most)) = setting.span {
                declare::span(least, most);
            }
        }
    }
}

/// What an administrator may set for a widget or an action; read with [`settings`](crate::settings).
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub(crate) key: &'static str,
    kind: SettingKind,
    label: Text,
    choices: &'static [&'static str],
    span: Option<(i64, i64)>,
    pub(crate) initial: &'static str,
}

/// How a setting is spelt and asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// Any text.
    Text,
    /// A text that only the host ever reads.
    Secret,
    /// A whole number.
    Integer,
    /// Centavos.
    Money,
    /// `true` or `false`.
    Toggle,
    /// One of [`Setting::choices`].
    Choice,
}

impl SettingKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Secret => "secret",
            Self::Integer => "integer",
            Self::Money => "money",
            Self::Toggle => "toggle",
            Self::Choice => "choice",
        }
    }
}

impl Setting {
    /// A setting, and the value that it has until somebody sets it.
    pub const fn new(key: &'static str, kind: SettingKind, label: Text, initial: &'static str) -> Self {
        Self { key, kind, label, choices: &[], span: None, initial }
    }

    /// With the least and the most that a number or an amount may be, both included.
    pub const fn between(mut self, least: i64, most: i64) -> Self {
        self.span = Some((least, most));
        self
    }

    /// With what a [`SettingKind::Choice`] may be.
    pub const fn choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }
}

/// A text as the labels that `declare` wants: only the languages that it has.
pub(crate) fn labels(text: Text) -> Vec<Label> {
    [("pt-BR", Some(text.pt)), ("en", text.en), ("es", text.es)]
        .into_iter()
        .filter_map(|(locale, text)| text.map(|t| Label { locale: locale.into(), text: t.into() }))
        .collect()
}
