use balcao_access::{Right, testing};
use balcao_billing::charges::{self, Awaiting};
use balcao_billing::invoices::{self, Invoice, State};
use balcao_billing::{CANCELLATION, ChargeId, InvoiceId, KIND, Reschedule, RuleError};
use balcao_brazil::Money;
use balcao_desk::Attendance;
use balcao_desk::handling::{self, Seen};
use balcao_store::testing::databases;
use balcao_store::{Conn, Db, Uuid, now, outbox};
use chrono::NaiveDate;

use crate::fixture::*;

async fn read(db: &Db, attendance: &Attendance, invoice: InvoiceId) -> Invoice {
    invoices::one(&mut db.read().await.unwrap(), attendance, invoice, today()).await.unwrap().unwrap()
}

fn wish(seen: &Invoice, due: NaiveDate) -> Reschedule {
    Reschedule {
        invoice: seen.id,
        version: seen.version,
        due,
        // Of this person nothing else was rescheduled, unless a test says so.
        times_of_person: seen.reschedules,
        keep_charges: true,
        reason: "Recebe no dia 5".into(),
    }
}

/// The charge of an invoice that the bank was asked for.
async fn waiting(conn: &mut Conn, attendance: &Attendance, invoice: InvoiceId) -> Option<Awaiting> {
    let all = charges::awaiting(conn, attendance).await.unwrap();
    all.into_iter().find(|awaiting| awaiting.invoice == invoice)
}

async fn check(db: &Db, attendance: &Attendance, wish: &Reschedule) -> Result<(), RuleError> {
    wish.check(&mut db.read().await.unwrap(), attendance, today()).await
}

/// Applies it and answers the charge that the bank is asked to register.
async fn apply(db: &Db, attendance: &Attendance, wish: &Reschedule) -> ChargeId {
    let mut tx = db.write().await.unwrap();
    let entry = wish.apply(&mut tx, attendance, now(), today()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(entry.kind, KIND);
    serde_json::from_value(entry.body["charge"].clone()).unwrap()
}

#[tokio::test]
async fn the_charge_before_stays_valid_until_the_bank_has_registered_the_new_one() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (id, old) = invoice(&db, contract, in_days(-5), State::Open).await;
        let before = read(&db, &attendance, id).await;
        // A Saturday: it becomes the Monday after.
        let mut conn = db.read().await.unwrap();
        let quote = Reschedule::quote(&mut conn, &attendance, id, in_days(11), today()).await.unwrap();
        drop(conn);
        assert_eq!((quote.due, quote.moved, quote.times), (in_days(13), true, 0));
        // The two days by which it moves cost nothing: from Thursday to the Saturday asked for.
        let saturday = invoices::one(&mut db.read().await.unwrap(), &attendance, id, in_days(11)).await;
        assert_eq!(quote.amount_with_charges, saturday.unwrap().unwrap().today);
        assert_eq!(quote.amount_with_charges, Money(10_253));
        let new = apply(&db, &attendance, &wish(&before, in_days(11))).await;

        let after = read(&db, &attendance, id).await;
        assert_eq!((after.due, after.first_due, after.late_from), (in_days(13), in_days(-5), in_days(-5)));
        assert_eq!((after.charge, after.reschedules, after.overdue), (Some(old), 1, false));
        let mut conn = db.read().await.unwrap();
        assert!(charges::one(&mut conn, &attendance, old).await.unwrap().is_some());
        assert!(charges::one(&mut conn, &attendance, new).await.unwrap().is_none());
        let awaiting = waiting(&mut conn, &attendance, id).await.unwrap();
        assert_eq!(
            (awaiting.id, awaiting.amount, awaiting.due),
            (new, quote.amount_with_charges, in_days(13))
        );
        let order = charges::order(&mut conn, new).await.unwrap().unwrap();
        assert_eq!((order.amount, order.due), (awaiting.amount, awaiting.due));
        let again = Reschedule::quote(&mut conn, &attendance, id, in_days(20), today()).await.unwrap();
        assert_eq!((again.times, again.times_of_person), (1, 1));
        drop(conn);

        for first in [true, false] {
            let mut tx = db.write().await.unwrap();
            assert_eq!(charges::registered(&mut tx, new, &registration(2)).await.unwrap(), first);
            tx.commit().await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        assert!(charges::one(&mut conn, &attendance, old).await.unwrap().is_none());
        let valid = charges::one(&mut conn, &attendance, new).await.unwrap().unwrap();
        assert_eq!((valid.registration, valid.due), (registration(2), in_days(13)));
        assert!(waiting(&mut conn, &attendance, id).await.is_none());
    }
}

#[tokio::test]
async fn charges_are_kept_or_waived() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        for (times_of_person, keep_charges, amount, late_from) in
            [(0, true, Money(10_247), in_days(-5)), (1, false, Money(10_000), in_days(9))]
        {
            let (id, _) = invoice(&db, contract, in_days(-5), State::Open).await;
            let seen = read(&db, &attendance, id).await;
            let wish = Reschedule { keep_charges, times_of_person, ..wish(&seen, in_days(9)) };
            apply(&db, &attendance, &wish).await;
            assert_eq!(read(&db, &attendance, id).await.late_from, late_from);
            let mut conn = db.read().await.unwrap();
            let awaiting = waiting(&mut conn, &attendance, id).await.unwrap();
            assert_eq!(awaiting.amount, amount);
        }
        // Who may not waive them is told so.
        let limited = testing::colleague(&db, attendance.company(), &[Right::Serve]).await;
        let (id, _) = invoice(&db, contract, in_days(-5), State::Open).await;
        let limited = serve(&db, &limited, attendance.person()).await;
        let waive = Reschedule { keep_charges: false, ..wish(&read(&db, &limited, id).await, in_days(9)) };
        assert!(matches!(check(&db, &limited, &waive).await, Err(RuleError::MayNotWaive)));
        let keep = Reschedule { keep_charges: true, times_of_person: 2, ..waive };
        assert!(check(&db, &limited, &keep).await.is_ok());
    }
}

#[tokio::test]
async fn a_new_due_date_lies_after_today_and_within_sixty_days() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (id, _) = invoice(&db, contract, in_days(2), State::Open).await;
        let seen = read(&db, &attendance, id).await;
        assert!(matches!(
            check(&db, &attendance, &wish(&seen, today())).await,
            Err(RuleError::NotAfterToday)
        ));
        assert!(matches!(
            check(&db, &attendance, &wish(&seen, in_days(-1))).await,
            Err(RuleError::NotAfterToday)
        ));
        assert!(matches!(check(&db, &attendance, &wish(&seen, in_days(63))).await, Err(RuleError::TooFar)));
        assert!(matches!(
            check(&db, &attendance, &wish(&seen, NaiveDate::MAX)).await,
            Err(RuleError::TooFar)
        ));
        assert!(matches!(check(&db, &attendance, &wish(&seen, in_days(2))).await, Err(RuleError::SameDay)));
        for days in [1, 62] {
            assert!(check(&db, &attendance, &wish(&seen, in_days(days))).await.is_ok(), "{days}");
        }
        // Sixty days from its own due date, or from today where that is over.
        for (due, last) in [(100, 160), (-5, 60)] {
            let (id, _) = invoice(&db, contract, in_days(due), State::Open).await;
            let seen = read(&db, &attendance, id).await;
            assert!(check(&db, &attendance, &wish(&seen, in_days(last))).await.is_ok(), "{due}");
            let later = wish(&seen, in_days(last + 1));
            assert!(matches!(check(&db, &attendance, &later).await, Err(RuleError::TooFar)), "{due}");
        }
        let wish = wish(&seen, in_days(9));
        for (reason, expected) in [(" ".to_owned(), "needed"), ("x".repeat(501), "longer")] {
            let error = check(&db, &attendance, &Reschedule { reason, ..wish.clone() }).await.unwrap_err();
            assert!(error.to_string().contains(expected));
        }
    }
}

#[tokio::test]
async fn an_invoice_that_was_changed_meanwhile_is_a_conflict() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (id, _) = invoice(&db, contract, in_days(2), State::Open).await;
        let seen = read(&db, &attendance, id).await;
        let mine = wish(&seen, in_days(9));
        assert!(check(&db, &attendance, &mine).await.is_ok());
        apply(&db, &attendance, &wish(&seen, in_days(8))).await;
        assert!(matches!(check(&db, &attendance, &mine).await, Err(RuleError::Conflict)));
        let mut tx = db.write().await.unwrap();
        let applied = mine.apply(&mut tx, &attendance, now(), today()).await;
        assert!(matches!(applied, Err(RuleError::Conflict)));
        // A charge that the bank was still being asked for is given up for the newer one.
        let seen = read(&db, &attendance, id).await;
        drop(tx);
        let (first, second) = {
            let mut conn = db.read().await.unwrap();
            let first = waiting(&mut conn, &attendance, id).await.unwrap().id;
            drop(conn);
            (first, apply(&db, &attendance, &wish(&seen, in_days(15))).await)
        };
        let mut conn = db.read().await.unwrap();
        assert!(charges::order(&mut conn, first).await.unwrap().is_none());
        assert!(charges::order(&mut conn, second).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn only_open_invoices_of_this_customer_and_of_an_open_request_get_a_new_due_date() {
    for db in databases().await {
        let (attendance, contract_of_ana) = served(&db).await;
        for state in [State::Paid, State::Cancelled, State::Renegotiated] {
            let (id, _) = invoice(&db, contract_of_ana, in_days(2), state).await;
            let wish = wish(&read(&db, &attendance, id).await, in_days(9));
            assert!(matches!(check(&db, &attendance, &wish).await, Err(RuleError::NotOpen)), "{state}");
        }
        let (own, _) = invoice(&db, contract_of_ana, in_days(2), State::Open).await;
        let seen = read(&db, &attendance, own).await;
        let there = agent(&db).await;
        let other = person(&db).await;
        let elsewhere = contract(&db, there.company, attendance.person()).await;
        let of_other = contract(&db, attendance.company(), other).await;
        for foreign in [elsewhere, of_other] {
            let (id, _) = invoice(&db, foreign, in_days(2), State::Open).await;
            let wish = Reschedule { invoice: id, ..wish(&seen, in_days(9)) };
            assert!(matches!(check(&db, &attendance, &wish).await, Err(RuleError::NotFound)));
            let mut tx = db.write().await.unwrap();
            let applied = wish.apply(&mut tx, &attendance, now(), today()).await;
            assert!(matches!(applied, Err(RuleError::NotFound)));
        }
        let mut tx = db.write().await.unwrap();
        let request = Seen { version: 0, form: Uuid::now_v7() };
        handling::cancel(&mut tx, &attendance, request, "duplicate", "", now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let ended = Attendance::open(&mut conn, attendance.actor(), attendance.request()).await.unwrap();
        drop(conn);
        let wish = wish(&seen, in_days(9));
        assert!(matches!(check(&db, &ended, &wish).await, Err(RuleError::Ended)));
    }
}

#[tokio::test]
async fn two_decisions_at_once_do_not_both_count_the_same() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let mut wishes = Vec::new();
        for days in [2, 3, 4] {
            let (id, _) = invoice(&db, contract, in_days(days), State::Open).await;
            wishes.push(wish(&read(&db, &attendance, id).await, in_days(9)));
        }
        let other = serve(&db, attendance.actor(), attendance.person()).await;
        // Those of one action were decided together.
        let mut tx = db.write().await.unwrap();
        let at = now();
        for wish in &wishes[..2] {
            wish.apply(&mut tx, &attendance, at, today()).await.unwrap();
        }
        // Another request's waits for them, and is refused.
        let late = wishes[2].clone();
        let late = tokio::spawn({
            let db = db.clone();
            async move {
                let mut tx = db.write().await.unwrap();
                late.apply(&mut tx, &other, at, today()).await.map(drop)
            }
        });
        tx.commit().await.unwrap();
        assert!(matches!(late.await.unwrap(), Err(RuleError::Conflict)));
        let known = Reschedule { times_of_person: 2, ..wishes[2].clone() };
        assert!(check(&db, &attendance, &known).await.is_ok());
    }
}

#[tokio::test]
async fn a_charge_that_the_bank_refuses_is_waited_for_no_longer() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (id, old) = invoice(&db, contract, in_days(2), State::Open).await;
        let new = apply(&db, &attendance, &wish(&read(&db, &attendance, id).await, in_days(9))).await;
        let mut tx = db.write().await.unwrap();
        charges::refused(&mut tx, new).await.unwrap();
        assert!(!charges::registered(&mut tx, new, &registration(2)).await.unwrap());
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert!(waiting(&mut conn, &attendance, id).await.is_none());
        assert!(charges::one(&mut conn, &attendance, old).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_charge_that_the_bank_registered_too_late_is_to_be_cancelled_there_once() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (id, _) = invoice(&db, contract, in_days(-5), State::Open).await;
        let first = apply(&db, &attendance, &wish(&read(&db, &attendance, id).await, in_days(6))).await;
        // The bank works on the first while a second one takes its place.
        let second = apply(&db, &attendance, &wish(&read(&db, &attendance, id).await, in_days(7))).await;
        for _ in 0..2 {
            let mut tx = db.write().await.unwrap();
            assert!(!charges::registered(&mut tx, first, &registration(2)).await.unwrap());
            tx.commit().await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        let key = format!("{CANCELLATION}/{first}");
        let entry = outbox::of_key(&mut conn, &key).await.unwrap().unwrap();
        assert_eq!(entry.state, outbox::State::Waiting);
        let order = charges::to_cancel(&mut conn, first).await.unwrap().unwrap();
        assert_eq!((order.charge, order.our_number.as_deref()), (first, Some("2")));
        assert_eq!(charges::to_cancel(&mut conn, second).await.unwrap(), None, "this one is wanted");
    }
}

#[tokio::test]
async fn an_order_that_the_bank_never_answered_is_known_to_be_given_up() {
    for db in databases().await {
        let (attendance, contract) = served(&db).await;
        let (id, _) = invoice(&db, contract, in_days(-5), State::Open).await;
        let seen = read(&db, &attendance, id).await;
        let mut tx = db.write().await.unwrap();
        let entry =
            wish(&seen, in_days(6)).apply(&mut tx, &attendance, now(), today()).await.unwrap().unwrap();
        let give_up_at = entry.give_up_at;
        outbox::put(&mut tx, entry).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert!(!waiting(&mut conn, &attendance, id).await.unwrap().given_up);
        drop(conn);
        let silent =
            outbox::Deliveries::new().on(KIND, |_| async { outbox::Outcome::retry("ninguém atende") });
        let worker = outbox::Worker::new(db.clone(), silent);
        worker.round(now()).await.unwrap();
        worker.round(give_up_at + chrono::TimeDelta::seconds(1)).await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert!(waiting(&mut conn, &attendance, id).await.unwrap().given_up);
    }
}
