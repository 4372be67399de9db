//! OLTs of the demonstration: real agents of SNMP v2c on loopback, each with the OIDs of its vendor, that
//! know how the light of every ONU is.
//!
//! They are written apart from the client's tables, so that what one gets wrong the other does not.

use std::net::Ipv4Addr;

use balcao_access::audit::{self, Line};
use balcao_access::{CompanyId, companies};
use balcao_network::olts::{self, Settings};
use balcao_network::{Credentials, OltError, OltId, Port};
use balcao_store::{Db, Tx, Uuid};
use chrono::{DateTime, Utc};
use tokio::net::UdpSocket;

use super::ber::{self, Question};
use super::lines::Light;
use super::provider::COMPANIES;
use super::random::Random;

/// What opens them. It opens nothing but the demonstration.
const COMMUNITY: &str = "demonstracao";
/// Huawei says it of a level that it cannot measure.
const INVALID: i64 = 2_147_483_647;
/// The largest message that is answered.
const MESSAGE: usize = 4_096;

/// An OLT, as the provider names it: which company has it, and whose equipment it is.
pub struct Olt {
    /// Its name.
    pub name: &'static str,
    company: usize,
    vendor: Vendor,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Vendor {
    Huawei,
    Zte,
    FiberHome,
}

/// All of them; those of the first company come first.
pub const OLTS: [Olt; 4] = [
    Olt { name: "OLT Centro", company: 0, vendor: Vendor::Huawei },
    Olt { name: "OLT Industrial", company: 0, vendor: Vendor::Zte },
    Olt { name: "OLT Bela Vista", company: 0, vendor: Vendor::FiberHome },
    Olt { name: "OLT Serra", company: 1, vendor: Vendor::Huawei },
];

/// Slots, and PONs of each.
const SLOTS: u32 = 16;
const PONS: u32 = 16;

/// The id of the one at this place of [`OLTS`]: the same in every demonstration.
pub fn id(at: usize) -> OltId {
    // Beside the ids of all else, whose chance it would change.
    OltId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + at as u128))
}

/// The place of the `n`-th ONU of an OLT. How its light is can be told by its number: that is how the
/// OLT knows it.
pub fn port(at: usize, n: u32, light: Light) -> Port {
    let (pon, slot) = (n % PONS, n / PONS % SLOTS);
    let onu = n / (PONS * SLOTS) * Light::ALL.len() as u32 + light as u32;
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    Port { olt: id(at), frame: 0, slot: number(slot + 1), pon: number(pon + 1), onu: number(onu) }
}

/// Puts them into the table; where they listen is not known yet.
pub async fn create(tx: &mut Tx, companies: [CompanyId; 2]) -> Result<Vec<Line>, OltError> {
    let mut lines = Vec::new();
    for (at, olt) in OLTS.iter().enumerate() {
        lines.push(olts::add(tx, companies[olt.company], id(at), &olt.settings(161)).await?);
    }
    Ok(lines)
}

/// Starts them, and tells the table where they listen.
pub async fn start(db: &Db) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut tx = db.write().await?;
    let known = companies::list(&mut tx).await?;
    let mut lines = Vec::new();
    for (at, olt) in OLTS.iter().enumerate() {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = socket.local_addr()?.port();
        let company = known.iter().find(|company| company.name == COMPANIES[olt.company]);
        let company = company.ok_or("this demonstration has other companies")?.id;
        lines.push(olts::change(&mut tx, company, id(at), &olt.settings(port)).await?);
        tokio::spawn(serve(socket, at));
    }
    Ok(audit::commit(tx, lines).await?)
}

impl Olt {
    fn settings(&self, port: u16) -> Settings {
        let vendor = match self.vendor {
            Vendor::Huawei => "huawei",
            Vendor::Zte => "zte",
            Vendor::FiberHome => "fiberhome",
        };
        Settings {
            name: self.name.into(),
            address: Ipv4Addr::LOCALHOST.to_string(),
            port,
            vendor: vendor.into(),
            credentials: Credentials::Community(COMMUNITY.into()),
        }
    }

    fn say(&self, at: usize, oid: &[u64], now: DateTime<Utc>) -> Option<ber::Value> {
        if oid == [1, 3, 6, 1, 2, 1, 1, 1, 0] {
            return Some(ber::Value::Text(format!("{} (demonstração)", self.name)));
        }
        let (what, place) = self.vendor.read(oid)?;
        place.number(at, what, self.vendor, now).map(ber::Value::Integer)
    }
}

/// Answers whoever knows the community, for as long as the process runs.
async fn serve(socket: UdpSocket, at: usize) {
    let mut message = [0; MESSAGE];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut message).await else { continue };
        let question = Question::read(&message[..length]);
        let Some(question) = question.filter(|question| question.community == COMMUNITY.as_bytes()) else {
            continue;
        };
        let answer = question.answer(|oid| OLTS[at].say(at, oid, Utc::now()));
        // Whoever did not wait for it asks again.
        let _ = socket.send_to(&answer, from).await;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    State,
    Received,
    Sent,
    ReceivedAtOlt,
    Distance,
}

/// Where an ONU is.
struct Place {
    slot: u64,
    pon: u64,
    onu: u64,
}

impl Vendor {
    /// What an OID asks of which ONU.
    fn read(self, oid: &[u64]) -> Option<(What, Place)> {
        let below =
            |tree: &[u64]| oid.strip_prefix(&[1, 3, 6, 1, 4, 1]).and_then(|rest| rest.strip_prefix(tree));
        match self {
            Vendor::Huawei => {
                let [table, 1, column, port, onu] = *below(&[2011, 6, 128, 1, 1, 2])? else { return None };
                let what = match (table, column) {
                    (46, 15) => What::State,
                    (46, 20) => What::Distance,
                    (51, 3) => What::Sent,
                    (51, 4) => What::Received,
                    (51, 6) => What::ReceivedAtOlt,
                    _ => return None,
                };
                Some((what, Place { slot: port >> 13 & 0x3F, pon: port >> 8 & 0x1F, onu }))
            }
            Vendor::Zte => {
                let (what, port, onu) = match *below(&[3902, 1012, 3])? {
                    [28, 2, 1, 4, port, onu] => (What::State, port, onu),
                    [50, 12, 1, 1, 10, port, onu, 1] => (What::Received, port, onu),
                    _ => return None,
                };
                Some((what, Place { slot: port >> 16 & 0xFF, pon: port >> 8 & 0xFF, onu }))
            }
            Vendor::FiberHome => {
                let (what, at) = match *below(&[5875, 800, 3])? {
                    [10, 1, 1, 11, at] => (What::State, at),
                    [9, 3, 3, 1, 6, at] => (What::Received, at),
                    [9, 3, 3, 1, 7, at] => (What::Sent, at),
                    _ => return None,
                };
                Some((what, Place { slot: at >> 25, pon: at >> 19 & 0x3F, onu: at >> 8 & 0x7FF }))
            }
        }
    }

    /// A level as the vendor writes it.
    fn raw(self, what: What, hundredths: i64) -> i64 {
        match (self, what) {
            // Hundredths above -100 dBm.
            (Vendor::Huawei, What::ReceivedAtOlt) => hundredths + 10_000,
            // Steps of 0.002 dB above -30 dBm.
            (Vendor::Zte, _) => (hundredths + 3_000) * 5,
            _ => hundredths,
        }
    }
}

impl Place {
    /// What the OLT says of this ONU; none: it knows no such place.
    fn number(&self, at: usize, what: What, vendor: Vendor, now: DateTime<Utc>) -> Option<i64> {
        if !(1..=u64::from(SLOTS)).contains(&self.slot) || !(1..=u64::from(PONS)).contains(&self.pon) {
            return None;
        }
        let light = Light::ALL[(self.onu % Light::ALL.len() as u64) as usize].0;
        let seed = (at as u64) << 48 | self.slot << 32 | self.pon << 24 | self.onu;
        let mut random = Random::new(seed);
        let mut within = |from: i64, to: i64| from + random.below((to - from) as u64) as i64;
        let (good, weak, too_weak) = (within(-2_250, -1_700), within(-2_680, -2_540), within(-2_950, -2_750));
        let (sent, loss, distance) = (within(180, 290), within(40, 120), within(300, 7_800));
        // It is never quite the same twice.
        let stir = Random::new(seed ^ now.timestamp() as u64 / 20).below(21) as i64 - 10;
        let received = stir
            + match light {
                Light::Good => good,
                Light::Weak => weak,
                Light::TooWeak => too_weak,
                Light::Off => return Some(self.dark(what, vendor, distance)),
            };
        Some(match what {
            What::State if vendor == Vendor::Zte => 3,
            What::State => 1,
            What::Received => vendor.raw(what, received),
            What::Sent => vendor.raw(what, sent),
            What::ReceivedAtOlt => vendor.raw(what, received - loss),
            What::Distance => distance,
        })
    }

    /// What is said of one that is off.
    fn dark(&self, what: What, vendor: Vendor, distance: i64) -> i64 {
        match (what, vendor) {
            (What::State, Vendor::Zte) => 6,
            (What::State, _) => 2,
            (What::Distance, _) => distance,
            (_, Vendor::FiberHome | Vendor::Zte) => 0,
            (_, Vendor::Huawei) => INVALID,
        }
    }
}

#[cfg(test)]
mod tests {
    use balcao_optics::Vendors;

    use super::*;

    #[test]
    fn the_clients_tables_read_the_light_that_was_meant() {
        let vendors = Vendors::load(None).unwrap();
        for (at, olt) in OLTS.iter().enumerate() {
            let vendor = vendors.get(&olt.settings(1).vendor).unwrap();
            for (n, (light, _)) in (0..).step_by(97).zip(Light::ALL.iter().cycle()).take(400) {
                let port = port(at, n, *light);
                let number = |oid: &[u64]| match olt.say(at, oid, Utc::now()) {
                    Some(ber::Value::Integer(number)) => Some(number),
                    _ => None,
                };
                let said: Vec<_> =
                    vendor.questions(&port).into_iter().map(|oid| (oid.clone(), number(&oid))).collect();
                let read = vendor.light(&port, &said).expect("it is known there");
                assert_eq!(read.online, *light != Light::Off, "{} {port:?}", olt.name);
                let level = read.received;
                let meant = match light {
                    Light::Good => level.is_some_and(|dbm| (-23.0..-16.0).contains(&dbm)),
                    Light::Weak => level.is_some_and(|dbm| (-27.0..-25.0).contains(&dbm)),
                    Light::TooWeak => level.is_some_and(|dbm| (-30.0..-27.0).contains(&dbm)),
                    Light::Off => level.is_none(),
                };
                assert!(meant, "{} {light:?} {level:?}", olt.name);
            }
        }
    }

    #[test]
    fn no_two_onus_have_one_place() {
        let mut seen = std::collections::HashSet::new();
        assert!((0..5_000).all(|n| seen.insert(port(0, n, Light::ALL[n as usize % 4].0))));
    }
}
