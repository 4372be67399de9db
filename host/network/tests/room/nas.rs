//! Access servers and replies, as an administrator keeps them.

use balcao_access::audit::Act;
use balcao_access::{CompanyId, Right, testing};
use balcao_network::nas::{self, Nas, NasError, Secret, Vendor};
use balcao_network::replies::{self, Reply, ReplyError};
use balcao_network::{Access, NasId};
use balcao_store::{Db, on, testing as store};

fn new(company: CompanyId, name: &str) -> Nas {
    Nas {
        id: NasId::new(),
        company,
        name: name.into(),
        address: [192, 0, 2, 7].into(),
        port: nas::PORT,
        vendor: Vendor::MikroTik,
    }
}

async fn company(db: &Db) -> CompanyId {
    testing::actor(db, &[Right::Serve]).await.company
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_server_is_kept_changed_and_forgotten_each_with_its_audit_line() {
    for db in store::databases().await {
        let (ours, theirs) = (company(&db).await, company(&db).await);
        let secret = Secret::parse("a-secret-of-16-c").unwrap();
        let mut one = new(ours, "bng-1");
        let mut tx = db.write().await.unwrap();
        assert_eq!(nas::add(&mut tx, &one, &secret).await.unwrap().act, Act::EquipmentAdded);
        let again = nas::add(&mut tx, &new(ours, "bng-1"), &secret).await.unwrap_err();
        assert!(matches!(again, NasError::Known), "{again:?}");
        nas::add(&mut tx, &new(theirs, "bng-1"), &secret).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        one.port = 1700;
        one.address = [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1].into();
        let line = nas::change(&mut tx, &one, None).await.unwrap();
        assert_eq!(line.act, Act::EquipmentChanged);
        assert!(!format!("{line:?}").contains("a-secret"), "{line:?}");
        assert_eq!(nas::list(&mut tx, ours).await.unwrap(), [one.clone()]);
        let kept = nas::secret(&mut tx, db.keys(), ours, one.id).await.unwrap();
        assert_eq!(kept, Some(secret.clone()), "no new secret: the old one");
        let foreign = nas::secret(&mut tx, db.keys(), theirs, one.id).await.unwrap();
        assert_eq!(foreign, None, "another company's is not found");
        let foreign = nas::remove(&mut tx, theirs, one.id).await.unwrap_err();
        assert!(matches!(foreign, NasError::Unknown), "{foreign:?}");
        let new_secret = Secret::parse("another").unwrap();
        nas::change(&mut tx, &one, Some(&new_secret)).await.unwrap();
        assert_eq!(nas::secret(&mut tx, db.keys(), ours, one.id).await.unwrap(), Some(new_secret));
        assert_eq!(nas::remove(&mut tx, ours, one.id).await.unwrap().act, Act::EquipmentRemoved);
        assert!(nas::list(&mut tx, ours).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_sealed_in_the_database_and_in_no_log() {
    for db in store::databases().await {
        let ours = company(&db).await;
        let secret = Secret::parse("canary-secret").unwrap();
        let mut tx = db.write().await.unwrap();
        nas::add(&mut tx, &new(ours, "bng-1"), &secret).await.unwrap();
        let stored: Vec<u8> =
            on!(&mut tx, c => sqlx::query_scalar("SELECT secret FROM access_server").fetch_one(c).await)
                .unwrap();
        assert!(!stored.windows(6).any(|part| part == b"canary"));
        assert_eq!(format!("{secret:?}"), "Secret");
        let long = "x".repeat(129);
        for wrong in ["", "with space", "segredó", "tab\t", long.as_str()] {
            assert!(matches!(Secret::parse(wrong), Err(NasError::Secret)), "{wrong}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_blocks_a_line_is_said_by_company_and_never_what_does_not() {
    for db in store::databases().await {
        let (ours, theirs) = (company(&db).await, company(&db).await);
        let blocked = Reply { group: Some("bloqueados".into()), attribute: None };
        let reduced = Reply { group: None, attribute: Some(("Mikrotik-Rate-Limit".into(), "1M/1M".into())) };
        let mut tx = db.write().await.unwrap();
        replies::set(&mut tx, ours, Access::Blocked, &blocked).await.unwrap();
        replies::set(&mut tx, ours, Access::Reduced, &reduced).await.unwrap();
        let same = replies::set(&mut tx, ours, Access::Normal, &blocked).await.unwrap_err();
        assert!(matches!(same, ReplyError::Same), "{same:?}");
        let empty = Reply { group: Some(String::new()), attribute: None };
        let empty = replies::set(&mut tx, ours, Access::Normal, &empty).await.unwrap_err();
        assert!(matches!(empty, ReplyError::Length), "{empty:?}");
        let kept = replies::of(&mut tx, ours).await.unwrap();
        assert_eq!((kept.of(Access::Blocked), kept.of(Access::Reduced)), (blocked, reduced));
        assert_eq!(kept.of(Access::Normal), Reply::default());
        assert_eq!(replies::of(&mut tx, theirs).await.unwrap().all().count(), 0);
        replies::set(&mut tx, ours, Access::Blocked, &Reply::default()).await.unwrap();
        assert_eq!(replies::of(&mut tx, ours).await.unwrap().all().count(), 1);
        tx.commit().await.unwrap();
    }
}
