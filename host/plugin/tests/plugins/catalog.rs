//! Who may install what under which name, what is granted to whom, and how others notice.

use balcao_engine::{Class, Digest};
use balcao_network::Equipment;
use balcao_plugins::{CatalogError, Cause, Installer, Of, Offered, Permission, Plugins, Reason, Source};

use crate::world::{World, engine, hostile, pack, texts, worlds};

const BY: Installer = Installer::CommandLine;

#[tokio::test]
async fn only_what_was_built_with_this_binary_is_granted_by_itself() {
    for db in balcao_store::testing::databases().await {
        let world = World::new(db).await;
        let billing = Digest::of(&std::fs::read(pack().join("billing.wasm")).unwrap());
        let offered = world.plugins.offer_folder(&pack(), &[billing]).await.unwrap();
        let is_component = |name: std::ffi::OsString| name.to_string_lossy().ends_with(".wasm");
        let files = std::fs::read_dir(pack()).unwrap().map(|file| file.unwrap().file_name());
        assert_eq!(offered.len(), files.filter(|name| is_component(name.clone())).count());
        for (file, fate) in &offered {
            match fate {
                Offered::Granted(_) => assert_eq!(file, "billing.wasm"),
                Offered::Off(_) => assert_ne!(file, "billing.wasm"),
                other => panic!("{file}: {other:?}"),
            }
        }
        assert!(world.plugins.contribution("billing", "history").is_some());
        assert!(world.plugins.contribution("contracts", "contract").is_none(), "arrived off");
        let (_, outcome) = world.draw("billing", "history", &[]).await;
        outcome.unwrap();

        let again = world.plugins.offer_folder(&pack(), &[billing]).await.unwrap();
        assert!(again.iter().all(|(_, fate)| matches!(fate, Offered::Known)), "{again:?}");
    }
}

#[tokio::test]
async fn what_is_switched_on_without_a_grant_answers_denied() {
    for db in balcao_store::testing::databases().await {
        let world = World::new(db).await;
        world.plugins.offer_folder(&pack(), &[]).await.unwrap();
        world.plugins.enable("contracts", true, &BY).await.unwrap();
        let (_, outcome) = world.draw("contracts", "contract", &[]).await;
        let failure = outcome.unwrap_err();
        assert!(matches!(failure.cause, Cause::Said { reason: Reason::Denied, .. }), "{failure}");
        world.plugins.grant("contracts", Permission::Contracts, None, &BY).await.unwrap();
        world.draw("contracts", "contract", &[]).await.1.unwrap();
    }
}

#[tokio::test]
async fn a_profile_can_be_denied_what_all_others_have() {
    for world in worlds().await {
        let profile = world.actor.user.profile.id;
        world.plugins.deny("contracts", Permission::Contracts, Some(profile), &BY).await.unwrap();
        let failure = world.draw("contracts", "contract", &[]).await.1.unwrap_err();
        assert!(matches!(failure.cause, Cause::Said { reason: Reason::Denied, .. }), "{failure}");
        world.plugins.grant("contracts", Permission::Contracts, Some(profile), &BY).await.unwrap();
        world.plugins.deny("contracts", Permission::Contracts, None, &BY).await.unwrap();
        world.draw("contracts", "contract", &[]).await.1.unwrap();
    }
}

#[tokio::test]
async fn a_plugins_name_belongs_to_whoever_installed_it_first() {
    for world in worlds().await {
        let mut bytes = std::fs::read(pack().join("billing.wasm")).unwrap();
        // A custom section more: another component that says it is `billing`.
        bytes.extend([0, 3, 1, b'x', 0]);
        let refused = world.plugins.install(&bytes, Class::Compact, &BY).await.unwrap_err();
        assert!(matches!(refused, CatalogError::NameTaken { .. }), "{refused}");
    }
}

#[tokio::test]
async fn another_desk_on_the_same_database_notices() {
    for world in worlds().await {
        let desk = Plugins::load(world.db.clone(), engine(), Equipment::default()).await.unwrap();
        assert!(!desk.refresh().await.unwrap(), "nothing changed");
        world.plugins.install(&hostile(), Class::Compact, &BY).await.unwrap();
        assert!(desk.contribution("hostile", "harmless").is_none());
        assert!(desk.refresh().await.unwrap());
        assert!(desk.contribution("hostile", "harmless").is_some());
    }
}

#[tokio::test]
async fn a_widget_can_be_switched_off_alone() {
    for world in worlds().await {
        world.plugins.switch("billing", "history", false, &BY).await.unwrap();
        assert!(world.plugins.contribution("billing", "history").is_none());
        assert!(world.plugins.contribution("billing", "reschedule").is_some());
        world.plugins.switch("billing", "history", true, &BY).await.unwrap();
        assert!(world.plugins.contribution("billing", "history").is_some());
    }
}

#[tokio::test]
async fn a_drawing_of_what_was_switched_off_meanwhile_is_absent() {
    for world in worlds().await {
        let history = world.contribution("billing", "history");
        world.plugins.enable("billing", false, &BY).await.unwrap();
        let failure = world.plugins.draw(&world.scene, &history, &[]).done.await.unwrap_err();
        assert_eq!(failure.cause, Cause::Absent);
    }
}

#[tokio::test]
async fn a_run_stays_on_its_version_after_an_upgrade() {
    for db in balcao_store::testing::databases().await {
        let world = World::new(db).await;
        let old = hostile();
        world.plugins.install(&old, Class::Compact, &BY).await.unwrap();
        let before = world.contribution("hostile", "harmless");
        let mut new = old.clone();
        new.extend([0, 3, 1, b'x', 0]);
        world.plugins.install(&new, Class::Compact, &BY).await.unwrap();
        let after = world.contribution("hostile", "harmless");
        assert_ne!(before.digest, after.digest);
        let pinned = world.plugins.pinned("hostile", "harmless", &before.digest).unwrap();
        assert_eq!(pinned, before);
        let mut drawing = world.plugins.draw(&world.scene, &pinned, &[]);
        let block = drawing.blocks.recv().await.unwrap();
        assert_eq!(texts(&[block]), ["Tudo bem por aqui."]);
        drawing.done.await.unwrap();
        world.plugins.go_live("hostile", &before.digest, &BY).await.unwrap();
        assert_eq!(world.contribution("hostile", "harmless").digest, before.digest, "the way back");
    }
}

#[tokio::test]
async fn what_nobody_asked_for_can_not_be_granted() {
    for world in worlds().await {
        let refused = world.plugins.grant("contracts", Permission::InvoiceChanges, None, &BY).await;
        assert!(matches!(refused, Err(CatalogError::NotAsked(Permission::InvoiceChanges))));
        let refused = world.plugins.enable("nobody", true, &BY).await;
        assert!(matches!(refused, Err(CatalogError::Unknown("plugin", _))));
    }
}

#[tokio::test]
async fn a_setting_takes_values_of_its_kind_and_reaches_the_plugin() {
    for world in worlds().await {
        let reschedule = world.contribution("billing", "reschedule");
        let number = reschedule
            .settings
            .iter()
            .find(|setting| setting.kind == balcao_plugins::SettingKind::Integer)
            .expect("the policy has a number");
        let set = async |value| world.plugins.set("billing", "reschedule", &number.key, value, &BY).await;
        assert!(matches!(set(Some("ten")).await, Err(CatalogError::Value(_))));
        set(Some("1")).await.unwrap();
        set(None).await.unwrap();
        let unknown = world.plugins.set("billing", "reschedule", "no-such", Some("1"), &BY).await;
        assert!(matches!(unknown, Err(CatalogError::Unknown("setting", _))));
    }
}

#[tokio::test]
async fn a_setting_of_a_profile_is_its_own_until_it_is_taken_back() {
    for world in worlds().await {
        let profile = Some(world.actor.user.profile.id);
        let of = Of { plugin: "billing", name: "reschedule" };
        let in_force = |profile| {
            let billing = world.plugins.installed().into_iter().find(|one| one.name == "billing").unwrap();
            let declared = billing.version().unwrap().declared("reschedule").unwrap().clone();
            let days = declared.settings.iter().find(|setting| setting.key == "max-days").unwrap();
            let found = billing.in_force("reschedule", days, profile);
            (found.value.unwrap().to_owned(), found.source)
        };
        let set = async |profile, value: Option<&str>| {
            let wanted = [("max-days".to_owned(), value.map(str::to_owned))];
            world.plugins.configure(of, profile, &wanted, None, &BY).await.unwrap();
        };
        assert_eq!(in_force(profile), ("10".into(), Source::Initial));
        set(None, Some("7")).await;
        assert_eq!(in_force(profile), ("7".into(), Source::All));
        set(profile, Some("15")).await;
        assert_eq!(in_force(profile), ("15".into(), Source::Profile));
        assert_eq!(in_force(None), ("7".into(), Source::All));
        set(profile, None).await;
        set(None, None).await;
        assert_eq!(in_force(profile), ("10".into(), Source::Initial));
    }
}

#[tokio::test]
async fn the_widgets_that_read_what_was_changed_are_known() {
    for world in worlds().await {
        let touched = world.plugins.reading(&[Permission::Invoices]);
        assert!(touched.contains(&("billing".into(), "history".into())), "{touched:?}");
        assert!(!touched.iter().any(|(plugin, _)| plugin == "contracts"), "{touched:?}");
    }
}
