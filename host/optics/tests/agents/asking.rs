//! How OLTs are asked: one voice at a time, shared, patient, and no longer than an agent waits.

use std::net::UdpSocket;
use std::time::{Duration, Instant};

use balcao_access::finding::Verdict;
use balcao_network::equipment::Want;
use balcao_network::{Credentials, Unreachable, readings};
use balcao_optics::{Vendors, check};
use balcao_store::now;
use balcao_store::testing::databases;
use chrono::TimeDelta;

use crate::agent::Agent;
use crate::desk::{Desk, community, known_user, numbers};

/// Of an ONU of Huawei's: state, received, sent, received at the OLT, distance.
const QUESTIONS: usize = 5;
/// What the contract lets an OLT take.
const PATIENCE: Duration = Duration::from_secs(4);

fn huawei() -> Vec<(String, i64)> {
    numbers("huawei", &[Some(1), Some(-2_087), Some(231), Some(7_650), Some(1_520)])
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_who_ask_the_same_at_once_are_one_conversation() {
    for db in databases().await {
        let agent = Agent::start(&huawei());
        let desk = Desk::with(db, "huawei", agent.port, community()).await;
        let line = desk.line(5).await;
        let asking = (0..40).map(|_| {
            let (olts, line) = (desk.olts.clone(), line.clone());
            tokio::spawn(async move { olts.reading(line, Want::Now).await })
        });
        let mut read = Vec::new();
        for asked in asking.collect::<Vec<_>>() {
            read.push(asked.await.unwrap().unwrap());
        }
        assert_eq!(read.len(), 40);
        assert!(read.iter().all(|reading| *reading == read[0]), "one reading for all");
        assert_eq!(agent.asked().len(), QUESTIONS, "{:?}", agent.asked());
        let last = readings::last(&mut desk.db.read().await.unwrap(), line.id).await.unwrap();
        assert_eq!(last.as_ref(), Some(&read[0]), "and it is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_of_the_last_half_minute_will_do_unless_somebody_wants_one_of_now() {
    let db = databases().await.remove(0);
    let agent = Agent::start(&huawei());
    let desk = Desk::with(db, "huawei", agent.port, community()).await;
    let line = desk.line(5).await;
    let first = desk.olts.reading(line.clone(), Want::Recent).await.unwrap();
    let again = desk.olts.reading(line.clone(), Want::Now).await.unwrap();
    assert_eq!(first, again, "a button that is pressed twice asks once");
    assert_eq!(agent.asked().len(), QUESTIONS);
    for (age, want, asks) in [(20, Want::Recent, 0), (20, Want::Now, 1), (31, Want::Recent, 1)] {
        let before = agent.asked().len();
        let mut tx = desk.db.write().await.unwrap();
        balcao_store::on!(&mut tx, c => sqlx::query("DELETE FROM onu_reading").execute(c).await.map(drop))
            .unwrap();
        let old = balcao_network::signal::Reading { at: now() - TimeDelta::seconds(age), ..first.clone() };
        readings::keep(&mut tx, line.id, &old).await.unwrap();
        tx.commit().await.unwrap();
        desk.olts.reading(line.clone(), want).await.unwrap();
        assert_eq!(agent.asked().len() - before, asks * QUESTIONS, "{age} s, {want:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_olt_that_says_nothing_is_given_up_in_time_and_left_alone_for_a_moment() {
    let deaf = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = deaf.local_addr().unwrap().port();
    let agent = Agent::start(&huawei());
    let db = databases().await.remove(0);
    let wrong = Credentials::Community("a-guess".into());
    for (port, credentials) in [(port, community()), (port, known_user()), (agent.port, wrong)] {
        let desk = Desk::with(db.clone(), "huawei", port, credentials).await;
        let (one, other) = (desk.line(5).await, desk.line(6).await);
        let began = Instant::now();
        assert_eq!(desk.olts.reading(one.clone(), Want::Now).await, Err(Unreachable::NoAnswer));
        assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
        let began = Instant::now();
        assert_eq!(desk.olts.reading(other, Want::Now).await, Err(Unreachable::NoAnswer));
        assert!(began.elapsed() < Duration::from_secs(1), "nobody waits for the same silence again");
        // Whoever sets it right need not wait.
        desk.set("huawei", agent.port, community()).await;
        desk.olts.reading(one, Want::Now).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_too_late_is_not_taken_for_the_next_one() {
    let db = databases().await.remove(0);
    let agent = Agent::start(&huawei());
    let desk = Desk::with(db, "huawei", agent.port, community()).await;
    let line = desk.line(5).await;
    agent.takes(Some(0.7));
    let began = Instant::now();
    assert_eq!(desk.olts.reading(line.clone(), Want::Now).await, Err(Unreachable::NoAnswer));
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    agent.takes(None);
    desk.set("huawei", agent.port, community()).await;
    // What it still owes it works off first; then it answers.
    let deadline = Instant::now() + Duration::from_secs(20);
    let reading = loop {
        match desk.olts.reading(line.clone(), Want::Now).await {
            Ok(reading) => break reading,
            Err(error) => assert_eq!(error, Unreachable::NoAnswer),
        }
        assert!(Instant::now() < deadline, "it never answered again");
        desk.set("huawei", agent.port, community()).await;
    };
    assert_eq!(reading.received, Some(-20.87));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_of_v3_that_was_started_anew_is_asked_on() {
    let db = databases().await.remove(0);
    let mut agent = Agent::start(&numbers("huawei", &[Some(1), Some(-2_087), None, None, None]));
    let desk = Desk::with(db, "huawei", agent.port, known_user()).await;
    let (one, other) = (desk.line(5).await, desk.line(6).await);
    desk.olts.reading(one, Want::Now).await.unwrap();
    agent.restart();
    // Of another line, so that no kept reading will do; the agent knows no such ONU, and says so.
    assert_eq!(desk.olts.reading(other, Want::Now).await, Err(Unreachable::Unknown));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_tried_says_what_works_and_what_to_change() {
    let db = databases().await.remove(0);
    let agent = Agent::start(&huawei());
    let desk = Desk::with(db, "huawei", agent.port, community()).await;
    let vendors = Vendors::load(None).unwrap();
    let olt = async || {
        let found = check(&desk.db, &vendors).await.unwrap();
        found.into_iter().find(|finding| finding.part == "olt").unwrap()
    };
    let fine = olt().await;
    assert_eq!((fine.verdict, fine.which.as_str()), (Verdict::Works, "OLT Centro"));
    assert!(fine.says.text(balcao_access::Locale::En).contains("An OLT of the tests"), "{fine:?}");
    let broken = [
        ("huawei", Credentials::Community("hidden-word".into())),
        ("huawei", crate::desk::user("nobody", balcao_network::olts::Digest::Sha1, "hidden-word")),
        ("nokia", community()),
    ];
    for (vendor, credentials) in broken {
        desk.set(vendor, agent.port, credentials).await;
        let found = olt().await;
        assert_eq!(found.verdict, Verdict::Failed);
        assert!(found.remedy.is_some());
        assert!(!format!("{found:?}").contains("hidden-word"), "{found:?}");
    }
}
