//! `balcao:connection/usage`

use std::sync::Arc;
use std::time::Duration;

use balcao_network::usage::{self, PeriodError};
use chrono::NaiveDate;

use super::outside::{Part, marked, unreachable};
use crate::bindings::types::{Failure, Reason};
use crate::bindings::usage::{Day, Host, Period};
use crate::gate::{Access, Function};
use crate::state::{Answered, Call, failure};

const DAYS: Function = Function { name: "usage.days", access: Access::Read };

/// How long accounting may take for a period.
const TRAFFIC: Duration = Duration::from_secs(4);

impl Host for Call {
    async fn days(&mut self, first: String, last: String) -> Answered<Period> {
        let line = match self.line(DAYS, first.len() + last.len()).await? {
            Ok(line) => line,
            Err(failure) => return Ok(Err(failure)),
        };
        let locale = self.locale();
        let (first, last) = match period(&first, &last, locale) {
            Ok(period) => period,
            Err(failure) => return Ok(Err(failure)),
        };
        let equipment = Arc::clone(&self.equipment);
        Ok(match self.outside(TRAFFIC, equipment.traffic(&line, first, last)).await {
            Ok(days) => {
                Ok(Period { days: days.into_iter().map(day).collect(), more: marked(&equipment, locale) })
            }
            Err(why) => Err(unreachable(Part::Accounting, why, locale)),
        })
    }
}

fn day(day: usage::Day) -> Day {
    Day { date: day.date.to_string(), download: day.download, upload: day.upload }
}

fn period(first: &str, last: &str, locale: balcao_access::Locale) -> Result<(NaiveDate, NaiveDate), Failure> {
    let parse = |raw| NaiveDate::parse_from_str(raw, "%Y-%m-%d").ok();
    let (Some(first), Some(last)) = (parse(first), parse(last)) else {
        let words = ["Data inválida.", "Not a date.", "Fecha inválida."];
        return Err(failure(Reason::Invalid, locale, words, "a date has to be written as 2026-11-24"));
    };
    let words = match usage::check(first, last) {
        Ok(()) => return Ok((first, last)),
        Err(PeriodError::Backwards) => [
            "O primeiro dia precisa ser antes do último.",
            "The first day must be before the last.",
            "El primer día debe ser antes del último.",
        ],
        Err(PeriodError::TooLong) => [
            "O período tem no máximo 13 meses.",
            "A period has at most 13 months.",
            "El período tiene como máximo 13 meses.",
        ],
    };
    Err(failure(Reason::Invalid, locale, words, "a period that can't be asked for"))
}
