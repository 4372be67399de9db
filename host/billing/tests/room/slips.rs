//! Slips that the bank never answered for, and slips that are opened by a link.

use std::time::Duration;

use balcao_billing::by_hand::{self, ByHand};
use balcao_billing::charges;
use balcao_billing::copies;
use balcao_billing::invoices::{self, State};
use balcao_billing::links::{GOOD_FOR, Link};
use balcao_billing::{
    CANCELLATION, ChargeId, InvoiceId, KIND, RegisterAgain, RegisterAgainError, Reschedule, unheard,
};
use balcao_desk::Attendance;
use balcao_store::outbox::{self, Deliveries, Outcome, Worker};
use balcao_store::testing::databases;
use balcao_store::{Db, now, on};

use crate::fixture::*;

/// A new due date, with its order in the outbox.
async fn rescheduled(db: &Db, attendance: &Attendance, id: InvoiceId, days: i64) -> ChargeId {
    let mut tx = db.write().await.unwrap();
    let seen = invoices::one(&mut tx, attendance, id, today()).await.unwrap().unwrap();
    let wish = Reschedule {
        invoice: id,
        version: seen.version,
        due: in_days(days),
        times_of_person: seen.reschedules,
        keep_charges: true,
        reason: "Recebe no dia 5".into(),
    };
    let entry = wish.apply(&mut tx, attendance, now(), today()).await.unwrap().unwrap();
    let charge = serde_json::from_value(entry.body["charge"].clone()).unwrap();
    outbox::put(&mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
    charge
}

/// The bank is asked in vain until the time for it is over.
async fn unanswered(db: &Db, answer: fn() -> Outcome) {
    let deliveries = Deliveries::new().on(KIND, move |_| async move { answer() });
    let worker = Worker::new(db.clone(), deliveries);
    worker.round(now()).await.unwrap();
    worker.round(now() + Duration::from_secs(3 * 24 * 3600)).await.unwrap();
}

#[tokio::test]
async fn a_charge_that_nobody_answered_for_is_ended_and_can_be_registered_again() {
    let outcomes: [(fn() -> Outcome, bool); 2] =
        [(|| Outcome::retry("ninguém"), false), (|| Outcome::unknown("silêncio"), true)];
    for db in databases().await {
        for (answer, may_be_there) in outcomes {
            let (attendance, contract) = served(&db).await;
            let (id, old) = invoice(&db, contract, in_days(-5), State::Open).await;
            let charge = rescheduled(&db, &attendance, id, 6).await;
            assert_eq!(unheard::end(&db, now()).await.unwrap(), 0, "it is still asked");
            let early = RegisterAgain { invoice: id, unheard: charge };
            let mut conn = db.read().await.unwrap();
            let refused = early.check(&mut conn, &attendance, today()).await;
            assert!(matches!(refused, Err(RegisterAgainError::Answered)));
            drop(conn);

            unanswered(&db, answer).await;
            assert_eq!(unheard::end(&db, now()).await.unwrap(), 1);
            assert_eq!(unheard::end(&db, now()).await.unwrap(), 0, "once");
            let mut conn = db.read().await.unwrap();
            let waiting = charges::awaiting(&mut conn, &attendance).await.unwrap();
            assert_eq!((waiting[0].id, waiting[0].given_up), (charge, true), "it is told, and not for ever");
            assert!(
                charges::one(&mut conn, &attendance, old).await.unwrap().is_some(),
                "the old one is valid"
            );
            // What the bank may have registered all the same, it is asked to cancel.
            let asked = charges::to_cancel(&mut conn, charge).await.unwrap().unwrap();
            assert_eq!(asked.our_number, None);
            let key = format!("{CANCELLATION}/{charge}");
            assert_eq!(outbox::of_key(&mut conn, &key).await.unwrap().is_some(), may_be_there);

            let again = RegisterAgain::of(&mut conn, &attendance, id, today()).await.unwrap();
            drop(conn);
            let mut tx = db.write().await.unwrap();
            let order = again.apply(&mut tx, &attendance, now(), today()).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            let renewed: ChargeId = serde_json::from_value(order.body["charge"].clone()).unwrap();
            assert_ne!(renewed, charge);
            let mut conn = db.read().await.unwrap();
            let waiting = charges::awaiting(&mut conn, &attendance).await.unwrap();
            assert_eq!((waiting.len(), waiting[0].id, waiting[0].given_up), (1, renewed, false));
            let ordered = charges::order(&mut conn, renewed).await.unwrap().unwrap();
            assert_eq!((ordered.due, ordered.company), (in_days(6), attendance.company()));
            drop(conn);
            let mut tx = db.write().await.unwrap();
            let twice = again.apply(&mut tx, &attendance, now(), today()).await;
            assert!(matches!(twice, Err(RegisterAgainError::Answered)), "not twice");
        }
    }
}

#[tokio::test]
async fn copies_are_of_ones_own_customer_and_only_while_they_can_be_paid() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (other, _) = served(&db).await;
        let (first, one) = invoice(&db, contract, in_days(2), State::Open).await;
        let (_, two) = invoice(&db, contract, in_days(3), State::Open).await;
        let (_, paid) = invoice(&db, contract, in_days(-30), State::Paid).await;
        let keys = db.keys().clone();
        let until = now() + GOOD_FOR;
        let link =
            |charges: &[ChargeId]| Link::open(&keys, &Link::sign(&keys, charges, until), now()).unwrap();
        let mut conn = db.read().await.unwrap();
        let both = copies::mine(&mut conn, &attendance, &[one, two]).await.unwrap().unwrap();
        assert_eq!(both.charges.iter().map(|(charge, _)| charge.id).collect::<Vec<_>>(), [one, two]);
        assert_eq!((both.company, both.payer.as_str()), (attendance.company(), "Ana"));
        assert_eq!(copies::shared(&mut conn, &link(&[one, two])).await.unwrap(), Some(both));
        for wrong in [vec![one, paid], vec![ChargeId::new()], vec![]] {
            assert_eq!(copies::mine(&mut conn, &attendance, &wrong).await.unwrap(), None);
        }
        assert_eq!(copies::mine(&mut conn, &other, &[one]).await.unwrap(), None, "somebody else's");
        assert_eq!(copies::shared(&mut conn, &link(&[one, paid])).await.unwrap(), None);
        drop(conn);
        let mut tx = db.write().await.unwrap();
        on!(&mut tx, c => sqlx::query("UPDATE invoice SET state = 'cancelled' WHERE id = $1")
            .bind(first).execute(c).await.map(drop))
        .unwrap();
        assert_eq!(copies::shared(&mut tx, &link(&[one])).await.unwrap(), None, "no longer payable");
        assert!(copies::shared(&mut tx, &link(&[two])).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn todays_value_is_offered_by_a_static_code_only_where_the_company_wants_it_and_something_is_overdue() {
    use balcao_brazil::Money;
    use balcao_brazil::pix::{PixCharge, PixCode};
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (_, late) = invoice(&db, contract, in_days(-10), State::Open).await;
        let (_, early) = invoice(&db, contract, in_days(10), State::Open).await;
        let mut tx = db.write().await.unwrap();
        let company = attendance.company();
        assert_eq!(by_hand::today(&mut tx, &attendance, late, today()).await.unwrap(), None, "off");
        let long = ByHand { key: "k@provedor.example".into(), payee: "P".repeat(26), town: "Canoas".into() };
        assert!(by_hand::set(&mut tx, company, Some(&long)).await.is_err());
        let wanted = ByHand { payee: "Provedor".into(), ..long };
        by_hand::set(&mut tx, company, Some(&wanted)).await.unwrap();
        let code = by_hand::today(&mut tx, &attendance, late, today()).await.unwrap().unwrap();
        assert!(code.amount > Money(10_000));
        let PixCharge::Static { amount, .. } = PixCode::parse(&code.pix).unwrap().charge else { panic!() };
        assert_eq!(amount, Some(code.amount));
        assert_eq!(by_hand::today(&mut tx, &attendance, early, today()).await.unwrap(), None, "not overdue");
        by_hand::set(&mut tx, company, None).await.unwrap();
        assert_eq!(by_hand::today(&mut tx, &attendance, late, today()).await.unwrap(), None, "off again");
    }
}
