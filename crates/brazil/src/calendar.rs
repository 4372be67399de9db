//! The days on which Brazilian banks work.
//!
//! Sources: national holidays by Leis 662/1949, 6.802/1980, 10.607/2002 and 14.759/2023 (20
//! November, from 2024); carnival's Monday and Tuesday, Good Friday and Corpus Christi are no bank
//! days by Resolução CMN 2.932/2002. Holidays of a state or a town are not in here.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Month and day of the national holidays that never move.
const FIXED: [(u32, u32); 8] = [(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25)];

/// Carnival (Monday and Tuesday), Good Friday and Corpus Christi, in days from Easter Sunday.
const FROM_EASTER: [i64; 4] = [-48, -47, -2, 60];

/// Whether the whole country's banks are closed for a holiday, whatever the day of the week.
pub fn is_bank_holiday(date: NaiveDate) -> bool {
    let month_day = (date.month(), date.day());
    FIXED.contains(&month_day)
        || (month_day == (11, 20) && date.year() >= 2024)
        || easter(date.year()).is_some_and(|easter| FROM_EASTER.contains(&(date - easter).num_days()))
}

/// Whether banks work on this day.
pub fn is_business_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !is_bank_holiday(date)
}

/// The day itself if banks work on it, else the first after it on which they do.
pub fn next_business_day(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while !is_business_day(day) {
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => return day, // the calendar's last day
        }
    }
    day
}

/// Easter Sunday, by the anonymous Gregorian algorithm.
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for date in [
            "1818-03-22", // the earliest possible
            "1943-04-25", // the latest possible
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2038-04-25",
        ] {
            assert_eq!(easter(day(date).year()), Some(day(date)));
        }
    }

    #[test]
    fn banks_are_closed_on_national_holidays() {
        for date in [
            "2026-01-01",
            "2026-02-16", // carnival
            "2026-02-17",
            "2026-04-03", // Good Friday
            "2026-04-21",
            "2026-05-01",
            "2026-06-04", // Corpus Christi
            "2026-09-07",
            "2026-10-12",
            "2026-11-02",
            "2026-11-20",
            "2026-12-25",
            "2024-11-15",
        ] {
            assert!(is_bank_holiday(day(date)), "{date}");
            assert!(!is_business_day(day(date)), "{date}");
        }
    }

    #[test]
    fn other_days_of_the_week_are_business_days() {
        for date in [
            "2026-02-18", // Ash Wednesday
            "2026-04-06", // the Monday after Easter
            "2026-11-24",
            "2023-11-20", // not a national holiday yet
        ] {
            assert!(is_business_day(day(date)), "{date}");
        }
        for date in ["2026-11-21", "2026-11-22"] {
            assert!(!is_business_day(day(date)), "{date}");
        }
    }

    #[test]
    fn a_closed_day_moves_to_the_next_business_day() {
        for (date, next) in [
            ("2026-11-24", "2026-11-24"),
            ("2026-11-20", "2026-11-23"), // Friday holiday, weekend
            ("2026-11-21", "2026-11-23"),
            ("2026-02-14", "2026-02-18"), // all of carnival
            ("2025-12-25", "2025-12-26"),
        ] {
            assert_eq!(next_business_day(day(date)), day(next), "{date}");
        }
        assert_eq!(next_business_day(NaiveDate::MAX), NaiveDate::MAX);
    }
}
