//! What a transaction promises, on both databases, and how SQLite makes many durable at once.

use balcao_store::{Db, StoreError, Tx, changes, on, testing};

async fn table(db: &Db) {
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query("CREATE TABLE thing (n BIGINT NOT NULL PRIMARY KEY)")
        .execute(c).await.map(drop))
    .unwrap();
    tx.commit().await.unwrap();
}

async fn add(tx: &mut Tx, n: i64) -> sqlx::Result<()> {
    on!(tx, c => sqlx::query("INSERT INTO thing (n) VALUES ($1)").bind(n).execute(c).await.map(drop))
}

async fn things(db: &Db) -> Vec<i64> {
    let mut conn = db.read().await.unwrap();
    on!(&mut conn, c => sqlx::query_scalar("SELECT n FROM thing ORDER BY n").fetch_all(c).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_committed_is_read_and_what_is_dropped_is_not() {
    for db in testing::databases().await {
        table(&db).await;
        let mut kept = db.write().await.unwrap();
        add(&mut kept, 1).await.unwrap();
        kept.commit().await.unwrap();
        let mut dropped = db.write().await.unwrap();
        add(&mut dropped, 2).await.unwrap();
        drop(dropped);
        let mut after = db.write().await.unwrap();
        add(&mut after, 3).await.unwrap();
        after.commit().await.unwrap();
        assert_eq!(things(&db).await, [1, 3]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_dropped_among_its_neighbours_takes_only_itself() {
    for db in testing::databases().await {
        table(&db).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let db = db.clone();
            tasks.spawn(async move {
                let mut tx = db.write().await.unwrap();
                add(&mut tx, n).await.unwrap();
                if n % 3 != 0 {
                    tx.commit().await.unwrap();
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        let expected: Vec<i64> = (0..64).filter(|n| n % 3 != 0).collect();
        assert_eq!(things(&db).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_fails_does_no_harm_to_the_neighbours() {
    for db in testing::databases().await {
        table(&db).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..64 {
            let db = db.clone();
            tasks.spawn(async move {
                let mut tx = db.write().await.unwrap();
                add(&mut tx, n).await.unwrap();
                if n % 3 == 0 {
                    // The key exists: the transaction is given up, as `?` would.
                    assert!(add(&mut tx, n).await.is_err());
                    return;
                }
                tx.commit().await.unwrap();
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(things(&db).await.len(), 42);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_statement_is_never_committed_on_postgresql() {
    let db = testing::postgres().await;
    table(&db).await;
    let mut tx = db.write().await.unwrap();
    add(&mut tx, 1).await.unwrap();
    assert!(add(&mut tx, 1).await.is_err());
    assert!(matches!(tx.commit().await, Err(StoreError::Commit(_))));
    assert_eq!(things(&db).await, [] as [i64; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_stops_waiting_for_a_transaction_holds_nobody_up() {
    for db in testing::databases().await {
        table(&db).await;
        for _ in 0..50 {
            let asked = tokio::spawn({
                let db = db.clone();
                async move { db.write().await.map(drop) }
            });
            tokio::task::yield_now().await;
            asked.abort();
        }
        let mut tx = db.write().await.unwrap();
        add(&mut tx, 1).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(things(&db).await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_sees_nothing_of_what_is_not_committed() {
    for db in testing::databases().await {
        table(&db).await;
        let mut tx = db.write().await.unwrap();
        add(&mut tx, 1).await.unwrap();
        assert_eq!(things(&db).await, [] as [i64; 0]);
        tx.commit().await.unwrap();
        assert_eq!(things(&db).await, [1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readers_of_sqlite_can_not_write() {
    let db = testing::sqlite().await;
    let mut conn = db.read().await.unwrap();
    let done = on!(&mut conn, c => sqlx::query("UPDATE generation SET number = 9")
        .execute(c).await.map(drop));
    assert!(done.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_generation_only_grows() {
    for db in testing::databases().await {
        let before = changes::seen(&mut db.read().await.unwrap()).await.unwrap();
        let mut tx = db.write().await.unwrap();
        changes::bump(&mut tx, "plugins").await.unwrap();
        tx.commit().await.unwrap();
        let after = changes::seen(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(after, before + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_no_known_kind_is_refused_and_not_repeated() {
    let secret = "mysql://root:hunter2@host/db";
    let error = Db::open(secret, testing::keys()).await.err().expect("refused");
    assert!(matches!(error, StoreError::Address));
    assert!(!error.to_string().contains("hunter2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_sqlite_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = std::env::temp_dir().join(format!("balcao-{}", balcao_store::Uuid::new_v4()));
    let path = folder.join("deep/desk.db");
    let db = Db::open(&format!("sqlite:{}", path.display()), testing::keys()).await.unwrap();
    table(&db).await;
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.join("deep")), 0o700);
    for file in ["desk.db", "desk.db-wal", "desk.db-shm"] {
        assert_eq!(mode(folder.join("deep").join(file)), 0o600, "{file}");
    }
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_again_changes_nothing() {
    for db in testing::databases().await {
        table(&db).await;
        let mut tx = db.write().await.unwrap();
        add(&mut tx, 1).await.unwrap();
        tx.commit().await.unwrap();
        let again = testing::reopened(&db, testing::keys()).await;
        assert_eq!(things(&again).await, [1]);
        again.ready().await.unwrap();
    }
}
