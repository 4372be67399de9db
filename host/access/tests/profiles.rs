//! Profiles and their layouts, on both databases.

use balcao_access::{
    AccessError, Kind, Labels, Layout, Placement, PlacementId, Problem, Profile, ProfileId, Right, Rights,
    Size, Tab, profiles, testing,
};
use balcao_store::testing::databases;
use balcao_store::{Db, changes, on};

async fn profile(db: &Db, key: &str) -> Result<ProfileId, AccessError> {
    let id = ProfileId::new();
    let name = Labels::new("Suporte", "Support", "Soporte");
    let rights = Rights::of(&[Right::Serve, Right::SearchByTaxId]);
    let mut tx = db.write().await?;
    profiles::create(&mut tx, &Profile { id, key: key.into(), name, rights }).await?;
    tx.commit().await?;
    Ok(id)
}

fn layout(key: &str) -> Layout {
    let placement = Placement {
        id: PlacementId::new(),
        plugin: "billing".into(),
        name: "history".into(),
        kind: Kind::Widget,
        size: Size::Full,
    };
    let title = Labels::new("Financeiro", "Billing", "Finanzas");
    Layout { tabs: vec![Tab { key: key.into(), title, hidden: false, placements: vec![placement] }] }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_layout_is_live_and_the_ones_before_are_kept() {
    for db in databases().await {
        let author = testing::actor(&db, &[Right::Administer]).await.user.id;
        let id = profile(&db, "support").await.unwrap();
        assert_eq!(profiles::live(&mut db.read().await.unwrap(), id).await.unwrap().version, 0);
        let before = changes::seen(&mut db.read().await.unwrap()).await.unwrap();
        for (at, (by, reason)) in [(None, "first"), (Some(author), "billing moved")].into_iter().enumerate() {
            let mut tx = db.write().await.unwrap();
            let layout = layout(&format!("tab-{at}"));
            let version = profiles::publish(&mut tx, id, &layout, by, reason).await.unwrap();
            tx.commit().await.unwrap();
            let live = profiles::live(&mut db.read().await.unwrap(), id).await.unwrap();
            assert_eq!((live.version, live.layout), (version, layout));
        }
        let mut conn = db.read().await.unwrap();
        let history = profiles::history(&mut conn, id).await.unwrap();
        let seen: Vec<_> = history.iter().map(|p| (p.version, p.author, p.reason.as_str())).collect();
        assert_eq!(seen, [(2, Some(author), "billing moved"), (1, None, "first")]);
        assert!(changes::seen(&mut conn).await.unwrap() > before, "a running desk is told");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_layout_can_not_be_changed_or_deleted() {
    for db in databases().await {
        let id = profile(&db, "support").await.unwrap();
        let mut tx = db.write().await.unwrap();
        profiles::publish(&mut tx, id, &layout("a"), None, "first").await.unwrap();
        tx.commit().await.unwrap();
        for sql in ["UPDATE layout_version SET reason = 'other'", "DELETE FROM layout_version"] {
            let mut tx = db.write().await.unwrap();
            let done = on!(&mut tx, c => sqlx::query(sql).execute(c).await.map(drop));
            assert!(done.is_err(), "{sql}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_found_by_its_key_with_its_rights() {
    for db in databases().await {
        let id = profile(&db, "support").await.unwrap();
        let mut conn = db.read().await.unwrap();
        let found = profiles::by_key(&mut conn, "support").await.unwrap();
        assert_eq!(found.id, id);
        assert!(found.rights.has(Right::Serve) && !found.rights.has(Right::Administer));
        assert_eq!(profiles::list(&mut conn).await.unwrap(), [found]);
        let missing = profiles::by_key(&mut conn, "other").await;
        assert!(matches!(missing, Err(AccessError::NotFound("profile"))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_used_once_and_well_formed_and_a_layout_is_checked() {
    for db in databases().await {
        let id = profile(&db, "support").await.unwrap();
        assert!(matches!(profile(&db, "support").await, Err(AccessError::Taken("profile"))));
        assert!(matches!(profile(&db, "Support 2").await, Err(AccessError::Profile(Problem::Key))));
        let mut tx = db.write().await.unwrap();
        let refused = profiles::publish(&mut tx, id, &layout("../x"), None, "bad").await;
        assert!(matches!(refused, Err(AccessError::Profile(Problem::Key))));
    }
}
