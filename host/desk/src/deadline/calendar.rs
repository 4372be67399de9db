//! When a company works.

use std::collections::BTreeMap;

use balcao_access::CompanyId;
use balcao_brazil::calendar::is_bank_holiday;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

/// How far openings are looked for: no deadline lies further.
const FURTHEST: usize = 40_000;

/// The longest that clocks were ever put forward at once, in minutes: a whole day, on Samoa.
const LONGEST_JUMP: i64 = 24 * 60;

/// An opening of a weekday. A day may have several, with a break between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The day of the week.
    pub weekday: Weekday,
    /// Minutes from the beginning of the day, by the clock on the wall.
    pub opens: u32,
    /// The same, later; 1440 is the end of the day.
    pub closes: u32,
}

/// When a company works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Where its clock on the wall hangs.
    pub zone: Tz,
    /// Whether it is closed when the whole country's banks are.
    pub bank_holidays: bool,
    /// Its openings. None at all: it has no calendar, and every hour counts.
    pub hours: Vec<Hours>,
    /// The days on which it alone is closed, such as those of its town, with their names.
    pub holidays: BTreeMap<NaiveDate, String>,
}

impl Calendar {
    /// What most providers keep to: Monday to Friday from 8 to 18 h and Saturday from 8 to 12 h, in
    /// Brasília's time, closed on bank holidays.
    pub fn usual() -> Calendar {
        use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
        let week = [Mon, Tue, Wed, Thu, Fri].map(|weekday| Hours { weekday, opens: 8 * 60, closes: 18 * 60 });
        let saturday = Hours { weekday: Sat, opens: 8 * 60, closes: 12 * 60 };
        Calendar {
            zone: chrono_tz::America::Sao_Paulo,
            bank_holidays: true,
            hours: week.into_iter().chain([saturday]).collect(),
            holidays: BTreeMap::new(),
        }
    }

    /// Whether it has openings.
    pub(super) fn ever_opens(&self) -> bool {
        !self.hours.is_empty()
    }

    /// The openings from the day of a moment on, the earliest first.
    pub(super) fn openings(
        &self,
        from: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        from.with_timezone(&self.zone)
            .date_naive()
            .iter_days()
            .take(FURTHEST)
            .flat_map(|day| self.of_day(day))
    }

    fn of_day(&self, day: NaiveDate) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        if (self.bank_holidays && is_bank_holiday(day)) || self.holidays.contains_key(&day) {
            return Vec::new();
        }
        let mut openings: Vec<_> = self
            .hours
            .iter()
            .filter(|hours| hours.weekday == day.weekday())
            .map(|hours| (self.opening(minute(day, hours.opens)), self.closing(minute(day, hours.closes))))
            .collect();
        openings.sort_unstable();
        openings
    }

    /// A time of the clock on the wall that comes twice, because it was put back, opens the first time.
    fn opening(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self.zone.from_local_datetime(&local) {
            MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
            MappedLocalTime::None => self.after_the_jump(local),
        }
    }

    /// And closes the second time.
    fn closing(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self.zone.from_local_datetime(&local) {
            MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(_, at) => at.to_utc(),
            MappedLocalTime::None => self.after_the_jump(local),
        }
    }

    /// The moment at which the clock was put forward over this time.
    fn after_the_jump(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let later =
            (1..=LONGEST_JUMP).filter_map(|minutes| local.checked_add_signed(TimeDelta::minutes(minutes)));
        let first = later.filter_map(|local| self.zone.from_local_datetime(&local).earliest()).next();
        first.map_or(local.and_utc(), |at| at.to_utc())
    }
}

/// So many minutes into a day, as its clock shows them.
fn minute(day: NaiveDate, minutes: u32) -> NaiveDateTime {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    midnight.checked_add_signed(TimeDelta::minutes(minutes.into())).unwrap_or(midnight)
}

/// The calendar of a company. One that has none gets an empty one: every hour counts.
pub async fn calendar_of(conn: &mut Conn, company: CompanyId) -> Result<Calendar, StoreError> {
    let kept: Option<(String, bool)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT zone, bank_holidays FROM business_calendar WHERE company = $1")
        .bind(company).fetch_optional(c).await)?;
    let Some((zone, bank_holidays)) = kept else {
        return Ok(Calendar { bank_holidays: false, hours: Vec::new(), ..Calendar::usual() });
    };
    let hours: Vec<(i64, i64, i64)> = on!(&mut *conn, c => sqlx::query_as(
        "SELECT weekday, opens, closes FROM business_hours WHERE company = $1 ORDER BY weekday, opens")
        .bind(company).fetch_all(c).await)?;
    let holidays: Vec<(NaiveDate, String)> = on!(conn, c => sqlx::query_as(
        "SELECT day, name FROM own_holiday WHERE company = $1").bind(company).fetch_all(c).await)?;
    let zone = zone.parse().map_err(|_| damaged("a zone"))?;
    let hours = hours.into_iter().map(|(weekday, opens, closes)| {
        Some(Hours {
            weekday: Weekday::try_from(u8::try_from(weekday - 1).ok()?).ok()?,
            opens: opens.try_into().ok()?,
            closes: closes.try_into().ok()?,
        })
    });
    let hours = hours.collect::<Option<_>>().ok_or_else(|| damaged("business hours"))?;
    Ok(Calendar { zone, bank_holidays, hours, holidays: holidays.into_iter().collect() })
}

/// Gives a company this calendar in place of the one that it has.
pub async fn set_calendar(tx: &mut Tx, company: CompanyId, calendar: &Calendar) -> Result<(), StoreError> {
    let before: Option<i64> = on!(&mut *tx, c => sqlx::query_scalar(
        "SELECT version FROM business_calendar WHERE company = $1")
        .bind(company).fetch_optional(c).await)?;
    let version = before.map_or(1, |version| version + 1);
    on!(&mut *tx, c => sqlx::query("DELETE FROM business_calendar WHERE company = $1")
        .bind(company).execute(c).await.map(drop))?;
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO business_calendar (company, zone, bank_holidays, version) VALUES ($1, $2, $3, $4)")
        .bind(company).bind(calendar.zone.name()).bind(calendar.bank_holidays).bind(version).execute(c).await.map(drop))?;
    for hours in &calendar.hours {
        on!(&mut *tx, c => sqlx::query(
            "INSERT INTO business_hours (company, weekday, opens, closes) VALUES ($1, $2, $3, $4)")
            .bind(company).bind(i64::from(hours.weekday.number_from_monday()))
            .bind(i64::from(hours.opens)).bind(i64::from(hours.closes))
            .execute(c).await.map(drop))?;
    }
    for (day, name) in &calendar.holidays {
        on!(&mut *tx, c => sqlx::query("INSERT INTO own_holiday (company, day, name) VALUES ($1, $2, $3)")
            .bind(company).bind(day).bind(name).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// What no statement of ours writes.
fn damaged(what: &'static str) -> StoreError {
    sqlx::Error::Decode(format!("{what} that cannot be read").into()).into()
}
