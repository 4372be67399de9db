//! The fibre: OLTs, where ONUs are, what was read, what is worth how much, what has failed.

use balcao_access::audit::{self, Act};
use balcao_access::{Actor, Right, testing};
use balcao_desk::contracts::ContractStatus;
use balcao_desk::requests::Identity;
use balcao_network::olts::{self, Settings, Snmp};
use balcao_network::outages::{self, Place};
use balcao_network::signal::{self, Grade, Level, Reading, Thresholds};
use balcao_network::{Credentials, OltError, OltId, OutageError, Port, connections, ports, readings};
use balcao_store::{Db, now, testing as store};
use chrono::TimeDelta;

use crate::fixture::{Customer, customer_of};

const LOGIN: &str = "helena.1001";

fn settings(name: &str, secret: &str) -> Settings {
    Settings {
        name: name.into(),
        address: "10.0.0.1".into(),
        port: 161,
        vendor: "huawei".into(),
        credentials: Credentials::Community(secret.into()),
    }
}

async fn add(db: &Db, actor: &Actor, name: &str) -> OltId {
    let id = OltId::new();
    let mut tx = db.write().await.unwrap();
    let line = olts::add(&mut tx, actor.company, id, &settings(name, "hidden-word")).await.unwrap();
    audit::commit(tx, vec![line]).await.unwrap();
    id
}

/// A customer of the actor with an OLT, and an ONU on its PON 2 of slot 1.
async fn on_fibre(db: &Db, actor: &Actor) -> (Customer, OltId) {
    let customer = customer_of(db, actor, ContractStatus::Normal, Identity::PersonalData).await;
    let olt = add(db, actor, &format!("OLT {}", customer.line)).await;
    place(db, actor, port(olt, 2)).await.unwrap();
    (customer, olt)
}

fn port(olt: OltId, pon: i32) -> Port {
    Port { olt, frame: 0, slot: 1, pon, onu: 5 }
}

async fn place(db: &Db, actor: &Actor, port: Port) -> Result<(), OltError> {
    let mut tx = db.write().await.unwrap();
    ports::set(&mut tx, actor.company, LOGIN, &port).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_an_olt_is_sealed_and_goes_with_it() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let stranger = testing::actor(&db, &[Right::Serve]).await;
        let olt = add(&db, &actor, "OLT Centro").await;
        let mut conn = db.read().await.unwrap();
        let known = olts::one(&mut conn, db.keys(), olt).await.unwrap();
        assert_eq!(known.credentials, Credentials::Community("hidden-word".into()));
        assert!(!format!("{known:?}").contains("hidden-word"), "{known:?}");
        let kept: Vec<u8> = balcao_store::on!(&mut conn, c => sqlx::query_scalar(
            "SELECT credentials FROM olt WHERE id = $1").bind(olt).fetch_one(c).await)
        .unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains("hidden-word"));
        let listed = olts::list(&mut conn, actor.company).await.unwrap();
        assert_eq!((listed.len(), listed[0].snmp, listed[0].lines), (1, Snmp::V2c, 0));
        assert!(olts::list(&mut conn, stranger.company).await.unwrap().is_empty());
        drop(conn);

        let mut tx = db.write().await.unwrap();
        let again = olts::add(&mut tx, actor.company, OltId::new(), &settings("OLT Centro", "x")).await;
        assert!(matches!(again, Err(OltError::Taken(_))), "{again:?}");
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let foreign = olts::remove(&mut tx, stranger.company, olt, now()).await;
        assert!(matches!(foreign, Err(OltError::NotFound)), "{foreign:?}");
        let foreign = olts::change(&mut tx, stranger.company, olt, &settings("Mine", "x")).await;
        assert!(matches!(foreign, Err(OltError::NotFound)), "{foreign:?}");
        olts::change(&mut tx, actor.company, olt, &settings("OLT Norte", "other-word")).await.unwrap();
        let changed = olts::one(&mut tx, db.keys(), olt).await.unwrap();
        assert_eq!((changed.version, changed.name.as_str()), (2, "OLT Norte"));
        let line = olts::remove(&mut tx, actor.company, olt, now()).await.unwrap();
        assert_eq!(line.act, Act::OltChanged);
        audit::commit(tx, vec![line]).await.unwrap();
        let gone = olts::one(&mut db.read().await.unwrap(), db.keys(), olt).await;
        assert!(matches!(gone, Err(OltError::NotFound)), "{gone:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_olt_is_refused_in_words() {
    let user = |password: &str, privacy: Option<&str>| Credentials::User {
        name: "desk".into(),
        digest: olts::Digest::Sha256,
        password: password.into(),
        privacy: privacy.map(Into::into),
    };
    let with = |change: fn(&mut Settings)| {
        let mut settings = settings("OLT Centro", "hidden-word");
        change(&mut settings);
        settings
    };
    let mut short = settings("OLT Centro", "");
    short.credentials = user("eight-chars", Some("seven77"));
    let cases = [
        with(|olt| olt.name = String::new()),
        with(|olt| olt.address = "two words".into()),
        with(|olt| olt.port = 0),
        with(|olt| olt.credentials = Credentials::Community(String::new())),
        short,
    ];
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        for case in &cases {
            let mut tx = db.write().await.unwrap();
            let refused = olts::add(&mut tx, actor.company, OltId::new(), case).await;
            assert!(matches!(refused, Err(OltError::Invalid(_))), "{case:?}: {refused:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_has_its_place_at_an_olt_of_its_own_company_and_nobody_elses_place() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let stranger = testing::actor(&db, &[Right::Serve]).await;
        let (customer, olt) = on_fibre(&db, &actor).await;
        let foreign = add(&db, &stranger, "OLT of others").await;
        let refused = place(&db, &actor, port(foreign, 2)).await;
        assert!(matches!(refused, Err(OltError::NotFound)), "{refused:?}");
        let refused = place(&db, &actor, port(olt, -1)).await;
        assert!(matches!(refused, Err(OltError::Invalid(_))), "{refused:?}");
        let line = connections::served(&mut db.read().await.unwrap(), &customer.attendance).await.unwrap();
        assert_eq!(line.onu.unwrap().port, Some(port(olt, 2)));
        place(&db, &actor, port(olt, 3)).await.unwrap();
        let line = connections::served(&mut db.read().await.unwrap(), &customer.attendance).await.unwrap();
        assert_eq!(line.onu.unwrap().port, Some(port(olt, 3)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_readings_are_kept_in_order_and_for_their_customer_alone() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let (one, _) = on_fibre(&db, &actor).await;
        let other = testing::actor(&db, &[Right::Serve]).await;
        let (other, _) = on_fibre(&db, &other).await;
        let began = now();
        for minute in 0..readings::KEPT + 3 {
            let reading = Reading {
                at: began + TimeDelta::minutes(minute),
                online: minute % 2 == 0,
                received: (minute % 2 == 0).then_some(-20.87),
                sent: Some(2.3),
                received_at_olt: None,
                distance: Some(1_520),
            };
            let mut tx = db.write().await.unwrap();
            readings::keep(&mut tx, one.line, &reading).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        let kept = readings::served(&mut conn, &one.attendance).await.unwrap();
        assert_eq!(kept.len() as i64, readings::KEPT);
        assert!(kept.is_sorted_by_key(|reading| reading.at));
        let last = readings::last(&mut conn, one.line).await.unwrap().unwrap();
        assert_eq!(kept.last(), Some(&last));
        assert_eq!((last.received, last.sent, last.distance), (Some(-20.87), Some(2.3), Some(1_520)));
        assert!(readings::served(&mut conn, &other.attendance).await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_level_is_worth_is_the_companys_policy() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let stranger = testing::actor(&db, &[Right::Serve]).await;
        let mut tx = db.write().await.unwrap();
        let strict = Thresholds { least: -25.0, good: -22.5, most: -10.0 };
        signal::set_policy(&mut tx, actor.company, Level::Received, strict).await.unwrap();
        let upside_down = Thresholds { least: -20.0, good: -25.0, most: -8.0 };
        let refused = signal::set_policy(&mut tx, actor.company, Level::Received, upside_down).await;
        assert!(matches!(refused, Err(OltError::Invalid(_))), "{refused:?}");
        let own = signal::policy(&mut tx, actor.company).await.unwrap();
        let usual = signal::policy(&mut tx, stranger.company).await.unwrap();
        let graded = |policy: &signal::Policy| policy.of(Level::Received).grade(-24.0);
        assert_eq!((graded(&own), graded(&usual)), (Grade::Weak, Grade::Good));
        assert_eq!(own.of(Level::Sent), Level::Sent.usual());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_stands_above_every_line_under_it_until_it_ends() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let (one, olt) = on_fibre(&db, &actor).await;
        let there = |pon| Place::Pon { olt, frame: 0, slot: 1, pon };
        let cases = [
            (Place::Olt(olt), true),
            (there(2), true),
            (there(3), false),
            (Place::Nas("bng-1".into()), true),
        ];
        for (place, above) in cases {
            let mut tx = db.write().await.unwrap();
            let begun = outages::begin(&mut tx, actor.company, &place, " Fibra rompida ", None, now()).await;
            let (outage, line) = begun.unwrap();
            audit::commit(tx, vec![line]).await.unwrap();
            let mut tx = db.write().await.unwrap();
            let again = outages::begin(&mut tx, actor.company, &place, "x", None, now()).await;
            assert!(matches!(again, Err(OutageError::Again)), "{again:?}");
            drop(tx);

            let mut tx = db.write().await.unwrap();
            let over = outages::over(&mut tx, &one.attendance).await.unwrap();
            assert_eq!(
                over.iter().map(|outage| outage.id).collect::<Vec<_>>(),
                [outage].repeat(above.into())
            );
            for known in &over {
                assert_eq!((known.note.as_str(), known.requests), ("Fibra rompida", 0));
                outages::link(&mut tx, &one.attendance, known.id, now()).await.unwrap();
                outages::link(&mut tx, &one.attendance, known.id, now()).await.unwrap();
            }
            let linked = outages::requests(&mut tx, actor.company, outage).await.unwrap();
            assert_eq!(linked.len(), usize::from(above), "{place:?}");
            let line = outages::end(&mut tx, actor.company, outage, Some(&actor), now()).await.unwrap();
            assert_eq!((line.act, line.actor), (Act::OutageEnded, Some(actor.user.id)));
            audit::commit(tx, vec![line]).await.unwrap();
            let mut conn = db.read().await.unwrap();
            assert!(outages::over(&mut conn, &one.attendance).await.unwrap().is_empty());
        }
        let listed = outages::list(&mut db.read().await.unwrap(), actor.company).await.unwrap();
        assert_eq!(listed.len(), 4);
        assert!(listed.iter().all(|outage| outage.ended_at.is_some()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_one_company_is_none_of_anothers() {
    for db in store::databases().await {
        let actor = testing::actor(&db, &[Right::Serve]).await;
        let (_, olt) = on_fibre(&db, &actor).await;
        let stranger = testing::actor(&db, &[Right::Serve]).await;
        let (theirs, _) = on_fibre(&db, &stranger).await;
        let mut tx = db.write().await.unwrap();
        let foreign = outages::begin(&mut tx, stranger.company, &Place::Olt(olt), "x", None, now()).await;
        assert!(matches!(foreign, Err(OutageError::NoPlace)), "{foreign:?}");
        let unknown = Place::Nas("bng-9".into());
        let unknown = outages::begin(&mut tx, actor.company, &unknown, "x", None, now()).await;
        assert!(matches!(unknown, Err(OutageError::NoPlace)), "{unknown:?}");
        let wordless = outages::begin(&mut tx, actor.company, &Place::Olt(olt), "  ", None, now()).await;
        assert!(matches!(wordless, Err(OutageError::Note)), "{wordless:?}");
        // The same name of an access server in both companies.
        let place = Place::Nas("bng-1".into());
        let (outage, _) = outages::begin(&mut tx, actor.company, &place, "x", None, now()).await.unwrap();
        assert!(outages::over(&mut tx, &theirs.attendance).await.unwrap().is_empty());
        outages::link(&mut tx, &theirs.attendance, outage, now()).await.unwrap();
        assert!(outages::requests(&mut tx, actor.company, outage).await.unwrap().is_empty());
        assert!(outages::list(&mut tx, stranger.company).await.unwrap().is_empty());
        let foreign = outages::end(&mut tx, stranger.company, outage, None, now()).await;
        assert!(matches!(foreign, Err(OutageError::NotFound)), "{foreign:?}");
    }
}
