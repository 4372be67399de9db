//! The widgets that are being drawn live, on streams of their own.
//!
//! It is this process's own: a stop that reaches another host stops nothing there. Leaving the page
//! does, everywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use balcao_access::{PlacementId, UserId};
use balcao_plugins::{Stop, Stopper};

/// The most of one process: each holds a slot of the sandbox for up to a minute.
const MOST: usize = 32;

/// Whose widget it is.
type Card = (UserId, PlacementId);

/// What is being drawn live. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lives(Arc<Mutex<Running>>);

#[derive(Debug, Default)]
struct Running {
    count: u64,
    cards: HashMap<Card, (u64, Stopper)>,
}

/// One that is running, until this is dropped.
pub(crate) struct Place {
    lives: Lives,
    card: Card,
    number: u64,
}

impl Lives {
    /// A place for one more, unless the process has enough. A user has one of each card: the one
    /// before is stopped.
    pub fn enter(&self, user: UserId, placement: PlacementId) -> Option<(Place, Stop)> {
        let card = (user, placement);
        let mut running = self.lock();
        if running.cards.len() >= MOST && !running.cards.contains_key(&card) {
            return None;
        }
        running.count += 1;
        let number = running.count;
        let (stopper, stop) = Stopper::new();
        if let Some((_, before)) = running.cards.insert(card, (number, stopper)) {
            before.stop();
        }
        Some((Place { lives: self.clone(), card, number }, stop))
    }

    /// Stops what this user has running in that card.
    pub fn stop(&self, user: UserId, placement: PlacementId) {
        if let Some((_, stopper)) = self.lock().cards.get(&(user, placement)) {
            stopper.stop();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut running = self.lives.lock();
        // A newer one has taken the place.
        if running.cards.get(&self.card).is_some_and(|(number, _)| *number == self.number) {
            running.cards.remove(&self.card);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_one_of_each_card_and_a_process_has_a_few() {
        let lives = Lives::default();
        let (user, card) = (UserId::new(), PlacementId::new());
        let first = lives.enter(user, card).unwrap();
        let second = lives.enter(user, card).unwrap();
        drop(first);
        assert_eq!(lives.lock().cards.len(), 1, "the first one's end is not the second one's");
        let others: Vec<_> = (1..MOST).map(|_| lives.enter(user, PlacementId::new()).unwrap()).collect();
        assert!(lives.enter(user, PlacementId::new()).is_none());
        assert!(lives.enter(user, card).is_some(), "one's own card is no more than before");
        drop((second, others));
        lives.stop(user, card);
        assert!(lives.lock().cards.is_empty());
    }
}
