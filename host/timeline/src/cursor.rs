//! The order of events, and where a page ended in it.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use balcao_desk::events::Before;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::Source;

/// Where an event stands: the newest first; of one moment, source by source; of one source, as its
/// room orders them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(Reverse<DateTime<Utc>>, Source, Reverse<Uuid>);

impl Key {
    pub fn new(at: DateTime<Utc>, source: Source, id: Uuid) -> Key {
        Key(Reverse(at), source, Reverse(id))
    }

    pub fn cursor(self) -> Cursor {
        let Key(Reverse(at), source, Reverse(id)) = self;
        Cursor { at, source, id }
    }
}

/// Where a page ended. As text it is safe to hand out, for it is only compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    at: DateTime<Utc>,
    source: Source,
    id: Uuid,
}

impl Cursor {
    /// What of a source comes after this page: of the page's last moment, the sources before its last
    /// event's have been shown, those behind it have not.
    fn id_for(self, source: Source) -> Uuid {
        match source.cmp(&self.source) {
            std::cmp::Ordering::Less => Uuid::nil(),
            std::cmp::Ordering::Equal => self.id,
            std::cmp::Ordering::Greater => Uuid::max(),
        }
    }
}

/// What a source is asked for that knows moments.
pub(crate) fn before(after: Option<Cursor>, source: Source) -> Before<DateTime<Utc>> {
    match after {
        Some(cursor) => Before { at: cursor.at, id: cursor.id_for(source) },
        None => Before { at: last_day().and_time(NaiveTime::MIN).and_utc(), id: Uuid::max() },
    }
}

/// What a source is asked for that knows days alone. An event of a day stands at its beginning.
pub(crate) fn before_day(after: Option<Cursor>, source: Source, zone: Tz) -> Before<NaiveDate> {
    let Some(cursor) = after else { return Before { at: last_day(), id: Uuid::max() } };
    let day = cursor.at.with_timezone(&zone).date_naive();
    let id = if beginning(day, zone) == cursor.at { cursor.id_for(source) } else { Uuid::max() };
    Before { at: day, id }
}

/// The first moment of a day where the provider is: an hour late where a change of clocks left
/// midnight out.
pub(crate) fn beginning(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    let at = |local| zone.from_local_datetime(&local).earliest().map(|at| at.to_utc());
    at(midnight).or_else(|| at(midnight + TimeDelta::hours(1))).unwrap_or_else(|| midnight.and_utc())
}

/// Later than anything, and of four digits: in SQLite times are compared as texts.
fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default()
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.at.timestamp_micros(), self.source, self.id)
    }
}

/// A text that is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let mut parts = text.splitn(3, '_');
        let mut part = || parts.next().ok_or(BadCursor);
        let (at, source, id) = (part()?, part()?, part()?);
        let at = at.parse().map_err(|_| BadCursor)?;
        Ok(Self {
            at: DateTime::from_timestamp_micros(at).ok_or(BadCursor)?,
            source: source.parse().map_err(|_| BadCursor)?,
            id: id.parse().map_err(|_| BadCursor)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_provider_is() {
        let zone = chrono_tz::America::Sao_Paulo;
        assert_eq!(beginning(day("2026-11-24"), zone).to_rfc3339(), "2026-11-24T03:00:00+00:00");
        // Clocks went from 23:59:59 to 01:00 there.
        assert_eq!(beginning(day("2018-11-04"), zone).to_rfc3339(), "2018-11-04T03:00:00+00:00");
    }

    #[test]
    fn a_page_goes_on_where_it_ended_in_every_source() {
        let zone = chrono_tz::America::Sao_Paulo;
        let (at, id) = (beginning(day("2026-11-24"), zone), Uuid::now_v7());
        let cursor = Some(Cursor { at, source: Source::Issued, id });
        let of = |source| before_day(cursor, source, zone).id;
        assert_eq!(
            [of(Source::Included), of(Source::Issued), of(Source::Paid)],
            [Uuid::nil(), id, Uuid::max()]
        );
        // In the middle of a day, all that is known of that day comes after.
        let noon = Some(Cursor { at: at + TimeDelta::hours(12), source: Source::Told, id });
        let expected = Before { at: day("2026-11-24"), id: Uuid::max() };
        assert_eq!(before_day(noon, Source::Included, zone), expected);
        // At one moment reports stand before openings.
        assert_eq!(before(noon, Source::Opened).id, Uuid::max());
        let opened = Some(Cursor { at, source: Source::Opened, id });
        assert_eq!(before(opened, Source::Told).id, Uuid::nil());
    }

    #[test]
    fn a_cursor_survives_as_text_and_nothing_else_is_one() {
        let at = DateTime::from_timestamp_micros(1_795_532_400_123_456).unwrap();
        let cursor = Cursor { at, source: Source::Told, id: Uuid::now_v7() };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "1_told", "x_told_y", "1_nothing_00000000-0000-0000-0000-000000000000"] {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text}");
        }
    }
}
