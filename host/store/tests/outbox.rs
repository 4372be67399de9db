//! The outbox, on both databases.

use std::sync::{Arc, Mutex};

use balcao_store::outbox::{self, Deliveries, Entry, NewEntry, OutboxId, Outcome, State, Worker};
use balcao_store::{Db, Uuid, now, on, testing};
use chrono::TimeDelta;
use serde_json::json;

fn entry(key: &str) -> NewEntry {
    NewEntry {
        id: OutboxId::new(),
        key: key.into(),
        kind: "ring".into(),
        run: None,
        request: None,
        order: 0,
        after: None,
        body: json!({"bell": key}),
        not_before: None,
        give_up_at: now() + TimeDelta::hours(1),
    }
}

async fn put(db: &Db, entry: NewEntry) -> OutboxId {
    let mut tx = db.write().await.unwrap();
    let id = outbox::put(&mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn one(db: &Db, id: OutboxId) -> Entry {
    outbox::one(&mut db.read().await.unwrap(), id).await.unwrap().expect("an entry")
}

/// Delivers by noting the key, and answers what the test says for the attempt at hand.
fn bell(answer: impl Fn(&Entry) -> Outcome + Send + Sync + 'static) -> (Arc<Mutex<Vec<String>>>, Deliveries) {
    let rung = Arc::new(Mutex::new(Vec::new()));
    let noted = rung.clone();
    let deliveries = Deliveries::new().on("ring", move |entry: Entry| {
        noted.lock().unwrap().push(entry.key.clone());
        let outcome = answer(&entry);
        async move { outcome }
    });
    (rung, deliveries)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_carried_out_and_its_answer_kept() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let (rung, deliveries) = bell(|_| Outcome::done("rang"));
        let worker = Worker::new(db.clone(), deliveries);
        assert_eq!(worker.round(now()).await.unwrap(), 1);
        assert_eq!(worker.round(now()).await.unwrap(), 0);
        let entry = one(&db, id).await;
        assert_eq!((entry.state, entry.attempts), (State::Done, 1));
        assert_eq!(entry.answer.as_deref(), Some("rang"));
        assert!(entry.ended_at.is_some());
        assert_eq!(*rung.lock().unwrap(), ["a"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_of_a_change_that_was_rolled_back_does_not_exist() {
    for db in testing::databases().await {
        let mut tx = db.write().await.unwrap();
        let id = outbox::put(&mut tx, entry("a")).await.unwrap();
        drop(tx);
        assert!(outbox::one(&mut db.read().await.unwrap(), id).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_used_once() {
    for db in testing::databases().await {
        put(&db, entry("a")).await;
        let mut tx = db.write().await.unwrap();
        let again = outbox::put(&mut tx, entry("a")).await;
        assert!(again.is_err_and(|error| error.is_unique()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_unknown_and_the_same_key_is_tried_again() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let (rung, deliveries) = bell(|entry| match entry.attempts {
            1 => Outcome::unknown("no answer"),
            2 => Outcome::retry("nobody listens"),
            _ => Outcome::done("rang"),
        });
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        let first = one(&db, id).await;
        assert_eq!((first.state, first.ended_at), (State::Unknown, None));
        assert_eq!(worker.round(now()).await.unwrap(), 0, "not before the wait is over");
        worker.round(first.due_at).await.unwrap();
        let second = one(&db, id).await;
        assert_eq!(second.state, State::Unknown, "the first attempt may still have happened");
        assert!(second.due_at - first.due_at > TimeDelta::seconds(1), "waits grow");
        worker.round(second.due_at).await.unwrap();
        assert_eq!(one(&db, id).await.state, State::Done);
        assert_eq!(*rung.lock().unwrap(), ["a", "a", "a"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_panics_gave_no_answer() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let (_, deliveries) = bell(|_| panic!("a bug"));
        Worker::new(db.clone(), deliveries).round(now()).await.unwrap();
        assert_eq!(one(&db, id).await.state, State::Unknown);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_not_tried_again() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let (_, deliveries) = bell(|_| Outcome::refused("no such bell"));
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        assert_eq!(worker.round(now() + TimeDelta::minutes(30)).await.unwrap(), 0);
        assert_eq!(one(&db, id).await.state, State::Refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_gives_up_when_the_time_is_over_and_unknown_stays_unknown() {
    for db in testing::databases().await {
        let soon = now() + TimeDelta::milliseconds(500);
        let never = put(&db, NewEntry { give_up_at: soon, ..entry("never-happened") }).await;
        let perhaps = put(&db, NewEntry { give_up_at: soon, ..entry("perhaps") }).await;
        let untried = put(
            &db,
            NewEntry { give_up_at: soon, not_before: Some(soon + TimeDelta::hours(1)), ..entry("untried") },
        )
        .await;
        let (_, deliveries) = bell(|entry| match entry.key.as_str() {
            "perhaps" => Outcome::unknown("no answer"),
            _ => Outcome::retry("nobody listens"),
        });
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        worker.round(soon + TimeDelta::hours(2)).await.unwrap();
        for (id, state) in [(never, State::GaveUp), (perhaps, State::Unknown), (untried, State::GaveUp)] {
            let entry = one(&db, id).await;
            assert_eq!(entry.state, state, "{}", entry.key);
            assert!(entry.ended_at.is_some(), "{}", entry.key);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_happened_never_ends_as_given_up() {
    for db in testing::databases().await {
        let over = now() + TimeDelta::hours(1);
        let no_answer = put(&db, NewEntry { give_up_at: over, ..entry("no-answer") }).await;
        let killed = put(&db, NewEntry { give_up_at: over, ..entry("killed") }).await;
        // The process is killed while it tries the second: the lease is all that is left of it.
        let begun = Arc::new(tokio::sync::Notify::new());
        let noted = begun.clone();
        let first = Deliveries::new().on("ring", move |entry: Entry| {
            let begun = noted.clone();
            async move {
                if entry.key == "killed" {
                    begun.notify_one();
                    std::future::pending::<()>().await;
                }
                Outcome::unknown("no answer")
            }
        });
        let first = Worker::new(db.clone(), first);
        let first = tokio::spawn(async move { first.round(now()).await });
        begun.notified().await;
        while one(&db, no_answer).await.state != State::Unknown {
            tokio::task::yield_now().await;
        }
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());

        let lease = one(&db, killed).await.due_at;
        let (rung, deliveries) = bell(|_| Outcome::retry("nobody listens"));
        let worker = Worker::new(db.clone(), deliveries);
        assert_eq!(worker.round(lease).await.unwrap(), 2);
        for id in [no_answer, killed] {
            let entry = one(&db, id).await;
            assert_eq!((entry.state, entry.ended_at), (State::Unknown, None), "{}", entry.key);
        }
        worker.round(over).await.unwrap();
        for id in [no_answer, killed] {
            let entry = one(&db, id).await;
            assert_eq!(entry.state, State::Unknown, "{}", entry.key);
            assert!(entry.ended_at.is_some(), "{}", entry.key);
        }
        assert_eq!(rung.lock().unwrap().len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_comes_after_another_waits_until_that_is_done() {
    for db in testing::databases().await {
        let id = Uuid::now_v7();
        let run = Some(id);
        let first = put(&db, NewEntry { run, order: 2, ..entry("first") }).await;
        let second = put(&db, NewEntry { run, order: 1, after: Some(first), ..entry("second") }).await;
        let (rung, deliveries) = bell(|entry| match (entry.key.as_str(), entry.attempts) {
            ("first", 1) => Outcome::unknown("no answer"),
            _ => Outcome::done("rang"),
        });
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        assert_eq!(one(&db, second).await.attempts, 0);
        let due = one(&db, first).await.due_at;
        worker.round(due).await.unwrap();
        worker.round(due).await.unwrap();
        assert_eq!(one(&db, second).await.state, State::Done);
        assert_eq!(*rung.lock().unwrap(), ["first", "first", "second"]);
        let of_run = outbox::of_run(&mut db.read().await.unwrap(), id).await.unwrap();
        let order: Vec<_> = of_run.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(order, ["second", "first"], "shown in the order that the run gave them");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_comes_after_a_refused_one_gives_up() {
    for db in testing::databases().await {
        let first = put(&db, entry("first")).await;
        let second = put(&db, NewEntry { after: Some(first), ..entry("second") }).await;
        let (rung, deliveries) = bell(|_| Outcome::refused("no such bell"));
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        worker.round(now()).await.unwrap();
        assert_eq!(one(&db, second).await.state, State::GaveUp);
        assert_eq!(*rung.lock().unwrap(), ["first"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_due_together_are_begun_in_their_order() {
    for db in testing::databases().await {
        let due = Some(now());
        for (key, order) in [("c", 3), ("a", 1), ("b", 2)] {
            put(&db, NewEntry { order, not_before: due, ..entry(key) }).await;
        }
        let begun = Arc::new(Mutex::new(Vec::new()));
        let noted = begun.clone();
        let (_, deliveries) = bell(|_| Outcome::done("rang"));
        let worker = Worker::new(db.clone(), deliveries).watch(move |entry| {
            if entry.state == State::Leased {
                noted.lock().unwrap().push(entry.key.clone());
            }
        });
        worker.round(now()).await.unwrap();
        assert_eq!(*begun.lock().unwrap(), ["a", "b", "c"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_nobody_delivers_waits() {
    for db in testing::databases().await {
        let id = put(&db, NewEntry { kind: "carrier-pigeon".into(), ..entry("a") }).await;
        let (_, deliveries) = bell(|_| Outcome::done("rang"));
        Worker::new(db.clone(), deliveries).round(now()).await.unwrap();
        assert_eq!(one(&db, id).await.state, State::Waiting);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_slept_past_its_lease_writes_nothing() {
    for db in testing::databases().await {
        mark(&db, "not-yet").await;
        let id = put(&db, entry("a")).await;
        let (asleep, wake) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
        let (sleeps, wakes) = (asleep.clone(), wake.clone());
        let zombie = Worker::new(
            db.clone(),
            Deliveries::new().on("ring", move |_| {
                let (sleeps, wakes) = (sleeps.clone(), wakes.clone());
                async move {
                    sleeps.notify_one();
                    wakes.notified().await;
                    Outcome::refused("from the dead").settling(|tx| {
                        Box::pin(async move {
                            on!(tx, c => sqlx::query("UPDATE generation SET topic = 'zombie'")
                        .execute(c).await.map(drop))?;
                            Ok(())
                        })
                    })
                }
            }),
        );
        let zombie = tokio::spawn(async move { zombie.round(now()).await });
        asleep.notified().await;
        let lease = one(&db, id).await.due_at;
        let (_, deliveries) = bell(|_| Outcome::done("rang"));
        Worker::new(db.clone(), deliveries).round(lease).await.unwrap();
        wake.notify_one();
        zombie.await.unwrap().unwrap();
        let entry = one(&db, id).await;
        assert_eq!((entry.state, entry.attempts), (State::Done, 2));
        assert_eq!(entry.answer.as_deref(), Some("rang"));
        assert_eq!(marked(&db).await, "not-yet");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zombie_whose_entry_is_leased_anew_writes_nothing_either() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let gate = Arc::new(tokio::sync::Notify::new());
        let started = Arc::new(tokio::sync::Notify::new());
        let worker = |text: &'static str, gate: Arc<tokio::sync::Notify>| {
            let started = started.clone();
            Worker::new(
                db.clone(),
                Deliveries::new().on("ring", move |_| {
                    let (gate, started) = (gate.clone(), started.clone());
                    async move {
                        started.notify_one();
                        gate.notified().await;
                        Outcome::done(text)
                    }
                }),
            )
        };
        let old = worker("old", gate.clone());
        let old = tokio::spawn(async move { old.round(now()).await });
        started.notified().await;
        let lease = one(&db, id).await.due_at;
        let second = Arc::new(tokio::sync::Notify::new());
        let new = worker("new", second.clone());
        let new = tokio::spawn(async move { new.round(lease).await });
        started.notified().await;
        gate.notify_one();
        old.await.unwrap().unwrap();
        assert_eq!(one(&db, id).await.state, State::Leased, "the newer lease still holds");
        second.notify_one();
        new.await.unwrap().unwrap();
        assert_eq!(one(&db, id).await.answer.as_deref(), Some("new"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_with_an_outcome_is_written_with_it_or_not_at_all() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let (_, deliveries) = bell(|entry| {
            let fails = entry.attempts == 1;
            Outcome::done("rang").settling(move |tx| {
                Box::pin(async move {
                    on!(tx, c => sqlx::query("UPDATE generation SET topic = 'rung'")
                    .execute(c).await.map(drop))?;
                    if fails { Err("the room refuses".into()) } else { Ok(()) }
                })
            })
        });
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        let leased = one(&db, id).await;
        assert_eq!(leased.state, State::Leased);
        assert_eq!(marked(&db).await, "");
        worker.round(leased.due_at).await.unwrap();
        assert_eq!(one(&db, id).await.state, State::Done);
        assert_eq!(marked(&db).await, "rung");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_side_by_side_never_take_the_same_entry() {
    for db in testing::databases().await {
        for n in 0..24 {
            put(&db, entry(&n.to_string())).await;
        }
        let (rung, deliveries) = bell(|_| Outcome::done("rang"));
        let (again, others) = bell(|_| Outcome::done("rang"));
        let (one, two) = (Worker::new(db.clone(), deliveries), Worker::new(db.clone(), others));
        let drain = async |worker: &Worker| while worker.round(now()).await.unwrap() > 0 {};
        tokio::join!(drain(&one), drain(&two));
        let mut keys = [rung.lock().unwrap().clone(), again.lock().unwrap().clone()].concat();
        keys.sort();
        let all = keys.len();
        keys.dedup();
        assert_eq!((keys.len(), all), (24, 24));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_worker_is_woken_by_the_commit() {
    for db in testing::databases().await {
        let (told, mut hears) = tokio::sync::mpsc::unbounded_channel();
        let (_, deliveries) = bell(|_| Outcome::done("rang"));
        let worker = Worker::new(db.clone(), deliveries).watch(move |entry| {
            let _ = told.send((entry.id, entry.state));
        });
        let worker = tokio::spawn(worker.run());
        let id = put(&db, entry("a")).await;
        assert_eq!(hears.recv().await, Some((id, State::Leased)));
        assert_eq!(hears.recv().await, Some((id, State::Done)));
        worker.abort();
    }
}

async fn mark(db: &Db, text: &str) {
    let mut tx = db.write().await.unwrap();
    balcao_store::changes::bump(&mut tx, text).await.unwrap();
    tx.commit().await.unwrap();
}

async fn marked(db: &Db) -> String {
    let mut conn = db.read().await.unwrap();
    on!(&mut conn, c => sqlx::query_scalar("SELECT topic FROM generation").fetch_one(c).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_it_tried_again_or_given_up() {
    for db in testing::databases().await {
        let id = put(&db, entry("a")).await;
        let (rung, deliveries) = bell(|_| Outcome::unknown("nobody answered"));
        let worker = Worker::new(db.clone(), deliveries);
        worker.round(now()).await.unwrap();
        let decide = async |again: bool| {
            let mut tx = db.write().await.unwrap();
            let done = match again {
                true => outbox::try_again(&mut tx, id, now()).await.unwrap(),
                false => outbox::give_up(&mut tx, id, now()).await.unwrap(),
            };
            tx.commit().await.unwrap();
            done
        };
        assert!(decide(true).await, "before its wait is over");
        worker.round(now()).await.unwrap();
        assert_eq!(rung.lock().unwrap().len(), 2);
        assert!(decide(false).await);
        worker.round(now()).await.unwrap();
        let given_up = one(&db, id).await;
        assert_eq!(given_up.state, State::Unknown, "it may have happened, and is never called given up");
        assert!(given_up.ended_at.is_some());
        assert!(!decide(false).await, "it has ended");
        assert!(decide(true).await, "the same entry, with the same key");
        worker.round(now()).await.unwrap();
        assert_eq!(*rung.lock().unwrap(), ["a", "a", "a"]);
        assert!(one(&db, id).await.ended_at.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_or_refused_is_not_tried_again() {
    for db in testing::databases().await {
        for answer in [Outcome::done as fn(&'static str) -> Outcome, Outcome::refused] {
            let id = put(&db, entry(&Uuid::new_v4().to_string())).await;
            let (_, deliveries) = bell(move |_| answer("said"));
            Worker::new(db.clone(), deliveries).round(now()).await.unwrap();
            let mut tx = db.write().await.unwrap();
            assert!(!outbox::try_again(&mut tx, id, now()).await.unwrap());
            assert!(!outbox::give_up(&mut tx, id, now()).await.unwrap());
        }
    }
}
