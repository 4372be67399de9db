//! The day of an agent: tasks, the team's queue, who asks.

use axum::http::StatusCode;
use balcao_access::audit::{self, Act};
use balcao_access::{Right, Team, TeamId, teams, testing, users};
use balcao_desk::requests::{self, Asker, Asking, Channel, Identity, NewRequest};
use balcao_desk::{Protocol, RequestId};
use balcao_store::now;

use crate::support::{Browser, World, worlds};

/// Puts Ana and a new colleague of hers into one team, with a request in its queue. Gives its id,
/// and their browsers.
async fn queue(world: &World) -> (RequestId, Browser, Browser) {
    let colleague = testing::colleague(&world.db, world.ana.company, &[Right::Serve]).await;
    let team = TeamId::new();
    let mut tx = world.db.write().await.unwrap();
    teams::create(&mut tx, &Team { id: team, name: "Suporte".into() }).await.unwrap();
    for user in [world.ana.user.id, colleague.user.id] {
        users::set_team(&mut tx, user, Some(team)).await.unwrap();
    }
    let request = NewRequest {
        id: RequestId::new(),
        company: world.ana.company,
        protocol: Protocol::build(10, now().date_naive(), 77).unwrap(),
        person: world.person,
        contract: None,
        tag: None,
        kind: None,
        status: "open".into(),
        opened_at: now(),
        opened_by: world.ana.user.id,
        assigned_user: None,
        assigned_team: Some(team),
        asking: Asking {
            who: Asker::Holder,
            name: None,
            channel: Channel::Phone,
            contact: String::new(),
            identity: Identity::NotConfirmed,
        },
        deadline: None,
        scheduled_for: None,
        ended_at: None,
    };
    requests::insert_many(&mut tx, std::slice::from_ref(&request)).await.unwrap();
    tx.commit().await.unwrap();
    (request.id, world.sign_in(&world.ana).await, world.sign_in(&colleague).await)
}

async fn acts(world: &World, request: &str) -> Vec<Act> {
    let mut conn = world.db.read().await.unwrap();
    let request = request.parse().unwrap();
    let lines = audit::of_request(&mut conn, world.db.keys(), request).await.unwrap();
    lines.into_iter().map(|written| written.line.act).collect()
}

#[tokio::test]
async fn what_waits_for_the_team_is_taken_by_the_first_and_the_second_is_told_by_whom() {
    for world in worlds().await {
        let (request, ana, bia) = queue(&world).await;
        let take = format!("/attendance/{request}/take");
        for browser in [&ana, &bia] {
            let page = world.get(browser, "/tasks?view=team").await;
            assert!(page.body.contains("Fila: Suporte") && page.body.contains(&take), "{}", page.body);
        }
        let first = world.post(&bia, &take, &[]).await;
        assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, &take[..take.len() - 5]));
        let second = world.post(&ana, &take, &[]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.body.contains("Ana Souza foi mais rápido"), "{}", second.body);
        assert!(world.get(&bia, "/tasks").await.body.contains(&request.to_string()));
        // A second click of whoever has it leads there too, and is one line of the trail.
        assert_eq!(world.post(&bia, &take, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            acts(&world, &request.to_string()).await.iter().filter(|act| **act == Act::RequestTaken).count(),
            1
        );
    }
}

#[tokio::test]
async fn a_filter_that_finds_nothing_says_so_and_odd_addresses_are_no_error() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let page = world.get(&browser, "/tasks?text=conceicao").await;
        assert!(page.body.contains(&world.request));
        let page = world.get(&browser, "/tasks?text=nobody").await;
        assert!(page.body.contains("Nada corresponde ao filtro") && !page.body.contains(&world.request));
        for odd in [
            "view=x",
            "page=99999999999",
            "page=4294967295",
            "order=%00",
            "kind=%27--",
            "kind=%00",
            "text=%25%00",
        ] {
            let page = world.get(&browser, &format!("/tasks?{odd}")).await;
            assert_eq!(page.status, StatusCode::OK, "{odd}");
        }
    }
}

#[tokio::test]
async fn who_asks_is_confirmed_with_a_line_in_the_trail_and_not_without_saying_how() {
    for world in worlds().await {
        let browser = world.sign_in(&world.ana).await;
        let identity = format!("/attendance/{}/identity", world.request);
        let home = format!("/attendance/{}/choose", world.request);
        let form = |who, name, how, next| [("who", who), ("name", name), ("identity", how), ("next", next)];
        let long = "x".repeat(201);
        for (who, name, how, field) in [
            ("holder", "", "not-confirmed", "identity-error"),
            ("authorised", " ", "document", "name-error"),
            ("authorised", &*long, "document", "name-error"),
        ] {
            let refused = world.post(&browser, &identity, &form(who, name, how, "")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains(&format!("id=\"{field}\"")), "{who} {how}: {}", refused.body);
        }
        let forged = world.post(&browser, &identity, &form("king", "", "document", "")).await;
        assert_eq!(forged.status, StatusCode::FORBIDDEN);
        assert!(!acts(&world, &world.request).await.contains(&Act::IdentityConfirmed));

        let done = world.post(&browser, &identity, &form("authorised", "Rosa", "document", &home)).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*home));
        assert_eq!(
            acts(&world, &world.request).await.iter().filter(|act| **act == Act::IdentityConfirmed).count(),
            1
        );
        let elsewhere =
            world.post(&browser, &identity, &form("holder", "", "document", "//evil.example")).await;
        assert_eq!(elsewhere.location(), format!("/attendance/{}", world.request));
    }
}
