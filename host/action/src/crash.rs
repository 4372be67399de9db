//! The points at which a test kills the process, as `kill -9` would.
//!
//! They are compiled in where `debug_assertions` are on, which is how `cargo xtask serve` and the
//! tests build the desk: so the binary that is killed is the one that serves, and nothing is built
//! twice. A `--release` build has none of them: there [`point`] is empty.

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

/// Dies here, by SIGKILL, if `BALCAO_CRASH_AT` names this point: nothing is flushed, dropped or
/// rolled back.
#[cfg(debug_assertions)]
pub fn point(name: &str) {
    use rustix::process::{Signal, getpid, kill_process};
    debug_assert!(POINTS.contains(&name));
    if std::env::var("BALCAO_CRASH_AT").as_deref() == Ok(name) {
        // Nothing can keep a process from killing itself.
        let _ = kill_process(getpid(), Signal::KILL);
        std::process::abort();
    }
}

/// Nothing: a release build has no crash points.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn point(_name: &str) {}
