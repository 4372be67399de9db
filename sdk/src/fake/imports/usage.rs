//! What went over the line.

use super::{missing, on};
pub use crate::bindings::everything::balcao::connection::usage::{Day, Period};
use crate::{Day as Date, Failure};

/// Both days included; every day of the period.
pub fn days(first: &str, last: &str) -> Result<Period, Failure> {
    let (first, last): (Date, Date) = (first.parse()?, last.parse()?);
    on(|s| {
        s.desk.granted("connection/usage")?;
        let line = s.desk.line.clone()?.ok_or_else(|| missing("connection"))?;
        let days = (0..=last.since(first)).map(|n| {
            let date = first.plus(n).to_string();
            let known = s.desk.traffic.iter().find(|day| day.date == date);
            known.cloned().unwrap_or(Day { date, download: 0, upload: 0 })
        });
        Ok(Period { days: days.collect(), more: line.more })
    })
}
