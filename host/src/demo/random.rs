//! Chance that is the same every time: the demonstration has to be.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A small generator (SplitMix64 by Sebastiano Vigna, public domain): fast, well spread, and never
/// to be used for a secret.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The same seed gives the same numbers; seeds that are near give numbers that are not.
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed);
        random.next();
        random
    }

    /// 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        // The high half of a 128-bit product: even, without a division.
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// True in so many of a thousand cases.
    pub fn of_1000(&mut self, cases: u64) -> bool {
        self.below(1000) < cases
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// One of these, the first ones more often: names and towns are spread so.
    pub fn favour<T: Copy>(&mut self, from: &[T]) -> T {
        let end = from.len() as u64;
        let n = self.below(end).min(self.below(end));
        from[n as usize]
    }

    /// One of these by its weight.
    pub fn weighted<T: Copy>(&mut self, from: &[(u64, T)]) -> T {
        let mut left = self.below(from.iter().map(|(weight, _)| weight).sum());
        for &(weight, value) in from {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        unreachable!("the number is below the sum of the weights")
    }

    /// A UUID of version 7 at a time.
    pub fn uuid(&mut self, at_millis: u64) -> Uuid {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes()[..2]);
        uuid::Builder::from_unix_timestamp_millis(at_millis, &bytes).into_uuid()
    }
}

/// Ids in the order in which they are made: rows are then appended to their tables.
#[derive(Debug)]
pub struct Ids {
    millis: u64,
    random: Random,
}

impl Ids {
    /// Ids that all come after `start`, a millisecond apart.
    pub fn new(start: DateTime<Utc>, seed: u64) -> Self {
        Self { millis: millis(start), random: Random::new(seed) }
    }

    /// The next one.
    pub fn next(&mut self) -> Uuid {
        self.millis += 1;
        self.random.uuid(self.millis)
    }

    /// One that sorts by this time.
    pub fn at(&mut self, time: DateTime<Utc>) -> Uuid {
        self.random.uuid(millis(time))
    }
}

fn millis(time: DateTime<Utc>) -> u64 {
    u64::try_from(time.timestamp_millis()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            [random.next(), random.below(10), random.next()]
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn ids_are_of_version_7_and_sort_by_age() {
        let mut ids = Ids::new(DateTime::UNIX_EPOCH, 1);
        let (first, second) = (ids.next(), ids.next());
        assert!(first < second);
        assert_eq!(first.get_version_num(), 7);
    }
}
