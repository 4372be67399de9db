//! Where a plugin shows what it has: a builder for each block that has parts, a function for each
//! that has none. The agent may see a block as soon as it is drawn.

use crate::Answers;
use crate::imports::canvas;

pub use crate::bindings::everything::balcao::desk::canvas::{
    Badge, Choice, Column, Event, Fact, Field, Input, Metric, Plot, Row, RowAction, Series, Span, Upload,
    Value,
};
pub use crate::bindings::everything::balcao::desk::types::Tone;

/// A heading inside the card.
pub fn section(title: impl Into<String>) {
    canvas::section(&title.into());
}

/// A paragraph.
pub fn text(text: impl Into<String>) {
    canvas::text(&text.into());
}

/// A box that stands out: what is wrong, or what to mind.
pub fn notice(tone: Tone, title: impl Into<String>, text: impl Into<String>) {
    canvas::notice(tone, &title.into(), &text.into());
}

/// A charge that the desk issued: line, barcode, PIX and QR, drawn by the host.
pub fn payment(charge: &str) {
    canvas::payment(charge);
}

/// Charges that the desk issued as one PDF, a page each: a button that opens it.
pub fn slips(charges: &[String]) {
    canvas::slips(charges);
}

/// A message for the customer, to be copied; the host adds what these charges are paid with. For a
/// mobile phone, by a contact's id, a link opens it in WhatsApp.
pub fn message(text: impl Into<String>, charges: &[String], to: Option<&str>) {
    canvas::message(&text.into(), charges, to);
}

/// A form that draws this widget again with its answers.
pub fn query(fields: &[Field], submit: impl Into<String>) {
    canvas::query(fields, &submit.into());
}

/// A link that draws this widget again with these answers.
pub fn open(label: impl Into<String>, answers: &Answers) {
    canvas::open(&label.into(), answers.as_slice());
}

/// A button that starts one of this plugin's own actions, with these answers given.
pub fn launch(label: impl Into<String>, tone: Tone, action: &str, answers: &Answers) {
    canvas::launch(&label.into(), tone, action, answers.as_slice());
}

/// Labels with their values.
#[derive(Debug, Default)]
#[must_use = "nothing is shown before `draw`"]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn add(mut self, label: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.push(Fact { label: label.into(), value: value.into() });
        self
    }

    /// What the host knows beside: the `more` of a record.
    pub fn more(mut self, facts: Vec<Fact>) -> Self {
        self.0.extend(facts);
        self
    }

    /// Shows them.
    pub fn draw(self) {
        canvas::facts(&self.0);
    }
}

/// A few large numbers.
#[derive(Debug, Default)]
#[must_use = "nothing is shown before `draw`"]
pub struct Metrics(Vec<Metric>);

impl Metrics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn add(mut self, label: impl Into<String>, value: impl Into<Value>, tone: Tone) -> Self {
        self.0.push(Metric { label: label.into(), value: value.into(), tone });
        self
    }

    /// Shows them.
    pub fn draw(self) {
        canvas::metrics(&self.0);
    }
}

/// Rows under columns.
#[derive(Debug, Default)]
#[must_use = "nothing is shown before `draw`"]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    when_empty: String,
    actions: Vec<RowAction>,
}

impl Table {
    /// A table without columns yet; the caption is read out by a screen reader.
    pub fn new(caption: impl Into<String>) -> Self {
        Self { caption: caption.into(), ..Self::default() }
    }

    /// One more column.
    pub fn column(mut self, label: impl Into<String>) -> Self {
        self.columns.push(Column { label: label.into(), numeric: false });
        self
    }

    /// One more column, of numbers or amounts: set to the right.
    pub fn numeric(mut self, label: impl Into<String>) -> Self {
        self.columns.push(Column { label: label.into(), numeric: true });
        self
    }

    /// What stands there when there are no rows.
    pub fn when_empty(mut self, text: impl Into<String>) -> Self {
        self.when_empty = text.into();
        self
    }

    /// A button at each row: starts this plugin's own action with the row's key as the answer to
    /// `field`.
    pub fn action(mut self, label: impl Into<String>, action: &str, field: &str) -> Self {
        let (label, action, field) = (label.into(), action.into(), field.into());
        self.actions.push(RowAction { label, action, field });
        self
    }

    /// One more row.
    pub fn row(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }

    /// Many rows more.
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Shows it; rows that come later are added to what is returned.
    pub fn draw(self) -> DrawnTable {
        let Self { caption, columns, rows, when_empty, actions } = self;
        DrawnTable(canvas::table(&caption, &columns, &rows, &when_empty, &actions))
    }
}

/// A table that is on the card already.
#[derive(Clone, Copy, Debug)]
pub struct DrawnTable(u32);

impl DrawnTable {
    /// Adds rows at its end.
    pub fn add(self, rows: &[Row]) {
        canvas::rows(self.0, rows);
    }
}

/// What happened, in the order given.
#[derive(Debug, Default)]
#[must_use = "nothing is shown before `draw`"]
pub struct Timeline(Vec<Event>);

impl Timeline {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more event; `at` in milliseconds since 1970 UTC.
    pub fn event(mut self, at: i64, title: impl Into<String>, detail: impl Into<String>, tone: Tone) -> Self {
        self.0.push(Event { at, title: title.into(), detail: detail.into(), tone });
        self
    }

    /// Shows it.
    pub fn draw(self) {
        canvas::timeline(&self.0);
    }
}

/// Series of numbers over shared labels; the host draws them as a table too.
#[derive(Debug)]
#[must_use = "nothing is shown before `draw`"]
pub struct Chart {
    caption: String,
    plot: Plot,
    unit: String,
    labels: Vec<String>,
    series: Vec<Series>,
}

impl Chart {
    /// A chart without series yet. The unit stands at its axis.
    pub fn new(caption: impl Into<String>, plot: Plot, unit: impl Into<String>, labels: Vec<String>) -> Self {
        Self { caption: caption.into(), plot, unit: unit.into(), labels, series: Vec::new() }
    }

    /// One more series: a point per label, `None` where nothing is known.
    pub fn series(mut self, name: impl Into<String>, points: Vec<Option<f64>>) -> Self {
        self.series.push(Series { name: name.into(), points });
        self
    }

    /// Shows it.
    pub fn draw(self) {
        canvas::chart(&self.caption, self.plot, &self.unit, &self.labels, &self.series);
    }
}
