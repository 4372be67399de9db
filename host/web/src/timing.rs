//! How long pages take, by route, since this process began. For whoever operates the desk.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::Method;

/// What a route took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spent {
    pub method: Method,
    pub path: &'static str,
    /// How often it was asked for.
    pub calls: u32,
    /// The time of all calls together, up to the first byte of the answer.
    pub total: Duration,
    /// That of the slowest one.
    pub longest: Duration,
}

impl Spent {
    /// The time of a call, on the average.
    pub fn mean(&self) -> Duration {
        self.total / self.calls.max(1)
    }
}

/// What each route took.
#[derive(Clone, Default)]
pub(crate) struct Timing(Arc<Mutex<BTreeMap<(&'static str, String), Spent>>>);

impl Timing {
    /// Counts a call.
    pub fn record(&self, method: &Method, path: &'static str, took: Duration) {
        let mut all = self.lock();
        let spent = all.entry((path, method.to_string())).or_insert_with(|| Spent {
            method: method.clone(),
            path,
            calls: 0,
            total: Duration::ZERO,
            longest: Duration::ZERO,
        });
        spent.calls = spent.calls.saturating_add(1);
        spent.total += took;
        spent.longest = spent.longest.max(took);
    }

    /// The slowest routes, by what a call takes on the average.
    pub fn slowest(&self, most: usize) -> Vec<Spent> {
        let mut all: Vec<Spent> = self.lock().values().cloned().collect();
        all.sort_by_key(|spent| std::cmp::Reverse(spent.mean()));
        all.truncate(most);
        all
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(&'static str, String), Spent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_on_the_average_comes_first() {
        let timing = Timing::default();
        for (path, millis) in [("/a", 10), ("/b", 1), ("/b", 40), ("/c", 5)] {
            timing.record(&Method::GET, path, Duration::from_millis(millis));
        }
        let slowest = timing.slowest(2);
        assert_eq!(slowest.iter().map(|spent| spent.path).collect::<Vec<_>>(), ["/b", "/a"]);
        assert_eq!((slowest[0].calls, slowest[0].longest), (2, Duration::from_millis(40)));
    }
}
