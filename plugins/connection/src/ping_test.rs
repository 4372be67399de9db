//! Pings, one after another.

use balcao_plugin::canvas::{DrawnTable, Field};
use balcao_plugin::connection::probe;
use balcao_plugin::prelude::*;

use crate::told;

/// Teste de conexão.
#[derive(Debug)]
pub struct PingTest;

/// How many.
const COUNT: &str = "count";
/// Unless it is changed, at least, at most.
const USUAL: i64 = 5;
const LEAST: i64 = 1;
const MOST: i64 = 50;

impl Widget for PingTest {
    const CARD: Card = Card::new(
        "ping-test",
        Tab::Conexao,
        text!(pt: "Teste de conexão", en: "Connection test", es: "Prueba de conexión"),
    )
    .summary(text!(
        pt: "Pings até o equipamento do cliente; as respostas aparecem uma a uma, com perda e tempos.",
        en: "Pings to the customer's equipment; replies appear one by one, with loss and times.",
        es: "Pings al equipo del cliente; las respuestas aparecen una a una, con pérdida y tiempos.",
    ))
    .live();

    fn draw(answers: &Answers) -> Result {
        let asked = answers.get(COUNT);
        let field = Field::integer(COUNT, text!(pt: "Pings", en: "Pings", es: "Pings"))
            .between(LEAST, MOST)
            .initial(asked.map_or(USUAL.to_string(), Into::into));
        canvas::query(
            &[field],
            text!(pt: "Testar conexão", en: "Test the connection", es: "Probar la conexión"),
        );
        // What is no number of pings is told at its field, by the host.
        match asked.and_then(|count| count.parse::<i64>().ok()) {
            Some(count) if (LEAST..=MOST).contains(&count) => test(count as u32),
            _ => Ok(()),
        }
    }
}

fn test(count: u32) -> Result {
    let target = match probe::begin() {
        Err(failure) if failure.is(Reason::Conflict) => {
            canvas::notice(Tone::Warning, "", failure.message);
            return Ok(());
        }
        Err(failure) => return told(failure),
        Ok(target) => target,
    };
    Facts::new()
        .add(text!(pt: "Endereço", en: "Address", es: "Dirección"), Value::Copyable(target.address))
        .more(target.more)
        .draw();
    let table = Table::new(text!(pt: "Respostas", en: "Replies", es: "Respuestas"))
        .numeric(text!(pt: "Ping", en: "Ping", es: "Ping"))
        .numeric(text!(pt: "Tempo", en: "Time", es: "Tiempo"))
        .when_empty(text!(pt: "Nenhuma resposta ainda.", en: "No reply yet.", es: "Ninguna respuesta aún."))
        .draw();
    let mut tally = Tally::default();
    for sequence in 1..=count {
        match probe::ping(sequence) {
            Ok(reply) => tally.add(table, sequence, reply.round_trip_ms),
            Err(failure) if failure.is(Reason::Cancelled) => {
                canvas::notice(Tone::Info, "", failure.message);
                break;
            }
            Err(failure) => return Err(failure),
        }
    }
    tally.draw();
    Ok(())
}

/// What the replies come to.
#[derive(Default)]
struct Tally {
    sent: u32,
    times: Vec<f64>,
}

impl Tally {
    fn add(&mut self, table: DrawnTable, sequence: u32, reply: Option<f64>) {
        self.sent += 1;
        self.times.extend(reply);
        let lost = Value::badge(text!(pt: "sem resposta", en: "no reply", es: "sin respuesta"), Tone::Danger);
        let row = Row::new("").cell(sequence).cell(reply.map_or(lost, Value::DurationMs));
        table.add(&[row]);
    }

    fn draw(self) {
        if self.sent == 0 {
            return;
        }
        let replies = self.times.len() as f64;
        let loss = (f64::from(self.sent) - replies) * 100.0 / f64::from(self.sent);
        let tone = if loss == 0.0 {
            Tone::Success
        } else if loss < 5.0 {
            Tone::Warning
        } else {
            Tone::Danger
        };
        let mut metrics =
            Metrics::new().add(text!(pt: "Perda", en: "Loss", es: "Pérdida"), Value::Percent(loss), tone);
        if replies > 0.0 {
            let least = self.times.iter().copied().fold(f64::INFINITY, f64::min);
            let most = self.times.iter().copied().fold(0.0, f64::max);
            let mean = self.times.iter().sum::<f64>() / replies;
            metrics = metrics
                .add(text!(pt: "Mínimo", en: "Least", es: "Mínimo"), Value::DurationMs(least), Tone::Neutral)
                .add(text!(pt: "Médio", en: "Mean", es: "Medio"), Value::DurationMs(mean), Tone::Neutral)
                .add(text!(pt: "Máximo", en: "Most", es: "Máximo"), Value::DurationMs(most), Tone::Neutral);
        }
        metrics.draw();
    }
}
