//! Fields of a form.

use crate::canvas::{Choice, Field, Input, Span, Upload};

impl Field {
    /// A required field of any kind.
    pub fn new(name: impl Into<String>, label: impl Into<String>, input: Input) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            input,
            required: true,
            initial: Vec::new(),
        }
    }

    /// One line, of at most so many characters.
    pub fn text(name: impl Into<String>, label: impl Into<String>, longest: u32) -> Self {
        Self::new(name, label, Input::Text(longest))
    }

    /// Several lines, of at most so many characters.
    pub fn paragraph(name: impl Into<String>, label: impl Into<String>, longest: u32) -> Self {
        Self::new(name, label, Input::Paragraph(longest))
    }

    /// A whole number.
    pub fn integer(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Integer(Span::ANY))
    }

    /// An amount, in centavos.
    pub fn money(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Money(Span::ANY))
    }

    /// A calendar day.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Date(Span::ANY))
    }

    /// On or off.
    pub fn toggle(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Toggle).optional()
    }

    /// Exactly one of these.
    pub fn one_of(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Input::OneOf(choices))
    }

    /// Any of these; at least one while the field is required.
    pub fn some_of(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Input::SomeOf(choices))
    }

    /// A file, answered by a handle.
    pub fn upload(name: impl Into<String>, label: impl Into<String>, upload: Upload) -> Self {
        Self::new(name, label, Input::Upload(upload))
    }

    /// A password or key, answered by a handle.
    pub fn secret(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Input::Secret)
    }

    /// With a line below it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// It may be left empty.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// Filled in already; for a field of several values, once for each.
    pub fn initial(mut self, value: impl Into<String>) -> Self {
        self.initial.push(value.into());
        self
    }

    /// Not below, not above; for numbers, amounts and days, spelt as their answers.
    pub fn between(mut self, least: impl ToString, most: impl ToString) -> Self {
        if let Input::Integer(span) | Input::Money(span) | Input::Date(span) = &mut self.input {
            *span = Span { min: Some(least.to_string()), max: Some(most.to_string()) };
        }
        self
    }
}

impl Span {
    /// Any value.
    pub const ANY: Self = Self { min: None, max: None };
}

impl Choice {
    /// What may be chosen: what it is answered by, and what is read.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// With a line below it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
