//! The provider's fibre, for real: OLTs by SNMP, lines by ICMP.
//!
//! What is asked of an OLT and how its numbers are read is data ([`vendor`]); how it is asked, and by how
//! many at once, is here. Only who starts the desk knows this crate: it hands [`olt`] and [`echo`] to
//! [`balcao_network::Equipment`].
#![forbid(unsafe_code)]

mod check;
mod olts;
mod ping;
pub mod snmp;
pub mod vendor;

use std::sync::Arc;

use balcao_network::equipment;
use balcao_store::Db;

pub use check::{check, tried};
pub use olts::Olts;
pub use ping::Pinger;
pub use vendor::Vendors;

/// The OLTs of this database, by these tables.
pub fn olt(db: Db, vendors: Vendors) -> equipment::Olt {
    let olts = Olts::new(db, vendors);
    Arc::new(move |line, want| {
        let olts = olts.clone();
        Box::pin(async move { olts.reading(line, want).await })
    })
}

/// Echo requests of this process.
pub fn echo() -> equipment::Echo {
    let pinger = Pinger::default();
    Arc::new(move |user, address| {
        let pinger = pinger.clone();
        Box::pin(async move { pinger.echo(user, address).await })
    })
}
