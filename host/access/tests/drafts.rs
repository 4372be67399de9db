//! Drafts of profiles and their versions, on both databases.

use balcao_access::profiles::draft::{self, Done, DraftError};
use balcao_access::profiles::{self, Change, Edit, Item, version};
use balcao_access::{
    AccessError, Actor, Kind, Labels, Problem, Profile, ProfileId, Right, Rights, audit, testing, users,
};
use balcao_store::Db;
use balcao_store::testing::databases;

/// An administrator, and a profile without anything whose draft was just begun.
async fn begun(db: &Db) -> (Actor, Profile) {
    let davi = testing::actor(db, &[Right::Administer]).await;
    let profile = Profile {
        id: ProfileId::new(),
        key: "suporte".into(),
        name: Labels::new("Suporte", "Support", "Soporte"),
        rights: Rights::default(),
    };
    let mut tx = db.write().await.unwrap();
    let line = profiles::begin(&mut tx, &davi, &profile, None).await.unwrap();
    audit::commit(tx, vec![line]).await.unwrap();
    (davi, profile)
}

async fn change(db: &Db, actor: &Actor, profile: &Profile, seen: i64, edit: Edit) -> Result<(), DraftError> {
    let mut tx = db.write().await.unwrap();
    let line = draft::change(&mut tx, actor, profile, seen, edit).await?;
    Ok(audit::commit(tx, line.into_iter().collect()).await?)
}

async fn publish(db: &Db, actor: &Actor, profile: &Profile, seen: i64) -> Result<i64, DraftError> {
    let mut tx = db.write().await.unwrap();
    let (version, line) = draft::publish(&mut tx, actor, profile, seen, "because").await?;
    audit::commit(tx, vec![line]).await?;
    Ok(version)
}

async fn current(db: &Db, profile: &Profile) -> draft::Draft {
    draft::current(&mut db.read().await.unwrap(), profile).await.unwrap()
}

fn tab(title: &str) -> Edit {
    Edit::AddTab(Labels::new(title, "", ""))
}

fn history() -> Item {
    Item { kind: Kind::Widget, plugin: "billing".into(), name: "history".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_draft_is_live_until_it_is_published_and_then_all_of_it_is() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let rights = Rights::of(&[Right::Serve, Right::ShowSecrets]);
        for edit in [
            tab("Início"),
            Edit::Place(history(), "inicio".into(), None),
            tab("Escondida"),
            Edit::HideTab("escondida".into(), true),
            Edit::Allow(rights.clone()),
            Edit::Rename(Labels::new("Nível 1", "", "")),
        ] {
            let seen = current(&db, &profile).await.revision;
            change(&db, &davi, &profile, seen, edit).await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        assert_eq!(profiles::live(&mut conn, profile.id).await.unwrap().version, 0);
        assert_eq!(profiles::by_key(&mut conn, "suporte").await.unwrap().rights, Rights::default());
        let seen = current(&db, &profile).await.revision;
        assert_eq!(publish(&db, &davi, &profile, seen).await.unwrap(), 1);
        let live = profiles::live(&mut conn, profile.id).await.unwrap();
        let keys: Vec<&str> = live.layout.tabs.iter().map(|tab| tab.key.as_str()).collect();
        assert_eq!(keys, ["inicio"], "a hidden tab is nobody's");
        let now = profiles::by_key(&mut conn, "suporte").await.unwrap();
        assert_eq!((now.rights, now.name.text(balcao_access::Locale::Pt)), (rights, "Nível 1"));
        let draft = current(&db, &profile).await;
        assert!(!draft.open && draft.revision > seen && draft.base == 1);
        assert!(matches!(publish(&db, &davi, &profile, draft.revision).await, Err(DraftError::Nothing)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_the_second_changes_nothing_and_is_told_what_the_first_did() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let eva = testing::colleague(&db, davi.company, &[Right::Administer]).await;
        let seen = current(&db, &profile).await.revision;
        change(&db, &davi, &profile, seen, tab("Início")).await.unwrap();
        let late = change(&db, &eva, &profile, seen, tab("Outra")).await;
        assert!(matches!(late, Err(DraftError::Stale)));
        assert!(matches!(publish(&db, &eva, &profile, seen).await, Err(DraftError::Stale)));
        let draft = current(&db, &profile).await;
        let told: Vec<_> = draft.since(seen).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].by, davi.user.id);
        assert_eq!(told[0].done, Done::Changed(vec![Change::TabAdded(Labels::new("Início", "", ""))]));
        // What was published or thrown away does not come back under an old revision.
        let seen = draft.revision;
        publish(&db, &davi, &profile, seen).await.unwrap();
        assert!(matches!(change(&db, &eva, &profile, seen, tab("Outra")).await, Err(DraftError::Stale)));
        let draft = current(&db, &profile).await;
        assert_eq!(draft.since(seen).map(|entry| &entry.done).collect::<Vec<_>>(), [&Done::Published(1)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_not_published_over_what_somebody_published_meanwhile_unseen() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let seen = current(&db, &profile).await.revision;
        change(&db, &davi, &profile, seen, tab("Início")).await.unwrap();
        // The operator, at the command line.
        let mut tx = db.write().await.unwrap();
        profiles::publish(&mut tx, profile.id, &balcao_access::Layout::default(), None, "other")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let seen = current(&db, &profile).await.revision;
        assert!(matches!(publish(&db, &davi, &profile, seen).await, Err(DraftError::Published)));
        let mut tx = db.write().await.unwrap();
        let line = draft::rebase(&mut tx, &davi, &profile, seen).await.unwrap();
        audit::commit(tx, vec![line]).await.unwrap();
        assert_eq!(publish(&db, &davi, &profile, seen + 1).await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_brings_back_name_rights_and_layout_and_leaves_a_draft_as_it_is() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let revision = async || current(&db, &profile).await.revision;
        change(&db, &davi, &profile, revision().await, tab("Um")).await.unwrap();
        publish(&db, &davi, &profile, revision().await).await.unwrap();
        let secrets = Edit::Allow(Rights::of(&[Right::ShowSecrets]));
        change(&db, &davi, &profile, revision().await, secrets).await.unwrap();
        change(&db, &davi, &profile, revision().await, tab("Dois")).await.unwrap();
        publish(&db, &davi, &profile, revision().await).await.unwrap();
        change(&db, &davi, &profile, revision().await, tab("Três")).await.unwrap();
        let restore = async |old: i64, seen: i64| {
            let mut tx = db.write().await.unwrap();
            let (made, line) = draft::restore(&mut tx, &davi, &profile, old, seen, "too much").await?;
            audit::commit(tx, vec![line]).await?;
            Ok::<_, DraftError>(made)
        };
        assert!(matches!(restore(1, 1).await, Err(DraftError::Published)), "another version is live");
        assert!(matches!(restore(2, 2).await, Err(DraftError::Nothing)));
        assert_eq!(restore(1, 2).await.unwrap(), 3);
        let mut conn = db.read().await.unwrap();
        let live = version::live(&mut conn, &profile).await.unwrap();
        assert_eq!(live, (3, version::content(&mut conn, profile.id, 1).await.unwrap()));
        assert_eq!(profiles::by_key(&mut conn, "suporte").await.unwrap().rights, Rights::default());
        let draft = current(&db, &profile).await;
        assert!(draft.open && draft.content.layout.tabs.len() == 3);
        assert!(matches!(publish(&db, &davi, &profile, draft.revision).await, Err(DraftError::Published)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_keeps_the_right() {
    for db in databases().await {
        let davi = testing::actor(&db, &[Right::Administer, Right::Serve]).await;
        let mut conn = db.read().await.unwrap();
        let profile = profiles::by_key(&mut conn, &davi.user.profile.key).await.unwrap();
        drop(conn);
        let serve = Edit::Allow(Rights::of(&[Right::Serve]));
        let seen = current(&db, &profile).await.revision;
        change(&db, &davi, &profile, seen, serve).await.unwrap();
        let refused = publish(&db, &davi, &profile, seen + 1).await;
        assert!(matches!(refused, Err(DraftError::Access(AccessError::LastAdministrator))));
        // Somebody disabled does not count.
        let eva = testing::colleague(&db, davi.company, &[Right::Administer]).await;
        let mut tx = db.write().await.unwrap();
        users::disable(&mut tx, eva.user.id).await.unwrap();
        profiles::keep_administered(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let refused = publish(&db, &davi, &profile, seen + 1).await;
        assert!(matches!(refused, Err(DraftError::Access(AccessError::LastAdministrator))));
        testing::colleague(&db, davi.company, &[Right::Administer]).await;
        publish(&db, &davi, &profile, seen + 1).await.unwrap();
        // From now on Davi may not.
        let denied = change(&db, &davi, &profile, seen + 2, tab("Um")).await;
        assert!(matches!(denied, Err(DraftError::Denied)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_the_same_and_placements_of_its_own() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let mut seen = current(&db, &profile).await.revision;
        for edit in [tab("Um"), Edit::Place(history(), "um".into(), None)] {
            change(&db, &davi, &profile, seen, edit).await.unwrap();
            seen += 1;
        }
        publish(&db, &davi, &profile, seen).await.unwrap();
        let copy = Profile { id: ProfileId::new(), key: "copia".into(), ..profile.clone() };
        let mut tx = db.write().await.unwrap();
        profiles::begin(&mut tx, &davi, &copy, Some(&profile)).await.unwrap();
        let taken = Profile { id: ProfileId::new(), ..profile.clone() };
        tx.commit().await.unwrap();
        let of = |draft: &draft::Draft| {
            let placed = draft.content.layout.placements().next().unwrap();
            (placed.name.clone(), placed.id)
        };
        let (name, id) = of(&current(&db, &copy).await);
        let (same, other) = of(&current(&db, &profile).await);
        assert!(name == same && id != other);
        let mut tx = db.write().await.unwrap();
        let refused = profiles::begin(&mut tx, &davi, &taken, None).await;
        assert!(matches!(refused, Err(DraftError::Access(AccessError::Taken("profile")))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_with_users_is_not_retired_and_a_retired_one_gets_none() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let mut tx = db.write().await.unwrap();
        let used = profiles::retire(&mut tx, &davi, davi.user.profile.id, true).await;
        assert!(matches!(used, Err(DraftError::InUse)));
        profiles::retire(&mut tx, &davi, profile.id, true).await.unwrap();
        assert!(matches!(profiles::in_use(&mut tx, profile.id).await, Err(AccessError::NotFound(_))));
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let listed = profiles::roster(&mut conn).await.unwrap();
        let of = |key: &str| listed.iter().find(|listed| listed.profile.key == key).unwrap();
        let suporte = of("suporte");
        assert!(suporte.retired && suporte.users == 0 && suporte.live.is_none() && suporte.drafted);
        assert_eq!(of(&davi.user.profile.key).users, 1);
        let in_use = profiles::list(&mut conn).await.unwrap();
        assert!(in_use.iter().all(|profile| profile.key != "suporte"));
        let seen = current(&db, &profile).await.revision;
        assert!(matches!(change(&db, &davi, &profile, seen, tab("Um")).await, Err(DraftError::Retired)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_and_a_title_are_asked_for_and_who_may_not_administer_changes_nothing() {
    for db in databases().await {
        let (davi, profile) = begun(&db).await;
        let seen = current(&db, &profile).await.revision;
        let untitled = change(&db, &davi, &profile, seen, tab(" ")).await;
        assert!(matches!(untitled, Err(DraftError::Problem(Problem::NoText))));
        let mut tx = db.write().await.unwrap();
        let refused = draft::publish(&mut tx, &davi, &profile, seen, " a ").await;
        assert!(matches!(refused, Err(DraftError::Problem(Problem::Reason))));
        drop(tx);
        let ana = testing::colleague(&db, davi.company, &[Right::Serve]).await;
        assert!(matches!(change(&db, &ana, &profile, seen, tab("Um")).await, Err(DraftError::Denied)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_as_a_profile_sees_no_more_than_their_own_allows() {
    for db in databases().await {
        let davi = testing::actor(&db, &[Right::Administer, Right::Serve]).await;
        let seen = davi.seeing_as(davi.user.profile.clone(), &Rights::of(&[Right::Serve, Right::SeeTaxIds]));
        assert!(seen.may(Right::Serve) && !seen.may(Right::SeeTaxIds) && !seen.may(Right::Administer));
    }
}
