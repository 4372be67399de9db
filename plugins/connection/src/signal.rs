//! The light of the line.

use balcao_plugin::canvas::Plot;
use balcao_plugin::connection::signal::{self, Level, PastReading};
use balcao_plugin::prelude::*;

use crate::told;

/// Dados do sinal.
#[derive(Debug)]
pub struct Signal;

/// An answer that wants a reading of now.
const FRESH: &str = "fresh";
const RECEIVED: Text = text!(pt: "Recebido na ONU", en: "Received by the ONU", es: "Recibido en la ONU");
const AT_OLT: Text = text!(pt: "Recebido na OLT", en: "Received at the OLT", es: "Recibido en la OLT");

impl Widget for Signal {
    const CARD: Card = Card::new(
        "signal",
        Tab::Conexao,
        text!(pt: "Dados do sinal", en: "Signal", es: "Datos de la señal"),
    )
    .summary(text!(
        pt: "Sinal óptico da ONU da etiqueta, lido na OLT, com o que está bom e o que não está.",
        en: "Optical signal of the tag's ONU, read from the OLT, with what is good and what is not.",
        es: "Señal óptica de la ONU de la etiqueta, leída en la OLT, con lo que está bien y lo que no.",
    ));

    fn draw(answers: &Answers) -> Result {
        let reading = match signal::read(answers.get(FRESH).is_some()) {
            // What it said before says more than that it says nothing now.
            Err(failure) if failure.is(Reason::Unavailable) => {
                canvas::notice(Tone::Warning, "", failure.message);
                past(&signal::past()?);
                read_now();
                return Ok(());
            }
            Err(failure) => return told(failure),
            Ok(reading) => reading,
        };
        if !reading.online {
            canvas::notice(
                Tone::Danger,
                text!(pt: "ONU sem sinal", en: "ONU without signal", es: "ONU sin señal"),
                text!(
                    pt: "A OLT não vê esta ONU: confira energia, cabo óptico e a luz PON no equipamento.",
                    en: "The OLT does not see this ONU: check power, fibre and the PON light of the equipment.",
                    es: "La OLT no ve esta ONU: revise energía, fibra y la luz PON del equipo.",
                ),
            );
        }
        let levels = [
            (RECEIVED, reading.received),
            (text!(pt: "Enviado pela ONU", en: "Sent by the ONU", es: "Enviado por la ONU"), reading.sent),
            (AT_OLT, reading.received_at_olt),
        ];
        if reading.online {
            let drawn =
                levels.iter().fold(Metrics::new(), |metrics, (label, level)| metric(metrics, *label, level));
            drawn.draw();
            for (label, level) in levels {
                if let Some(Level { tone: Tone::Warning | Tone::Danger, verdict, .. }) = &level {
                    canvas::text(format!("{}: {verdict}.", String::from(label)));
                }
            }
        }
        let mut facts =
            Facts::new().add(text!(pt: "Lido", en: "Read", es: "Leído"), Value::Instant(reading.at));
        if reading.age_s > 0 {
            let age = format!("{} s", reading.age_s);
            facts = facts.add(text!(pt: "Idade da leitura", en: "Age of the reading", es: "Antigüedad"), age);
        }
        facts
            .add(text!(pt: "ONU", en: "ONU", es: "ONU"), Value::Copyable(reading.onu))
            .add(text!(pt: "Porta", en: "Port", es: "Puerto"), reading.place)
            .more(reading.more)
            .draw();
        past(&signal::past()?);
        read_now();
        Ok(())
    }
}

/// The button that wants a reading of now.
fn read_now() {
    canvas::open(text!(pt: "Ler agora", en: "Read now", es: "Leer ahora"), &Answers::new().with(FRESH, "1"));
}

/// How the light was, where there is more than one reading to tell it by.
fn past(past: &[PastReading]) {
    let measured = past.iter().filter(|reading| reading.received.or(reading.received_at_olt).is_some());
    if measured.count() < 2 {
        return;
    }
    let labels = past.iter().map(|reading| reading.label.clone()).collect();
    let caption = text!(pt: "Últimas leituras", en: "Last readings", es: "Últimas lecturas");
    let mut chart = Chart::new(caption, Plot::Line, "dBm", labels)
        .series(RECEIVED, past.iter().map(|reading| reading.received).collect());
    if past.iter().any(|reading| reading.received_at_olt.is_some()) {
        chart = chart.series(AT_OLT, past.iter().map(|reading| reading.received_at_olt).collect());
    }
    chart.draw();
}

fn metric(metrics: Metrics, label: Text, level: &Option<Level>) -> Metrics {
    match level {
        Some(level) => metrics.add(label, Value::Dbm(level.dbm), level.tone),
        None => metrics.add(label, Value::Absent, Tone::Neutral),
    }
}
