//! Which session an order ends, when it is tried more than once.

use std::sync::{Arc, Mutex};

use balcao_desk::contracts::ContractStatus;
use balcao_network::equipment::{Heard, Session, What};
use balcao_network::{Disconnect, Unreachable};
use balcao_store::outbox::{NewEntry, OutboxId, State};
use balcao_store::{Db, now, testing as store};
use chrono::TimeDelta;

use crate::fixture::{Customer, customer, entry, put, servers, session, with_sessions, worker};

async fn ask(db: &Db, of: &Customer) -> OutboxId {
    let mut tx = db.write().await.unwrap();
    let entries = Disconnect { connection: of.line }.apply(&mut tx, &of.attendance, now()).await.unwrap();
    let ids = put(&mut tx, entries).await;
    tx.commit().await.unwrap();
    ids[0]
}

/// Accounting that shows what was put there last.
type Open = Arc<Mutex<Result<Vec<Session>, Unreachable>>>;

fn open(ids: &[&str]) -> Result<Vec<Session>, Unreachable> {
    Ok(ids.iter().map(|id| session(id)).collect())
}

/// Asks to disconnect while `first` is open, tries it, and tries it again while `then` is: what was
/// ordered, and how it ended.
async fn twice(
    db: &Db,
    first: Result<Vec<Session>, Unreachable>,
    then: Result<Vec<Session>, Unreachable>,
    heard: Heard,
) -> (Vec<What>, State, String) {
    let one = customer(db, ContractStatus::Normal).await;
    let id = ask(db, &one).await;
    let shown: Open = Arc::new(Mutex::new(first));
    let (told, equipment) = servers(move |_| heard.clone());
    let showing = Arc::clone(&shown);
    let equipment = with_sessions(equipment, move || showing.lock().unwrap().clone());
    worker(db, &equipment).round(now()).await.unwrap();
    *shown.lock().unwrap() = then;
    let due = entry(db, id).await.due_at;
    worker(db, &equipment).round(due).await.unwrap();
    let ended = entry(db, id).await;
    let told = told.lock().unwrap();
    // Not those of cases before this one, which are tried again, too.
    let ours = told.iter().filter(|order| order.key == ended.key);
    let whats = ours.map(|order| order.what.clone()).collect();
    (whats, ended.state, ended.answer.unwrap_or_default())
}

fn ids(whats: &[What]) -> Vec<&str> {
    let id = |what| match what {
        &What::Disconnect(Some(ref session)) => session.id.as_str(),
        other => panic!("{other:?}"),
    };
    whats.iter().map(id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silence_is_followed_by_a_look_at_accounting_and_never_by_another_session() {
    for db in store::databases().await {
        // It has ended, and the customer is back with a new one.
        let (whats, state, words) = twice(&db, open(&["a"]), open(&["b"]), Heard::Silence).await;
        assert_eq!((ids(&whats), state), (vec!["a"], State::Done), "{words}");
        assert_eq!(words, "a sessão terminou no bng-1 (demonstração)");
        // It has not ended, and a newer one stands beside it.
        let (whats, state, _) = twice(&db, open(&["a"]), open(&["b", "a"]), Heard::Silence).await;
        assert_eq!((ids(&whats), state), (vec!["a", "a"], State::Unknown));
        // Accounting does not say: nothing is sent, and it stays unknown.
        let silent = Err(Unreachable::NoAnswer);
        let (whats, state, words) = twice(&db, open(&["a"]), silent, Heard::Silence).await;
        assert_eq!((ids(&whats), state), (vec!["a"], State::Unknown), "{words}");
        // Accounting goes away for good: the session is still the one that was meant.
        let gone = Err(Unreachable::NotSetUp);
        let (whats, state, words) = twice(&db, open(&["a"]), gone, Heard::Silence).await;
        assert_eq!((ids(&whats), state), (vec!["a"], State::Unknown), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_only_accounting_knows_is_refused_and_one_that_was_ended_before_is_done() {
    for db in store::databases().await {
        let (_, state, words) = twice(&db, open(&["a"]), open(&["a"]), Heard::NoSession).await;
        assert_eq!(
            (state, words.as_str()),
            (State::Refused, "sessão não encontrada no bng-1 (demonstração)")
        );
        let (whats, state, _) = twice(&db, open(&[]), open(&["b"]), Heard::Done).await;
        assert_eq!((whats, state), (vec![], State::Done), "nothing was open when it was asked for");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_accounting_a_login_is_disconnected_once_whatever_comes_of_it() {
    for db in store::databases().await {
        let none = || Err(Unreachable::NotSetUp);
        let (whats, state, words) = twice(&db, none(), none(), Heard::Silence).await;
        assert_eq!((whats, state), (vec![What::Disconnect(None)], State::Unknown));
        assert!(words.contains("sem contabilização não se repete"), "{words}");
        let (whats, _, _) = twice(&db, none(), none(), Heard::Nobody).await;
        assert_eq!(whats.len(), 2, "nobody listened: it was not sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_administrator_has_tried_again_later_ends_nobodys_newer_session() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::Normal).await;
        let hour_ago = (now() - TimeDelta::hours(1)).timestamp().unsigned_abs();
        let old = uuid::Timestamp::from_unix(uuid::NoContext, hour_ago, 0);
        let mut tx = db.write().await.unwrap();
        let asked = Disconnect { connection: one.line }.apply(&mut tx, &one.attendance, now()).await.unwrap();
        let asked =
            asked.into_iter().map(|entry| NewEntry { id: OutboxId(uuid::Uuid::new_v7(old)), ..entry });
        let id = put(&mut tx, asked.collect()).await[0];
        tx.commit().await.unwrap();
        let (told, equipment) = servers(|_| Heard::Done);
        let equipment = with_sessions(equipment, || open(&["newer"]));
        worker(&db, &equipment).round(now()).await.unwrap();
        let ended = entry(&db, id).await;
        assert_eq!(ended.state, State::Refused, "{ended:?}");
        assert!(told.lock().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minute_after_it_was_asked_for_nobody_is_disconnected() {
    for db in store::databases().await {
        let one = customer(&db, ContractStatus::Normal).await;
        let id = ask(&db, &one).await;
        let (told, equipment) = servers(|_| Heard::Done);
        let equipment = with_sessions(equipment, || open(&["a"]));
        worker(&db, &equipment).round(now() + TimeDelta::seconds(61)).await.unwrap();
        assert_eq!(entry(&db, id).await.state, State::GaveUp);
        assert!(told.lock().unwrap().is_empty());
    }
}
