//! Asking an access server: what it says, what it does not say, and who else answers.

use std::net::SocketAddr;
use std::time::Duration;

use balcao_radius::client::{Answer, Client, Target, Timing};
use balcao_radius::packet::{Code, Packet, attribute};
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

use crate::freeradius::{FreeRadius, LOGIN, SECRET, SESSION};

/// Times that a test can wait for.
pub fn quick() -> Timing {
    let wait = Duration::from_millis(300);
    Timing { waits: [wait, wait, wait], rest: Duration::from_millis(200) }
}

fn disconnect(session: &'static str) -> impl FnOnce(u8) -> Packet {
    move |identifier| {
        Packet::new(Code::DisconnectRequest, identifier)
            .with(attribute::USER_NAME, LOGIN)
            .with(attribute::ACCT_SESSION_ID, session)
            .with(attribute::EVENT_TIMESTAMP, (balcao_store::now().timestamp() as u32).to_be_bytes())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn freeradius_says_yes_or_why_not_and_nothing_to_who_does_not_know_the_secret() {
    let server = FreeRadius::start();
    let client = Client::with_timing(quick());
    let target = server.target(SECRET);
    assert_eq!(client.ask(&target, disconnect(SESSION)).await, Answer::Ack);
    assert_eq!(client.ask(&target, disconnect("another")).await, Answer::Nak(Some(503)));
    let coa = |identifier| {
        Packet::new(Code::CoaRequest, identifier)
            .with(attribute::USER_NAME, LOGIN)
            .with(attribute::ACCT_SESSION_ID, SESSION)
            .with_vendor(14988, 8, "100M/100M")
    };
    assert_eq!(client.ask(&target, coa).await, Answer::Ack);
    let taken = server.taken();
    for wanted in ["Mikrotik-Rate-Limit = \"100M/100M\"", "Event-Timestamp", "Message-Authenticator"] {
        assert!(taken.contains(wanted), "{wanted}: {taken}");
    }
    let wrong = client.ask(&server.target("not-the-secret"), disconnect(SESSION)).await;
    assert_eq!(wrong, Answer::Silence { unsigned: false });
    assert!(server.log().contains("Shared secret is incorrect"), "{}", server.log());
}

/// An access server that a test plays: it gets every datagram, with a way to answer it.
struct Peer {
    target: Target,
    got: mpsc::UnboundedReceiver<(Vec<u8>, SocketAddr)>,
    socket: std::sync::Arc<UdpSocket>,
}

impl Peer {
    async fn start() -> Peer {
        let socket = std::sync::Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        let target = Target { address: socket.local_addr().unwrap(), secret: SECRET.as_bytes().into() };
        let (sender, got) = mpsc::unbounded_channel();
        let listening = std::sync::Arc::clone(&socket);
        tokio::spawn(async move {
            let mut buffer = [0; 4096];
            while let Ok((length, from)) = listening.recv_from(&mut buffer).await {
                if sender.send((buffer[..length].to_vec(), from)).is_err() {
                    break;
                }
            }
        });
        Peer { target, got, socket }
    }

    /// Asks it, and plays its part until the answer is known.
    async fn plays<F: Future<Output = ()>>(
        &mut self,
        part: impl FnOnce(mpsc::UnboundedReceiver<(Vec<u8>, SocketAddr)>, std::sync::Arc<UdpSocket>) -> F,
    ) -> Answer {
        let got = std::mem::replace(&mut self.got, mpsc::unbounded_channel().1);
        let client = Client::with_timing(quick());
        let asked = client.ask(&self.target, disconnect(SESSION));
        let (answer, ()) = tokio::join!(asked, part(got, std::sync::Arc::clone(&self.socket)));
        answer
    }
}

fn ack(request: &[u8], secret: &str) -> Vec<u8> {
    Packet::new(Code::DisconnectAck, request[1]).answer(request, secret.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_one_gets_the_same_bytes_again_and_is_unknown() {
    let mut peer = Peer::start().await;
    let answer = peer
        .plays(|mut got, _| async move {
            let (first, _) = got.recv().await.unwrap();
            for _ in 0..2 {
                assert_eq!(got.recv().await.unwrap().0, first);
            }
        })
        .await;
    assert_eq!(answer, Answer::Silence { unsigned: false });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_answer_is_passed_over_and_the_true_one_behind_it_counts() {
    let mut peer = Peer::start().await;
    let answer = peer
        .plays(|mut got, socket| async move {
            let (request, from) = got.recv().await.unwrap();
            socket.send_to(&ack(&request, "guessed"), from).await.unwrap();
            socket.send_to(b"noise", from).await.unwrap();
            let refused = Packet::new(Code::DisconnectNak, request[1])
                .with(attribute::ERROR_CAUSE, 504_u32.to_be_bytes());
            socket.send_to(&refused.answer(&request, SECRET.as_bytes()), from).await.unwrap();
        })
        .await;
    assert_eq!(answer, Answer::Nak(Some(504)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_answer_alone_is_no_answer() {
    let mut peer = Peer::start().await;
    let answer = peer
        .plays(|mut got, socket| async move {
            while let Some((request, from)) =
                tokio::time::timeout(Duration::from_secs(1), got.recv()).await.ok().flatten()
            {
                socket.send_to(&ack(&request, "guessed"), from).await.unwrap();
            }
        })
        .await;
    assert_eq!(answer, Answer::Silence { unsigned: true });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_to_the_first_send_counts_and_one_that_comes_twice_counts_once() {
    let mut peer = Peer::start().await;
    let answer = peer
        .plays(|mut got, socket| async move {
            let (request, from) = got.recv().await.unwrap();
            let (again, _) = got.recv().await.unwrap();
            assert_eq!(request, again);
            for _ in 0..2 {
                socket.send_to(&ack(&request, SECRET), from).await.unwrap();
            }
        })
        .await;
    assert_eq!(answer, Answer::Ack);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_an_earlier_request_is_not_believed_for_this_one() {
    let mut peer = Peer::start().await;
    let earlier = disconnect("earlier");
    let answer = peer
        .plays(|mut got, socket| async move {
            let (request, from) = got.recv().await.unwrap();
            let earlier = earlier(request[1]).request(SECRET.as_bytes());
            socket.send_to(&ack(&earlier, SECRET), from).await.unwrap();
        })
        .await;
    assert_eq!(answer, Answer::Silence { unsigned: true });
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_listens_nothing_happened_and_a_silent_one_is_spared_for_a_while() {
    let nowhere = Target { address: crate::freeradius::free_port(), secret: SECRET.as_bytes().into() };
    let client = Client::with_timing(quick());
    assert_eq!(client.ask(&nowhere, disconnect(SESSION)).await, Answer::Nobody);
    let peer = Peer::start().await;
    assert_eq!(client.ask(&peer.target, disconnect(SESSION)).await, Answer::Silence { unsigned: false });
    assert_eq!(client.ask(&peer.target, disconnect(SESSION)).await, Answer::Resting);
}

// On one thread, so that they come in the order in which they were begun.
#[tokio::test]
async fn a_thousand_are_asked_in_their_order_and_a_few_at_once() {
    let mut peer = Peer::start().await;
    let client = Client::with_timing(Timing { waits: [Duration::from_secs(20); 3], ..quick() });
    let target = peer.target.clone();
    // Each begins to wait before the next: the turns are in that order.
    let asking = async {
        let mut asked = tokio::task::JoinSet::new();
        for number in 0..1_000_u32 {
            let (client, target) = (client.clone(), target.clone());
            asked.spawn(async move {
                let make = |identifier| {
                    Packet::new(Code::DisconnectRequest, identifier)
                        .with(attribute::ACCT_SESSION_ID, number.to_string())
                };
                client.ask(&target, make).await
            });
            tokio::task::yield_now().await;
        }
        asked.join_all().await
    };
    let answering = async {
        let mut order: Vec<u32> = Vec::new();
        let mut waiting = Vec::new();
        while order.len() < 1_000 {
            let next = tokio::time::timeout(Duration::from_millis(100), peer.got.recv()).await;
            match next {
                Ok(Some((request, from))) => {
                    let packet = Packet::read_request(&request, SECRET.as_bytes()).unwrap();
                    order.push(packet.text(attribute::ACCT_SESSION_ID).unwrap().parse().unwrap());
                    waiting.push((request, from));
                    assert!(waiting.len() <= 4, "a few at once");
                }
                _ => assert!(!waiting.is_empty(), "everybody waits"),
            }
            if waiting.len() == 4 || order.len() == 1_000 {
                for (request, from) in waiting.drain(..) {
                    peer.socket.send_to(&ack(&request, SECRET), from).await.unwrap();
                }
            }
        }
        order
    };
    let (answers, order) = tokio::join!(asking, answering);
    assert!(answers.iter().all(|answer| *answer == Answer::Ack));
    for (place, number) in order.iter().enumerate() {
        assert!(place.abs_diff(*number as usize) < 12, "{number} is asked at {place}");
    }
}
