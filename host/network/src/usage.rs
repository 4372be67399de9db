//! What went over a line, by day.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

/// How many months may be asked for at once.
pub const MONTHS: u32 = 13;

/// A day's traffic, from the customer's point of view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The calendar day at the provider.
    pub date: NaiveDate,
    /// Bytes.
    pub download: u64,
    /// Bytes.
    pub upload: u64,
}

/// Why a period can't be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The first day is after the last.
    #[error("the first day is after the last")]
    Backwards,
    /// The days are more than [`MONTHS`] apart.
    #[error("a period has at most {MONTHS} months")]
    TooLong,
}

/// Whether these days, both included, can be asked for.
pub fn check(first: NaiveDate, last: NaiveDate) -> Result<(), PeriodError> {
    if first > last {
        return Err(PeriodError::Backwards);
    }
    let longest = first.checked_add_months(Months::new(MONTHS));
    if longest.is_some_and(|end| last > end) { Err(PeriodError::TooLong) } else { Ok(()) }
}

/// Every day of the period, the oldest first, with what is known of it; nothing of other days.
pub(crate) fn whole(known: Vec<Day>, first: NaiveDate, last: NaiveDate) -> Vec<Day> {
    let known: BTreeMap<NaiveDate, Day> = known.into_iter().map(|day| (day.date, day)).collect();
    let quiet = |date| Day { date, download: 0, upload: 0 };
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .map(|date| known.get(&date).copied().unwrap_or(quiet(date)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_has_at_most_thirteen_months_and_runs_forwards() {
        let cases = [
            ("2026-11-01", "2026-11-24", Ok(())),
            ("2026-11-24", "2026-11-24", Ok(())),
            ("2026-11-25", "2026-11-24", Err(PeriodError::Backwards)),
            ("2025-10-24", "2026-11-24", Ok(())),
            ("2025-10-23", "2026-11-24", Err(PeriodError::TooLong)),
            // The end of a month that is shorter.
            ("2025-01-31", "2026-02-28", Ok(())),
            ("0001-01-01", "9999-12-31", Err(PeriodError::TooLong)),
        ];
        for (first, last, expected) in cases {
            assert_eq!(check(day(first), day(last)), expected, "{first} {last}");
        }
    }

    #[test]
    fn days_without_traffic_are_there_and_other_days_are_not() {
        let known = vec![
            Day { date: day("2026-03-02"), download: 7, upload: 3 },
            Day { date: day("2026-02-27"), download: 9, upload: 9 },
        ];
        let whole = whole(known, day("2026-02-28"), day("2026-03-02"));
        let read: Vec<_> = whole.iter().map(|d| (d.date.to_string(), d.download, d.upload)).collect();
        assert_eq!(
            read,
            [("2026-02-28".into(), 0, 0), ("2026-03-01".into(), 0, 0), ("2026-03-02".into(), 7, 3)]
        );
    }
}
