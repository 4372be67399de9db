//! Who looks at a request now, and who is writing in it.
//!
//! Short leases in memory, renewed by every open page: whoever leaves is gone half a minute later.
//! Nothing here is worth keeping, and what one may see of it is asked where it is shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use balcao_access::UserId;
use balcao_desk::{Attendance, RequestId};
use tokio::sync::broadcast;

/// How long somebody who looked counts as looking; an open page looks again three times meanwhile.
const LOOKING: Duration = Duration::from_secs(35);
/// How long somebody who typed counts as writing.
const WRITING: Duration = Duration::from_secs(12);
/// How many notices a page that is slow to listen may fall behind.
const NOTICES: usize = 256;

/// Who looks at what. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(crate) struct Presence {
    seats: Arc<Mutex<HashMap<RequestId, HashMap<UserId, Seat>>>>,
    changed: broadcast::Sender<RequestId>,
}

#[derive(Debug)]
struct Seat {
    name: String,
    looking_until: Instant,
    writing_until: Option<Instant>,
}

/// What somebody does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Has a page of it open.
    Looking,
    /// Types a report.
    Writing,
}

/// A colleague who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Other {
    /// Their name.
    pub name: String,
    /// What they do.
    pub doing: Doing,
}

impl Default for Presence {
    fn default() -> Presence {
        Presence { seats: Arc::default(), changed: broadcast::Sender::new(NOTICES) }
    }
}

impl Presence {
    /// The user of this attendance is there. Tells the pages of colleagues, if that is new.
    pub fn note(&self, attendance: &Attendance, doing: Doing, now: Instant) {
        let user = &attendance.actor().user;
        let mut seats = self.lock();
        let here = seats.entry(attendance.request()).or_default();
        let before = here.get(&user.id).and_then(|seat| seat.doing(now));
        let seat = here.entry(user.id).or_insert_with(|| Seat {
            name: user.name.clone(),
            looking_until: now,
            writing_until: None,
        });
        seat.looking_until = now + LOOKING;
        if doing == Doing::Writing {
            seat.writing_until = Some(now + WRITING);
        }
        let is_new = seat.doing(now) != before;
        drop(seats);
        if is_new {
            // Nobody listening is no error.
            let _ = self.changed.send(attendance.request());
        }
    }

    /// The user has written, and types no more.
    pub fn wrote(&self, attendance: &Attendance) {
        let mut seats = self.lock();
        let seat =
            seats.get_mut(&attendance.request()).and_then(|here| here.get_mut(&attendance.actor().user.id));
        if let Some(seat) = seat {
            seat.writing_until = None;
            drop(seats);
            let _ = self.changed.send(attendance.request());
        }
    }

    /// The colleagues who are there beside this user, by name.
    pub fn others(&self, attendance: &Attendance, now: Instant) -> Vec<Other> {
        let mut seats = self.lock();
        seats.retain(|_, here| {
            here.retain(|_, seat| seat.doing(now).is_some());
            !here.is_empty()
        });
        let here = seats.get(&attendance.request()).into_iter().flatten();
        let mut others: Vec<Other> = here
            .filter(|(user, _)| **user != attendance.actor().user.id)
            .filter_map(|(_, seat)| Some(Other { name: seat.name.clone(), doing: seat.doing(now)? }))
            .collect();
        others.sort_by(|one, other| one.name.cmp(&other.name));
        others
    }

    /// The requests at which somebody came or began to write, from now on.
    pub fn changed(&self) -> broadcast::Receiver<RequestId> {
        self.changed.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<RequestId, HashMap<UserId, Seat>>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    fn doing(&self, now: Instant) -> Option<Doing> {
        match self.writing_until {
            _ if now >= self.looking_until => None,
            Some(until) if now < until => Some(Doing::Writing),
            _ => Some(Doing::Looking),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_left_by_itself_and_writing_ends_before_looking_does() {
        let now = Instant::now();
        let seat =
            Seat { name: "Ana".into(), looking_until: now + LOOKING, writing_until: Some(now + WRITING) };
        assert_eq!(seat.doing(now), Some(Doing::Writing));
        assert_eq!(seat.doing(now + WRITING), Some(Doing::Looking));
        assert_eq!(seat.doing(now + LOOKING), None);
    }
}
