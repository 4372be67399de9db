//! The points at which a test stops the process as `kill -9` would.
//!
//! With the feature `crash` the process aborts at the point that `BALCAO_CRASH_AT` names: as with
//! SIGKILL nothing is flushed, dropped or rolled back. Without the feature, which is how the
//! binary is shipped, [`point`] is empty.

/// Where the process can be killed while an action is confirmed, in the order of its life.
pub const POINTS: [&str; 9] = [
    "before-claim",
    "after-claim",
    "guest-running",
    "before-transaction",
    "inside-transaction",
    "after-commit",
    "outbox-claimed",
    "sent-before-receipt",
    "receipt-before-mark",
];

/// Dies here if the test says so.
#[cfg(feature = "crash")]
pub fn point(name: &str) {
    debug_assert!(POINTS.contains(&name));
    if std::env::var("BALCAO_CRASH_AT").as_deref() == Ok(name) {
        std::process::abort();
    }
}

/// Nothing: this binary was built without crash points.
#[cfg(not(feature = "crash"))]
#[inline(always)]
pub fn point(_name: &str) {}
