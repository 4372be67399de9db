//! Short ways to the values of a card.

use crate::Text;
use crate::canvas::{Badge, Row, Tone, Value};

impl Value {
    /// A coloured word.
    pub fn badge(label: impl Into<String>, tone: Tone) -> Self {
        Self::Badge(Badge { label: label.into(), tone })
    }

    /// The value of what may be there, as in `Value::maybe(invoice.paid_on, Value::Date)`.
    pub fn maybe<T>(thing: Option<T>, value: impl FnOnce(T) -> Self) -> Self {
        thing.map_or(Self::Absent, value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text.into())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl Row {
    /// An empty row; the key is what its buttons hand over.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), cells: Vec::new(), tone: Tone::Neutral }
    }

    /// With one more cell.
    pub fn cell(mut self, value: impl Into<Value>) -> Self {
        self.cells.push(value.into());
        self
    }

    /// Coloured.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}
