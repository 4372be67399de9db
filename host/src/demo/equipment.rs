//! The demonstration's equipment but for its access servers: OLTs and lines that answer as a line of
//! that login would, the same every time. What it says is marked wherever it is shown.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use balcao_network::signal::Reading;
use balcao_network::{Connection, Equipment};
use chrono::{DateTime, Utc};

use super::lines::Light;
use super::random::Random;

/// All of it.
pub fn simulated() -> Equipment {
    Equipment {
        demonstration: true,
        olt: Some(Arc::new(|line| Box::pin(async move { Ok(reading(&line, balcao_store::now())) }))),
        echo: Some(Arc::new(|address, sequence| Box::pin(echo(address, sequence)))),
        ..Equipment::default()
    }
}

/// Chance that is the same for this line every time.
fn chance(line: &Connection, of: u64) -> Random {
    Random::new(line.tag.0.as_u128() as u64 ^ of)
}

fn light(line: &Connection) -> Light {
    line.onu.as_ref().map_or(Light::Good, |onu| Light::of(&onu.serial))
}

fn reading(line: &Connection, at: DateTime<Utc>) -> Reading {
    let mut random = chance(line, 4);
    let mut within = |from: f64, to: f64| from + (to - from) * random.below(1_000) as f64 / 1_000.0;
    let online = light(line) != Light::Off;
    let received = match light(line) {
        Light::Good => Some(within(-22.5, -17.0)),
        Light::Weak => Some(within(-26.9, -25.2)),
        Light::TooWeak => Some(within(-29.5, -27.3)),
        Light::Off => None,
    };
    let rounded = |dbm: f64| (dbm * 100.0).round() / 100.0;
    Reading {
        at,
        online,
        sent: online.then(|| rounded(within(1.8, 2.9))),
        received_at_olt: received.map(|dbm| rounded(dbm - within(0.4, 1.2))),
        received: received.map(rounded),
        distance: Some(within(300.0, 7_800.0) as u32),
    }
}

/// A reply after some milliseconds; now and then none.
async fn echo(address: IpAddr, sequence: u32) -> Result<Option<Duration>, balcao_network::Unreachable> {
    let of = match address {
        IpAddr::V4(v4) => u64::from(u32::from(v4)),
        IpAddr::V6(v6) => v6.to_bits() as u64,
    };
    let mut random = Random::new(of.rotate_left(17) ^ u64::from(sequence));
    let usual = 3 + Random::new(of).below(14);
    let took = Duration::from_micros(usual * 1_000 + random.below(4_000));
    tokio::time::sleep(took).await;
    Ok((!random.of_1000(60)).then_some(took))
}
