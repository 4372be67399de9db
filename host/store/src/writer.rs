//! SQLite's one writer, and how it makes many transactions durable with one `fsync`.
//!
//! SQLite lets one connection write at a time, and with `synchronous=FULL` every commit waits for
//! the disk, some four milliseconds. So a task owns the writing connection and lends it out, one
//! transaction after the other, within a *group*:
//!
//! 1. `BEGIN IMMEDIATE` when the first asks.
//! 2. `SAVEPOINT t`, then the connection is lent as a [`Tx`](crate::Tx).
//! 3. It comes back committed: `RELEASE t`, and whoever committed waits. Or dropped:
//!    `ROLLBACK TO t` and `RELEASE t`, which undoes that one and leaves its neighbours.
//! 4. While somebody stands in the queue and fewer than [`GROUP`] are in: from 2 again.
//! 5. `COMMIT`, one `fsync`, and all who wait are told.
//!
//! A `COMMIT` that fails rolls the whole group back and tells each of it the error: nobody is told
//! that something is done which is not. An error upon which SQLite ends the whole transaction by
//! itself (disk full, input/output) is noticed because the savepoint is gone, and ends the same
//! way. Whoever stops waiting for a commit may find it done, as with any database. A later transaction of a group sees what an earlier one wrote, as it would after a commit;
//! readers see it after the `COMMIT`. The schema has no deferred constraint, because one that
//! fails at `COMMIT` would take its neighbours with it.

use std::sync::Arc;

use sqlx::{Sqlite, SqlitePool, pool::PoolConnection};
use tokio::sync::{mpsc, oneshot};

use crate::db::Shared;
use crate::{Conn, StoreError, Tx};

/// The most transactions that one `fsync` makes durable. At 32 the disk is no longer what limits.
const GROUP: usize = 32;

const UNDO: &str = "ROLLBACK TO t; RELEASE t";

/// Where a transaction gives the connection back, with how it ended.
pub(crate) type Back = oneshot::Sender<(Conn, End)>;

/// Who is told what became of the group.
pub(crate) type Told = oneshot::Sender<Result<(), String>>;

/// How a transaction ended.
pub(crate) enum End {
    Commit(Told),
    Rollback,
    /// As [`End::Rollback`], and whoever asked waits for what it saw of its neighbours.
    Withdraw(Told),
}

type Request = oneshot::Sender<Result<Tx, StoreError>>;

/// The way into the queue.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::UnboundedSender<Request>);

impl Writer {
    /// Starts the task. It ends when the last of those who can ask is gone.
    pub(crate) fn start(pool: SqlitePool, shared: Arc<Shared>) -> Writer {
        let (queue, requests) = mpsc::unbounded_channel();
        tokio::spawn(serve(pool, shared, requests));
        Writer(queue)
    }

    /// Waits in the queue for a transaction.
    pub(crate) async fn lend(&self) -> Result<Tx, StoreError> {
        let (ask, answer) = oneshot::channel();
        self.0.send(ask).map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

async fn serve(pool: SqlitePool, shared: Arc<Shared>, mut requests: mpsc::UnboundedReceiver<Request>) {
    while let Some(first) = requests.recv().await {
        let begun = async {
            let mut conn = pool.acquire().await?;
            run(&mut conn, "BEGIN IMMEDIATE").await?;
            Ok(conn)
        };
        match begun.await {
            Ok(conn) => group(conn, &shared, first, &mut requests).await,
            Err(error) => drop(first.send(Err(StoreError::Database(error)))),
        }
    }
}

/// Steps 2 to 5 of the algorithm above.
async fn group(
    mut conn: PoolConnection<Sqlite>,
    shared: &Arc<Shared>,
    first: Request,
    requests: &mut mpsc::UnboundedReceiver<Request>,
) {
    let mut waiting = Vec::new();
    let mut outcome = Ok(());
    let mut next = Some(first);
    while let Some(request) = next.take() {
        if let Err(error) = run(&mut conn, "SAVEPOINT t").await {
            outcome = Err(error.to_string());
            drop(request.send(Err(error.into())));
            break;
        }
        let (back, returned) = oneshot::channel();
        // If nobody waits for it any more, the transaction is dropped and so comes back.
        drop(request.send(Ok(Tx::lent(Conn::Sqlite(conn), back, shared.clone()))));
        let Ok((Conn::Sqlite(home), end)) = returned.await else { return };
        conn = home;
        let ended = match end {
            End::Commit(done) => {
                waiting.push(done);
                run(&mut conn, "RELEASE t").await
            }
            End::Rollback => run(&mut conn, UNDO).await,
            End::Withdraw(done) => {
                waiting.push(done);
                run(&mut conn, UNDO).await
            }
        };
        outcome = ended.map_err(|error| error.to_string());
        if outcome.is_ok() && waiting.len() < GROUP {
            next = requests.try_recv().ok();
        }
    }
    if outcome.is_ok() {
        outcome = run(&mut conn, "COMMIT").await.map_err(|error| error.to_string());
    }
    if let Err(error) = &outcome {
        tracing::error!(%error, transactions = waiting.len(), "a group was rolled back");
        if run(&mut conn, "ROLLBACK").await.is_err() {
            // SQLite had ended it by itself, or the connection is of no use: take a new one.
            conn.close_on_drop();
        }
    }
    for done in waiting {
        drop(done.send(outcome.clone()));
    }
}

async fn run(conn: &mut PoolConnection<Sqlite>, sql: &'static str) -> sqlx::Result<()> {
    sqlx::raw_sql(sql).execute(&mut **conn).await.map(drop)
}
