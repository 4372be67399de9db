//! The rule by which a widget or action is set aside: it failed by its own fault in at least half of its
//! calls of the last minute, and five times at least. The wait grows until a call ends well.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use crate::failure::Failure;

/// What is looked at.
const WITHIN: Duration = Duration::from_secs(60);
/// Fewer own faults than this say nothing.
const FAULTS: usize = 5;
/// One in so many calls has to be an own fault.
const SHARE: usize = 2;
/// The most calls of the last minute that are looked at.
const CALLS: usize = 200;
/// How long it is set aside the first time; each next time without a good call takes twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// A widget or action that is set aside.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// Which.
    pub contribution: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// The failure that was one too many.
    pub why: Failure,
}

/// What is known of one widget or action. Calls that failed because of something else are not in it.
#[derive(Default)]
pub(super) struct Breaker {
    /// When a call ended, and whether by its own fault; the newest last.
    calls: VecDeque<(Instant, bool)>,
    aside: Option<(Instant, SetAside)>,
    times: u32,
}

impl Breaker {
    /// What it is set aside for now, if it is.
    pub fn refuses(&self, now: Instant) -> Option<&SetAside> {
        self.aside.as_ref().filter(|(until, _)| now < *until).map(|(_, aside)| aside)
    }

    /// Counts a call that ended well, or by its own fault.
    pub fn ended(&mut self, now: Instant, clock: DateTime<Utc>, name: &str, fault: Option<&Failure>) {
        while self.calls.len() == CALLS
            || self.calls.front().is_some_and(|(first, _)| now.duration_since(*first) > WITHIN)
        {
            self.calls.pop_front();
        }
        self.calls.push_back((now, fault.is_some()));
        let Some(why) = fault else {
            self.times = 0;
            return;
        };
        let faults = self.calls.iter().filter(|(_, fault)| *fault).count();
        // Once set aside, one more fault after the wait is enough.
        if self.times > 0 || (faults >= FAULTS && faults * SHARE >= self.calls.len()) {
            let wait = FIRST_WAIT.saturating_mul(1 << self.times.min(8)).min(LONGEST_WAIT);
            self.times += 1;
            self.calls.clear();
            let until = clock + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
            let aside = SetAside { contribution: name.to_owned(), since: clock, until, why: why.clone() };
            self.aside = Some((now + wait, aside));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Cause;

    /// A breaker with a clock of its own.
    struct Told {
        breaker: Breaker,
        start: Instant,
    }

    impl Told {
        fn new() -> Told {
            Told { breaker: Breaker::default(), start: Instant::now() }
        }

        fn call(&mut self, second: u64, good: bool) {
            let failure = Failure::new(Cause::Cpu);
            let now = self.start + Duration::from_secs(second);
            self.breaker.ended(now, Utc::now(), "x", (!good).then_some(&failure));
        }

        fn aside(&self, second: u64) -> bool {
            self.breaker.refuses(self.start + Duration::from_secs(second)).is_some()
        }
    }

    #[test]
    fn five_faults_in_a_minute_set_it_aside_and_the_wait_grows() {
        let mut told = Told::new();
        for second in 0..4 {
            told.call(second, false);
            assert!(!told.aside(second));
        }
        told.call(4, false);
        assert!(told.aside(4) && told.aside(33));
        assert!(!told.aside(34), "it gets another try");
        told.call(34, false);
        assert!(told.aside(93) && !told.aside(94), "twice as long");
        told.call(94, true);
        for second in 95..99 {
            told.call(second, false);
            assert!(!told.aside(second), "a good call makes it begin anew");
        }
    }

    #[test]
    fn faults_that_are_far_apart_do_not_count_together() {
        let mut told = Told::new();
        for second in (0..320).step_by(16) {
            told.call(second, false);
            assert!(!told.aside(second));
        }
    }

    #[test]
    fn faults_in_less_than_half_of_the_calls_do_not_set_it_aside() {
        let mut told = Told::new();
        for second in 0..59 {
            told.call(second, second % 3 != 0);
            assert!(!told.aside(second));
        }
        for second in 59..80 {
            told.call(second, false);
        }
        assert!(told.aside(80), "until they are half of them");
    }
}
