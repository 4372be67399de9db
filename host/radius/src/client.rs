//! Asking an access server: the same bytes until it answers or the deadline comes, and only an
//! answer that it signed counts.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use crate::packet::{LONGEST, Packet, ReadError, attribute};

/// How many requests an access server is asked at once: their control planes are weak.
const AT_ONCE: usize = 4;

/// An access server, as one asks it.
#[derive(Clone)]
pub struct Target {
    /// Where it listens.
    pub address: SocketAddr,
    /// What both know.
    pub secret: Arc<[u8]>,
}

/// When to send again, and when to stop listening.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// How long each of the sends is listened for before the next.
    pub waits: [Duration; 3],
    /// For how long an access server that was silent is not asked again.
    pub rest: Duration,
}

impl Default for Timing {
    fn default() -> Timing {
        let second = Duration::from_secs(1);
        Timing { waits: [second, 2 * second, 3 * second], rest: 5 * second }
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It did it.
    Ack,
    /// It says no: the Error-Cause.
    Nak(Option<u32>),
    /// Nobody listens there; surely nothing happened.
    Nobody,
    /// It was silent to somebody else a moment ago, and was not asked.
    Resting,
    /// It was sent, and no answer came that it signed.
    Silence {
        /// Something answered that does not know the secret, or was not asked.
        unsigned: bool,
    },
}

/// Asks access servers, a few requests at a time each, first come first served.
#[derive(Clone, Default)]
pub struct Client {
    timing: Timing,
    places: Arc<Mutex<HashMap<SocketAddr, Arc<Place>>>>,
}

/// What is known of an access server while the desk runs.
struct Place {
    permits: Semaphore,
    silent: Mutex<Option<Instant>>,
}

impl Client {
    /// A client with times of its own, for tests.
    pub fn with_timing(timing: Timing) -> Client {
        Client { timing, places: Arc::default() }
    }

    /// Asks, waiting for its turn. `make` is given the identifier when the turn has come, so that
    /// the time in the packet is that of its sending.
    pub async fn ask(&self, target: &Target, make: impl FnOnce(u8) -> Packet + Send) -> Answer {
        let place = self.place(target.address);
        let Ok(_turn) = place.permits.acquire().await else { return Answer::Nobody };
        if place.rests(self.timing.rest) {
            return Answer::Resting;
        }
        let answer = match self.exchange(target, make).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(nas = %target.address, %error, "an access server could not be asked");
                Answer::Nobody
            }
        };
        let silent = matches!(answer, Answer::Silence { .. }).then(Instant::now);
        *place.silent.lock().unwrap_or_else(PoisonError::into_inner) = silent;
        answer
    }

    fn place(&self, address: SocketAddr) -> Arc<Place> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Place { permits: Semaphore::new(AT_ONCE), silent: Mutex::new(None) });
        Arc::clone(places.entry(address).or_insert_with(new))
    }

    /// An error: nothing was sent.
    async fn exchange(
        &self,
        target: &Target,
        make: impl FnOnce(u8) -> Packet + Send,
    ) -> std::io::Result<Answer> {
        // A socket of its own has a port of its own: what answers somebody else does not come here.
        let any: IpAddr = match target.address {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind((any, 0)).await?;
        socket.connect(target.address).await?;
        let mut identifier = [0_u8];
        getrandom::fill(&mut identifier).map_err(std::io::Error::other)?;
        let request = make(identifier[0]).request(&target.secret);
        let mut sent = 0;
        let mut unsigned = false;
        for wait in self.timing.waits {
            match socket.send(&request).await {
                Ok(_) => sent += 1,
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => {}
                Err(error) if sent == 0 => return Err(error),
                Err(_) => {}
            }
            match listen(&socket, &request, target, Instant::now() + wait, &mut unsigned).await {
                Heard::Packet(packet) if packet.is_ack() => return Ok(Answer::Ack),
                Heard::Packet(packet) => return Ok(Answer::Nak(packet.number(attribute::ERROR_CAUSE))),
                Heard::Refused if sent <= 1 => return Ok(Answer::Nobody),
                Heard::Refused | Heard::Nothing => {}
            }
        }
        Ok(Answer::Silence { unsigned })
    }
}

impl Place {
    /// Whether it was silent so short a time ago that it is spared. Else the orders to one that is
    /// down would hold up those to all others.
    fn rests(&self, rest: Duration) -> bool {
        let silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        silent.is_some_and(|since| since.elapsed() < rest)
    }
}

enum Heard {
    Packet(Packet),
    Refused,
    Nothing,
}

/// Listens until the answer comes or the time is over; what is not its answer is passed over.
async fn listen(
    socket: &UdpSocket,
    request: &[u8],
    target: &Target,
    until: Instant,
    unsigned: &mut bool,
) -> Heard {
    let mut buffer = [0_u8; LONGEST];
    while let Ok(received) = timeout_at(until, socket.recv(&mut buffer)).await {
        let length = match received {
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => return Heard::Refused,
            Err(_) => continue,
        };
        match Packet::read_answer(&buffer[..length], request, &target.secret) {
            Ok(packet) => return Heard::Packet(packet),
            Err(why) => {
                *unsigned |= why == ReadError::Forged;
                tracing::warn!(nas = %target.address, %why, "an answer is passed over");
            }
        }
    }
    Heard::Nothing
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Target({})", self.address)
    }
}
