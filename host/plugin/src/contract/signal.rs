//! `balcao:connection/signal`

use std::sync::Arc;
use std::time::Duration;

use balcao_access::Locale;
use balcao_network::equipment::Want;
use balcao_network::signal::{self, Grade, Level as Where, Thresholds};
use balcao_network::{connections, readings};
use balcao_store::now;

use super::outside::{Part, fact, marked, no_line, unreachable};
use crate::bindings::signal::{Host, Level, PastReading, Reading};
use crate::bindings::types::{Reason, Tone};
use crate::contract::word;
use crate::gate::{Access, Function};
use crate::state::{Answered, Asked, Call, failure};

const READ: Function = Function { name: "signal.read", access: Access::Read };
const PAST: Function = Function { name: "signal.past", access: Access::Read };

/// How long an OLT may take.
const OLT: Duration = Duration::from_secs(4);

impl Host for Call {
    async fn read(&mut self, fresh: bool) -> Answered<Reading> {
        let known = Call::read(self, READ, 0, async |conn, scene| {
            let line = connections::served(conn, &scene.attendance).await;
            let line = line.map_err(|error| no_line(error, scene.locale))?;
            let policy = signal::policy(conn, scene.attendance.company()).await.map_err(Asked::host)?;
            Ok((line, policy))
        });
        let (line, policy) = match known.await? {
            Ok(known) => known,
            Err(failure) => return Ok(Err(failure)),
        };
        let locale = self.locale();
        let Some(onu) = line.onu.clone() else {
            let words =
                ["Esta conexão não tem ONU.", "This connection has no ONU.", "Esta conexión no tiene ONU."];
            return Ok(Err(failure(Reason::NotFound, locale, words, "the connection has no ONU")));
        };
        let equipment = Arc::clone(&self.equipment);
        let want = if fresh { Want::Now } else { Want::Recent };
        let reading = match self.outside(OLT, equipment.reading(&line, want)).await {
            Ok(reading) => reading,
            Err(why) => return Ok(Err(unreachable(Part::Olt, why, locale))),
        };
        let mut more = Vec::new();
        if let Some(metres) = reading.distance {
            more.push(fact(["Distância", "Distance", "Distancia"], format!("{metres} m"), locale));
        }
        more.extend(marked(&equipment, locale));
        let level = |dbm, at| level(dbm, policy.of(at), locale);
        Ok(Ok(Reading {
            at: reading.at.timestamp_millis(),
            age_s: u32::try_from((now() - reading.at).num_seconds()).unwrap_or_default(),
            onu: onu.serial,
            place: onu.place,
            online: reading.online,
            received: level(reading.received, Where::Received),
            sent: level(reading.sent, Where::Sent),
            received_at_olt: level(reading.received_at_olt, Where::ReceivedAtOlt),
            more,
        }))
    }

    async fn past(&mut self) -> Answered<Vec<PastReading>> {
        Call::read(self, PAST, 0, async |conn, scene| {
            let kept = readings::served(conn, &scene.attendance).await.map_err(Asked::host)?;
            let past = kept.into_iter().map(|reading| PastReading {
                label: reading.at.with_timezone(&scene.zone).format("%d/%m %H:%M").to_string(),
                online: reading.online,
                received: reading.received,
                received_at_olt: reading.received_at_olt,
            });
            Ok(past.collect())
        })
        .await
    }
}

fn level(dbm: Option<f64>, thresholds: Thresholds, locale: Locale) -> Option<Level> {
    dbm.map(|dbm| {
        let (tone, words) = match thresholds.grade(dbm) {
            Grade::Good => (Tone::Success, ["bom", "good", "bueno"]),
            Grade::Weak => (Tone::Warning, ["fraco", "weak", "débil"]),
            Grade::TooWeak => (Tone::Danger, ["fraco demais", "too weak", "demasiado débil"]),
            Grade::TooStrong => (Tone::Danger, ["forte demais", "too strong", "demasiado fuerte"]),
        };
        Level { dbm, tone, verdict: word(words, locale).into() }
    })
}
