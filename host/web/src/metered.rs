//! How often an address may ask for what is open to anybody and costs us work. In the memory of one
//! host: it keeps a machine from being kept busy, and is no lock.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use balcao_store::{DateTime, Utc};
use chrono::TimeDelta;

/// So often in a window; a shop where many customers stand behind one address gets by.
const MOST: u32 = 60;
const WINDOW: TimeDelta = TimeDelta::minutes(5);
/// The most addresses that are remembered: past it all are forgotten.
const REMEMBERED: usize = 10_000;

/// How often an address asked, since when.
type Visits = (u32, DateTime<Utc>);

/// How often each address asked.
#[derive(Clone, Default)]
pub(crate) struct Metered(Arc<Mutex<HashMap<IpAddr, Visits>>>);

impl Metered {
    /// Counts a visit, and says whether it is one too many.
    pub fn too_many(&self, from: IpAddr, now: DateTime<Utc>) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        let visits = seen.entry(network(from)).or_insert((0, now));
        if visits.1 + WINDOW < now {
            *visits = (0, now);
        }
        visits.0 = visits.0.saturating_add(1);
        visits.0 > MOST
    }
}

/// The address, or the /64 of an IPv6 address, of which one subscriber has them all.
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_held_back_for_a_while_and_the_others_are_not() {
        let (metered, now) = (Metered::default(), balcao_store::now());
        let (busy, other): (IpAddr, IpAddr) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        assert!((0..MOST).all(|_| !metered.too_many(busy, now)));
        assert!(metered.too_many(busy, now) && !metered.too_many(other, now));
        assert!(!metered.too_many(busy, now + WINDOW + TimeDelta::seconds(1)));
    }
}
