//! What is asked, and what is answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A field's name and its values, spelt as the contract says (`wit/desk/types.wit`): text as typed,
/// centavos, an ISO date, `true` or `false`, a choice's value. A value that is a handle of this
/// request is turned into an id of the call that gets it; any other text stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The field.
    pub field: String,
    /// Its values; one, but for a choice of several, and none when it was left empty.
    pub values: Vec<String>,
}

/// One of several values to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is answered: a handle, or the plugin's own text.
    pub value: String,
    /// What the agent reads.
    pub label: String,
    /// More about it; may be empty.
    pub hint: String,
}

/// The least and the greatest answer that is accepted, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span<T> {
    /// The least.
    pub min: Option<T>,
    /// The greatest.
    pub max: Option<T>,
}

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// One line of at most so many characters.
    Text(u32),
    /// Several lines of at most so many characters.
    Paragraph(u32),
    /// A whole number.
    Integer(Span<i64>),
    /// Reais, answered in centavos.
    Money(Span<i64>),
    /// A calendar day, answered as an ISO date.
    Date(Span<NaiveDate>),
    /// Yes or no, answered `true` or `false`.
    Toggle,
    /// One of these.
    OneOf(Vec<Choice>),
    /// Any number of these.
    SomeOf(Vec<Choice>),
    /// A file, answered by a handle.
    Upload(Upload),
    /// A text that no plugin reads, answered by a handle.
    Secret,
}

/// Which files a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// `application/pdf`, `image/*`; none: whatever the desk takes.
    pub media_types: Vec<String>,
    /// Bytes at most; 0: no more than the desk takes.
    pub max_bytes: u64,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, unique in its form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// More about it; may be empty.
    pub hint: String,
    /// What it takes.
    pub input: Input,
    /// An answer is needed.
    pub required: bool,
    /// What stands in it at first; values as in [`Answer`].
    pub initial: Vec<String>,
}

/// What is wrong with the answer to a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field's name.
    pub field: String,
    /// What is wrong, in the language of the call.
    pub message: String,
}

/// What an action's `next` wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Ask for these.
    Ask(Vec<Field>),
    /// Answers at fault.
    Correct(Vec<Problem>),
    /// All is known.
    Review,
}

/// Whether an action applies now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It does.
    Yes,
    /// It does not, and why, in the language of the call.
    No(String),
    /// It does not, and is not worth a word.
    Hidden,
}
