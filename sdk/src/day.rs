//! Calendar days.

use std::fmt;
use std::str::FromStr;

use crate::Failure;

/// A calendar day that can be compared and counted with. The contract spells it ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: i32,
    month: u32,
    day: u32,
}

impl Day {
    /// The day where the provider is.
    pub fn today() -> Result<Self, Failure> {
        crate::imports::call::today().parse()
    }

    /// The year, as in 2026.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// So many days later, or earlier when negative.
    pub fn plus(self, days: i64) -> Self {
        Self::from_number(self.number() + days)
    }

    /// How many days this day is after `other`.
    pub fn since(self, other: Self) -> i64 {
        self.number() - other.number()
    }

    /// Days since 1970-01-01, by H. Hinnant's `days_from_civil`: the year begins in March, so that
    /// the leap day is its last.
    fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((i64::from(self.month) + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    fn from_number(number: i64) -> Self {
        let shifted = number + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Self {
            year: (era * 400 + year + i64::from(month <= 2)) as i32,
            month: month as u32,
            day: (of_year - (153 * shifted_month + 2) / 5 + 1) as u32,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        let mut parts = text.splitn(3, '-');
        let mut part = |length| {
            parts
                .next()
                .filter(|p| p.len() == length && p.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|p| p.parse::<u32>().ok())
        };
        let (year, month, day) = (part(4), part(2), part(2));
        if let (Some(year), Some(month), Some(day)) = (year, month, day) {
            let read = Self { year: year as i32, month, day };
            // A day that does not exist (30 February) comes back as another one.
            if Self::from_number(read.number()) == read {
                return Ok(read);
            }
        }
        Err(Failure::invalid(say!(
            pt: "“{text}” não é uma data.",
            en: "“{text}” is not a date.",
            es: "“{text}” no es una fecha.",
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_across_months_years_and_leap_days() {
        for (from, days, to) in [
            ("2026-11-24", 10, "2026-12-04"),
            ("2026-12-31", 1, "2027-01-01"),
            ("2028-02-28", 1, "2028-02-29"),
            ("2027-02-28", 1, "2027-03-01"),
            ("2000-03-01", -1, "2000-02-29"),
            ("1970-01-01", -1, "1969-12-31"),
        ] {
            assert_eq!(day(from).plus(days), day(to));
            assert_eq!(day(to).since(day(from)), days);
            assert_eq!(day(to).to_string(), to);
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        crate::fake::Desk::new().run(|| {
            for text in ["", "2026-02-30", "2026-13-01", "24/11/2026", "2026-1-1", "+026-01-01"] {
                assert!(text.parse::<Day>().is_err(), "{text}");
            }
        });
    }
}
