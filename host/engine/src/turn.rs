//! Who is on a processor: permits, and each call's CPU clock.

use crate::fault::Fault;
use crate::limits::TICK;
use crate::line::Place;
use rustix::time::{ClockId, clock_gettime};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::Poll;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use wasmtime::UpdateDeadline;

/// The state that a call shares between its driver (which polls it), its epoch callback and its
/// host functions. All three run in one task, never at one time; atomics only make it shareable.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    /// CPU time of the polls that ended, nanoseconds.
    used: AtomicU64,
    /// The thread's CPU clock when the present poll began.
    since: AtomicU64,
    /// A host function waits and has given the permit back.
    outside: AtomicBool,
    /// What it waits for is far away: the plugin's place is to be free as well.
    away: AtomicBool,
}

impl Turn {
    /// CPU time used so far.
    pub(crate) fn used(&self) -> Duration {
        Duration::from_nanos(self.used.load(Relaxed))
    }

    pub(crate) fn is_outside(&self) -> bool {
        self.outside.load(Relaxed)
    }

    fn is_away(&self) -> bool {
        self.away.load(Relaxed)
    }

    fn start(&self) {
        if !self.is_outside() {
            self.since.store(thread_cpu(), Relaxed);
        }
    }

    fn stop(&self) {
        if !self.is_outside() {
            self.used.fetch_add(self.slice(), Relaxed);
        }
    }

    /// CPU time since the present poll began, on the thread it began on.
    fn slice(&self) -> u64 {
        thread_cpu().saturating_sub(self.since.load(Relaxed))
    }

    /// What a guest does at a tick: stop, go on, or let others have the thread and the permit.
    pub(crate) fn tick(&self, budget: Duration) -> wasmtime::Result<UpdateDeadline> {
        let slice = Duration::from_nanos(self.slice());
        if self.used() + slice > budget {
            return Err(Fault::Cpu { limit: budget }.into());
        }
        if slice < TICK {
            return Ok(UpdateDeadline::Continue(1));
        }
        // tokio's own yield: before it comes back the worker looks at its timers, which a task
        // that wakes itself can hold up for 61 polls.
        Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
    }

    /// Gives the permit back until the answer is dropped, and the plugin's place for good where what
    /// is waited for is far away.
    pub(crate) fn leave(&self, far: bool) -> Outside<'_> {
        self.stop();
        self.outside.store(true, Relaxed);
        self.away.store(far, Relaxed);
        Outside(self)
    }
}

/// A call's time outside, while a host function waits.
pub(crate) struct Outside<'a>(&'a Turn);

impl Drop for Outside<'_> {
    fn drop(&mut self) {
        self.0.outside.store(false, Relaxed);
        self.0.start();
    }
}

/// Polls `call` only while it has a permit, and gives the permit back whenever it stops: at a
/// host function that waits (and its place in line, where that may take long), or at the end of its slice. Permits are handed out in the order in
/// which they were asked for, so that guests which never end take turns with those that do.
pub(crate) async fn drive<'p, F: Future>(
    permits: &'p Semaphore,
    first: SemaphorePermit<'p>,
    place: &mut Place<'_>,
    turn: &Turn,
    call: F,
) -> F::Output {
    let mut call = pin!(call);
    let mut permit = Some(first);
    loop {
        let mut polled = false;
        let step = poll_fn(|context| {
            if polled {
                return Poll::Ready(None);
            }
            polled = true;
            turn.start();
            let step = call.as_mut().poll(context);
            turn.stop();
            if step.is_pending() {
                permit = None;
                if turn.is_away() {
                    place.step_aside();
                }
            }
            step.map(Some)
        });
        if let Some(output) = step.await {
            return output;
        }
        if !turn.is_outside() {
            // The semaphore is never closed; were it, the call would only run without a permit.
            permit = permits.acquire().await.ok();
        }
    }
}

/// CPU time of this thread, nanoseconds.
fn thread_cpu() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
