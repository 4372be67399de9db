//! Echo requests, and how many anybody may send.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use balcao_access::UserId;
use balcao_network::Unreachable;
use surge_ping::{Client, Config, ICMP, PingIdentifier, PingSequence, SurgeError};
use tokio::time::Instant;

/// How long a reply may take.
const REPLY: Duration = Duration::from_secs(1);
/// What goes along: as much as `ping` sends.
const PAYLOAD: [u8; 56] = [0; 56];
/// What one user may send: in a second, and at once after a pause. Three tests side by side.
const USER: Rate = Rate { per_second: 3.0, at_once: 10.0 };
/// What all users together may send.
const ALL: Rate = Rate { per_second: 50.0, at_once: 100.0 };
/// Users that are remembered; beyond, those who could send all at once again are forgotten.
const REMEMBERED: usize = 1_000;

/// Sends echo requests. Cheap to clone.
#[derive(Clone, Default)]
pub struct Pinger(Arc<Inner>);

#[derive(Default)]
struct Inner {
    clients: Mutex<HashMap<bool, Client>>,
    /// Replies are told apart by it: one of a request that somebody else sent is none of ours.
    sequence: AtomicU16,
    limits: Mutex<Limits>,
}

impl Pinger {
    /// One echo request for a user: how long its reply took; none within a second.
    pub async fn echo(&self, user: UserId, address: IpAddr) -> Result<Option<Duration>, Unreachable> {
        let now = Instant::now();
        if !self.0.limits.lock().unwrap_or_else(PoisonError::into_inner).take(user, now) {
            return Err(Unreachable::TooMany);
        }
        let client = self.client(address.is_ipv4()).map_err(|error| not_sent(&error))?;
        let identifier = PingIdentifier(std::process::id() as u16);
        let sequence = PingSequence(self.0.sequence.fetch_add(1, Ordering::Relaxed));
        let mut pinger = client.pinger(address, identifier).await;
        match pinger.timeout(REPLY).ping(sequence, &PAYLOAD).await {
            Ok((_, took)) => Ok(Some(took)),
            Err(SurgeError::Timeout { .. }) => Ok(None),
            Err(SurgeError::IOError(error)) => Err(not_sent(&error)),
            Err(error) => {
                tracing::warn!(%error, "an echo request failed");
                Err(Unreachable::NoAnswer)
            }
        }
    }

    /// Opens the socket with the first request; one that was not allowed is tried anew each time, for an
    /// administrator may have allowed it meanwhile.
    fn client(&self, is_v4: bool) -> io::Result<Client> {
        let mut clients = self.0.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&is_v4) {
            return Ok(client.clone());
        }
        let client = open(is_v4)?;
        clients.insert(is_v4, client.clone());
        Ok(client)
    }
}

/// Whether this process may send echo requests.
pub fn may() -> io::Result<()> {
    open(true).map(drop)
}

/// By a socket for echo requests alone, which needs no privilege where `net.ipv4.ping_group_range` has the
/// process's group (for both kinds of addresses); by a raw one otherwise, which needs CAP_NET_RAW.
fn open(is_v4: bool) -> io::Result<Client> {
    let kind = if is_v4 { ICMP::V4 } else { ICMP::V6 };
    Client::new(&Config::builder().kind(kind).build())
}

fn not_sent(error: &io::Error) -> Unreachable {
    if error.kind() == io::ErrorKind::PermissionDenied {
        return Unreachable::NotAllowed;
    }
    tracing::warn!(%error, "an echo request was not sent");
    Unreachable::NoAnswer
}

/// So many in a second, and so many at once after a pause.
struct Rate {
    per_second: f64,
    at_once: f64,
}

/// What is left of a rate.
#[derive(Clone, Copy)]
struct Left {
    tokens: f64,
    at: Instant,
}

#[derive(Default)]
struct Limits {
    all: Option<Left>,
    users: HashMap<UserId, Left>,
}

impl Rate {
    fn left(&self, before: Option<Left>, now: Instant) -> f64 {
        before.map_or(self.at_once, |left| {
            let since = now.duration_since(left.at).as_secs_f64();
            (left.tokens + since * self.per_second).min(self.at_once)
        })
    }
}

impl Limits {
    /// Whether one more may be sent; it is counted.
    fn take(&mut self, user: UserId, now: Instant) -> bool {
        let all = ALL.left(self.all, now);
        let own = USER.left(self.users.get(&user).copied(), now);
        if all < 1.0 || own < 1.0 {
            return false;
        }
        self.all = Some(Left { tokens: all - 1.0, at: now });
        if self.users.len() >= REMEMBERED {
            self.users.retain(|_, left| USER.left(Some(*left), now) < USER.at_once);
        }
        self.users.insert(user, Left { tokens: own - 1.0, at: now });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sends_more_than_the_rate_and_all_together_no_more_than_theirs() {
        let mut limits = Limits::default();
        let (one, other, began) = (UserId::new(), UserId::new(), Instant::now());
        let sent = |limits: &mut Limits, user, at| (0..200).filter(|_| limits.take(user, at)).count();
        assert_eq!(sent(&mut limits, one, began), 10, "at once");
        assert_eq!(sent(&mut limits, other, began), 10, "another's are another's");
        assert_eq!(sent(&mut limits, one, began + Duration::from_secs(2)), 6, "three a second");
        let rest: usize = (0..50).map(|_| sent(&mut limits, UserId::new(), began)).sum();
        assert!(rest <= 100, "{rest} beside the others");
    }

    #[test]
    fn users_who_are_quiet_are_forgotten() {
        let mut limits = Limits::default();
        let began = Instant::now();
        for second in 0..REMEMBERED as u64 + 10 {
            assert!(limits.take(UserId::new(), began + Duration::from_secs(second * 5)));
        }
        assert!(limits.users.len() < REMEMBERED, "{}", limits.users.len());
    }
}
