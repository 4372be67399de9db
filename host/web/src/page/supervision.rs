//! Supervisão: what is open with each team, what comes and goes by the hour, how long it takes, and
//! who comes back; as charts, tables and files for spreadsheets.

use axum::response::Response;
use balcao_access::Actor;
use balcao_desk::supervision::{self, Flow, Load, Period, SupervisionError};
use balcao_plugins::canvas::{Plot, Series};
use balcao_store::{DateTime, Utc};
use chrono::{Days, TimeDelta, Timelike};
use maud::{Markup, html};

use crate::block::chart;
use crate::csv::{self, Cell};
use crate::fault::Fault;
use crate::fields::url;
use crate::format::Format;
use crate::message::Lang;
use crate::route::Visit;
use crate::shell::{self, Frame, Page};

impl From<SupervisionError> for Fault {
    fn from(error: SupervisionError) -> Fault {
        match error {
            SupervisionError::Denied => Fault::Forbidden,
            SupervisionError::Store(error) => error.into(),
        }
    }
}

/// The page.
pub(super) async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let frame = &visit.frame;
    let lang = frame.lang();
    let period = period(&visit);
    let (loads, flow) = read(&visit, period).await?;
    let main = html! {
        div.heading { h1 { (lang.supervision()) } p.dim { (lang.supervision_as_of(&frame.format.instant(visit.now))) } }
        section.card aria-labelledby="teams-title" {
            header { h2 #teams-title { (lang.open_by_team()) } (download(frame, "teams", period)) }
            div.body { (teams(frame, &loads)) }
        }
        nav.tabs aria-label=(lang.period()) {
            @for (at, of) in Period::ALL.iter().enumerate() {
                a href=(url("/supervision", [("period", of.as_str())])) data-tab=(at + 1)
                    aria-current=[(*of == period).then_some("page")] { (lang.period_name(*of)) }
            }
        }
        section.card.body aria-label=(lang.period_name(period)) { (metrics(frame, &flow)) }
        section.card aria-labelledby="hours-title" {
            header { h2 #hours-title { (lang.by_hour()) } (download(frame, "hours", period)) }
            div.body { (hours(frame, &flow)) }
        }
    };
    Ok(shell::page(frame, Page::new(lang.supervision(), main)))
}

/// One of the page's tables as a file.
pub(super) async fn file(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let period = period(&visit);
    let (loads, flow) = read(&visit, period).await?;
    let table = visit.query.text("table");
    let rows = match table {
        "teams" => team_rows(lang, &loads),
        "hours" => hour_rows(lang, &flow),
        _ => return Err(Fault::NotFound),
    };
    let day = visit.frame.format.day(visit.now);
    Ok(csv::file(&format!("balcao-{table}-{day}"), &rows))
}

fn period(visit: &Visit<Actor>) -> Period {
    visit.query.text("period").parse().unwrap_or(Period::Today)
}

async fn read(visit: &Visit<Actor>, period: Period) -> Result<(Vec<Load>, Flow), Fault> {
    let format = visit.frame.format;
    let mut conn = visit.desk.db.read().await?;
    let loads = supervision::loads(&mut conn, &visit.proof, visit.now).await?;
    let window = (begin(format, period, visit.now), visit.now + TimeDelta::seconds(1));
    let hour = |at: DateTime<Utc>| at.with_timezone(&format.zone).hour() as usize;
    Ok((loads, supervision::flow(&mut conn, &visit.proof, window, hour).await?))
}

/// The moment at which the period's first day began where the provider is. Where the clock skipped
/// that midnight, the first moment after it.
fn begin(format: Format, period: Period, now: DateTime<Utc>) -> DateTime<Utc> {
    let before = match period {
        Period::Today => 0,
        Period::Week => 6,
    };
    let day = format.day(now).checked_sub_days(Days::new(before)).unwrap_or_default();
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let begins = (0..=24)
        .find_map(|hour| (midnight + TimeDelta::hours(hour)).and_local_timezone(format.zone).earliest());
    begins.map_or(now, |at| at.with_timezone(&Utc))
}

fn download(frame: &Frame, table: &str, period: Period) -> Markup {
    let href = url("/supervision/csv", [("table", table), ("period", period.as_str())]);
    html! { a.small href=(href) download { (frame.lang().as_csv()) } }
}

/// The open requests of each team, as a chart and a table.
fn teams(frame: &Frame, loads: &[Load]) -> Markup {
    let lang = frame.lang();
    if loads.is_empty() {
        return html! { p.empty { (lang.nothing_open()) } };
    }
    let labels: Vec<String> = loads.iter().map(|load| team_name(lang, load).to_owned()).collect();
    let series = [
        (lang.count_open(), loads.iter().map(|load| load.open).collect::<Vec<_>>()),
        (lang.count_overdue(), loads.iter().map(|load| load.overdue).collect()),
    ]
    .map(|(name, counts)| Series {
        name: name.to_owned(),
        points: counts.into_iter().map(|count| Some(count as f64)).collect(),
    });
    html! {
        (chart::draw(frame.format, lang.open_and_overdue(), Plot::Bar, "", &labels, &series))
        div.scroll role="group" tabindex="0" aria-label=(lang.open_by_team()) { table {
            caption.sr { (lang.open_by_team()) }
            thead { tr {
                th scope="col" { (lang.team()) }
                @for name in counts(lang) { th.num scope="col" { (name) } }
            } }
            tbody { @for load in loads { tr class=[(load.overdue > 0).then_some("danger")] {
                th scope="row" {
                    @match load.id {
                        Some(team) => a href=(url("/tasks", [("view", "all"), ("team", team.to_string().as_str())])) { (team_name(lang, load)) },
                        None => (team_name(lang, load)),
                    }
                }
                @for count in [load.open, load.overdue, load.untaken, load.waiting] { td.num { (frame.format.integer(count)) } }
            } } }
        } }
    }
}

fn team_name(lang: Lang, load: &Load) -> &str {
    load.team.as_deref().unwrap_or(lang.no_team())
}

/// What is counted of a team, in the order of the columns.
fn counts(lang: Lang) -> [&'static str; 4] {
    [lang.count_open(), lang.count_overdue(), lang.count_untaken(), lang.count_waiting()]
}

/// The period in a few numbers.
fn metrics(frame: &Frame, flow: &Flow) -> Markup {
    let (lang, format) = (frame.lang(), frame.format);
    let took = |time: Option<TimeDelta>| match time {
        Some(time) => format.duration(time.num_milliseconds() as f64),
        None => "—".to_owned(),
    };
    let opened = flow.all_opened();
    let share = if opened == 0 { 0.0 } else { f64::from(flow.back) * 100.0 / f64::from(opened) };
    let all = [
        (lang.count_opened(), format.integer(opened.into())),
        (lang.count_closed(), format.integer(flow.all_closed().into())),
        (lang.time_to_close_median(), took(flow.median)),
        (lang.time_to_close_p90(), took(flow.p90)),
        (lang.back_within(), format!("{} ({} %)", format.integer(flow.back.into()), format.number(share, 1))),
    ];
    html! {
        dl.metrics { @for (name, value) in all { div { dt { (name) } dd { (value) } } } }
        p.hint { (lang.back_within_hint()) }
    }
}

/// Opened and closed by the hour of the day, as a chart with its table.
fn hours(frame: &Frame, flow: &Flow) -> Markup {
    let lang = frame.lang();
    let labels: Vec<String> = (0..24).map(|hour| format!("{hour} h")).collect();
    let series =
        [(lang.count_opened(), flow.opened), (lang.count_closed(), flow.closed)].map(|(name, counts)| {
            Series {
                name: name.to_owned(),
                points: counts.iter().map(|count| Some(f64::from(*count))).collect(),
            }
        });
    html! { (chart::draw(frame.format, lang.hours_of_day(), Plot::Bar, "", &labels, &series)) }
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Cell> {
    texts.into_iter().map(|text| Cell::Text(text.to_owned())).collect()
}

fn team_rows(lang: Lang, loads: &[Load]) -> Vec<Vec<Cell>> {
    let head = texts([lang.team()].into_iter().chain(counts(lang)));
    let rows = loads.iter().map(|load| {
        let counts = [load.open, load.overdue, load.untaken, load.waiting].map(Cell::Number);
        [Cell::Text(team_name(lang, load).to_owned())].into_iter().chain(counts).collect()
    });
    [head].into_iter().chain(rows).collect()
}

fn hour_rows(lang: Lang, flow: &Flow) -> Vec<Vec<Cell>> {
    let head = texts([lang.hour(), lang.count_opened(), lang.count_closed()]);
    let rows = (0..24).map(|hour| {
        [hour as i64, flow.opened[hour].into(), flow.closed[hour].into()].map(Cell::Number).into()
    });
    [head].into_iter().chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use balcao_access::Locale;

    #[test]
    fn a_day_begins_at_its_midnight_or_at_the_first_moment_after_a_skipped_one() {
        let format = Format { lang: Lang(Locale::Pt), zone: chrono_tz::America::Sao_Paulo };
        for (now, period, begins) in [
            ("2026-11-24T15:00:00Z", Period::Today, "2026-11-24T03:00:00Z"),
            ("2026-11-24T01:00:00Z", Period::Today, "2026-11-23T03:00:00Z"),
            ("2026-11-24T15:00:00Z", Period::Week, "2026-11-18T03:00:00Z"),
            // Daylight saving began at midnight: this day began at one o'clock.
            ("2018-11-04T15:00:00Z", Period::Today, "2018-11-04T03:00:00Z"),
        ] {
            let found = super::begin(format, period, now.parse().unwrap());
            assert_eq!(found, begins.parse::<DateTime<Utc>>().unwrap(), "{now}");
        }
    }
}
