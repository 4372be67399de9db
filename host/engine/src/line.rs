//! The line in which a plugin's calls stand, so that one plugin cannot take every slot.

use tokio::sync::{Semaphore, SemaphorePermit};

/// One plugin's places. Make one for each.
#[derive(Debug)]
pub struct Line {
    at_once: Semaphore,
    away: Semaphore,
}

impl Line {
    /// So many calls at once (4 is a good number), beside those that wait for something far away, of
    /// which there may be more: they compute nothing meanwhile.
    #[must_use]
    pub fn new(at_once: usize, away: usize) -> Line {
        Line { at_once: Semaphore::new(at_once), away: Semaphore::new(away) }
    }

    /// Places that are free: at 0 the next call waits for one.
    #[must_use]
    pub fn free(&self) -> usize {
        self.at_once.available_permits()
    }

    /// A place, when it is this call's turn.
    pub(crate) async fn place(&self) -> Option<Place<'_>> {
        let permit = self.at_once.acquire().await.ok()?;
        Some(Place { line: self, permit, is_aside: false })
    }
}

/// What a call holds until its end.
pub(crate) struct Place<'l> {
    line: &'l Line,
    permit: SemaphorePermit<'l>,
    is_aside: bool,
}

impl Place<'_> {
    /// Makes room for the plugin's other calls, if there is room aside. The call stays there to its end:
    /// to stand in line again, with a slot in its hands, could keep those who wait for a slot waiting.
    pub(crate) fn step_aside(&mut self) {
        if self.is_aside {
            return;
        }
        if let Ok(permit) = self.line.away.try_acquire() {
            self.permit = permit;
            self.is_aside = true;
        }
    }
}
