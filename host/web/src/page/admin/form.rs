//! A form of the administration: what was typed stands in it again, what is wrong stands at its field and,
//! together, above.

use balcao_access::{Labels, Locale};
use balcao_plugins::canvas::Tone;
use maud::{Markup, html};

use crate::answers::SECRET_FIELD;
use crate::block::notice;
use crate::fields::Fields;
use crate::shell::{Frame, icon};

/// What is wrong with a field.
pub(super) struct Problem {
    /// The id of the field, which is its name.
    pub id: String,
    pub label: String,
    pub words: String,
}

/// What is wrong, before the form: it takes the focus and leads to each field.
pub(super) fn summary(frame: &Frame, problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.notice.danger.summary-of-errors #problem tabindex="-1" role="alert" autofocus {
                (icon("danger"))
                div {
                    strong { (frame.lang().problems_title()) }
                    ul { @for problem in problems {
                        li { a href={ "#" (problem.id) } { (problem.label) ": " (problem.words) } }
                    } }
                }
            }
        }
    }
}

/// That somebody was faster; `by` and `at` say who and when, where that is known.
pub(super) fn late(frame: &Frame, who: Option<(&str, &str)>) -> Markup {
    let lang = frame.lang();
    let text =
        html! { @if let Some((by, at)) = who { (lang.admin_late_by(by, at)) " " } (lang.admin_late()) };
    html! { div #problem tabindex="-1" role="alert" autofocus { (notice(Tone::Warning, lang.stale_title(), text)) } }
}

/// A form that is being drawn.
pub(super) struct Form<'a> {
    pub frame: &'a Frame,
    /// What was sent, if it is drawn again.
    pub typed: Option<&'a Fields>,
    pub problems: &'a [Problem],
}

impl Form<'_> {
    /// What stands in a field: what was typed, or else this.
    fn value(&self, name: &str, stands: &str) -> String {
        self.typed.and_then(|typed| typed.get(name)).unwrap_or(stands).to_owned()
    }

    fn words(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.id == name).map(|problem| problem.words.as_str())
    }

    fn error(&self, name: &str) -> Markup {
        html! { @if let Some(words) = self.words(name) { p.error id={ (name) "-error" } { (words) } } }
    }

    fn described(&self, name: &str) -> Option<String> {
        self.words(name).map(|_| format!("{name}-error"))
    }

    fn invalid(&self, name: &str) -> Option<&'static str> {
        self.words(name).map(|_| "true")
    }

    fn label(&self, name: &str, label: &str, optional: bool) -> Markup {
        html! { label for=(name) { (label) @if optional { " " span.dim { "(" (self.frame.lang().optional()) ")" } } } }
    }

    /// One line.
    pub fn text(&self, name: &str, label: &str, stands: &str, optional: bool) -> Markup {
        self.line(name, label, stands, optional, "text", "")
    }

    /// One line of a type of its own, with a placeholder.
    pub fn line(
        &self,
        name: &str,
        label: &str,
        stands: &str,
        optional: bool,
        kind: &str,
        placeholder: &str,
    ) -> Markup {
        html! {
            div.field {
                (self.label(name, label, optional))
                (self.error(name))
                input id=(name) type=(kind) name=(name) value=(self.value(name, stands)) autocomplete="off"
                    placeholder=[(!placeholder.is_empty()).then_some(placeholder)] required[!optional]
                    aria-invalid=[self.invalid(name)] aria-describedby=[self.described(name)];
            }
        }
    }

    /// Several lines.
    pub fn paragraph(&self, name: &str, label: &str, stands: &str, hint: &str, rows: u8) -> Markup {
        html! {
            div.field {
                (self.label(name, label, false))
                @if !hint.is_empty() { p.hint { (hint) } }
                (self.error(name))
                textarea id=(name) name=(name) rows=(rows) aria-invalid=[self.invalid(name)]
                    aria-describedby=[self.described(name)] { "\n" (self.value(name, stands)) }
            }
        }
    }

    /// What is written and never shown, not even when the form is drawn again; `hint` says what comes of
    /// leaving it empty. Its name is `secret-` and this.
    pub fn secret(&self, name: &str, label: &str, hint: &str) -> Markup {
        let name = format!("{SECRET_FIELD}{name}");
        html! {
            div.field {
                (self.label(&name, label, false))
                @if !hint.is_empty() { p.hint { (hint) } }
                (self.error(&name))
                input id=(name) type="password" name=(name) autocomplete="new-password" spellcheck="false"
                    aria-invalid=[self.invalid(&name)] aria-describedby=[self.described(&name)];
            }
        }
    }

    /// One of several, by value and words.
    pub fn select(&self, name: &str, label: &str, options: &[(String, String)], stands: &str) -> Markup {
        let chosen = self.value(name, stands);
        html! {
            div.field {
                (self.label(name, label, false))
                (self.error(name))
                select id=(name) name=(name) aria-invalid=[self.invalid(name)] aria-describedby=[self.described(name)] {
                    @for (value, words) in options { option value=(value) selected[*value == chosen] { (words) } }
                }
            }
        }
    }

    /// Yes or no.
    pub fn toggle(&self, name: &str, label: &str, stands: bool) -> Markup {
        let on = self.typed.map_or(stands, |typed| typed.get(name).is_some());
        html! { div.field { label.toggle { input id=(name) type="checkbox" name=(name) value="true" checked[on]; " " (label) } } }
    }

    /// Any number of these, by value and words.
    pub fn some(
        &self,
        name: &str,
        label: &str,
        hint: &str,
        options: &[(String, String)],
        stand: &[String],
    ) -> Markup {
        let chosen: Vec<String> =
            self.typed.map_or_else(|| stand.to_vec(), |typed| typed.all(name).map(str::to_owned).collect());
        html! {
            fieldset.field.choices id=(name) tabindex="-1" aria-describedby=[self.described(name)] {
                legend { (label) }
                @if !hint.is_empty() { p.hint { (hint) } }
                (self.error(name))
                @for (value, words) in options {
                    label { input type="checkbox" name=(name) value=(value) checked[chosen.contains(value)]; span { (words) } }
                }
            }
        }
    }

    /// A text in the three languages, in fields `name-pt-BR`, `name-en`, `name-es`. `own` stands in the place
    /// of what is left empty; without it Portuguese is asked for.
    pub fn labels(&self, name: &str, label: &str, stand: &Labels, own: Option<&Labels>) -> Markup {
        let lang = self.frame.lang();
        let text = |labels: &Labels, locale: Locale| labels.0.get(locale.tag()).cloned().unwrap_or_default();
        html! {
            div.columns {
                @for locale in Locale::ALL {
                    @let optional = own.is_some() || *locale != Locale::Pt;
                    (self.line(&label_name(name, *locale), &format!("{label}, {}", lang.language_name(*locale)), &text(stand, *locale),
                        optional, "text", &own.map(|own| own.text(*locale).to_owned()).unwrap_or_default()))
                }
            }
        }
    }
}

/// The name of the field for a text in one language.
pub(super) fn label_name(name: &str, locale: Locale) -> String {
    format!("{name}-{}", locale.tag())
}

/// The text in three languages that was typed; what is empty is not in it.
pub(super) fn read_labels(fields: &Fields, name: &str) -> Labels {
    let typed = |locale: &Locale| {
        let text = fields.text(&label_name(name, *locale));
        (!text.is_empty()).then(|| (locale.tag().to_owned(), text.to_owned()))
    };
    Labels(Locale::ALL.iter().filter_map(typed).collect())
}
