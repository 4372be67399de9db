//! `balcao:connection/signal`

use std::sync::Arc;
use std::time::Duration;

use balcao_access::Locale;
use balcao_network::signal::{self, Grade};

use super::outside::{Part, fact, marked, unreachable};
use crate::bindings::signal::{Host, Level, Reading};
use crate::bindings::types::{Reason, Tone};
use crate::contract::word;
use crate::gate::{Access, Function};
use crate::state::{Answered, Call, failure};

const READ: Function = Function { name: "signal.read", access: Access::Read };

/// How long an OLT may take.
const OLT: Duration = Duration::from_secs(4);

impl Host for Call {
    async fn read(&mut self) -> Answered<Reading> {
        let line = match self.line(READ, 0).await? {
            Ok(line) => line,
            Err(failure) => return Ok(Err(failure)),
        };
        let locale = self.locale();
        let Some(onu) = line.onu.clone() else {
            let words =
                ["Esta conexão não tem ONU.", "This connection has no ONU.", "Esta conexión no tiene ONU."];
            return Ok(Err(failure(Reason::NotFound, locale, words, "the connection has no ONU")));
        };
        let equipment = Arc::clone(&self.equipment);
        let reading = match self.outside(OLT, equipment.reading(&line)).await {
            Ok(reading) => reading,
            Err(why) => return Ok(Err(unreachable(Part::Olt, why, locale))),
        };
        let mut more = Vec::new();
        if let Some(metres) = reading.distance {
            more.push(fact(["Distância", "Distance", "Distancia"], format!("{metres} m"), locale));
        }
        more.extend(marked(&equipment, locale));
        Ok(Ok(Reading {
            at: reading.at.timestamp_millis(),
            onu: onu.serial,
            place: onu.place,
            online: reading.online,
            received: level(reading.received, signal::received, locale),
            sent: level(reading.sent, signal::sent, locale),
            received_at_olt: level(reading.received_at_olt, signal::received_at_olt, locale),
            more,
        }))
    }
}

fn level(dbm: Option<f64>, judge: fn(f64) -> Grade, locale: Locale) -> Option<Level> {
    dbm.map(|dbm| {
        let (tone, words) = match judge(dbm) {
            Grade::Good => (Tone::Success, ["bom", "good", "bueno"]),
            Grade::Weak => (Tone::Warning, ["fraco", "weak", "débil"]),
            Grade::TooWeak => (Tone::Danger, ["fraco demais", "too weak", "demasiado débil"]),
            Grade::TooStrong => (Tone::Danger, ["forte demais", "too strong", "demasiado fuerte"]),
        };
        Level { dbm, tone, verdict: word(words, locale).into() }
    })
}
