//! What each plugin costs and how it fails: in memory, for the administrator's page; and the rule by
//! which a widget or action that keeps failing by its own fault is set aside for a while.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use balcao_engine::{Cost, Line as Places};
use chrono::{DateTime, TimeDelta, Utc};

use crate::failure::{Cause, Failure, Reference};
use crate::gate::Purpose;
use crate::log::Line;

/// Calls of one plugin that run at one time, so that one plugin never takes every slot.
const AT_ONCE: usize = 4;
/// Of those that wait for the provider's equipment, beside the others: they compute nothing meanwhile.
const AWAY: usize = 32;
/// Calls remembered of each plugin.
const CALLS: usize = 200;
/// Log lines remembered of each plugin.
const LINES: usize = 1_000;
/// So many own faults within [`WITHIN`] set a widget or action aside.
const FAULTS: usize = 5;
const WITHIN: Duration = Duration::from_secs(60);
/// How long it is set aside the first time; each next time without a good call takes twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// One call that ended.
#[derive(Clone, Debug)]
pub struct Record {
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

/// A plugin's health since this process began.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Calls that ended.
    pub calls: u64,
    /// Those that failed.
    pub failures: u64,
    /// Time on a processor, all calls together.
    pub cpu: Duration,
    /// The most memory that one call had, bytes.
    pub memory_peak: usize,
    /// The last calls, the newest last.
    pub recent: VecDeque<Record>,
    /// The last log lines, the newest last.
    pub log: VecDeque<LogLine>,
    /// What is set aside, until when.
    pub set_aside: Vec<(String, DateTime<Utc>)>,
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

#[derive(Default)]
struct Breaker {
    faults: VecDeque<Instant>,
    set_aside: Option<(Instant, DateTime<Utc>)>,
    times: u32,
}

impl Breaker {
    fn refuses(&self, now: Instant) -> Option<DateTime<Utc>> {
        self.set_aside.filter(|(until, _)| now < *until).map(|(_, until)| until)
    }

    fn fault(&mut self, now: Instant, clock: DateTime<Utc>) {
        self.faults.push_back(now);
        while self.faults.front().is_some_and(|first| now.duration_since(*first) > WITHIN) {
            self.faults.pop_front();
        }
        // Once set aside, one more fault after the wait is enough.
        if self.faults.len() >= FAULTS || self.times > 0 {
            let wait = FIRST_WAIT.saturating_mul(1 << self.times.min(8)).min(LONGEST_WAIT);
            self.times += 1;
            self.faults.clear();
            let until = clock + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
            self.set_aside = Some((now + wait, until));
        }
    }
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
        self.state().breakers.get(contribution)?.refuses(Instant::now())
    }

    /// Writes a call that ended into the log and the sums.
    pub(crate) fn record(&self, record: Record, lines: Vec<Line>) {
        let mut state = self.state();
        match &record.failure {
            None => drop(state.breakers.remove(&record.contribution)),
            Some(failure) if failure.cause.own_fault() => {
                let breaker = state.breakers.entry(record.contribution.clone()).or_default();
                breaker.fault(Instant::now(), record.at);
            }
            // Neither: what is outside says nothing about the plugin.
            Some(_) => {}
        }
        let health = &mut state.health;
        health.calls += 1;
        health.failures += u64::from(record.failure.is_some());
        health.cpu += record.cost.cpu;
        health.memory_peak = health.memory_peak.max(record.cost.memory_peak);
        let reference = record.failure.as_ref().map(|failure| failure.reference);
        for line in lines {
            let (at, contribution, purpose) = (record.at, record.contribution.clone(), record.purpose);
            push(&mut health.log, LINES, LogLine { at, contribution, purpose, reference, line });
        }
        push(&mut health.recent, CALLS, record);
    }

    /// As it stands.
    pub(crate) fn health(&self) -> Health {
        let state = self.state();
        let now = Instant::now();
        let mut health = state.health.clone();
        health.set_aside = state
            .breakers
            .iter()
            .filter_map(|(name, breaker)| Some((name.clone(), breaker.refuses(now)?)))
            .collect();
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
    fn five_faults_in_a_minute_set_it_aside_and_the_wait_grows() {
        let (start, clock) = (Instant::now(), Utc::now());
        let mut breaker = Breaker::default();
        for n in 0..4 {
            breaker.fault(start + Duration::from_secs(n), clock);
            assert_eq!(breaker.refuses(start + Duration::from_secs(n)), None);
        }
        let fifth = start + Duration::from_secs(4);
        breaker.fault(fifth, clock);
        assert!(breaker.refuses(fifth + FIRST_WAIT - Duration::from_millis(1)).is_some());
        let again = fifth + FIRST_WAIT;
        assert_eq!(breaker.refuses(again), None, "it gets another try");
        breaker.fault(again, clock);
        assert!(breaker.refuses(again + FIRST_WAIT * 2 - Duration::from_millis(1)).is_some());
    }

    #[test]
    fn faults_that_are_far_apart_do_not_count_together() {
        let (start, clock) = (Instant::now(), Utc::now());
        let mut breaker = Breaker::default();
        for n in 0..20 {
            let now = start + Duration::from_secs(n * 16);
            breaker.fault(now, clock);
            assert_eq!(breaker.refuses(now), None);
        }
    }
}
