//! What a plugin did to the fake desk.

use crate::Answer;
use crate::bindings::everything::balcao::desk::declare::Label;
use crate::canvas::{Column, Event, Fact, Field, Metric, Plot, Row, RowAction, Series, Tone};
use crate::files::Details;
use crate::messages::email::{Mail, Recipient};

/// What was drawn: a function of the canvas and what it was given.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Block {
    Section(String),
    Text(String),
    Notice {
        tone: Tone,
        title: String,
        text: String,
    },
    Facts(Vec<Fact>),
    Metrics(Vec<Metric>),
    /// With the rows that were added later.
    Table {
        caption: String,
        columns: Vec<Column>,
        rows: Vec<Row>,
        when_empty: String,
        row_actions: Vec<RowAction>,
    },
    Timeline(Vec<Event>),
    Chart {
        caption: String,
        plot: Plot,
        unit: String,
        labels: Vec<String>,
        series: Vec<Series>,
    },
    Payment(String),
    Slips(Vec<String>),
    Message {
        text: String,
        charges: Vec<String>,
        to: Option<String>,
    },
    Query {
        fields: Vec<Field>,
        submit: String,
    },
    Open {
        label: String,
        answers: Vec<Answer>,
    },
    Launch {
        label: String,
        tone: Tone,
        action: String,
        answers: Vec<Answer>,
    },
}

/// What `finish` asked to change.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Effect {
    Reschedule {
        invoice: String,
        due: String,
        keep_charges: bool,
        reason: String,
    },
    /// `billing/invoice-changes.register-again`
    RegisterAgain {
        invoice: String,
    },
    Email {
        to: Recipient,
        mail: Mail,
    },
    Disconnect,
    SetPassword {
        password: Option<String>,
    },
    Unlock {
        days: u32,
        reason: String,
    },
    File(FileChange),
}

/// What `finish` asked to change of files.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum FileChange {
    Attach { file: String, details: Details },
    LinkToPerson { file: String, details: Details },
    LinkToTag { file: String, details: Details },
    Edit { of: String, details: Details },
    Delete { of: String, reason: String },
}

/// Which kind of thing was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    Widget,
    Action,
}

/// What `describe` said.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Declared {
    Plugin { name: String, version: String, vendor: String, titles: Vec<Label> },
    Contribution { kind: Kind, name: String, titles: Vec<Label>, summaries: Vec<Label>, tab: String },
    Tool,
    Live,
    Setting { key: String, kind: String, labels: Vec<Label>, choices: Vec<String>, initial: String },
    Span { least: i64, most: i64 },
}
