//! `kill -9` of the shipped binary at every point of a confirmation, on both databases: after the
//! restart the action is either not done or done once, and in the end it is done once.
#![forbid(unsafe_code)]

mod bank;
mod mail;

use std::os::unix::process::ExitStatusExt;

use balcao_action::invariants::{Found, not_done_or_once};
use balcao_action::{RunId, crash};
use balcao_store::outbox::{self, State};
use balcao_store::{Db, Keys, on, testing};
use balcao_tests::{Agent, Desk, Prepared};

/// Where the process dies, what of the action is there then, and where its entry in the outbox may
/// stand: once it is committed the worker takes it up by itself.
const DEATHS: [(&str, Found, &[State]); 9] = [
    ("before-claim", Found::NotDone, &[]),
    ("after-claim", Found::NotDone, &[]),
    ("guest-running", Found::NotDone, &[]),
    ("before-transaction", Found::NotDone, &[]),
    ("inside-transaction", Found::NotDone, &[]),
    ("after-commit", Found::DoneOnce, &[State::Waiting, State::Leased, State::Done]),
    ("outbox-claimed", Found::DoneOnce, &[State::Leased]),
    ("sent-before-receipt", Found::DoneOnce, &[State::Leased]),
    ("receipt-before-mark", Found::DoneOnce, &[State::Leased]),
];

/// All of them: once, or as often as a marathon asks for with `BALCAO_ROUNDS`.
fn deaths() -> impl Iterator<Item = (&'static str, Found, &'static [State])> {
    let rounds =
        std::env::var("BALCAO_ROUNDS").map_or(1, |rounds| rounds.parse().expect("a number of rounds"));
    (0..rounds).flat_map(|_| DEATHS)
}

#[test]
fn every_point_of_the_binary_is_tried() {
    assert_eq!(DEATHS.map(|(point, ..)| point), crash::POINTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_is_done_once_whenever_the_desk_dies_on_sqlite() {
    for (point, found, entry) in deaths() {
        dies(point, found, entry, Prepared::new()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_is_done_once_whenever_the_desk_dies_on_postgresql() {
    for (point, found, entry) in deaths() {
        dies(point, found, entry, Prepared::on(testing::postgres_address().await)).await;
    }
}

async fn dies(point: &str, found: Found, entry: &[State], place: Prepared) {
    let mut desk = Desk::start_in(place, &[], &[("BALCAO_CRASH_AT", point)]).await;
    let mut agent = Agent::sign_in(&desk.url, "carla").await;
    let review = agent.review("Otavio Brandao Sampaio", "reschedule").await;
    let run = run_of(&review.path);
    let confirm = review.form("value=\"confirm\"").by("intent", "confirm");
    // What the agent gets to see of it depends on who is faster.
    let _ = agent.send(&confirm).await;
    assert_eq!(desk.ended().await.signal(), Some(9), "{point}");

    assert_eq!(not_done_or_once(&open(&desk).await, run).await.expect(point), found, "{point}");
    let left = entries(&desk, run).await;
    assert_eq!(left.len(), usize::from(found == Found::DoneOnce), "{point}");
    assert!(left.iter().all(|left| entry.contains(&left.state)), "{point}: {left:?}");
    let tries = left.first().map_or(1, |left| left.attempts + i32::from(left.state != State::Done));
    let leases = end_leases(&desk).await;
    assert!(entry != [State::Leased] || leases == 1, "{point}");

    desk.again().await;
    agent.url.clone_from(&desk.url);
    assert!(agent.open("/healthz").await.has("ok"), "{point}");
    // The agent finds either the review or the receipt, and confirms once more in any case.
    let now = agent.open(&review.path).await;
    assert_eq!(now.has("value=\"confirm\""), found == Found::NotDone, "{point}");
    assert_eq!(now.has("value=\"keep-going\""), found == Found::DoneOnce, "{point}");
    for _ in 0..2 {
        let receipt = agent.send(&confirm).await.expect("an answer");
        assert!(receipt.has("value=\"keep-going\""), "{point}:\n{}", receipt.html);
    }
    agent.hears(&review.path, "confirmado").await;
    desk.kill();

    assert_eq!(not_done_or_once(&open(&desk).await, run).await.expect(point), Found::DoneOnce, "{point}");
    let done = entries(&desk, run).await;
    assert_eq!((done.len(), done[0].state, done[0].attempts), (1, State::Done, tries), "{point}");
    assert_eq!(new_charges(&desk).await, [("registered".to_owned(), true)], "{point}");
    let verified = desk.command(&["audit", "verify"]);
    assert!(verified.ok && verified.out.contains("none altered"), "{point}: {verified:?}");
    println!("{point}: dead at {found:?}, done once after {tries} tries outside");
}

/// The run of `/attendance/REQUEST/run/RUN`.
fn run_of(path: &str) -> RunId {
    path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("the path of a run")
}

/// The database of a desk that is dead, with its keys.
async fn open(desk: &Desk) -> Db {
    let keys = Keys::load_or_create(&desk.folder().join("files/balcao.key")).expect("its keys");
    Db::open(desk.database(), keys).await.expect("its database")
}

/// What a run has in the outbox.
async fn entries(desk: &Desk, run: RunId) -> Vec<outbox::Entry> {
    let db = open(desk).await;
    outbox::of_run(&mut db.read().await.expect("a connection"), run.0).await.expect("its entries")
}

/// Lets the time pass in which nobody else may try what the dead one was trying, and says of how
/// many entries.
async fn end_leases(desk: &Desk) -> u64 {
    let db = open(desk).await;
    let mut tx = db.write().await.expect("a transaction");
    let sql = "UPDATE outbox SET due_at = $1 WHERE state = 'leased'";
    let ended = on!(&mut tx, c => sqlx::query(sql)
        .bind(balcao_store::now()).execute(c).await.map(|done| done.rows_affected()));
    tx.commit().await.expect("committed");
    ended.expect("their ends")
}

/// Where the charges stand that were ordered since there is a new due date, and whether each is its
/// invoice's present one.
async fn new_charges(desk: &Desk) -> Vec<(String, bool)> {
    let db = open(desk).await;
    let mut conn = db.read().await.expect("a connection");
    let sql = "SELECT h.state, i.charge = h.id FROM charge h JOIN invoice i ON i.id = h.invoice
        WHERE h.created_at >= (SELECT min(at) FROM reschedule WHERE reason = 'A pedido do cliente')";
    on!(&mut conn, c => sqlx::query_as(sql).fetch_all(c).await).expect("the charges")
}
