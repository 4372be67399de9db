//! What a situation says beside its names.

use super::{Cell, Row, TableError};
use crate::deadline::Measure;

/// How long a request may take: hours of a measure that has hours, a year at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// What its hours are.
    pub measure: Measure,
    /// How many.
    pub hours: Option<i64>,
}

impl Terms {
    /// The hours that a situation may have.
    pub const HOURS: (i64, i64) = (1, 8_760);

    /// Those of a row.
    pub fn of(row: &Row) -> Terms {
        match row.cells.as_slice() {
            [Cell::Text(Some(measure)), Cell::Number(hours)] => {
                Terms { measure: measure.parse().unwrap_or(Measure::Unlimited), hours: *hours }
            }
            _ => Terms { measure: Measure::Unlimited, hours: None },
        }
    }

    /// As cells of a row. Hours of a measure that has none are left out.
    pub fn cells(self) -> Result<Vec<Cell>, TableError> {
        let (least, most) = Terms::HOURS;
        let counts = matches!(self.measure, Measure::Business | Measure::Running);
        let hours = self.hours.filter(|_| counts);
        if counts && !hours.is_some_and(|hours| (least..=most).contains(&hours)) {
            return Err(TableError::Span(least, most));
        }
        Ok(vec![Cell::Text(Some(self.measure.as_str().to_owned())), Cell::Number(hours)])
    }
}
