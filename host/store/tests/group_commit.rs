//! How SQLite makes many small transactions durable with one `fsync`.

use std::time::{Duration, Instant};

use balcao_store::{Db, Keys, StoreError, on};

const WRITERS: u32 = 32;
const FOR: Duration = Duration::from_secs(1);
/// What the desk promises: a tenth of what an ordinary disk gives to 32 writers.
const PER_SECOND: f64 = 1_000.0;

/// On the disk that the tests are built on, not on a temporary folder that may be memory.
async fn on_disk() -> (Db, std::path::PathBuf) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("group-commit-{}", balcao_store::Uuid::new_v4().simple()));
    let url = format!("sqlite:{}", folder.join("desk.db").display());
    let db = Db::open(&url, Keys::from_bytes(&[[1; 32]])).await.unwrap();
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query("CREATE TABLE thing (n INTEGER NOT NULL, text TEXT NOT NULL)")
        .execute(c).await.map(drop))
    .unwrap();
    tx.commit().await.unwrap();
    (db, folder)
}

async fn write_for(db: &Db, writers: u32) -> f64 {
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..writers {
        let db = db.clone();
        tasks.spawn(async move {
            let mut written = 0u32;
            while begun.elapsed() < FOR {
                let mut tx = db.write().await.unwrap();
                on!(&mut tx, c => sqlx::query("INSERT INTO thing (n, text) VALUES ($1, 'small')")
                    .bind(i64::from(writer)).execute(c).await.map(drop))
                .unwrap();
                tx.commit().await.unwrap();
                written += 1;
            }
            written
        });
    }
    let written: u32 = tasks.join_all().await.into_iter().sum();
    f64::from(written) / begun.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_together_are_quick() {
    let (db, folder) = on_disk().await;
    let alone = write_for(&db, 1).await;
    let together = write_for(&db, WRITERS).await;
    println!("{alone:.0} transactions/s by one writer, {together:.0} by {WRITERS}");
    assert!(together >= PER_SECOND, "{together:.0} by {WRITERS} writers, {alone:.0} by one");
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}

/// How many rows this connection sees.
async fn rows(conn: &mut balcao_store::Conn) -> i64 {
    on!(conn, c => sqlx::query_scalar("SELECT count(*) FROM thing").fetch_one(c).await).unwrap()
}

#[tokio::test(flavor = "current_thread")]
async fn who_withdraws_goes_on_once_everybody_sees_what_it_saw() {
    let (db, folder) = on_disk().await;
    let mut first = db.write().await.unwrap();
    on!(&mut first, c => sqlx::query("INSERT INTO thing (n, text) VALUES (1, 'small')")
        .execute(c).await.map(drop))
    .unwrap();
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await.unwrap();
            assert_eq!(rows(&mut tx).await, 1, "it stands behind the first in the same group");
            on!(&mut tx, c => sqlx::query("INSERT INTO thing (n, text) VALUES (2, 'withdrawn')")
                .execute(c).await.map(drop))
            .unwrap();
            tx.withdraw().await.unwrap();
            assert_eq!(rows(&mut db.read().await.unwrap()).await, 1, "the first one's row, and not its own");
        }
    });
    tokio::task::yield_now().await;
    first.commit().await.unwrap();
    second.await.unwrap();
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}

/// How many times SQLite committed: frames of the write-ahead log that end a transaction, which
/// say how large the file is after it (<https://sqlite.org/fileformat2.html#walformat>).
fn commits(folder: &std::path::Path) -> usize {
    const HEADER: usize = 32;
    const FRAME_HEADER: usize = 24;
    let log = std::fs::read(folder.join("desk.db-wal")).unwrap();
    let page = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    let frames = log[HEADER..].chunks_exact(FRAME_HEADER + page);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

/// One thread, so that the order of events is known.
#[tokio::test(flavor = "current_thread")]
async fn transactions_that_wait_together_are_one_commit_on_disk() {
    let (db, folder) = on_disk().await;
    let before = commits(&folder);
    let first = db.write().await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..31 {
        let db = db.clone();
        tasks.spawn(async move {
            let mut tx = db.write().await.unwrap();
            on!(&mut tx, c => sqlx::query("INSERT INTO thing (n, text) VALUES ($1, 'small')")
                .bind(n).execute(c).await.map(drop))
            .unwrap();
            tx.commit().await.unwrap();
        });
    }
    // All have asked once each has run.
    tokio::task::yield_now().await;
    first.commit().await.unwrap();
    tasks.join_all().await;
    assert_eq!(commits(&folder) - before, 1);
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Two transactions of one group: the first commits, then the second does what the test says.
async fn group(db: &Db, second: &'static [&'static str]) -> (Result<(), StoreError>, bool) {
    let holds = db.write().await.unwrap();
    let first = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await?;
            on!(&mut tx, c => sqlx::query("INSERT INTO thing (n, text) VALUES (1, 'first')")
                .execute(c).await.map(drop))?;
            tx.commit().await
        }
    });
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await?;
            for sql in second {
                on!(&mut tx, c => sqlx::query(*sql).execute(c).await.map(drop))?;
            }
            tx.commit().await
        }
    });
    tokio::task::yield_now().await;
    drop(holds);
    (first.await.unwrap(), second.await.unwrap().is_ok())
}

async fn things(db: &Db) -> i64 {
    on!(&mut db.read().await.unwrap(), c => sqlx::query_scalar("SELECT count(*) FROM thing")
        .fetch_one(c).await)
    .unwrap()
}

#[tokio::test(flavor = "current_thread")]
async fn a_commit_that_fails_is_told_to_the_whole_group_and_the_next_one_works() {
    let (db, folder) = on_disk().await;
    let mut tx = db.write().await.unwrap();
    on!(&mut tx, c => sqlx::query("CREATE TABLE child (parent INTEGER NOT NULL
        REFERENCES parent (n) DEFERRABLE INITIALLY DEFERRED)").execute(c).await.map(drop))
    .unwrap();
    on!(&mut tx, c => sqlx::query("CREATE TABLE parent (n INTEGER PRIMARY KEY)")
        .execute(c).await.map(drop))
    .unwrap();
    tx.commit().await.unwrap();

    let (first, second) = group(&db, &["INSERT INTO child (parent) VALUES (1)"]).await;
    assert!(matches!(first, Err(StoreError::Commit(_))), "{first:?}");
    assert!(!second);
    assert_eq!(things(&db).await, 0, "nobody was told that it is done");

    let (first, second) = group(&db, &["INSERT INTO thing (n, text) VALUES (2, 'second')"]).await;
    assert!(first.is_ok() && second, "{first:?}");
    assert_eq!(things(&db).await, 2);
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn when_sqlite_ends_the_whole_transaction_nobody_of_the_group_is_told_that_it_is_done() {
    let (db, folder) = on_disk().await;
    // As upon a full disk: the failing statement takes all that the group did with it.
    let (first, second) = group(&db, &["INSERT OR ROLLBACK INTO thing (n, text) VALUES (1, NULL)"]).await;
    assert!(matches!(first, Err(StoreError::Commit(_))), "{first:?}");
    assert!(!second);
    assert_eq!(things(&db).await, 0);
    let (first, _) = group(&db, &[]).await;
    assert!(first.is_ok(), "{first:?}");
    assert_eq!(things(&db).await, 1);
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}
