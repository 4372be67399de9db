//! What a plugin drew: typed values, cleaned and within the caps, with no trace of WIT.
//!
//! Every text here has passed [`clean`]: no control or bidirectional characters, never longer than
//! its cap. An id that the plugin was handed is a [`Handle`](crate::Handle) by now (in the form of
//! its text), so that what leaves a call can be stored, sent to a page, and come back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use balcao_billing::ChargeId;
use balcao_brazil::Money;
use balcao_desk::personal::ContactKey;
use balcao_files::RecordId;

mod budget;
mod clean;
mod form;

pub(crate) use budget::{BLOCKS, Budget};
pub use budget::{Limit, Spoiled};
pub(crate) use clean::{clean, holds_payment_code, is_name};
pub use form::{Answer, Availability, Choice, Field, Input, Problem, Span, Step, Upload};

/// How something is meant: the page turns it into a colour and an icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Nothing special.
    Neutral,
    /// Worth knowing.
    Info,
    /// As it should be.
    Success,
    /// Needs attention.
    Warning,
    /// Wrong, or about to hurt.
    Danger,
}

/// A short word with a tone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Badge {
    /// The word.
    pub label: String,
    /// Its tone.
    pub tone: Tone,
}

/// One value. The page formats it in the agent's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// There is none.
    Absent,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number; always finite.
    Number(f64),
    /// A share of a hundred; always finite.
    Percent(f64),
    /// Reais.
    #[serde(with = "centavos")]
    Money(Money),
    /// A calendar day.
    Date(NaiveDate),
    /// A moment.
    Instant(DateTime<Utc>),
    /// Milliseconds; always finite.
    DurationMs(f64),
    /// A quantity of data.
    Bytes(u64),
    /// A rate.
    BitsPerSecond(u64),
    /// An optical level; always finite.
    Dbm(f64),
    /// A word with a tone.
    Badge(Badge),
    /// A postal address, as one text.
    Address(String),
    /// Text with a copy button; never a payment code.
    Copyable(String),
    /// Personal data of the customer, which the page reads when it draws.
    Protected(Protected),
    /// A password by its handle: drawn masked, shown by an act of its own ([`crate::Secret`]).
    Secret(String),
    /// A file of the customer, which the page names and links to.
    File(RecordId),
}

/// Which piece of the customer's personal data. What it is stands nowhere in what a plugin drew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protected {
    /// CPF or CNPJ.
    TaxId,
    /// A phone or an e-mail address.
    Contact(ContactKey),
}

/// A label and what stands beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: Value,
}

/// A figure that stands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// What is counted.
    pub label: String,
    /// The figure.
    pub value: Value,
    /// Its tone.
    pub tone: Tone,
}

/// A table's column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// Right-aligned, with tabular figures.
    pub numeric: bool,
}

/// A table's row; as many cells as the table has columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What a row action answers its field with: a handle, or the plugin's own text.
    pub key: String,
    /// The cells.
    pub cells: Vec<Value>,
    /// The row's tone.
    pub tone: Tone,
}

/// A button at each row: starts this plugin's own action with the row's key as the answer to `field`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowAction {
    /// The button's text.
    pub label: String,
    /// The action's name, one of the same plugin.
    pub action: String,
    /// The field that the row's key answers.
    pub field: String,
}

/// A point of a timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub title: String,
    /// More about it; may be empty.
    pub detail: String,
    /// Its tone.
    pub tone: Tone,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plot {
    /// A line.
    Line,
    /// Bars.
    Bar,
    /// A filled line.
    Area,
}

/// One line of a chart; as many points as the chart has labels, every one finite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// The points; none is a gap.
    pub points: Vec<Option<f64>>,
}

/// What a block shows. In the order in which it was drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Section(String),
    /// A paragraph; line breaks are kept.
    Text(String),
    /// A message that stands out.
    Notice {
        /// How it is meant.
        tone: Tone,
        /// Its heading; may be empty.
        title: String,
        /// Its text.
        text: String,
    },
    /// Labels and values.
    Facts(Vec<Fact>),
    /// Figures.
    Metrics(Vec<Metric>),
    /// A table; more of its rows may follow as [`Block::Rows`].
    Table {
        /// Its number in this call, from 0.
        table: u32,
        /// Its caption.
        caption: String,
        /// Its columns; at least one.
        columns: Vec<Column>,
        /// Its first rows.
        rows: Vec<Row>,
        /// What stands there when it has no row.
        when_empty: String,
        /// The buttons at each row.
        row_actions: Vec<RowAction>,
    },
    /// More rows of a table that was drawn before in this call.
    Rows {
        /// That table's number.
        table: u32,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Events, in the plugin's order.
    Timeline(Vec<Event>),
    /// A chart.
    Chart {
        /// Its caption.
        caption: String,
        /// How it is drawn.
        plot: Plot,
        /// The unit of its points; may be empty.
        unit: String,
        /// The horizontal axis.
        labels: Vec<String>,
        /// The lines.
        series: Vec<Series>,
    },
    /// A charge that the desk issued: line, barcode, PIX and QR are drawn by the host.
    Payment(ChargeId),
    /// Such charges as one PDF, which the page opens.
    Slips(Vec<ChargeId>),
    /// A message for the customer, to be copied, or opened in WhatsApp.
    Message {
        /// The text.
        text: String,
        /// Charges whose line and PIX code the page adds.
        charges: Vec<ChargeId>,
        /// The phone that it is for.
        to: Option<ContactKey>,
    },
    /// A form that draws this widget again with its answers.
    Query {
        /// The fields.
        fields: Vec<Field>,
        /// The button's text.
        submit: String,
    },
    /// A link that draws this widget again with these answers.
    Open {
        /// The link's text.
        label: String,
        /// The answers.
        answers: Vec<Answer>,
    },
    /// A button that starts one of this plugin's own actions.
    Launch {
        /// The button's text.
        label: String,
        /// Its tone.
        tone: Tone,
        /// The action's name, one of the same plugin.
        action: String,
        /// The answers it starts with.
        answers: Vec<Answer>,
    },
}

/// An amount is written as its centavos.
mod centavos {
    use balcao_brazil::Money;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(money: &Money, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(money.centavos())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Money, D::Error> {
        i64::deserialize(from).map(Money)
    }
}
