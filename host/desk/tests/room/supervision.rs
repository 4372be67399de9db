//! What a supervisor sees, of whom, and who sees nothing.

use balcao_access::{Right, testing};
use balcao_desk::RequestId;
use balcao_desk::requests::{self, NewRequest};
use balcao_desk::supervision::{self, Flow, Load, SupervisionError};
use balcao_desk::{PersonId, Protocol};
use balcao_store::testing::databases;
use balcao_store::{DateTime, Db, Utc, now};
use chrono::{TimeDelta, Timelike};

use crate::fixture::*;

async fn keep(db: &Db, requests: &[NewRequest]) {
    let mut tx = db.write().await.unwrap();
    requests::insert_many(&mut tx, requests).await.unwrap();
    tx.commit().await.unwrap();
}

fn request(
    actor: &balcao_access::Actor,
    person: PersonId,
    count: i64,
    opened_at: DateTime<Utc>,
) -> NewRequest {
    NewRequest {
        id: RequestId::new(),
        company: actor.company,
        protocol: Protocol::build(10, today(), count).unwrap(),
        person,
        contract: None,
        tag: None,
        kind: None,
        status: "open".into(),
        opened_at,
        opened_by: actor.user.id,
        assigned_user: Some(actor.user.id),
        assigned_team: None,
        asking: asking(),
        deadline: None,
        scheduled_for: None,
        ended_at: None,
    }
}

fn ended(request: NewRequest, status: &str, after: TimeDelta) -> NewRequest {
    NewRequest { status: status.into(), ended_at: Some(request.opened_at + after), ..request }
}

#[tokio::test]
async fn what_is_open_is_counted_by_team_and_only_in_ones_own_companies() {
    for db in databases().await {
        let actor = testing::actor(&db, &[Right::Serve, Right::Supervise]).await;
        let elsewhere = testing::actor(&db, &[Right::Serve, Right::Supervise]).await;
        let (ana, at) = (person(&db, "Ana", None, &[]).await, now());
        let late = NewRequest { deadline: Some(at - TimeDelta::hours(1)), ..request(&actor, ana, 1, at) };
        let waiting = NewRequest { status: "waiting-customer".into(), ..request(&actor, ana, 2, at) };
        let waiting = NewRequest { deadline: late.deadline, assigned_user: None, ..waiting };
        let over = ended(request(&actor, ana, 3, at - TimeDelta::hours(2)), "closed", TimeDelta::hours(1));
        keep(&db, &[late, waiting, over, request(&elsewhere, ana, 4, at)]).await;
        let found = supervision::loads(&mut db.read().await.unwrap(), &actor, at).await.unwrap();
        assert_eq!(found, [Load { id: None, team: None, open: 2, overdue: 1, untaken: 1, waiting: 1 }]);
    }
}

#[tokio::test]
async fn what_comes_and_goes_is_counted_by_hour_with_how_long_it_took_and_who_came_back() {
    for db in databases().await {
        let actor = testing::actor(&db, &[Right::Serve, Right::Supervise]).await;
        let begin: DateTime<Utc> = "2026-11-23T03:00:00Z".parse().unwrap();
        let end = begin + TimeDelta::days(1);
        let (hour, day) = (TimeDelta::hours(1), TimeDelta::days(1));
        let [back, late, new] = ["Ana", "Bia", "Caio"].map(|name| person(&db, name, None, &[]));
        let (back, late, new) = (back.await, late.await, new.await);
        keep(
            &db,
            &[
                // Closed before the period: one 29 days before its customer came back, one 31, one given up.
                ended(request(&actor, back, 1, begin - day * 29), "closed", hour),
                ended(request(&actor, late, 2, begin - day * 32), "closed", hour),
                ended(request(&actor, new, 3, begin - day), "cancelled", hour),
                ended(request(&actor, back, 4, begin + hour * 9), "closed", hour),
                ended(request(&actor, late, 5, begin + hour * 9), "closed", hour * 3),
                ended(request(&actor, new, 6, begin + hour * 10), "cancelled", hour),
                // After the period.
                request(&actor, new, 7, end),
            ],
        )
        .await;
        let hour_of = |at: DateTime<Utc>| (at - TimeDelta::hours(3)).hour() as usize;
        let flow = async |actor| {
            supervision::flow(&mut db.read().await.unwrap(), actor, (begin, end), hour_of).await
        };
        let mut expected = Flow { median: Some(hour), p90: Some(hour * 3), back: 1, ..Flow::default() };
        expected.opened[9] = 2;
        expected.opened[10] = 1;
        expected.closed[10] = 1;
        expected.closed[12] = 1;
        assert_eq!(flow(&actor).await.unwrap(), expected);

        let elsewhere = testing::actor(&db, &[Right::Supervise]).await;
        assert_eq!(flow(&elsewhere).await.unwrap(), Flow::default());
        let agent = testing::colleague(&db, actor.company, &[Right::Serve]).await;
        assert!(matches!(flow(&agent).await, Err(SupervisionError::Denied)));
    }
}
