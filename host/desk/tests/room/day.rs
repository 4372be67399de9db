//! Minhas Tarefas and the team's queue.

use std::sync::atomic::{AtomicI64, Ordering};

use balcao_access::{Actor, Right, Team, TeamId, teams, testing, users};
use balcao_desk::queue::{self, TakeError};
use balcao_desk::requests::{self, Counts, Filter, List, NewRequest, Order, PAGE, View};
use balcao_desk::{Protocol, RequestId};
use balcao_store::testing::databases;
use balcao_store::{DateTime, Db, Utc, now};
use chrono::TimeDelta;

use crate::fixture::*;

/// A company with a team of two, and requests in it.
struct Floor {
    db: Db,
    team: TeamId,
    ana: Actor,
    bia: Actor,
    /// Requests so far: each has a protocol of its own.
    opened: AtomicI64,
}

impl Floor {
    async fn new(db: Db) -> Self {
        let company = agent(&db).await.company;
        let team = TeamId::new();
        let mut tx = db.write().await.unwrap();
        teams::create(&mut tx, &Team { id: team, name: format!("Suporte {team}") }).await.unwrap();
        tx.commit().await.unwrap();
        let [ana, bia] = [(), ()].map(|()| member(&db, company, team));
        Self { ana: ana.await, bia: bia.await, db, team, opened: 1.into() }
    }

    /// A request of somebody of this name.
    async fn request(&self, name: &str, change: impl FnOnce(&mut NewRequest)) -> RequestId {
        let person = person(&self.db, name, None, &[]).await;
        let id = RequestId::new();
        let mut request = NewRequest {
            id,
            company: self.ana.company,
            protocol: Protocol::build(10, today(), self.opened.fetch_add(1, Ordering::Relaxed)).unwrap(),
            person,
            contract: None,
            tag: None,
            kind: Some("information".into()),
            status: "open".into(),
            opened_at: now(),
            opened_by: self.ana.user.id,
            assigned_user: Some(self.ana.user.id),
            assigned_team: Some(self.team),
            asking: asking(),
            deadline: None,
            scheduled_for: None,
            ended_at: None,
        };
        change(&mut request);
        let mut tx = self.db.write().await.unwrap();
        requests::insert_many(&mut tx, &[request]).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn list(&self, actor: &Actor, filter: &Filter, at: DateTime<Utc>) -> List {
        requests::list(&mut self.db.read().await.unwrap(), actor, filter, at).await.unwrap()
    }

    async fn names(&self, filter: &Filter, at: DateTime<Utc>) -> Vec<String> {
        self.list(&self.ana, filter, at).await.tasks.into_iter().map(|task| task.person_name).collect()
    }
}

async fn member(db: &Db, company: balcao_access::CompanyId, team: TeamId) -> Actor {
    let user = testing::colleague(db, company, &[Right::Serve]).await.user.id;
    let mut tx = db.write().await.unwrap();
    users::set_team(&mut tx, user, Some(team)).await.unwrap();
    tx.commit().await.unwrap();
    testing::sign_in_as(db, user).await
}

#[tokio::test]
async fn what_came_back_is_on_top_then_what_is_overdue_and_what_waits_is_last() {
    for db in databases().await {
        let floor = Floor::new(db).await;
        let (at, hour) = (now(), TimeDelta::hours(1));
        floor
            .request("6 espera o cliente", |r| {
                r.status = "waiting-customer".into();
                r.deadline = Some(at - hour);
            })
            .await;
        floor
            .request("5 volta mais tarde", |r| {
                r.status = "scheduled".into();
                r.scheduled_for = Some(at + hour);
                r.deadline = Some(at + hour);
            })
            .await;
        floor.request("4 sem prazo", |_| {}).await;
        floor.request("3 no prazo", |r| r.deadline = Some(at + hour)).await;
        floor.request("2 vencida", |r| r.deadline = Some(at - hour)).await;
        floor
            .request("1 voltou", |r| {
                r.status = "scheduled".into();
                r.scheduled_for = Some(at - hour);
                r.deadline = Some(at + hour * 9);
            })
            .await;
        floor
            .request("encerrada", |r| {
                r.status = "closed".into();
                r.ended_at = Some(at);
            })
            .await;
        let first = |names: Vec<String>| names.iter().map(|name| name[..1].to_owned()).collect::<String>();
        let mut filter = Filter::of(View::Mine);
        let names = first(floor.names(&filter, at).await);
        assert!(["123456", "123465"].contains(&&*names), "{names}");
        let list = floor.list(&floor.ana, &filter, at).await;
        assert_eq!((list.total, list.overdue), (6, 1));
        let flags: Vec<_> = list.tasks.iter().map(|t| (t.came_back, t.overdue, t.due_soon)).collect();
        assert_eq!(flags[..3], [(true, false, false), (false, true, false), (false, false, true)]);

        filter.overdue = true;
        assert_eq!(first(floor.names(&filter, at).await), "2");
        filter = Filter { order: Order::Customer, ..Filter::of(View::Mine) };
        assert_eq!(first(floor.names(&filter, at).await), "123456");
        assert_eq!(first(floor.names(&Filter::of(View::Scheduled), at).await), "5");
        assert_eq!(first(floor.names(&Filter::of(View::Waiting), at).await), "6");
        let counts = requests::counts(&mut floor.db.read().await.unwrap(), &floor.ana, at).await.unwrap();
        assert_eq!(counts, Counts { mine: 6, team: 0, scheduled: 1, waiting: 1, all: None });
    }
}

#[tokio::test]
async fn tasks_are_found_by_type_name_and_protocol_and_no_wild_card_is_one() {
    for db in databases().await {
        let floor = Floor::new(db).await;
        floor.request("João Conceição", |_| {}).await;
        let maria = floor.request("Maria do Carmo", |r| r.kind = Some("cancellation".into())).await;
        let found = async |text: &str| {
            floor.names(&Filter { text: text.into(), ..Filter::of(View::Mine) }, now()).await
        };
        assert_eq!(found("conceicao JO").await, ["João Conceição"]);
        assert_eq!(found("mar car").await, ["Maria do Carmo"]);
        assert!(found("oao").await.is_empty(), "a word is found by its beginning");
        assert!(found("%").await.len() == 2 && found("j_ao").await.is_empty());
        assert_eq!(found(&"x".repeat(10_000)).await.len(), 0);
        let protocol = serve(&floor.db, &floor.ana, maria).await.protocol().to_string();
        assert_eq!(found(&protocol[8..]).await, ["Maria do Carmo"]);
        let kind = Filter { kind: Some("cancellation".into()), ..Filter::of(View::Mine) };
        assert_eq!(floor.names(&kind, now()).await, ["Maria do Carmo"]);
    }
}

#[tokio::test]
async fn pages_hold_every_task_once() {
    for db in databases().await {
        let floor = Floor::new(db).await;
        for n in 0..PAGE + 3 {
            floor.request(&format!("Cliente {n}"), |_| {}).await;
        }
        let mut filter = Filter { order: Order::Opened, ..Filter::of(View::Mine) };
        let first = floor.list(&floor.ana, &filter, now()).await;
        filter.page = 1;
        let second = floor.list(&floor.ana, &filter, now()).await;
        assert_eq!((first.tasks.len(), second.tasks.len(), first.total), (PAGE, 3, PAGE as i64 + 3));
        let mut all: Vec<_> = first.tasks.iter().chain(&second.tasks).map(|task| task.request).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), PAGE + 3);
        filter.page = u32::MAX;
        assert!(floor.list(&floor.ana, &filter, now()).await.tasks.is_empty());
    }
}

#[tokio::test]
async fn of_two_who_take_a_request_at_once_one_gets_it_and_the_other_is_told_who() {
    for db in databases().await {
        let floor = Floor::new(db).await;
        let request = floor.request("Ana", |r| r.assigned_user = None).await;
        let take = async |actor: &Actor| {
            let attendance = serve(&floor.db, actor, request).await;
            let mut tx = floor.db.write().await.unwrap();
            let taken = queue::take(&mut tx, &attendance, now()).await;
            tx.commit().await.unwrap();
            taken
        };
        let (by_ana, by_bia) = tokio::join!(take(&floor.ana), take(&floor.bia));
        let faster = [&by_ana, &by_bia].map(|taken| matches!(taken, Ok(Some(_))));
        assert_eq!(faster.iter().filter(|got| **got).count(), 1, "{by_ana:?} {by_bia:?}");
        let (winner, slower) = if faster[0] { (&floor.ana, by_bia) } else { (&floor.bia, by_ana) };
        assert!(matches!(slower, Err(TakeError::Faster(name)) if name == winner.user.name));
        // Whoever has it clicks twice, and nothing is done twice.
        assert!(matches!(take(winner).await, Ok(None)));
        assert_eq!(floor.list(winner, &Filter::of(View::Mine), now()).await.total, 1);
        assert_eq!(floor.list(winner, &Filter::of(View::Team), now()).await.total, 0);
    }
}

#[tokio::test]
async fn only_what_waits_for_ones_own_team_is_taken_unless_one_supervises() {
    for db in databases().await {
        let floor = Floor::new(db).await;
        let request = floor.request("Ana", |r| r.assigned_user = None).await;
        let counts = requests::counts(&mut floor.db.read().await.unwrap(), &floor.bia, now()).await.unwrap();
        assert_eq!(counts.team, 1);
        let outsider = testing::colleague(&floor.db, floor.ana.company, &[Right::Serve]).await;
        assert_eq!(floor.list(&outsider, &Filter::of(View::Team), now()).await.total, 0);
        let attendance = serve(&floor.db, &outsider, request).await;
        let mut tx = floor.db.write().await.unwrap();
        assert!(matches!(queue::take(&mut tx, &attendance, now()).await, Err(TakeError::OtherTeam)));
        drop(tx);
        let rights = [Right::Serve, Right::Supervise];
        let supervisor = testing::colleague(&floor.db, floor.ana.company, &rights).await;
        // Who supervises sees everybody's, and those of one team; nobody else does.
        let mine = floor.request("Bia", |r| r.assigned_team = None).await;
        let of_team = Filter { team: Some(floor.team), ..Filter::of(View::All) };
        for (actor, filter, expected) in [
            (&supervisor, &Filter::of(View::All), vec![request, mine]),
            (&supervisor, &of_team, vec![request]),
            (&floor.ana, &Filter::of(View::All), vec![]),
        ] {
            let list = floor.list(actor, filter, now()).await;
            let mut found: Vec<_> = list.tasks.iter().map(|task| task.request).collect();
            found.sort();
            assert_eq!((&found, list.total), (&expected, expected.len() as i64));
        }
        let counts = requests::counts(&mut floor.db.read().await.unwrap(), &supervisor, now()).await.unwrap();
        assert_eq!(counts, Counts { all: Some(2), ..Counts::default() });
        let attendance = serve(&floor.db, &supervisor, request).await;
        let mut tx = floor.db.write().await.unwrap();
        assert!(queue::take(&mut tx, &attendance, now()).await.unwrap().is_some());
        drop(tx);
        end(&floor.db, &attendance).await;
        let mut tx = floor.db.write().await.unwrap();
        assert!(matches!(queue::take(&mut tx, &attendance, now()).await, Err(TakeError::Ended)));
    }
}
