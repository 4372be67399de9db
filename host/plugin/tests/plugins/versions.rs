//! A component arrives, waits, is decided about, goes live, is upgraded and rolled back; and what is
//! set aside comes back.

use std::collections::{BTreeMap, BTreeSet};

use balcao_access::{Right, audit, testing};
use balcao_engine::{Class, Digest};
use balcao_plugins::{CatalogError, Cause, FailureKind, Installed, Installer, Permission, Reach, Reason};

use crate::world::{World, pack, tests_own, worlds};

type Reaches = BTreeMap<Permission, Reach>;

/// An administrator of the world.
async fn davi(world: &World) -> Installer {
    let actor = testing::colleague(&world.db, world.actor.company, &[Right::Administer]).await;
    Installer::User(Box::new(actor))
}

fn plugin(world: &World, name: &str) -> Option<Installed> {
    world.plugins.installed().into_iter().find(|plugin| plugin.name == name)
}

/// Decides about a version as a form does that was drawn just now.
async fn decide(
    world: &World,
    version: &Digest,
    reaches: &Reaches,
    by: &Installer,
) -> Result<(), CatalogError> {
    let seen = plugin(world, "stranger").unwrap().revision;
    world.plugins.decide_version("stranger", version, seen, reaches, by).await
}

#[tokio::test]
async fn what_is_uploaded_waits_until_somebody_decides_and_is_granted_and_live_in_one_step() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let bytes = tests_own("stranger");
        let arrived = world.plugins.receive(&bytes, Class::Compact, &davi).await.unwrap();
        let again = world.plugins.receive(&bytes, Class::Compact, &davi).await.unwrap();
        assert_eq!(arrived, again, "two clicks are one plugin");
        let waiting = plugin(&world, "stranger").unwrap();
        assert!(!waiting.enabled && !waiting.is_decided() && waiting.versions.len() == 1);
        assert_eq!(waiting.versions[0].bytes, bytes.len() as u64);
        assert!(world.plugins.contribution("stranger", "plans").is_none());
        for refused in [
            world.plugins.enable("stranger", true, &davi).await,
            world.plugins.go_live("stranger", &arrived.version, &davi).await,
        ] {
            assert!(matches!(refused, Err(CatalogError::Undecided)), "{refused:?}");
        }

        let unsaid = decide(&world, &arrived.version, &Reaches::new(), &davi).await;
        assert!(matches!(unsaid, Err(CatalogError::Unsaid(Permission::Contracts))), "{unsaid:?}");
        let more = Reaches::from([(Permission::Invoices, Reach::Everybody)]);
        let more = decide(&world, &arrived.version, &more, &davi).await;
        assert!(matches!(more, Err(CatalogError::NotAsked(Permission::Invoices))), "{more:?}");
        assert!(world.plugins.contribution("stranger", "plans").is_none(), "nothing half-done");

        let refused = Reaches::from([(Permission::Contracts, Reach::Nobody)]);
        decide(&world, &arrived.version, &refused, &davi).await.unwrap();
        let failure = world.draw("stranger", "plans", &[]).await.1.unwrap_err();
        assert!(matches!(failure.cause, Cause::Said { reason: Reason::Denied, .. }), "{failure}");

        let mine = world.actor.user.profile.id;
        let some = Reaches::from([(Permission::Contracts, Reach::Profiles(BTreeSet::from([mine])))]);
        decide(&world, &arrived.version, &some, &davi).await.unwrap();
        world.draw("stranger", "plans", &[]).await.1.unwrap();
        let other = balcao_access::ProfileId::new();
        let stands = plugin(&world, "stranger").unwrap().reach(Permission::Contracts, &[mine, other]);
        assert_eq!(stands, Some(Reach::Profiles(BTreeSet::from([mine]))));
    }
}

#[tokio::test]
async fn a_decision_over_what_somebody_else_changed_is_stale_and_one_sent_twice_is_done_once() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let arrived = world.plugins.receive(&tests_own("stranger"), Class::Compact, &davi).await.unwrap();
        let seen = plugin(&world, "stranger").unwrap().revision;
        let decide = async |reach| {
            let reaches = Reaches::from([(Permission::Contracts, reach)]);
            world.plugins.decide_version("stranger", &arrived.version, seen, &reaches, &davi).await
        };
        decide(Reach::Everybody).await.unwrap();
        let lines = async || audit::verify(&world.db).await.unwrap().lines;
        let before = lines().await;
        decide(Reach::Everybody).await.unwrap();
        assert_eq!(lines().await, before, "it leaves no second line");
        assert!(matches!(decide(Reach::Nobody).await, Err(CatalogError::Stale)));
        world.draw("stranger", "plans", &[]).await.1.unwrap();
    }
}

#[tokio::test]
async fn an_upgrade_waits_asks_for_more_and_has_a_way_back() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let colleague = self::davi(&world).await;
        let everybody = |permissions: &[Permission]| -> Reaches {
            permissions.iter().map(|permission| (*permission, Reach::Everybody)).collect()
        };
        let first = world.plugins.receive(&tests_own("stranger"), Class::Compact, &davi).await.unwrap();
        decide(&world, &first.version, &everybody(&[Permission::Contracts]), &davi).await.unwrap();
        // One administrator upgrades what another one installed.
        let next = tests_own("stranger_next");
        let next = world.plugins.receive(&next, Class::Compact, &colleague).await.unwrap();
        assert_eq!(world.contribution("stranger", "plans").digest, first.version, "it waits");
        assert!(world.plugins.contribution("stranger", "silent").is_none());
        let reaches = everybody(&[Permission::Contracts, Permission::Invoices, Permission::InvoiceChanges]);
        decide(&world, &next.version, &reaches, &colleague).await.unwrap();
        assert_eq!(world.contribution("stranger", "plans").digest, next.version);
        world.draw("stranger", "plans", &[]).await.1.unwrap();
        assert!(world.plugins.discard("stranger", &next.version, &davi).await.is_err(), "it is in use");
        world.plugins.go_live("stranger", &first.version, &davi).await.unwrap();
        assert_eq!(world.contribution("stranger", "plans").digest, first.version);

        // Switched off, it stays off through an upgrade.
        world.plugins.enable("stranger", false, &davi).await.unwrap();
        world.plugins.go_live("stranger", &next.version, &davi).await.unwrap();
        assert!(world.plugins.contribution("stranger", "plans").is_none());
    }
}

#[tokio::test]
async fn what_waits_can_be_thrown_away_and_sent_again() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let bytes = tests_own("stranger");
        let arrived = world.plugins.receive(&bytes, Class::Compact, &davi).await.unwrap();
        world.plugins.discard("stranger", &arrived.version, &davi).await.unwrap();
        assert!(plugin(&world, "stranger").is_none());
        // In another class than the first time.
        world.plugins.receive(&bytes, Class::Compact, &davi).await.unwrap();
        world.plugins.receive(&bytes, Class::Interpreted, &davi).await.unwrap();
        assert_eq!(plugin(&world, "stranger").unwrap().versions[0].class, Class::Interpreted);
    }
}

#[tokio::test]
async fn a_name_that_came_with_the_desk_is_not_an_administrators() {
    for world in worlds().await {
        let davi = davi(&world).await;
        let mut bytes = std::fs::read(pack().join("billing.wasm")).unwrap();
        // The very same file is there already.
        let there = world.plugins.receive(&bytes, Class::Compact, &davi).await.unwrap();
        assert_eq!(there.plugin, "billing");
        bytes.extend([0, 3, 1, b'x', 0]);
        let refused = world.plugins.receive(&bytes, Class::Compact, &davi).await.unwrap_err();
        assert!(matches!(refused, CatalogError::NameTaken { .. }), "{refused}");
        assert_eq!(plugin(&world, "billing").unwrap().versions.len(), 1);
    }
}

#[tokio::test]
async fn everything_that_is_not_ours_is_off_at_once_and_comes_back_as_it_was() {
    for world in worlds().await {
        let davi = davi(&world).await;
        world.plugins.install(&tests_own("stranger"), Class::Compact, &Installer::CommandLine).await.unwrap();
        world.plugins.hold_others(true, &davi).await.unwrap();
        assert!(world.plugins.contribution("stranger", "plans").is_none());
        assert!(world.plugins.contribution("billing", "history").is_some());
        world.plugins.hold_others(false, &davi).await.unwrap();
        assert!(world.plugins.contribution("stranger", "plans").is_some());
    }
}

#[tokio::test]
async fn what_traps_is_set_aside_and_comes_back_by_hand_and_what_waits_for_others_is_not() {
    for world in crate::world::hostile_worlds().await {
        let davi = davi(&world).await;
        for _ in 0..5 {
            world.draw("hostile", "trap-in-draw", &[]).await.1.unwrap_err();
        }
        let aside = &world.plugins.health("hostile").set_aside;
        assert_eq!(aside[0].contribution, "trap-in-draw");
        let found = world.plugins.logged(&aside[0].why.reference.to_string().to_lowercase());
        assert!(found.iter().any(|(plugin, line)| plugin == "hostile" && line.line.text.contains("panic")));
        world.plugins.bring_back("hostile", "trap-in-draw", &davi).await.unwrap();
        assert!(world.plugins.health("hostile").set_aside.is_empty());
        let failure = world.draw("hostile", "trap-in-draw", &[]).await.1.unwrap_err();
        assert!(matches!(failure.cause, Cause::Trap(_)), "it is called again: {failure}");

        world
            .plugins
            .install(&tests_own("stranger_next"), Class::Compact, &Installer::CommandLine)
            .await
            .unwrap();
        for _ in 0..8 {
            let failure = world.draw("stranger", "silent", &[]).await.1.unwrap_err();
            assert!(matches!(failure.cause, Cause::Said { reason: Reason::Unavailable, .. }), "{failure}");
        }
        let health = world.plugins.health("stranger");
        assert!(health.set_aside.is_empty());
        assert_eq!(health.contributions["silent"].failures[&FailureKind::Outside], 8);
    }
}
