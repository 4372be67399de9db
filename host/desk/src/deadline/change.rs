//! What an administrator does with the calendar of the company in which they work. Deadlines that stand
//! already stay; those that are set from then on are counted on the new one.

use balcao_access::Actor;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{NaiveDate, Weekday};
use serde_json::{Value, json};

use super::{Calendar, Hours, calendar_of, set_calendar};

/// The most characters of a holiday's name.
pub const LONGEST_HOLIDAY: usize = 80;

/// Why a calendar was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Openings of this day overlap, or end before they begin.
    #[error("openings of a day overlap, or end before they begin")]
    Hours(Weekday),
    /// The name of the holiday of this day is missing or too long.
    #[error("the name of a holiday is missing or too long")]
    Holiday(NaiveDate),
    /// It was changed after it was seen.
    #[error("the calendar was changed meanwhile")]
    Stale,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The version of a company's calendar, for the form that shows it; 0 where it has none.
pub async fn version(conn: &mut Conn, actor: &Actor) -> Result<i64, StoreError> {
    let version: Option<i64> = on!(conn, c => sqlx::query_scalar(
        "SELECT version FROM business_calendar WHERE company = $1")
        .bind(actor.company).fetch_optional(c).await)?;
    Ok(version.unwrap_or(0))
}

/// Gives the company this calendar, if the one that it has is still as it was seen. The audit line is to be
/// committed with `tx`; none: it is that one already.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    seen: i64,
    wanted: &Calendar,
) -> Result<Option<Line>, CalendarError> {
    check(wanted)?;
    // The row's lock: whoever else changes it waits.
    on!(&mut *tx, c => sqlx::query("UPDATE business_calendar SET version = version WHERE company = $1")
        .bind(actor.company).execute(c).await.map(drop))
    .map_err(StoreError::from)?;
    let before = calendar_of(tx, actor.company).await?;
    let (old, new) = (content(&before), content(wanted));
    if old == new {
        return Ok(None);
    }
    if version(tx, actor).await? != seen {
        return Err(CalendarError::Stale);
    }
    set_calendar(tx, actor.company, wanted).await?;
    let differing = |side: &Value, other: &Value| -> Value {
        let all = side.as_object().into_iter().flatten();
        Value::Object(
            all.filter(|(name, value)| other.get(name.as_str()) != Some(value))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect(),
        )
    };
    let fields = json!({
        "table": "business_calendar", "company": actor.company,
        "before": differing(&old, &new), "after": differing(&new, &old),
    });
    Ok(Some(Line::new(Act::TableChanged).by(actor).fields(fields)))
}

/// `08:00-12:00`.
pub fn spelled(hours: &Hours) -> String {
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    format!("{}-{}", clock(hours.opens), clock(hours.closes))
}

fn content(calendar: &Calendar) -> Value {
    let mut hours: Vec<&Hours> = calendar.hours.iter().collect();
    hours.sort_by_key(|hours| (hours.weekday.num_days_from_monday(), hours.opens));
    let mut content = json!({ "zone": calendar.zone.name(), "bank_holidays": calendar.bank_holidays });
    for day in hours.chunk_by(|a, b| a.weekday == b.weekday) {
        let openings: Vec<String> = day.iter().map(|hours| spelled(hours)).collect();
        content[format!("day-{}", day[0].weekday.number_from_monday())] = openings.join(", ").into();
    }
    for (day, name) in &calendar.holidays {
        content[format!("holiday-{day}")] = name.as_str().into();
    }
    content
}

fn check(calendar: &Calendar) -> Result<(), CalendarError> {
    let mut hours = calendar.hours.clone();
    hours.sort_by_key(|hours| (hours.weekday.num_days_from_monday(), hours.opens));
    for hours in &hours {
        if hours.opens >= hours.closes || hours.closes > 24 * 60 {
            return Err(CalendarError::Hours(hours.weekday));
        }
    }
    for pair in hours.windows(2) {
        if pair[0].weekday == pair[1].weekday && pair[1].opens < pair[0].closes {
            return Err(CalendarError::Hours(pair[0].weekday));
        }
    }
    let nameless = |(_, name): &(&NaiveDate, &String)| {
        name.is_empty() || name.chars().count() > LONGEST_HOLIDAY || name.chars().any(char::is_control)
    };
    calendar.holidays.iter().find(nameless).map_or(Ok(()), |(day, _)| Err(CalendarError::Holiday(*day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hours: &[(u32, u32)]) -> Calendar {
        let hours = hours.iter().map(|(opens, closes)| Hours {
            weekday: Weekday::Mon,
            opens: *opens,
            closes: *closes,
        });
        Calendar { hours: hours.collect(), ..Calendar::usual() }
    }

    #[test]
    fn openings_neither_overlap_nor_end_before_they_begin() {
        for (hours, good) in [
            (&[(0, 1440)][..], true),
            (&[(480, 720), (780, 1080)], true),
            (&[(780, 1080), (480, 720)], true),
            (&[(480, 720), (720, 1080)], true),
            (&[(480, 720), (719, 1080)], false),
            (&[(480, 480)], false),
            (&[(480, 1441)], false),
            (&[], true),
        ] {
            assert_eq!(check(&of(hours)).is_ok(), good, "{hours:?}");
        }
    }
}
