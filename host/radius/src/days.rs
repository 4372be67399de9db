//! What sessions carried, by the provider's days. Counters are of a whole session: one over midnight
//! is split by time.

use balcao_network::usage::Day;
use chrono::{NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// A session: from when to when, in seconds since 1970, and bytes from the customer's point of view
/// (what the access server took in is upload).
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Span {
    pub(crate) start: i64,
    pub(crate) stop: i64,
    pub(crate) upload: i64,
    pub(crate) download: i64,
}

/// The moment at which a day begins at the provider, in seconds since 1970.
pub(crate) fn midnight(day: NaiveDate, zone: Tz) -> i64 {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    // Where clocks are put forward at midnight that moment does not exist, and the day begins at one.
    let begins = zone.from_local_datetime(&midnight).earliest();
    let begins = begins.or_else(|| zone.from_local_datetime(&(midnight + TimeDelta::hours(1))).earliest());
    begins.map_or_else(|| midnight.and_utc().timestamp(), |local| local.timestamp())
}

/// The days of the period on which something went over, the oldest first.
pub(crate) fn split(spans: &[Span], first: NaiveDate, last: NaiveDate, zone: Tz) -> Vec<Day> {
    let mut days: Vec<(i64, Day)> = first
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|date| (midnight(date, zone), Day { date, download: 0, upload: 0 }))
        .collect();
    let end = midnight(last.succ_opt().unwrap_or(last), zone);
    for span in spans {
        let stop = span.stop.max(span.start + 1);
        let from = days.partition_point(|(begin, _)| *begin <= span.start).saturating_sub(1);
        for at in from..days.len() {
            let (begin, next) = (days[at].0, days.get(at + 1).map_or(end, |(next, _)| *next));
            if begin >= stop {
                break;
            }
            let within = |bytes| share(bytes, span.start, stop, next) - share(bytes, span.start, stop, begin);
            let day = &mut days[at].1;
            day.upload = day.upload.saturating_add(within(span.upload));
            day.download = day.download.saturating_add(within(span.download));
        }
    }
    days.into_iter().map(|(_, day)| day).filter(|day| day.download > 0 || day.upload > 0).collect()
}

/// What had gone over by then, if it went evenly.
fn share(bytes: i64, start: i64, stop: i64, by: i64) -> u64 {
    let bytes = u128::from(bytes.max(0).unsigned_abs());
    let (gone, whole) = (by.clamp(start, stop) - start, stop - start);
    let gone = bytes * u128::from(gone.unsigned_abs()) / u128::from(whole.unsigned_abs());
    u64::try_from(gone).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::America::Sao_Paulo;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// At the provider: `2026-03-01 22:00`.
    fn at(text: &str) -> i64 {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        ZONE.from_local_datetime(&local).unwrap().timestamp()
    }

    fn span(start: &str, stop: &str, upload: i64, download: i64) -> Span {
        Span { start: at(start), stop: at(stop), upload, download }
    }

    fn read(spans: &[Span], first: &str, last: &str) -> Vec<(String, u64, u64)> {
        let days = split(spans, day(first), day(last), ZONE);
        days.into_iter().map(|day| (day.date.to_string(), day.upload, day.download)).collect()
    }

    #[test]
    fn a_session_over_midnight_is_split_by_time_at_the_providers_midnight() {
        let spans = [
            span("2026-03-01 10:00", "2026-03-01 11:00", 1_000_000, 10_000_000),
            // A quarter before midnight.
            span("2026-03-01 23:00", "2026-03-02 03:00", 4_000_000, 20_000_000),
            span("2026-03-02 12:00", "2026-03-02 12:00", 500_000, 4_991_000_000),
        ];
        let expected =
            [("2026-03-01".into(), 2_000_000, 15_000_000), ("2026-03-02".into(), 3_500_000, 5_006_000_000)];
        assert_eq!(read(&spans, "2026-02-28", "2026-03-03"), expected);
    }

    #[test]
    fn what_lies_outside_of_the_period_is_left_out_and_nothing_is_lost_or_made_within() {
        let long = [span("2026-02-27 00:00", "2026-03-04 00:00", 0, 5_000_000_003)];
        let days = read(&long, "2026-02-27", "2026-03-03");
        assert_eq!(days.len(), 5);
        assert_eq!(days.iter().map(|day| day.2).sum::<u64>(), 5_000_000_003);
        assert_eq!(read(&long, "2026-03-01", "2026-03-01"), [("2026-03-01".into(), 0, 1_000_000_000)]);
        assert!(read(&long, "2026-03-04", "2026-03-05").is_empty());
        assert!(read(&long, "2026-02-01", "2026-02-26").is_empty());
    }

    #[test]
    fn counters_that_make_no_sense_are_nothing_and_large_ones_are_kept() {
        let spans = [
            span("2026-03-01 10:00", "2026-03-01 09:00", -5, 7),
            span("2026-03-01 10:00", "2026-03-01 20:00", i64::MAX, 0),
        ];
        assert_eq!(read(&spans, "2026-03-01", "2026-03-01"), [("2026-03-01".into(), i64::MAX as u64, 7)]);
    }

    #[test]
    fn a_day_on_which_clocks_go_forward_begins_an_hour_later() {
        // In 2018, at that midnight.
        assert_eq!(midnight(day("2018-11-04"), ZONE), at("2018-11-04 01:00"));
        let night = [span("2018-11-03 23:00", "2018-11-04 02:00", 0, 2_000)];
        let expected = [("2018-11-03".into(), 0, 1_000), ("2018-11-04".into(), 0, 1_000)];
        assert_eq!(read(&night, "2018-11-03", "2018-11-04"), expected);
    }
}
