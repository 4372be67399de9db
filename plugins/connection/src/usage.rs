//! What went over the line, by day.

use balcao_plugin::canvas::{Field, Plot};
use balcao_plugin::connection::usage;
use balcao_plugin::prelude::*;

use crate::told;

/// Histórico de consumo.
#[derive(Debug)]
pub struct Usage;

const FIRST: &str = "first";
const LAST: &str = "last";

/// The most months that may be asked for.
const MOST_MONTHS: i32 = 13;
const GB: f64 = 1e9;

impl Widget for Usage {
    const CARD: Card = Card::new(
        "usage",
        Tab::Conexao,
        text!(pt: "Histórico de consumo", en: "Usage history", es: "Historial de consumo"),
    )
    .summary(text!(
        pt: "Download e upload por dia, do primeiro dia do mês até hoje ou do período pedido.",
        en: "Download and upload per day, from the first of the month to today or of the period asked for.",
        es: "Descarga y subida por día, desde el primero del mes hasta hoy o del período pedido.",
    ));

    fn draw(answers: &Answers) -> Result {
        let today = Day::today()?;
        let first_of_month: Day = format!("{}-01", &today.to_string()[..7]).parse()?;
        let asked = |field: &str, usual: Day| answers.get(field).map_or(usual.to_string(), Into::into);
        let (first, last) = (asked(FIRST, first_of_month), asked(LAST, today));
        let earliest = earliest(today)?;
        let days = period(&first, &last, earliest, today);
        // The last day is not before the first, where that is a day.
        let begins = first.parse::<Day>().ok().filter(|day| (earliest..=today).contains(day));
        canvas::query(
            &[
                Field::date(FIRST, text!(pt: "De", en: "From", es: "Desde"))
                    .between(earliest, today)
                    .initial(first),
                Field::date(LAST, text!(pt: "Até", en: "To", es: "Hasta"))
                    .between(begins.unwrap_or(earliest), today)
                    .initial(last),
            ],
            text!(pt: "Atualizar dados", en: "Update", es: "Actualizar datos"),
        );
        // What is wrong with a day is told at its field, by the host.
        days.map_or(Ok(()), |(first, last)| show(first, last))
    }
}

/// The first day from which today is not more than 13 months away. Where that month has no such day, it
/// is the first of the next one.
fn earliest(today: Day) -> Result<Day> {
    let text = today.to_string();
    let number = |part: &str| part.parse::<i32>().unwrap_or_default();
    let months = number(&text[..4]) * 12 + number(&text[5..7]) - 1 - MOST_MONTHS;
    let day = |months: i32, day: &str| format!("{:04}-{:02}-{day}", months / 12, months % 12 + 1).parse();
    day(months, &text[8..]).or_else(|_: Failure| day(months + 1, "01"))
}

/// The days asked for, where they are a period.
fn period(first: &str, last: &str, earliest: Day, today: Day) -> Option<(Day, Day)> {
    let (first, last): (Day, Day) = (first.parse().ok()?, last.parse().ok()?);
    (earliest <= first && first <= last && last <= today).then_some((first, last))
}

fn show(first: Day, last: Day) -> Result {
    let period = match usage::days(&first.to_string(), &last.to_string()) {
        Err(failure) => return told(failure),
        Ok(period) => period,
    };
    let days = period.days;
    let download: u64 = days.iter().map(|day| day.download).sum();
    let upload: u64 = days.iter().map(|day| day.upload).sum();
    let names = (
        text!(pt: "Download", en: "Download", es: "Descarga"),
        text!(pt: "Upload", en: "Upload", es: "Subida"),
    );
    Metrics::new()
        .add(names.0, Value::Bytes(download), Tone::Neutral)
        .add(names.1, Value::Bytes(upload), Tone::Neutral)
        .add(text!(pt: "Total", en: "Total", es: "Total"), Value::Bytes(download + upload), Tone::Info)
        .draw();
    let labels = days.iter().map(|day| short(&day.date)).collect();
    let points =
        |bytes: fn(&usage::Day) -> u64| days.iter().map(|day| Some(bytes(day) as f64 / GB)).collect();
    let plot = if days.len() > 62 { Plot::Area } else { Plot::Bar };
    // The host draws the same numbers as a table beside it.
    Chart::new(text!(pt: "Consumo por dia", en: "Usage per day", es: "Consumo por día"), plot, "GB", labels)
        .series(names.0, points(|day| day.download))
        .series(names.1, points(|day| day.upload))
        .draw();
    Facts::new().more(period.more).draw();
    Ok(())
}

/// A day below the chart: day and month, the year stands in the fields.
fn short(date: &str) -> String {
    let part = |range| date.get(range).unwrap_or_default();
    format!("{}/{}", part(8..10), part(5..7))
}
