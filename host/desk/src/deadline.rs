//! When a request has to be solved: computed here and nowhere else.
//!
//! A situation says how many hours a request may take, and of which kind. They are counted from
//! the opening, on a [`Clock`]: every hour, or those in which the company works. While the customer
//! or a third party is to answer the clock stands, and what is left goes on afterwards.

mod calendar;
mod change;
#[cfg(test)]
mod tests;

use balcao_store::text_enum;
use chrono::{DateTime, TimeDelta, Utc};

pub use calendar::{Calendar, Hours, calendar_of, set_calendar};
pub use change::{CalendarError, LONGEST_HOLIDAY, change, spelled, version};

text_enum! {
    /// What the hours of a situation are.
    pub enum Measure {
        /// Those in which the company works.
        Business = "business",
        /// All of them, day and night.
        Running = "running",
        /// The user types the deadline.
        Manual = "manual",
        /// There is no deadline.
        Unlimited = "none",
    }
}

impl Measure {
    /// What its hours are counted on. A deadline typed by hand goes on by the clock on the wall.
    pub fn clock(self, calendar: &Calendar) -> Clock<'_> {
        match self {
            Measure::Business if calendar.ever_opens() => Clock::Business(calendar),
            _ => Clock::Running,
        }
    }
}

/// A time in which a clock stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// From then on.
    pub began: DateTime<Utc>,
    /// Until then.
    pub ended: DateTime<Utc>,
}

/// What hours are counted on.
#[derive(Debug, Clone, Copy)]
pub enum Clock<'a> {
    /// Every hour counts.
    Running,
    /// Those in which the company works count.
    Business(&'a Calendar),
}

impl Clock<'_> {
    /// When what was begun at `from` and may take so long has to be done, with the pauses that were
    /// made, the oldest first.
    pub fn due(self, from: DateTime<Utc>, allowed: TimeDelta, pauses: &[Pause]) -> DateTime<Utc> {
        let unpaused = self.after(from, allowed);
        pauses.iter().fold(unpaused, |deadline, pause| self.resumed(deadline, *pause))
    }

    /// A deadline after a pause: what was left when it began is left when it ends. One that was over
    /// by then stays.
    pub fn resumed(self, deadline: DateTime<Utc>, pause: Pause) -> DateTime<Utc> {
        if deadline <= pause.began {
            return deadline;
        }
        self.after(pause.ended, self.between(pause.began, deadline))
    }

    /// The moment at which so much time has been counted since `from`.
    pub fn after(self, from: DateTime<Utc>, amount: TimeDelta) -> DateTime<Utc> {
        match self {
            Clock::Running => from.checked_add_signed(amount).unwrap_or(from),
            Clock::Business(calendar) => {
                let (mut at, mut left) = (from, amount);
                for (opens, closes) in calendar.openings(from) {
                    at = at.max(opens);
                    let open = (closes - at).max(TimeDelta::zero());
                    if left <= open {
                        return at + left;
                    }
                    left -= open;
                    at = at.max(closes);
                }
                // Further than a calendar is looked through: nobody promises that.
                at
            }
        }
    }

    /// How much is counted from one moment to a later one.
    pub fn between(self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        match self {
            Clock::Running => (to - from).max(TimeDelta::zero()),
            Clock::Business(calendar) => {
                let (mut at, mut sum) = (from, TimeDelta::zero());
                for (opens, closes) in calendar.openings(from).take_while(|(opens, _)| *opens < to) {
                    at = at.max(opens);
                    sum += (closes.min(to) - at).max(TimeDelta::zero());
                    at = at.max(closes);
                }
                sum
            }
        }
    }
}
