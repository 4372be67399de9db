use std::collections::HashSet;
use std::time::{Duration, Instant};

use balcao_desk::Attendance;
use balcao_store::Db;
use balcao_store::testing::databases;
use balcao_timeline::{Cursor, Event, Kind, PAGE, What, page};

use crate::fixture::*;

/// Every page, as far as there are any.
async fn all(db: &Db, attendance: &Attendance, kinds: &[Kind]) -> Vec<Event> {
    let (mut events, mut cursor) = (Vec::new(), None::<Cursor>);
    loop {
        let mut conn = db.read().await.unwrap();
        let page = page(&mut conn, attendance, ZONE, kinds, cursor).await.unwrap();
        assert!(page.events.len() <= PAGE);
        events.extend(page.events);
        // As it travels through a page's address.
        cursor = page.cursor.map(|cursor| cursor.to_string().parse().unwrap());
        if cursor.is_none() {
            return events;
        }
    }
}

#[tokio::test]
async fn all_that_happened_is_there_once_the_newest_first() {
    for db in databases().await {
        let actor = agent(&db).await;
        let person = person(&db).await;
        let contract = contract(&db, actor.company, person, days_ago(2_000)).await;
        let attendance = serve(&db, &actor, person).await;
        invoices(&db, contract, 40).await;
        requests(&db, &attendance, 60).await;
        // More than a page of one moment, so that a page ends among them.
        changes(&db, contract, 70).await;
        rescheduled(&db, &attendance, contract).await;
        let events = all(&db, &attendance, &[]).await;
        assert!(events.is_sorted_by(|a, b| a.at >= b.at));
        let count = |kind| events.iter().filter(|event| event.kind == kind).count();
        // The contract's sale and its changes; a request is opened and ended, and one is open; 60 were
        // told the customer, as many were not.
        assert_eq!(
            Kind::ALL.iter().map(|kind| count(*kind)).collect::<Vec<_>>(),
            [71, 121, 60, 40, 40, 1],
            "{:?}",
            Kind::ALL
        );
        let distinct: HashSet<String> = events.iter().map(|event| format!("{event:?}")).collect();
        assert_eq!(distinct.len() + 69, events.len(), "only the changes of one moment look alike");
        assert!(matches!(events.last().map(|event| &event.what), Some(What::Included(_))), "the sale");
        for kind in Kind::ALL {
            let alone = all(&db, &attendance, &[*kind]).await;
            let among: Vec<&Event> = events.iter().filter(|event| event.kind == *kind).collect();
            assert!(alone.iter().eq(among), "{kind}");
        }
    }
}

#[tokio::test]
async fn what_happens_meanwhile_moves_no_page() {
    for db in databases().await {
        let actor = agent(&db).await;
        let person = person(&db).await;
        contract(&db, actor.company, person, days_ago(2_000)).await;
        let attendance = serve(&db, &actor, person).await;
        requests(&db, &attendance, 40).await;
        let mut conn = db.read().await.unwrap();
        let first = page(&mut conn, &attendance, ZONE, &[], None).await.unwrap();
        let before = page(&mut conn, &attendance, ZONE, &[], first.cursor).await.unwrap();
        drop(conn);
        serve(&db, &actor, person).await;
        let mut conn = db.read().await.unwrap();
        let after = page(&mut conn, &attendance, ZONE, &[], first.cursor).await.unwrap();
        assert_eq!(before.events, after.events);
    }
}

#[tokio::test]
async fn nothing_of_another_customer_or_company_is_told() {
    for db in databases().await {
        let actor = agent(&db).await;
        let person_of_ana = person(&db).await;
        contract(&db, actor.company, person_of_ana, days_ago(10)).await;
        let attendance = serve(&db, &actor, person_of_ana).await;
        let there = agent(&db).await;
        let elsewhere = contract(&db, there.company, person_of_ana, days_ago(20)).await;
        let stranger = person(&db).await;
        let of_stranger = contract(&db, actor.company, stranger, days_ago(20)).await;
        for (serving, contract) in [
            (serve(&db, &there, person_of_ana).await, elsewhere),
            (serve(&db, &actor, stranger).await, of_stranger),
        ] {
            invoices(&db, contract, 3).await;
            changes(&db, contract, 3).await;
            rescheduled(&db, &serving, contract).await;
            requests(&db, &serving, 3).await;
        }
        let own = all(&db, &attendance, &[]).await;
        assert_eq!(own.len(), 2, "the request that is open, and the sale: {own:?}");
    }
}

/// Ten years of a busy customer do not slow the tab: a page takes its few reads of an index, the last
/// one as well as the first. The best of some tries, for other tests run beside it.
#[tokio::test]
async fn a_page_of_six_thousand_events_takes_less_than_ten_milliseconds() {
    for db in databases().await {
        let actor = agent(&db).await;
        let person = person(&db).await;
        let attendance = {
            let first = contract(&db, actor.company, person, days_ago(3_650)).await;
            let second = contract(&db, actor.company, person, days_ago(3_000)).await;
            for contract in [first, second] {
                invoices(&db, contract, 400).await;
                changes(&db, contract, 60).await;
            }
            serve(&db, &actor, person).await
        };
        requests(&db, &attendance, 1_450).await;
        let events = all(&db, &attendance, &[]).await.len();
        assert!(events > 6_000 - 100, "{events}");
        let mut conn = db.read().await.unwrap();
        let (mut cursor, mut slowest) = (None, Duration::ZERO);
        loop {
            let mut best = Duration::MAX;
            let mut next = None;
            for _ in 0..5 {
                let started = Instant::now();
                next = page(&mut conn, &attendance, ZONE, &[], cursor).await.unwrap().cursor;
                best = best.min(started.elapsed());
            }
            slowest = slowest.max(best);
            cursor = next;
            if cursor.is_none() {
                break;
            }
        }
        println!("slowest page of {events} events: {slowest:?}");
        assert!(slowest < Duration::from_millis(10), "{slowest:?}");
    }
}
