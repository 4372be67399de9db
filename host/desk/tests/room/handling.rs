//! What can be done with a request at any time, who may, and what a form that comes too late is told.

use balcao_access::audit::{self, Act};
use balcao_access::{Actor, Right, TeamId, UserId, testing, users};
use balcao_desk::closing::{self, Closing, Next};
use balcao_desk::handling::{
    self, Change, Fault, Field, HandleError, Purpose, Receiver, Seen, cancel, reassign, reopen, schedule,
};
use balcao_desk::reports;
use balcao_desk::requests::{self, Request, StatusKind};
use balcao_desk::staff::{self, DisableError};
use balcao_desk::{Attendance, RequestId};
use balcao_store::testing::databases;
use balcao_store::{Db, Uuid, now};
use chrono::TimeDelta;

use crate::fixture::*;

/// Two teams, of which the first may forward to the second; an agent in the first, who serves.
struct Floor {
    first: balcao_access::Team,
    second: balcao_access::Team,
    third: balcao_access::Team,
    ana: Actor,
    attendance: Attendance,
}

async fn floor(db: &Db) -> Floor {
    let like = testing::actor(db, &[Right::Serve]).await;
    let first = team(db, "Suporte N1").await;
    let (second, third) = (team(db, "Suporte N2").await, team(db, "Retenção").await);
    let mut tx = db.write().await.unwrap();
    staff::allow_forward(&mut tx, first.id, second.id).await.unwrap();
    tx.commit().await.unwrap();
    let ana = member(db, &like, "Ana Lúcia", &first).await;
    let person = person(db, "Helena", None, &[]).await;
    contract(db, ana.company, person, NORMAL, &[]).await;
    let attendance = serve(db, &ana, start(db, &ana, person).await).await;
    Floor { first, second, third, ana, attendance }
}

async fn current(db: &Db, attendance: &Attendance) -> Request {
    requests::current(&mut db.read().await.unwrap(), attendance, now()).await.unwrap()
}

async fn told(db: &Db, attendance: &Attendance) -> String {
    let page = reports::page(&mut db.read().await.unwrap(), attendance, None).await.unwrap();
    page.reports.first().map(|report| report.text.clone()).unwrap_or_default()
}

async fn acts(db: &Db, request: RequestId) -> Vec<Act> {
    let mut conn = db.read().await.unwrap();
    let lines = audit::of_request(&mut conn, db.keys(), request.0).await.unwrap();
    lines.iter().map(|line| line.line.act).collect()
}

fn forward(team: TeamId, reason: &str) -> Closing {
    Closing { next: Next::Forward { team: Some(team), reason: reason.into() }, ..form("second-copy", "") }
}

/// What stands in a user's tasks.
async fn tasks(db: &Db, actor: &Actor) -> Vec<RequestId> {
    mine(db, actor, now()).await.iter().map(|task| task.request).collect()
}

/// One of the small forms, committed with its line.
macro_rules! done {
    ($db:expr, $tx:ident => $handle:expr) => {{
        let mut $tx = $db.write().await.unwrap();
        match $handle.await {
            Ok(line) => audit::commit($tx, vec![line]).await.map_err(|error| panic!("{error}")),
            Err(error) => Err(error),
        }
    }};
}

#[tokio::test]
async fn a_request_is_forwarded_to_teams_that_its_own_may_forward_to() {
    for db in databases().await {
        let floor = floor(&db).await;
        let attendance = &floor.attendance;
        let offer = closing::offer(&mut db.read().await.unwrap(), attendance).await.unwrap();
        assert_eq!(offer.teams, std::slice::from_ref(&floor.second));

        let nothing = Closing {
            next: Next::Forward { team: None, reason: String::new() },
            report: String::new(),
            ..form("second-copy", "")
        };
        assert_eq!(
            problems(close(&db, attendance, &nothing, now()).await),
            [(Field::Team, Fault::Missing), (Field::Reason, Fault::Missing), (Field::Report, Fault::Missing)]
        );
        for foreign in [floor.third.id, floor.first.id, TeamId::new()] {
            let done = close(&db, attendance, &forward(foreign, "second-level"), now()).await;
            assert_eq!(problems(done), [(Field::Team, Fault::NotOffered)]);
        }
        let cancelling = close(&db, attendance, &forward(floor.second.id, "duplicate"), now()).await;
        assert_eq!(problems(cancelling), [(Field::Reason, Fault::NotOffered)], "a reason for something else");

        close(&db, attendance, &forward(floor.second.id, "second-level"), now()).await.unwrap();
        let request = current(&db, attendance).await;
        assert_eq!(request.status.code, "in-progress");
        assert_eq!((request.assigned_to, request.team.as_deref()), (None, Some("Suporte N2")));
        assert!(tasks(&db, &floor.ana).await.is_empty());
        assert_eq!(
            told(&db, attendance).await,
            "Encaminhada para Suporte N2. Motivo: Precisa do segundo nível."
        );
        assert_eq!(acts(&db, attendance.request()).await, [Act::RequestForwarded]);

        // The colleague who works on it next has it in their tasks.
        let bruno = member(&db, &floor.ana, "Bruno", &floor.second).await;
        let theirs = serve(&db, &bruno, attendance.request()).await;
        close(&db, &theirs, &form("second-copy", "in-progress"), now()).await.unwrap();
        assert_eq!(tasks(&db, &bruno).await, [attendance.request()]);
        // In no team, there is nobody to forward to.
        let alone = testing::colleague(&db, floor.ana.company, &[Right::Serve]).await;
        let alone = serve(&db, &alone, attendance.request()).await;
        let offer = closing::offer(&mut db.read().await.unwrap(), &alone).await.unwrap();
        assert!(offer.teams.is_empty());
    }
}

#[tokio::test]
async fn a_scheduled_request_comes_back_at_its_time() {
    for db in databases().await {
        let floor = floor(&db).await;
        let attendance = &floor.attendance;
        let as_seen = seen(&db, attendance).await;
        for (when, fault) in [
            (None, Fault::Missing),
            (Some(now() - TimeDelta::minutes(1)), Fault::Past),
            (Some(now() + TimeDelta::days(367)), Fault::TooFar),
        ] {
            let done = done!(db, tx => schedule(&mut tx, attendance, as_seen, when, "", now()));
            assert_eq!(problems(done), [(Field::When, fault)]);
        }
        let when = now() + TimeDelta::hours(2);
        let note = "Ligar depois das 18 h.";
        done!(db, tx => schedule(&mut tx, attendance, as_seen, Some(when), note, now())).unwrap();
        let request = current(&db, attendance).await;
        assert_eq!((request.status.kind, request.scheduled_for), (StatusKind::Scheduled, Some(when)));
        let told = told(&db, attendance).await;
        assert!(told.starts_with("Agendada para ") && told.ends_with(note), "{told}");
        assert_eq!(acts(&db, attendance.request()).await, [Act::RequestScheduled]);
    }
}

#[tokio::test]
async fn cancelling_and_reopening_need_a_reason_and_the_deadline_goes_on() {
    for db in databases().await {
        let floor = floor(&db).await;
        let attendance = &floor.attendance;
        let begun = now();
        close(&db, attendance, &form("second-copy", "in-progress"), begun).await.unwrap();
        let deadline = current(&db, attendance).await.deadline.unwrap();
        for (reason, fault) in [("", Fault::Missing), ("came-back", Fault::NotOffered)] {
            let as_seen = seen(&db, attendance).await;
            let done = done!(db, tx => cancel(&mut tx, attendance, as_seen, reason, "", now()));
            assert_eq!(problems(done), [(Field::Reason, fault)]);
        }
        let as_seen = seen(&db, attendance).await;
        let open = done!(db, tx => reopen(&mut tx, attendance, as_seen, "came-back", "", now()));
        assert!(matches!(open, Err(HandleError::NotNow)), "{open:?}");
        done!(db, tx => cancel(&mut tx, attendance, as_seen, "duplicate", "Ver a outra.", begun)).unwrap();
        let request = current(&db, attendance).await;
        assert_eq!((request.status.kind, request.ended_at), (StatusKind::Cancelled, Some(begun)));
        assert_eq!(told(&db, attendance).await, "Cancelada. Motivo: Aberta em duplicidade.\nVer a outra.");

        // Nothing but a report and the reopening is done with it now.
        let as_seen = seen(&db, attendance).await;
        let when = Some(now() + TimeDelta::hours(1));
        let late = done!(db, tx => schedule(&mut tx, attendance, as_seen, when, "", now()));
        assert!(matches!(late, Err(HandleError::NotNow)));
        let late = done!(db, tx => cancel(&mut tx, attendance, as_seen, "duplicate", "", now()));
        assert!(matches!(late, Err(HandleError::NotNow)));

        let bruno = member(&db, &floor.ana, "Bruno", &floor.second).await;
        let theirs = serve(&db, &bruno, attendance.request()).await;
        let as_seen = seen(&db, &theirs).await;
        let tomorrow = begun + TimeDelta::days(1);
        done!(db, tx => reopen(&mut tx, &theirs, as_seen, "came-back", "", tomorrow)).unwrap();
        let request = current(&db, attendance).await;
        assert_eq!((request.status.code.as_str(), request.ended_at), ("in-progress", None));
        assert_eq!(
            (request.assigned_to.as_deref(), request.team.as_deref()),
            (Some("Bruno"), Some("Suporte N2"))
        );
        assert_eq!(request.deadline, Some(deadline + TimeDelta::days(1)), "it stood while it was closed");
        assert_eq!(tasks(&db, &bruno).await, [attendance.request()]);
        let acts = acts(&db, attendance.request()).await;
        assert_eq!(acts, [Act::RequestKept, Act::RequestCancelled, Act::RequestReopened]);
    }
}

#[tokio::test]
async fn only_a_supervisor_reassigns_and_only_to_those_who_serve_the_company() {
    for db in databases().await {
        let floor = floor(&db).await;
        let attendance = &floor.attendance;
        let bruno = member(&db, &floor.ana, "Bruno", &floor.second).await;
        let as_seen = seen(&db, attendance).await;
        let to = Some(Receiver::User(bruno.user.id));
        let denied = done!(db, tx => reassign(&mut tx, attendance, as_seen, to, "", now()));
        assert!(matches!(denied, Err(HandleError::Denied)));

        let chief = testing::colleague(&db, floor.ana.company, &[Right::Serve, Right::Supervise]).await;
        let theirs = serve(&db, &chief, attendance.request()).await;
        let idle = testing::colleague(&db, floor.ana.company, &[Right::Supervise]).await;
        let elsewhere = testing::actor(&db, &[Right::Serve]).await;
        let gone = member(&db, &floor.ana, "Célia", &floor.first).await;
        let mut tx = db.write().await.unwrap();
        users::disable(&mut tx, gone.user.id).await.unwrap();
        tx.commit().await.unwrap();
        for (to, fault) in [
            (None, Fault::Missing),
            (Some(Receiver::User(idle.user.id)), Fault::NotOffered),
            (Some(Receiver::User(elsewhere.user.id)), Fault::NotOffered),
            (Some(Receiver::User(gone.user.id)), Fault::NotOffered),
            (Some(Receiver::User(UserId::new())), Fault::NotOffered),
            (Some(Receiver::Team(TeamId::new())), Fault::NotOffered),
        ] {
            let done = done!(db, tx => reassign(&mut tx, &theirs, as_seen, to, "", now()));
            assert_eq!(problems(done), [(Field::To, fault)], "{to:?}");
        }
        done!(db, tx => reassign(&mut tx, &theirs, as_seen, to, "Ana está em férias.", now())).unwrap();
        let request = current(&db, attendance).await;
        assert_eq!(
            (request.assigned_to.as_deref(), request.team.as_deref()),
            (Some("Bruno"), Some("Suporte N2"))
        );
        assert_eq!(told(&db, attendance).await, "Reatribuída a Bruno.\nAna está em férias.");
        // A supervisor may give it to any team, forwarding or not.
        let as_seen = seen(&db, &theirs).await;
        let to = Some(Receiver::Team(floor.third.id));
        done!(db, tx => reassign(&mut tx, &theirs, as_seen, to, "", now())).unwrap();
        let request = current(&db, attendance).await;
        assert_eq!((request.assigned_to, request.team.as_deref()), (None, Some("Retenção")));
        assert_eq!(acts(&db, attendance.request()).await, [Act::RequestReassigned, Act::RequestReassigned]);
    }
}

#[tokio::test]
async fn a_form_that_comes_too_late_is_told_who_did_what_and_one_sent_twice_is_done_once() {
    for db in databases().await {
        let floor = floor(&db).await;
        let attendance = &floor.attendance;
        let bruno = member(&db, &floor.ana, "Bruno", &floor.second).await;
        let theirs = serve(&db, &bruno, attendance.request()).await;
        // Both have the form open.
        let (anas, brunos) = (seen(&db, attendance).await, seen(&db, &theirs).await);
        let at = now();
        let closed = form("second-copy", "closed");
        done!(db, tx => closing::close(&mut tx, &theirs, brunos, &closed, at)).unwrap();
        let late = done!(db, tx => cancel(&mut tx, attendance, anas, "duplicate", "", now()));
        let Err(HandleError::Stale(stale)) = late else { panic!("{late:?}") };
        assert_eq!((stale.by.as_deref(), stale.at, stale.change), (Some("Bruno"), at, Some(Change::Closed)));
        // Bruno's second click.
        let again = done!(db, tx => closing::close(&mut tx, &theirs, brunos, &closed, now()));
        assert!(matches!(again, Err(HandleError::Again)), "{again:?}");
        // Another form of his own with what he saw is late, too.
        let other = Seen { form: Uuid::now_v7(), ..brunos };
        let late = done!(db, tx => closing::close(&mut tx, &theirs, other, &closed, now()));
        assert!(matches!(late, Err(HandleError::Stale(_))), "{late:?}");
        assert_eq!(acts(&db, attendance.request()).await, [Act::RequestClosed]);
        let written = reports::page(&mut db.read().await.unwrap(), attendance, None).await.unwrap().reports;
        assert_eq!(written.len(), 1);
    }
}

#[tokio::test]
async fn the_requests_of_a_disabled_user_return_to_their_team() {
    for db in databases().await {
        let floor = floor(&db).await;
        let request = floor.attendance.request();
        let ended = serve(&db, &floor.ana, start(&db, &floor.ana, floor.attendance.person()).await).await;
        close(&db, &ended, &form("second-copy", "closed"), now()).await.unwrap();
        let anas = seen(&db, &floor.attendance).await;
        let mut tx = db.write().await.unwrap();
        let lines = staff::disable(&mut tx, floor.ana.user.id, None, now()).await.unwrap();
        assert_eq!(
            lines.iter().map(|line| line.act).collect::<Vec<_>>(),
            [Act::UserDisabled, Act::RequestReturned]
        );
        audit::commit(tx, lines).await.unwrap();

        let bruno = member(&db, &floor.ana, "Bruno", &floor.first).await;
        let theirs = serve(&db, &bruno, request).await;
        let now_with = current(&db, &theirs).await;
        assert_eq!((now_with.assigned_to, now_with.team.as_deref()), (None, Some("Suporte N1")));
        let closed = current(&db, &serve(&db, &bruno, ended.request()).await).await;
        assert_eq!(closed.assigned_to.as_deref(), Some("Ana Lúcia"), "what has ended stays as it was");
        // A form from before is told so.
        let late = done!(db, tx => cancel(&mut tx, &theirs, anas, "duplicate", "", now()));
        let Err(HandleError::Stale(stale)) = late else { panic!("{late:?}") };
        assert_eq!((stale.by, stale.change), (None, Some(Change::Returned)));

        // Somebody in no team whose requests have none either: nothing is lost from sight.
        let alone = testing::colleague(&db, floor.ana.company, &[Right::Serve]).await;
        let lost = start(&db, &alone, floor.attendance.person()).await;
        let mut tx = db.write().await.unwrap();
        let refused = staff::disable(&mut tx, alone.user.id, None, now()).await;
        assert!(matches!(refused, Err(DisableError::NoQueue(1))), "{refused:?}");
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let lines = staff::disable(&mut tx, alone.user.id, Some(floor.third.id), now()).await.unwrap();
        audit::commit(tx, lines).await.unwrap();
        assert_eq!(current(&db, &serve(&db, &bruno, lost).await).await.team.as_deref(), Some("Retenção"));
    }
}

#[tokio::test]
async fn there_are_reasons_for_everything_that_asks_for_one() {
    for db in databases().await {
        for purpose in Purpose::ALL {
            let reasons = handling::reasons(&mut db.read().await.unwrap(), *purpose).await.unwrap();
            assert!(!reasons.is_empty(), "{purpose}");
        }
    }
}
