//! The cases, written out: each line is one that somebody could dispute at the counter.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::{Calendar, Clock, Hours, Measure, Pause};

/// What the clock on the wall shows in the calendar's zone, `2026-11-24 10:00`, as a moment.
fn at(zone: Tz, text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a time");
    zone.from_local_datetime(&local).earliest().expect("a time that exists").to_utc()
}

fn shown(zone: Tz, at: DateTime<Utc>) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// Checks `opening, hours, deadline` on a calendar.
fn check(calendar: &Calendar, measure: Measure, cases: &[(&str, i64, &str)]) {
    for (opened, hours, expected) in cases {
        let due = measure.clock(calendar).due(at(calendar.zone, opened), TimeDelta::hours(*hours), &[]);
        assert_eq!(shown(calendar.zone, due), *expected, "{hours} h from {opened}");
    }
}

#[test]
fn business_hours_pass_over_nights_and_weekends() {
    let usual = Calendar::usual();
    let cases = [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),  // within a Tuesday
        ("2026-11-24 16:00", 2, "2026-11-24 18:00"),  // up to the last minute
        ("2026-11-24 16:00", 4, "2026-11-25 10:00"),  // into Wednesday
        ("2026-11-27 16:00", 4, "2026-11-28 10:00"),  // Friday into Saturday's half day
        ("2026-11-28 10:00", 4, "2026-11-30 10:00"),  // Saturday over Sunday into Monday
        ("2026-11-27 17:00", 20, "2026-12-01 13:00"), // a whole weekend between
        ("2026-11-24 08:00", 54, "2026-11-30 18:00"), // a whole week, its half day included
    ];
    check(&usual, Measure::Business, &cases);
}

#[test]
fn an_opening_outside_hours_counts_from_the_next_one() {
    let usual = Calendar::usual();
    let cases = [
        ("2026-11-24 05:30", 1, "2026-11-24 09:00"), // before the doors open
        ("2026-11-24 18:00", 1, "2026-11-25 09:00"), // at closing time
        ("2026-11-24 23:59", 1, "2026-11-25 09:00"), // at night
        ("2026-11-28 12:00", 1, "2026-11-30 09:00"), // Saturday noon
        ("2026-11-29 15:00", 1, "2026-11-30 09:00"), // Sunday
    ];
    check(&usual, Measure::Business, &cases);
}

#[test]
fn holidays_of_the_country_and_of_the_company_are_closed() {
    let mut usual = Calendar::usual();
    usual.holidays.insert("2026-12-08".parse().unwrap(), "Imaculada Conceição".into());
    let cases = [
        ("2026-11-19 17:00", 2, "2026-11-21 09:00"), // Consciência Negra, a Friday
        ("2026-02-13 17:00", 2, "2026-02-14 09:00"), // the Saturday before carnival works
        ("2026-02-14 11:00", 2, "2026-02-18 09:00"), // Sunday, and carnival's Monday and Tuesday
        ("2026-04-02 17:00", 2, "2026-04-04 09:00"), // Good Friday
        ("2026-06-03 17:00", 2, "2026-06-05 09:00"), // Corpus Christi, a Thursday
        ("2026-12-07 17:00", 2, "2026-12-09 09:00"), // the town's own
        ("2026-12-24 17:00", 2, "2026-12-26 09:00"), // Christmas, a Friday
    ];
    check(&usual, Measure::Business, &cases);
    let open = Calendar { bank_holidays: false, ..Calendar::usual() };
    check(&open, Measure::Business, &[("2026-11-19 17:00", 2, "2026-11-20 09:00")]);
}

#[test]
fn the_end_of_a_month_or_a_year_is_no_border() {
    let usual = Calendar::usual();
    let cases = [
        ("2026-11-30 17:00", 2, "2026-12-01 09:00"),
        ("2026-12-31 17:00", 2, "2027-01-02 09:00"), // New Year, then a Saturday
        ("2028-02-26 11:00", 2, "2028-03-01 09:00"), // a leap day, which is carnival's Tuesday
        ("2027-02-26 17:00", 2, "2027-02-27 09:00"),
        ("2027-02-27 11:00", 2, "2027-03-01 09:00"), // February without a 29th
    ];
    check(&usual, Measure::Business, &cases);
    let running = [("2026-12-31 20:00", 8, "2027-01-01 04:00"), ("2028-02-28 20:00", 24, "2028-02-29 20:00")];
    check(&usual, Measure::Running, &running);
}

#[test]
fn running_hours_count_by_day_and_night_on_every_day() {
    let usual = Calendar::usual();
    let cases = [
        ("2026-11-27 22:00", 8, "2026-11-28 06:00"),
        ("2026-12-24 22:00", 24, "2026-12-25 22:00"),
        ("2026-02-14 11:00", 48, "2026-02-16 11:00"),
    ];
    check(&usual, Measure::Running, &cases);
}

/// A company that never closes, in a zone.
fn round_the_clock(zone: Tz) -> Calendar {
    let all =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let hours = all.map(|weekday| Hours { weekday, opens: 0, closes: 1440 }).to_vec();
    Calendar { zone, hours, bank_holidays: false, ..Calendar::usual() }
}

#[test]
fn an_hour_that_the_clock_leaves_out_or_repeats_is_counted_as_it_passes() {
    // Brazil put its clocks forward at midnight until 2018: the day began at 1 h.
    let brazil = round_the_clock(chrono_tz::America::Sao_Paulo);
    let cases = [
        ("2018-11-03 22:00", 4, "2018-11-04 03:00"), // forward: 23 h of that Sunday
        ("2018-02-17 22:00", 4, "2018-02-18 01:00"), // back: 23 h came twice
        ("2018-11-03 00:00", 48, "2018-11-05 01:00"),
        ("2018-02-17 00:00", 48, "2018-02-18 23:00"),
    ];
    check(&brazil, Measure::Business, &cases);
    check(&brazil, Measure::Running, &cases);
    // By day nobody notices: the opening hours go with the clock on the wall.
    let usual = Calendar::usual();
    let cases = [("2018-11-03 11:00", 2, "2018-11-05 09:00"), ("2018-02-17 11:00", 2, "2018-02-19 09:00")];
    check(&usual, Measure::Business, &cases);
    // Zones that still do it, at other hours.
    let lisbon = round_the_clock(chrono_tz::Europe::Lisbon);
    let cases = [("2026-03-28 23:00", 4, "2026-03-29 04:00"), ("2026-10-25 00:00", 4, "2026-10-25 03:00")];
    check(&lisbon, Measure::Business, &cases);
    let night = Calendar {
        hours: vec![Hours { weekday: Weekday::Sun, opens: 60, closes: 180 }],
        ..round_the_clock(chrono_tz::Europe::Lisbon)
    };
    // Opens at 1 h, which that night does not have: from 2 to 3 h is all there is.
    check(&night, Measure::Business, &[("2026-03-29 00:00", 2, "2026-04-05 02:00")]);
    // From 1 to 3 h are three hours when it is put back.
    check(&night, Measure::Business, &[("2026-10-25 00:00", 3, "2026-10-25 03:00")]);
}

#[test]
fn without_a_calendar_every_hour_counts() {
    let none = Calendar { hours: Vec::new(), ..Calendar::usual() };
    let cases = [("2026-11-28 20:00", 4, "2026-11-29 00:00"), ("2026-12-25 10:00", 24, "2026-12-26 10:00")];
    check(&none, Measure::Business, &cases);
}

#[test]
fn openings_with_a_break_or_an_overlap_are_counted_once() {
    let monday = |opens, closes| Hours { weekday: Weekday::Mon, opens, closes };
    let hours = vec![monday(13 * 60, 18 * 60), monday(8 * 60, 12 * 60), monday(11 * 60, 12 * 60)];
    let calendar = Calendar { hours, ..Calendar::usual() };
    let cases = [
        ("2026-11-30 10:00", 2, "2026-11-30 12:00"),
        ("2026-11-30 11:00", 2, "2026-11-30 14:00"), // over lunch
        ("2026-11-30 17:00", 2, "2026-12-07 09:00"), // a week later
    ];
    check(&calendar, Measure::Business, &cases);
}

#[test]
fn waiting_stops_the_clock_and_what_is_left_goes_on() {
    let usual = Calendar::usual();
    let pause = |began, ended| Pause { began: at(usual.zone, began), ended: at(usual.zone, ended) };
    let due = |measure: Measure, pauses: &[Pause]| {
        let opened = at(usual.zone, "2026-11-24 10:00");
        shown(usual.zone, measure.clock(&usual).due(opened, TimeDelta::hours(4), pauses))
    };
    let (business, running) = (Measure::Business, Measure::Running);
    // 2 h are left at noon, and go on the next morning.
    assert_eq!(due(business, &[pause("2026-11-24 12:00", "2026-11-25 09:00")]), "2026-11-25 11:00");
    // A pause that ends at night goes on at the next opening.
    assert_eq!(due(business, &[pause("2026-11-24 12:00", "2026-11-28 22:00")]), "2026-11-30 10:00");
    // One that lies outside business hours costs nothing.
    assert_eq!(due(business, &[pause("2026-11-24 06:00", "2026-11-24 07:00")]), "2026-11-24 14:00");
    // Two of them.
    let two = [pause("2026-11-24 11:00", "2026-11-24 12:00"), pause("2026-11-24 13:00", "2026-11-24 16:00")];
    assert_eq!(due(business, &two), "2026-11-24 18:00");
    // A deadline that was over before stays where it was.
    assert_eq!(due(business, &[pause("2026-11-24 14:00", "2026-11-26 10:00")]), "2026-11-24 14:00");
    // Running hours stand as well, over a night.
    assert_eq!(due(running, &[pause("2026-11-24 13:00", "2026-11-25 01:00")]), "2026-11-25 02:00");
    assert_eq!(due(running, &[pause("2026-11-24 20:00", "2026-11-25 01:00")]), "2026-11-24 14:00");
}

#[test]
fn what_is_counted_between_two_moments_is_what_was_added() {
    let usual = Calendar::usual();
    let clock = Clock::Business(&usual);
    for opened in ["2026-11-24 10:00", "2026-11-27 17:59", "2026-11-29 03:00", "2026-12-31 17:00"] {
        for hours in [1, 9, 54, 500] {
            let (from, amount) = (at(usual.zone, opened), TimeDelta::hours(hours));
            assert_eq!(clock.between(from, clock.after(from, amount)), amount, "{hours} h from {opened}");
        }
    }
    assert_eq!(
        clock.between(at(usual.zone, "2026-11-24 10:00"), at(usual.zone, "2026-11-24 09:00")),
        TimeDelta::zero()
    );
    assert_eq!(
        Clock::Running.between(at(usual.zone, "2026-11-24 10:00"), at(usual.zone, "2026-11-24 09:00")),
        TimeDelta::zero()
    );
}

#[test]
fn a_calendar_that_is_always_closed_ends_at_some_time() {
    let mut closed = Calendar::usual();
    closed.hours = vec![Hours { weekday: Weekday::Mon, opens: 480, closes: 481 }];
    let from = at(closed.zone, "2026-11-24 10:00");
    assert!(Measure::Business.clock(&closed).due(from, TimeDelta::hours(8760), &[]) > from);
}
