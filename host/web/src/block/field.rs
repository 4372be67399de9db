//! A field of a form: label, hint, control, and what is wrong with its answer.

use balcao_action::{Bound, Fault};
use balcao_brazil::Money;
use balcao_plugins::canvas::{Choice, Field, Input, Span};
use maud::{Markup, html};

use crate::answers::{ANSWER, KIND, SECRET};
use crate::shell::Frame;

/// Draws it. `prefix` makes its ids unique on the page; `values` stand in it; `problem` is what is
/// wrong with them.
pub(crate) fn draw(
    frame: &Frame,
    prefix: &str,
    field: &Field,
    values: &[String],
    problem: Option<&str>,
) -> Markup {
    let control = Control {
        frame,
        id: id(prefix, &field.name),
        name: format!("{ANSWER}{}", field.name),
        required: field.required,
        described: described_by(frame, prefix, field, problem),
        invalid: problem.is_some(),
    };
    let first = values.first().map(String::as_str).unwrap_or_default();
    let hint = hint(frame, field);
    let hint = html! { @if !hint.is_empty() { p.hint id={ (control.id) "-hint" } { (hint) } } };
    let error =
        html! { @if let Some(problem) = problem { p.error id={ (control.id) "-error" } { (problem) } } };
    let kind = html! { input type="hidden" name={ (KIND) (field.name) } value=(kind(&field.input)); };
    match &field.input {
        Input::OneOf(choices) if choices.len() > 8 => html! {
            div.field { (control.label(&field.label)) (hint) (control.select(choices, first)) (error) (kind) }
        },
        Input::OneOf(choices) | Input::SomeOf(choices) => {
            let several = matches!(field.input, Input::SomeOf(_));
            html! {
                fieldset.field id=(control.id) tabindex="-1" aria-describedby=[control.described.as_deref()] {
                    legend { (field.label) (control.mark()) }
                    (hint) (control.choices(choices, values, several)) (error) (kind)
                }
            }
        }
        Input::Toggle => html! {
            div.field {
                label.toggle {
                    input id=(control.id) type="checkbox" name=(control.name) value="true" checked[first == "true"]
                        aria-describedby=[control.described.as_deref()];
                    " " (field.label)
                }
                (hint) (error) (kind)
            }
        },
        input => html! {
            div.field { (control.label(&field.label)) (hint) (control.input(input, first)) (error) (kind) }
        },
    }
}

/// The id of a field's control, for the error summary.
pub(crate) fn id(prefix: &str, name: &str) -> String {
    // Names are the plugin's; an id is ours. Hex keeps it unique and plain.
    let name: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}-f{name}")
}

fn described_by(frame: &Frame, prefix: &str, field: &Field, problem: Option<&str>) -> Option<String> {
    let id = id(prefix, &field.name);
    let hint = (!hint(frame, field).is_empty()).then(|| format!("{id}-hint"));
    let error = problem.map(|_| format!("{id}-error"));
    match (error, hint) {
        (Some(error), Some(hint)) => Some(format!("{error} {hint}")),
        (error, hint) => error.or(hint),
    }
}

/// The plugin's hint, and between what the answer has to be.
fn hint(frame: &Frame, field: &Field) -> String {
    let format = frame.format;
    let span = match &field.input {
        Input::Integer(span) => ends(span, |number| format.integer(number)),
        Input::Money(span) => ends(span, |centavos| format.money(Money(centavos))),
        Input::Date(span) => ends(span, |day| format.date(day)),
        _ => (None, None),
    };
    let lang = frame.lang();
    let span = match span {
        (Some(min), Some(max)) => lang.between(&min, &max),
        (Some(min), None) => lang.answer_below(&min),
        (None, Some(max)) => lang.answer_above(&max),
        (None, None) => return field.hint.clone(),
    };
    if field.hint.is_empty() { span } else { format!("{} {span}", field.hint) }
}

fn ends<T: Copy>(span: &Span<T>, words: impl Fn(T) -> String) -> (Option<String>, Option<String>) {
    (span.min.map(&words), span.max.map(&words))
}

/// How [`crate::answers::read`] has to spell what comes back.
fn kind(input: &Input) -> &'static str {
    match input {
        Input::Money(_) => "money",
        Input::Toggle => "toggle",
        Input::Secret => SECRET,
        _ => "text",
    }
}

struct Control<'a> {
    frame: &'a Frame,
    id: String,
    name: String,
    required: bool,
    described: Option<String>,
    invalid: bool,
}

impl Control<'_> {
    fn label(&self, text: &str) -> Markup {
        html! { label for=(self.id) { (text) (self.mark()) } }
    }

    fn mark(&self) -> Markup {
        let lang = self.frame.lang();
        html! { @if !self.required { " " span.dim { "(" (lang.optional()) ")" } } }
    }

    fn input(&self, input: &Input, value: &str) -> Markup {
        let format = self.frame.format;
        let money =
            |text: &str| text.parse().map_or(text.to_owned(), |centavos| format.money_field(Money(centavos)));
        let (kind, mode, length, value, (min, max)) = match input {
            Input::Integer(_) => ("text", Some("numeric"), Some(20), value.to_owned(), (None, None)),
            Input::Money(_) => ("text", Some("decimal"), Some(24), money(value), (None, None)),
            Input::Date(span) => ("date", None, None, value.to_owned(), ends(span, |day| day.to_string())),
            Input::Paragraph(max) => return self.paragraph(*max, value),
            Input::Text(max) => ("text", None, Some(*max), value.to_owned(), (None, None)),
            Input::Secret => return self.secret(value),
            // A form of an action draws a field for a file by itself.
            Input::Toggle | Input::OneOf(_) | Input::SomeOf(_) | Input::Upload(_) => return html! {},
        };
        html! {
            input id=(self.id) type=(kind) name=(self.name) value=(value) inputmode=[mode] maxlength=[length]
                min=[min] max=[max] required[self.required] autocomplete="off"
                aria-invalid=[self.invalid.then_some("true")] aria-describedby=[self.described.as_deref()];
        }
    }

    /// What was typed is never sent back: its handle is, and something else may be typed in its place.
    fn secret(&self, handle: &str) -> Markup {
        html! {
            @if !handle.is_empty() {
                input type="hidden" name=(self.name) value=(handle);
                p.hint { (self.frame.lang().secret_given()) }
            }
            input id=(self.id) type="password" name=(self.name) maxlength="200" required[self.required && handle.is_empty()]
                autocomplete="new-password" aria-invalid=[self.invalid.then_some("true")]
                aria-describedby=[self.described.as_deref()];
        }
    }

    fn paragraph(&self, max: u32, value: &str) -> Markup {
        html! {
            textarea id=(self.id) name=(self.name) rows="4" maxlength=(max) required[self.required]
                aria-invalid=[self.invalid.then_some("true")] aria-describedby=[self.described.as_deref()] { "\n" (value) }
        }
    }

    fn select(&self, choices: &[Choice], value: &str) -> Markup {
        html! {
            select id=(self.id) name=(self.name) required[self.required]
                aria-invalid=[self.invalid.then_some("true")] aria-describedby=[self.described.as_deref()] {
                option value="" { "—" }
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == value] {
                        (choice.label) @if !choice.hint.is_empty() { " · " (choice.hint) }
                    }
                }
            }
        }
    }

    fn choices(&self, choices: &[Choice], values: &[String], several: bool) -> Markup {
        let kind = if several { "checkbox" } else { "radio" };
        html! {
            div.choices {
                @if choices.is_empty() { p.empty { (self.frame.lang().nothing_here()) } }
                @for choice in choices {
                    label {
                        input type=(kind) name=(self.name) value=(choice.value) checked[values.contains(&choice.value)]
                            required[self.required && !several];
                        span { (choice.label) @if !choice.hint.is_empty() { br; span.dim { (choice.hint) } } }
                    }
                }
            }
        }
    }
}

/// Why an answer is none, in the agent's language.
pub(crate) fn fault(frame: &Frame, fault: &Fault) -> String {
    let (lang, format) = (frame.lang(), frame.format);
    let bound = |bound: &Bound| match bound {
        Bound::Integer(number) => format.integer(*number),
        Bound::Money(centavos) => format.money(Money(*centavos)),
        Bound::Date(day) => format.date(*day),
    };
    match fault {
        Fault::Required => lang.answer_required().to_owned(),
        Fault::One => lang.answer_one().to_owned(),
        Fault::TooLong(most) => lang.answer_too_long(*most),
        Fault::Characters => lang.answer_characters().to_owned(),
        Fault::NotInteger => lang.answer_not_integer().to_owned(),
        Fault::NotMoney => lang.answer_not_money().to_owned(),
        Fault::NotDate => lang.answer_not_date().to_owned(),
        Fault::Below(least) => lang.answer_below(&bound(least)),
        Fault::Above(most) => lang.answer_above(&bound(most)),
        Fault::NotToggle => lang.answer_not_toggle().to_owned(),
        Fault::NotOffered => lang.answer_not_offered().to_owned(),
        Fault::NotHeld => lang.answer_not_held().to_owned(),
        Fault::Said(text) => text.clone(),
    }
}
