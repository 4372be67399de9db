//! The closing form: what it offers, what it refuses, and what becomes of the request.

use balcao_desk::closing::{self, Closing, Next};
use balcao_desk::contracts::{ContractStatus, Stage};
use balcao_desk::deadline::{Calendar, Clock, calendar_of, set_calendar};
use balcao_desk::handling::{Fault, Field, HandleError};
use balcao_desk::reports::{self, Audience};
use balcao_desk::requests::{self, Request, StatusKind};
use balcao_desk::{Attendance, RequestId};
use balcao_store::testing::databases;
use balcao_store::{DateTime, Db, Utc, now, on};
use chrono::TimeDelta;

use crate::fixture::*;

/// A request of a customer whose contract runs.
async fn served(db: &Db) -> Attendance {
    let actor = agent(db).await;
    let ana = person(db, "Ana", None, &[]).await;
    contract(db, actor.company, ana, NORMAL, &[]).await;
    serve(db, &actor, start(db, &actor, ana).await).await
}

async fn current(db: &Db, attendance: &Attendance) -> Request {
    requests::current(&mut db.read().await.unwrap(), attendance, now()).await.unwrap()
}

/// As if the request had been opened then.
async fn opened_at(db: &Db, request: RequestId, at: DateTime<Utc>) {
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query("UPDATE request SET opened_at = $2 WHERE id = $1")
        .bind(request).bind(at).execute(c).await.map(drop))
    .unwrap();
    tx.commit().await.unwrap();
}

/// A time in Brasília.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{}:00-03:00", text.replace(' ', "T"))).unwrap().to_utc()
}

#[tokio::test]
async fn a_stopped_contract_allows_only_types_that_say_so() {
    use ContractStatus::*;
    for db in databases().await {
        let actor = agent(&db).await;
        for (status, stopped) in [
            (Normal, false),
            (Courtesy, false),
            (Demonstration, false),
            (Cancelled, true),
            (Suspended, true),
            (FinancialBlock, true),
            (AdministrativeBlock, true),
            (Finished, true),
        ] {
            let person = person(&db, "Ana", None, &[]).await;
            contract(&db, actor.company, person, (status, Stage::Approved), &[]).await;
            let attendance = serve(&db, &actor, start(&db, &actor, person).await).await;
            let offer = closing::offer(&mut db.read().await.unwrap(), &attendance).await.unwrap();
            assert_eq!(!offer.types.iter().any(|kind| kind.code == "no-connection"), stopped, "{status}");
            assert!(offer.types.iter().any(|kind| kind.code == "second-copy"), "{status}");
            let closed = close(&db, &attendance, &form("no-connection", "closed"), now()).await;
            if stopped {
                assert_eq!(problems(closed), [(Field::Kind, Fault::NotOffered)], "{status}");
            } else {
                closed.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once_and_nothing_is_written() {
    for db in databases().await {
        let attendance = served(&db).await;
        let empty = Closing { report: " ".into(), ..form("", "") };
        assert_eq!(
            problems(close(&db, &attendance, &empty, now()).await),
            [(Field::Kind, Fault::Missing), (Field::Status, Fault::Missing), (Field::Report, Fault::Missing)]
        );
        let wrong = Closing {
            situation: "elsewhere".into(),
            report: "x".repeat(reports::MAX_TEXT + 1),
            ..form("second-copy", "cancelled")
        };
        assert_eq!(
            problems(close(&db, &attendance, &wrong, now()).await),
            [
                (Field::Situation, Fault::NotOffered),
                (Field::Status, Fault::NotOffered),
                (Field::Report, Fault::TooLong)
            ]
        );
        let request = current(&db, &attendance).await;
        assert_eq!((request.version, request.kind, request.status.code.as_str()), (0, None, "open"));
        let told = reports::page(&mut db.read().await.unwrap(), &attendance, None).await.unwrap().reports;
        assert!(told.is_empty());
    }
}

#[tokio::test]
async fn the_type_says_whether_catalog_and_item_are_needed() {
    for db in databases().await {
        let attendance = served(&db).await;
        let with = |kind: &str, catalog: &str, item: &str| Closing {
            catalog: catalog.into(),
            item: item.into(),
            ..form(kind, "in-progress")
        };
        for (kind, catalog, item, expected) in [
            ("no-connection", "", "", Some(Fault::Missing)),
            ("no-connection", "connection", "", Some(Fault::ItemMissing)),
            ("no-connection", "connection", "onu", Some(Fault::NotOffered)), // of another catalog
            ("no-connection", "billing", "invoice-copy", Some(Fault::NotOffered)), // not of this type
            ("no-connection", "equipment", "onu", None),
            ("second-copy", "", "", None),
            ("second-copy", "billing", "", None),
            ("second-copy", "billing", "invoice-copy", None),
            ("change-of-plan", "contract", "", None), // an item is optional
            ("information", "connection", "", None),  // hidden, and not kept
            ("information", "", "", None),
        ] {
            let done = close(&db, &attendance, &with(kind, catalog, item), now()).await;
            match expected {
                Some(fault) => {
                    assert_eq!(problems(done), [(Field::Catalog, fault)], "{kind} {catalog} {item}")
                }
                None => done.unwrap_or_else(|error| panic!("{kind} {catalog} {item}: {error}")),
            }
        }
    }
}

#[tokio::test]
async fn the_situation_sets_the_deadline_from_the_opening_by_the_companys_calendar() {
    for db in databases().await {
        let attendance = served(&db).await;
        let mut tx = db.write().await.unwrap();
        let mut calendar = Calendar::usual();
        calendar.holidays.insert("2026-11-30".parse().unwrap(), "Santo André".into());
        set_calendar(&mut tx, attendance.company(), &calendar).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(calendar_of(&mut conn, attendance.company()).await.unwrap(), calendar);
        drop(conn);
        // A Saturday, an hour before closing.
        opened_at(&db, attendance.request(), at("2026-11-28 11:00")).await;
        for (situation, deadline) in [
            ("", Some("2026-12-01 11:00")), // 4 h by the type: Sunday and the town's holiday between
            ("business-20", Some("2026-12-02 17:00")),
            ("stopped", Some("2026-11-28 19:00")), // running hours
            ("no-deadline", None),
        ] {
            let form = Closing { situation: situation.into(), ..form("second-copy", "in-progress") };
            close(&db, &attendance, &form, now()).await.unwrap();
            let request = current(&db, &attendance).await;
            assert_eq!(request.deadline, deadline.map(at), "{situation}");
        }
    }
}

#[tokio::test]
async fn a_company_without_a_calendar_counts_every_hour() {
    for db in databases().await {
        let attendance = served(&db).await;
        let calendar = calendar_of(&mut db.read().await.unwrap(), attendance.company()).await.unwrap();
        assert!(calendar.hours.is_empty());
        opened_at(&db, attendance.request(), at("2026-11-28 11:00")).await;
        close(&db, &attendance, &form("second-copy", "in-progress"), now()).await.unwrap();
        assert_eq!(current(&db, &attendance).await.deadline, Some(at("2026-11-28 15:00")));
    }
}

#[tokio::test]
async fn waiting_for_the_customer_stops_the_clock_and_the_rest_goes_on() {
    for db in databases().await {
        let attendance = served(&db).await;
        let mut tx = db.write().await.unwrap();
        set_calendar(&mut tx, attendance.company(), &Calendar::usual()).await.unwrap();
        tx.commit().await.unwrap();
        opened_at(&db, attendance.request(), at("2026-11-24 10:00")).await;
        let wait = form("second-copy", "waiting-customer");
        close(&db, &attendance, &wait, at("2026-11-24 12:00")).await.unwrap();
        let waiting =
            requests::current(&mut db.read().await.unwrap(), &attendance, at("2026-11-25 20:00")).await;
        let waiting = waiting.unwrap();
        assert_eq!((waiting.status.kind, waiting.overdue), (StatusKind::Waiting, false));
        // Again the same status: it has stood since noon.
        close(&db, &attendance, &wait, at("2026-11-24 15:00")).await.unwrap();
        // 2 h are left, and the answer comes on Wednesday at 17 h.
        close(&db, &attendance, &form("second-copy", "in-progress"), at("2026-11-25 17:00")).await.unwrap();
        assert_eq!(current(&db, &attendance).await.deadline, Some(at("2026-11-26 09:00")));
        // Another situation is counted from the opening, without the time in which it stood.
        let longer = Closing { situation: "business-20".into(), ..form("second-copy", "in-progress") };
        close(&db, &attendance, &longer, at("2026-11-25 17:30")).await.unwrap();
        let usual = Calendar::usual();
        let worked = Clock::Business(&usual).between(at("2026-11-24 10:00"), at("2026-11-24 12:00"));
        let left = TimeDelta::hours(20) - worked;
        let due = Clock::Business(&usual).after(at("2026-11-25 17:00"), left);
        assert_eq!(current(&db, &attendance).await.deadline, Some(due));
    }
}

#[tokio::test]
async fn a_manual_situation_takes_a_deadline_that_is_typed() {
    for db in databases().await {
        let attendance = served(&db).await;
        let at_noon = now();
        let manual =
            |deadline| Closing { situation: "manual".into(), deadline, ..form("second-copy", "in-progress") };
        for (deadline, fault) in [
            (None, Fault::Missing),
            (Some(at_noon), Fault::Past),
            (Some(at_noon + TimeDelta::days(400)), Fault::TooFar),
        ] {
            let done = close(&db, &attendance, &manual(deadline), at_noon).await;
            assert_eq!(problems(done), [(Field::Deadline, fault)]);
        }
        let typed = Some(at_noon + TimeDelta::hours(3));
        close(&db, &attendance, &manual(typed), at_noon).await.unwrap();
        assert_eq!(current(&db, &attendance).await.deadline, typed);
        // The same one later, when it is over: it is not typed anew.
        close(&db, &attendance, &manual(typed), at_noon + TimeDelta::hours(5)).await.unwrap();
        // Where it is not typed, what stands in the field does not count.
        let other = Closing { deadline: typed, ..form("information", "in-progress") };
        close(&db, &attendance, &other, at_noon).await.unwrap();
        assert_eq!(current(&db, &attendance).await.deadline, None);
    }
}

#[tokio::test]
async fn a_request_that_came_back_and_was_worked_on_no_longer_stands_on_top() {
    for db in databases().await {
        let actor = agent(&db).await;
        let ana = person(&db, "Ana", None, &[]).await;
        contract(&db, actor.company, ana, NORMAL, &[]).await;
        start(&db, &actor, ana).await;
        let request = start(&db, &actor, ana).await;
        let attendance = serve(&db, &actor, request).await;
        let mut later = form("information", "scheduled");
        assert_eq!(
            problems(close(&db, &attendance, &later, now()).await),
            [(Field::When, Fault::Missing)],
            "a status that comes back has a time"
        );
        let soon = now() + TimeDelta::hours(1);
        later.next = Next::Status { status: "scheduled".into(), when: Some(soon) };
        close(&db, &attendance, &later, now()).await.unwrap();
        let tasks = async |now| mine(&db, &actor, now).await;
        assert_eq!(tasks(now()).await[1].request, request);
        assert_eq!(tasks(soon).await[0].request, request);

        // A type without a deadline, so that nothing else puts it before the older one.
        close(&db, &attendance, &form("information", "in-progress"), now()).await.unwrap();
        let left = tasks(soon).await;
        assert_eq!((left[1].request, left[1].scheduled_for), (request, None));
    }
}

#[tokio::test]
async fn the_closing_form_keeps_a_request_in_the_tasks_or_ends_it() {
    for db in databases().await {
        let attendance = served(&db).await;
        let (actor, request) = (attendance.actor(), attendance.request());
        close(&db, &attendance, &form("no-connection", "in-progress"), now()).await.unwrap();
        let tasks = mine(&db, actor, now()).await;
        let task = tasks.iter().find(|task| task.request == request).unwrap();
        assert_eq!((task.status.kind, task.overdue), (StatusKind::Open, false));
        let late = task.deadline.unwrap() + TimeDelta::seconds(1);
        assert!(mine(&db, actor, late).await[0].overdue);

        close(&db, &attendance, &form("second-copy", "closed"), now()).await.unwrap();
        assert!(mine(&db, actor, now()).await.is_empty());
        let again = close(&db, &attendance, &form("second-copy", "in-progress"), now()).await;
        assert!(matches!(again, Err(HandleError::NotNow)), "{again:?}");

        // A report is written at any time; an action's is not.
        let mut tx = db.write().await.unwrap();
        reports::write(&mut tx, &attendance, Audience::Internal, "Ligou de novo.", None, now())
            .await
            .unwrap();
        let run = Some(balcao_store::Uuid::now_v7());
        let late = reports::write(&mut tx, &attendance, Audience::Internal, "x", run, now()).await;
        assert!(matches!(late, Err(reports::ReportError::Ended)));
        drop(tx);
        let attendance = serve(&db, actor, request).await;
        assert!(attendance.ended());
        let request = current(&db, &attendance).await;
        assert_eq!(request.status.kind, StatusKind::Closed);
        assert_eq!(request.kind.unwrap().0, "second-copy");
    }
}
