//! The business calendar of the company in which the administrator works: openings of each weekday, its own
//! holidays, and the zone of its clock.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use balcao_access::Actor;
use balcao_desk::deadline::{
    Calendar, CalendarError, Hours, LONGEST_HOLIDAY, calendar_of, change, spelled, version,
};
use chrono::{NaiveDate, Weekday};
use maud::html;

use super::super::form::{self, Form, Problem};
use super::super::{ADMINISTERS, Section};
use super::{begin, finish, problem};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::message::Lang;
use crate::route::{Routes, Visit};

const PATH: &str = "/admin/calendar";

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The zones of Brazil, by where most people live.
const ZONES: [&str; 16] = [
    "America/Sao_Paulo",
    "America/Bahia",
    "America/Fortaleza",
    "America/Recife",
    "America/Maceio",
    "America/Belem",
    "America/Araguaina",
    "America/Santarem",
    "America/Manaus",
    "America/Cuiaba",
    "America/Campo_Grande",
    "America/Porto_Velho",
    "America/Boa_Vista",
    "America/Rio_Branco",
    "America/Eirunepe",
    "America/Noronha",
];

pub(super) fn routes(routes: Routes) -> Routes {
    routes.route(Method::GET, PATH, ADMINISTERS, show).route(Method::POST, PATH, ADMINISTERS, submit)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    page(&visit, StatusCode::OK, &[]).await
}

async fn submit(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let seen = visit.form.text("seen").parse().map_err(|_| Fault::Forged)?;
    let (calendar, problems) = read(lang, &visit.form)?;
    if !problems.is_empty() {
        return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &problems).await;
    }
    let (mut tx, actor) = begin(&visit).await?;
    let refused = match change(&mut tx, &actor, seen, &calendar).await {
        Ok(done) => return finish(tx, done, PATH).await,
        Err(CalendarError::Store(error)) => return Err(error.into()),
        Err(refused) => refused,
    };
    drop(tx);
    let problems = match refused {
        CalendarError::Hours(day) => vec![wrong_day(lang, day)],
        CalendarError::Holiday(day) => {
            vec![problem(
                "holidays",
                lang.calendar_holidays(),
                lang.calendar_holiday_name(&day.to_string(), LONGEST_HOLIDAY),
            )]
        }
        CalendarError::Stale | CalendarError::Store(_) => {
            return page(&visit, StatusCode::CONFLICT, &[]).await;
        }
    };
    page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &problems).await
}

fn field(day: Weekday) -> String {
    format!("day-{}", day.number_from_monday())
}

fn wrong_day(lang: Lang, day: Weekday) -> Problem {
    problem(&field(day), lang.weekday(day), lang.calendar_hours_wrong().to_owned())
}

/// The calendar that was typed, and what of it can't be read.
fn read(lang: Lang, sent: &Fields) -> Result<(Calendar, Vec<Problem>), Fault> {
    let mut problems = Vec::new();
    let mut hours = Vec::new();
    for day in WEEK {
        match openings(day, sent.text(&field(day))) {
            Some(openings) => hours.extend(openings),
            None => problems.push(wrong_day(lang, day)),
        }
    }
    let mut holidays = BTreeMap::new();
    for line in sent.text("holidays").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (day, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let words = match date(day) {
            None => lang.calendar_holiday_unread(line),
            Some(day) if holidays.insert(day, name.trim().to_owned()).is_some() => {
                lang.calendar_holiday_twice(line)
            }
            Some(_) => continue,
        };
        problems.push(problem("holidays", lang.calendar_holidays(), words));
    }
    // One error a field is what a field can show; the rest comes with the next try.
    problems.dedup_by(|a, b| a.id == b.id);
    let zone = sent.text("zone").parse().map_err(|_| Fault::Forged)?;
    let bank_holidays = sent.get("bank_holidays").is_some();
    Ok((Calendar { zone, bank_holidays, hours, holidays }, problems))
}

/// `08:00-12:00, 13:00-18:00`; nothing is closed all day.
fn openings(weekday: Weekday, typed: &str) -> Option<Vec<Hours>> {
    let clock = |text: &str| {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
    };
    let opening = |text: &str| {
        let (opens, closes) = text.split_once(['-', '–'])?;
        Some(Hours { weekday, opens: clock(opens)?, closes: clock(closes)? })
    };
    typed.split([',', ';']).filter(|text| !text.trim().is_empty()).map(opening).collect()
}

/// A day as people write it, or as files do.
fn date(text: &str) -> Option<NaiveDate> {
    ["%d/%m/%Y", "%Y-%m-%d"].iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

/// A holiday's line, in a spelling that is read again.
fn holiday(day: NaiveDate, name: &str) -> String {
    format!("{} {name}", day.format("%d/%m/%Y"))
}

async fn page(visit: &Visit<Actor>, status: StatusCode, problems: &[Problem]) -> Result<Response, Fault> {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let mut conn = visit.desk.db.read().await?;
    let calendar = calendar_of(&mut conn, visit.proof.company).await?;
    let seen = version(&mut conn, &visit.proof).await?;
    drop(conn);
    let form = Form { frame, typed: (status != StatusCode::OK).then_some(&visit.form), problems };
    let zone = calendar.zone.name();
    let mut zones: Vec<(String, String)> =
        ZONES.iter().map(|zone| ((*zone).to_owned(), zone.replace('_', " "))).collect();
    if !ZONES.contains(&zone) {
        zones.push((zone.to_owned(), zone.to_owned()));
    }
    let of = |day: Weekday| {
        let openings: Vec<String> =
            calendar.hours.iter().filter(|hours| hours.weekday == day).map(spelled).collect();
        openings.join(", ")
    };
    let holidays: Vec<String> = calendar.holidays.iter().map(|(day, name)| holiday(*day, name)).collect();
    let company = frame
        .viewer
        .iter()
        .flat_map(|viewer| viewer.companies.iter().filter(move |one| one.id == viewer.company));
    let main = html! {
        div.heading {
            h1 { (Section::Calendar.label(lang)) }
            @for company in company { p.dim { (company.trade_name) } }
        }
        @if status == StatusCode::CONFLICT { (form::late(frame, None)) } @else { (form::summary(frame, problems)) }
        form.card method="post" data-guard novalidate {
            (frame.csrf())
            input type="hidden" name="seen" value=(seen);
            p.hint { (lang.calendar_lead()) }
            div.columns {
                @for day in WEEK { (form.line(&field(day), lang.weekday(day), &of(day), true, "text", lang.calendar_closed())) }
            }
            (form.toggle("bank_holidays", lang.calendar_bank_holidays(), calendar.bank_holidays))
            (form.paragraph("holidays", lang.calendar_holidays(), &holidays.join("\n"), lang.calendar_holidays_hint(), 6))
            (form.select("zone", lang.calendar_zone(), &zones, zone))
            p.hint { (lang.tables_deadlines_stay()) }
            p.row { button.primary { (lang.save()) } }
        }
    };
    Ok((status, super::super::page(frame, Section::Calendar, Section::Calendar.label(lang), main))
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_read_as_people_write_them() {
        let minutes = |text: &str| {
            openings(Weekday::Mon, text)
                .map(|hours| hours.iter().map(|one| (one.opens, one.closes)).collect::<Vec<_>>())
        };
        assert_eq!(minutes("08:00-12:00, 13:00–18:00"), Some(vec![(480, 720), (780, 1080)]));
        assert_eq!(minutes("0:00 - 24:00"), Some(vec![(0, 1440)]));
        assert_eq!(minutes("  "), Some(vec![]));
        for odd in ["8h-12h", "08:00", "25:00-26:00", "08:60-09:00", "08:00-12:00 13:00-18:00"] {
            assert_eq!(minutes(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_holiday_is_read_in_two_spellings() {
        assert_eq!(date("08/12/2026"), NaiveDate::from_ymd_opt(2026, 12, 8));
        assert_eq!(date("2026-12-08"), NaiveDate::from_ymd_opt(2026, 12, 8));
        assert_eq!(date("31/02/2026"), None);
    }
}
