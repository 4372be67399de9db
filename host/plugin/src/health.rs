//! What each plugin costs and how it fails: in memory, for the administrator's page. What keeps
//! failing by its own fault is set aside for a while ([`breaker`]).

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use balcao_engine::{Cost, Line as Places};
use chrono::{DateTime, Utc};

use crate::failure::{Cause, Failure, FailureKind, Reference};
use crate::gate::Purpose;
use crate::log::Line;

mod breaker;

use breaker::Breaker;
pub use breaker::SetAside;

/// Calls of one plugin that run at one time, so that one plugin never takes every slot.
const AT_ONCE: usize = 4;
/// Of those that wait for the provider's equipment, beside the others: they compute nothing meanwhile.
const AWAY: usize = 32;
/// Times remembered of each widget or action.
const TIMES: usize = 500;
/// Log lines remembered of each plugin.
const LINES: usize = 1_000;
/// One call that ended.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// The widget or action; empty for `describe`.
    pub contribution: String,
    /// What for.
    pub purpose: Purpose,
    /// What it took.
    pub cost: Cost,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
}

/// A line of a plugin's log.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// When the call ended.
    pub at: DateTime<Utc>,
    /// The widget or action.
    pub contribution: String,
    /// What the call was for.
    pub purpose: Purpose,
    /// The reference on the card, if the call failed.
    pub reference: Option<Reference>,
    /// The line itself.
    pub line: Line,
}

/// What calls came to, all together.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// Calls that ended.
    pub calls: u64,
    /// Those that failed, by what failed.
    pub failures: BTreeMap<FailureKind, u64>,
    /// Time on a processor, all calls together.
    pub cpu: Duration,
    /// The most memory that one call had, bytes.
    pub memory_peak: usize,
    /// Host calls, all calls together.
    pub host_calls: u64,
    /// How long the last calls took, the newest last.
    times: VecDeque<Duration>,
}

impl Sums {
    /// Calls that failed, whoever was to blame.
    pub fn failed(&self) -> u64 {
        self.failures.values().sum()
    }

    /// What so many in a hundred of the last calls took at most; none before the first.
    pub fn percentile(&self, hundredths: usize) -> Option<Duration> {
        let mut times: Vec<Duration> = self.times.iter().copied().collect();
        times.sort_unstable();
        let rank = (times.len() * hundredths).div_ceil(100).max(1);
        times.get(rank - 1).copied()
    }

    fn add(&mut self, cost: &Cost, failure: Option<FailureKind>) {
        self.calls += 1;
        if let Some(kind) = failure {
            *self.failures.entry(kind).or_default() += 1;
        }
        self.cpu += cost.cpu;
        self.memory_peak = self.memory_peak.max(cost.memory_peak);
        self.host_calls += cost.host_calls;
        push(&mut self.times, TIMES, cost.wall);
    }
}

/// A plugin's health since this process began.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// All its calls.
    pub total: Sums,
    /// By widget or action.
    pub contributions: BTreeMap<String, Sums>,
    /// The last log lines, the newest last.
    pub log: VecDeque<LogLine>,
    /// What is set aside.
    pub set_aside: Vec<SetAside>,
}

/// What one plugin shares among its calls.
pub(crate) struct Ward {
    pub line: Places,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    health: Health,
    breakers: HashMap<String, Breaker>,
}

impl Ward {
    fn new() -> Ward {
        Ward { line: Places::new(AT_ONCE, AWAY), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until when this widget or action is set aside, if it is.
    pub(crate) fn refuses(&self, contribution: &str) -> Option<DateTime<Utc>> {
        let state = self.state();
        state.breakers.get(contribution)?.refuses(Instant::now()).map(|aside| aside.until)
    }

    /// Brings back what was set aside. False if it was not.
    pub(crate) fn bring_back(&self, contribution: &str) -> bool {
        let mut state = self.state();
        let aside = state.breakers.get(contribution).and_then(|breaker| breaker.refuses(Instant::now()));
        aside.is_some() && state.breakers.remove(contribution).is_some()
    }

    /// Writes a call that ended into the log and the sums.
    pub(crate) fn record(&self, record: Record, lines: Vec<Line>) {
        let mut state = self.state();
        let Record { at, contribution, purpose, cost, failure } = record;
        let own = failure.as_ref().filter(|failure| failure.cause.own_fault());
        // What is outside says nothing about the plugin.
        if failure.is_none() || own.is_some() {
            let breaker = state.breakers.entry(contribution.clone()).or_default();
            breaker.ended(Instant::now(), at, &contribution, own);
        }
        let health = &mut state.health;
        let kind = failure.as_ref().map(|failure| failure.cause.kind());
        health.total.add(&cost, kind);
        health.contributions.entry(contribution.clone()).or_default().add(&cost, kind);
        let reference = failure.map(|failure| failure.reference);
        for line in lines {
            let contribution = contribution.clone();
            push(&mut health.log, LINES, LogLine { at, contribution, purpose, reference, line });
        }
    }

    /// As it stands.
    pub(crate) fn health(&self) -> Health {
        let state = self.state();
        let now = Instant::now();
        let mut health = state.health.clone();
        health.set_aside =
            state.breakers.values().filter_map(|breaker| breaker.refuses(now).cloned()).collect();
        health.set_aside.sort_by(|a, b| a.contribution.cmp(&b.contribution));
        health
    }
}

fn push<T>(ring: &mut VecDeque<T>, room: usize, item: T) {
    if ring.len() == room {
        ring.pop_front();
    }
    ring.push_back(item);
}

/// What a failed call leaves in its plugin's log, for its author.
pub(crate) fn told(cause: &Cause, calls: &[&str]) -> String {
    if calls.is_empty() { cause.to_string() } else { format!("{cause}; it had called {}", calls.join(", ")) }
}

/// The wards of all plugins, by name.
#[derive(Default)]
pub(crate) struct Wards(Mutex<HashMap<String, Arc<Ward>>>);

impl Wards {
    pub(crate) fn of(&self, plugin: &str) -> Arc<Ward> {
        let mut wards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ward) = wards.get(plugin) {
            return Arc::clone(ward);
        }
        Arc::clone(wards.entry(plugin.to_owned()).or_insert_with(|| Arc::new(Ward::new())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_last_calls() {
        let mut sums = Sums::default();
        assert_eq!(sums.percentile(50), None);
        for millis in 1..=100 {
            let cost = Cost { wall: Duration::from_millis(millis), ..Cost::default() };
            sums.add(&cost, (millis > 98).then_some(FailureKind::Outside));
        }
        assert_eq!(sums.percentile(50), Some(Duration::from_millis(50)));
        assert_eq!(sums.percentile(99), Some(Duration::from_millis(99)));
        assert_eq!((sums.calls, sums.failed()), (100, 2));
        for _ in 0..TIMES {
            sums.add(&Cost::default(), None);
        }
        assert_eq!(sums.percentile(99), Some(Duration::ZERO), "the old ones are forgotten");
    }
}
