//! The due factor: a date in four digits.
//!
//! Source: FEBRABAN counts days from 7 October 1997, from 1000 (3 July 2000) to 9999 (21 February
//! 2025), and starts again at 1000 on 22 February 2025, so a factor means a day every 9,000 days.

use chrono::{Days, NaiveDate};

const FIRST_FACTOR: u64 = 1_000;
const WINDOW: u64 = 9_000;

/// 3 July 2000, the first day that has a factor.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2000, 7, 3).expect("a real day");

/// The factor of a due date (1000 to 9999), or none before 3 July 2000.
pub(super) fn due_factor(date: NaiveDate) -> Option<u16> {
    let days = u64::try_from((date - FIRST_DAY).num_days()).ok()?;
    Some((FIRST_FACTOR + days % WINDOW) as u16)
}

/// The date of a factor: of all that it may mean, the one nearest to `near`, which is the day on
/// which the slip is read or was issued. None for a factor below 1000: no due date.
pub(super) fn due_date(factor: u16, near: NaiveDate) -> Option<NaiveDate> {
    let offset = u64::from(factor).checked_sub(FIRST_FACTOR)?;
    let first = FIRST_DAY.checked_add_days(Days::new(offset))?;
    let apart = u64::try_from((near - first).num_days()).unwrap_or(0);
    let windows = (apart + WINDOW / 2) / WINDOW;
    first.checked_add_days(Days::new(windows * WINDOW))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn factors_match_published_dates() {
        for (date, factor) in [
            ("2000-07-03", 1000),
            ("2000-07-05", 1002),
            ("2002-05-01", 1667),
            ("2007-12-31", 3737),
            ("2010-11-17", 4789),
            ("2025-02-21", 9999),
            ("2025-02-22", 1000),
            ("2025-02-23", 1001),
            ("2026-11-24", 1640),
            ("2049-10-13", 9999),
            ("2049-10-14", 1000),
        ] {
            assert_eq!(due_factor(day(date)), Some(factor), "{date}");
            assert_eq!(due_date(factor, day(date)), Some(day(date)));
        }
        assert_eq!(due_factor(day("2000-07-02")), None);
    }

    #[test]
    fn a_factor_is_read_in_the_nearest_window() {
        for (factor, near, date) in [
            (1000, "2026-11-24", "2025-02-22"),
            (1000, "2000-07-03", "2000-07-03"),
            (1000, "1999-01-01", "2000-07-03"),
            (9999, "2025-03-10", "2025-02-21"),
            (3737, "2008-01-15", "2007-12-31"),
        ] {
            assert_eq!(due_date(factor, day(near)), Some(day(date)));
        }
        for factor in [0, 999] {
            assert_eq!(due_date(factor, day("2026-11-24")), None);
        }
    }
}
