//! What does not get on outside: seen and decided by administrators of the company alone.

use axum::http::StatusCode;
use balcao_access::{Right, audit, testing};
use balcao_store::now;
use balcao_store::outbox::{self, NewEntry, OutboxId};
use chrono::TimeDelta;

use crate::support::{World, worlds};

/// An order to a bank that nobody took up for an hour.
async fn late(world: &World) -> OutboxId {
    let mut tx = world.db.write().await.unwrap();
    let entry = NewEntry {
        id: OutboxId::new(),
        key: "charge-registration/1".into(),
        kind: "charge-registration".into(),
        run: None,
        request: Some(world.request.parse().unwrap()),
        order: 0,
        after: None,
        body: serde_json::json!({}),
        not_before: Some(now() - TimeDelta::hours(1)),
        give_up_at: now() + TimeDelta::hours(1),
    };
    let id = outbox::put(&mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn an_administrator_sees_what_is_stuck_and_has_it_tried_or_given_up() {
    for world in worlds().await {
        let davi = world
            .sign_in(&testing::colleague(&world.db, world.ana.company, &[Right::Administer]).await)
            .await;
        assert!(world.get(&davi, "/admin/outside").await.body.contains("Nada parado"));
        let entry = late(&world).await;
        let page = world.get(&davi, "/admin/outside").await.body;
        assert!(page.contains("Registro do boleto no banco") && page.contains(&world.request), "{page}");
        for act in ["try-again", "give-up"] {
            let done = world.post(&davi, &format!("/admin/outside/{entry}/{act}"), &[]).await;
            assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/admin/outside"), "{act}");
        }
        let mut conn = world.db.read().await.unwrap();
        let request = world.request.parse().unwrap();
        let lines = audit::of_request(&mut conn, world.db.keys(), request).await.unwrap();
        let acts: Vec<&str> = lines.iter().map(|line| line.line.act.as_str()).collect();
        assert!(acts.ends_with(&["delivery-tried-again", "delivery-given-up"]), "{acts:?}");
        let stands = outbox::one(&mut conn, entry).await.unwrap().unwrap();
        assert!(stands.give_up_at <= now());
    }
}

#[tokio::test]
async fn what_belongs_to_another_company_is_not_there() {
    for world in worlds().await {
        let entry = late(&world).await;
        let stranger = world.sign_in(&testing::actor(&world.db, &[Right::Administer]).await).await;
        assert!(world.get(&stranger, "/admin/outside").await.body.contains("Nada parado"));
        let tried = world.post(&stranger, &format!("/admin/outside/{entry}/give-up"), &[]).await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND);
    }
}
