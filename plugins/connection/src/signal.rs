//! The light of the line.

use balcao_plugin::connection::signal::{self, Level};
use balcao_plugin::prelude::*;

use crate::told;

/// Dados do sinal.
#[derive(Debug)]
pub struct Signal;

impl Widget for Signal {
    const CARD: Card = Card::new(
        "signal",
        Tab::Conexao,
        text!(pt: "Dados do sinal", en: "Signal", es: "Datos de la señal"),
    )
    .summary(text!(
        pt: "Sinal óptico da ONU da etiqueta, lido agora na OLT, com o que está bom e o que não está.",
        en: "Optical signal of the tag's ONU, read from the OLT now, with what is good and what is not.",
        es: "Señal óptica de la ONU de la etiqueta, leída ahora en la OLT, con lo que está bien y lo que no.",
    ));

    fn draw(_: &Answers) -> Result {
        let reading = match signal::read() {
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
            (
                text!(pt: "Recebido na ONU", en: "Received by the ONU", es: "Recibido en la ONU"),
                reading.received,
            ),
            (text!(pt: "Enviado pela ONU", en: "Sent by the ONU", es: "Enviado por la ONU"), reading.sent),
            (
                text!(pt: "Recebido na OLT", en: "Received at the OLT", es: "Recibido en la OLT"),
                reading.received_at_olt,
            ),
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
        Facts::new()
            .add(text!(pt: "Lido", en: "Read", es: "Leído"), Value::Instant(reading.at))
            .add(text!(pt: "ONU", en: "ONU", es: "ONU"), Value::Copyable(reading.onu))
            .add(text!(pt: "Porta", en: "Port", es: "Puerto"), reading.place)
            .more(reading.more)
            .draw();
        canvas::open(text!(pt: "Ler de novo", en: "Read again", es: "Leer de nuevo"), &Answers::new());
        Ok(())
    }
}

fn metric(metrics: Metrics, label: Text, level: &Option<Level>) -> Metrics {
    match level {
        Some(level) => metrics.add(label, Value::Dbm(level.dbm), level.tone),
        None => metrics.add(label, Value::Absent, Tone::Neutral),
    }
}
