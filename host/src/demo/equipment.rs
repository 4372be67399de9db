//! The demonstration's equipment: access servers that do what they are told, accounting, OLTs and
//! lines that answer as a line of that login would, the same every time.
//!
//! What it says is marked as a simulation wherever it is shown.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use balcao_network::equipment::{Heard, Session};
use balcao_network::signal::Reading;
use balcao_network::usage::Day;
use balcao_network::{Access, Connection, Equipment};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};

use super::lines::Light;
use super::random::Random;

/// How far back accounting goes.
const KEPT: Days = Days::new(400);
const GB: f64 = 1e9;

/// All of it.
pub fn simulated() -> Equipment {
    Equipment {
        simulated: true,
        radius: Some(Arc::new(|_| Box::pin(async { Heard::Done }))),
        sessions: Some(Arc::new(|line| {
            Box::pin(async move { Ok(session(&line, balcao_store::now()).into_iter().collect()) })
        })),
        traffic: Some(Arc::new(|line, first, last| {
            Box::pin(async move { Ok(traffic(&line, first, last, Utc::now().date_naive())) })
        })),
        olt: Some(Arc::new(|line| Box::pin(async move { Ok(reading(&line, balcao_store::now())) }))),
        echo: Some(Arc::new(|address, sequence| Box::pin(echo(address, sequence)))),
    }
}

/// Chance that is the same for this line every time.
fn chance(line: &Connection, of: u64) -> Random {
    Random::new(line.tag.0.as_u128() as u64 ^ of)
}

fn light(line: &Connection) -> Light {
    line.onu.as_ref().map_or(Light::Good, |onu| Light::of(&onu.serial))
}

/// The session of a line: since some hours of the last days, or since the desk last ended it.
fn session(line: &Connection, now: DateTime<Utc>) -> Option<Session> {
    if light(line) == Light::Off {
        return None;
    }
    let mut random = chance(line, 1);
    let today = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let since = today - TimeDelta::minutes(30 + random.below(9 * 24 * 60) as i64);
    let since = line.ended_at.map_or(since, |ended| since.max(ended + TimeDelta::seconds(9)));
    // 100.64.0.0/10 is for customers behind a provider's NAT (RFC 6598).
    let tail = random.below(1 << 22) as u32;
    let again = line.ended_at.map_or(0, |ended| ended.timestamp() as u32 & 0xFF);
    let address = Ipv4Addr::from(0x6440_0000 | (tail ^ again));
    Some(Session {
        id: format!("{tail:08x}"),
        since: since.min(now),
        address: Some(address.into()),
        nas: line.nas.clone(),
        nas_address: None,
    })
}

/// More in the evening of a week than on its working days, a little more every month, nothing on the
/// days on which the line was cut.
fn traffic(line: &Connection, first: NaiveDate, last: NaiveDate, today: NaiveDate) -> Vec<Day> {
    let habit = 4.0 + chance(line, 2).below(220) as f64 / 10.0;
    let oldest = today.checked_sub_days(KEPT).unwrap_or(today);
    first
        .iter_days()
        .take_while(|date| *date <= last)
        .filter(|date| (oldest..=today).contains(date))
        .map(|date| {
            let mut random = chance(line, 3 + date.num_days_from_ce() as u64);
            let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
            let mood = 0.4 + random.below(1_000) as f64 / 800.0 + if weekend { 0.5 } else { 0.0 };
            let cut = random.of_1000(12) || line.access == Access::Blocked && (today - date).num_days() < 20;
            let download = if cut { 0.0 } else { habit * mood * GB };
            let upload = download * (0.05 + random.below(100) as f64 / 1_000.0);
            Day { date, download: download as u64, upload: upload as u64 }
        })
        .collect()
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
