//! The lines of the demonstration, which answer as a line of that address would. Its access servers
//! ([`super::nas`]) and OLTs ([`super::olt`]) are real ones. What they say is marked wherever it is shown.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use balcao_network::Equipment;
use balcao_network::equipment::Olt;
use chrono::Utc;

use super::random::Random;

/// Lines, and OLTs that are asked as real ones are.
pub fn fibre(olt: Olt) -> Equipment {
    Equipment {
        demonstration: true,
        olt: Some(olt),
        echo: Some(Arc::new(|_, address| Box::pin(echo(address)))),
        ..Equipment::default()
    }
}

/// A line that answers with a loss and a delay of its own, the same every time: most lose nothing, some
/// a little, a few a lot. ICMP to addresses that nobody has would leave this computer.
async fn echo(address: IpAddr) -> Result<Option<Duration>, balcao_network::Unreachable> {
    let of = match address {
        IpAddr::V4(v4) => u64::from(u32::from(v4)),
        IpAddr::V6(v6) => v6.to_bits() as u64,
    };
    let mut line = Random::new(of);
    let lost = line.weighted(&[(75, 0), (15, 20), (8, 80), (2, 350)]);
    let usual = 3 + line.below(14);
    let mut random = Random::new(of.rotate_left(17) ^ Utc::now().timestamp_millis() as u64);
    let took = Duration::from_micros(usual * 1_000 + random.below(4_000));
    tokio::time::sleep(took).await;
    Ok((!random.of_1000(lost)).then_some(took))
}
