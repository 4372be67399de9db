//! A connection to read with, and the transaction without which nothing is written.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite};
use tokio::sync::oneshot;

use crate::db::Shared;
use crate::writer::{Back, End, Told};
use crate::{Keys, StoreError};

/// A connection to one of the two databases. Run statements on it with [`crate::on!`].
pub enum Conn {
    /// One machine, one file. A connection got by `Db::read` refuses to write.
    Sqlite(PoolConnection<Sqlite>),
    /// A server that several hosts share.
    Postgres(PoolConnection<Postgres>),
}

/// Runs the same statement on whichever database it is.
///
/// `on!(conn, c => sqlx::query("…").bind(x).execute(c).await)`, where `conn` is a `&mut Conn` or a
/// `&mut Tx` and `c` becomes a `&mut` of the driver's own connection (use `&mut *c` to run more
/// than one statement in the same body).
#[macro_export]
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {{
        let conn: &mut $crate::Conn = $conn;
        match conn {
            $crate::Conn::Sqlite(c) => {
                let $c = &mut **c;
                $body
            }
            $crate::Conn::Postgres(c) => {
                let $c = &mut **c;
                $body
            }
        }
    }};
}

/// An open transaction: the proof that one may write. Dropped, it is rolled back.
///
/// On SQLite all writers stand in one queue, so hold it briefly: nothing slow (a plugin, the
/// network, a password hash) belongs between [`crate::Db::write`] and [`Tx::commit`], and one task
/// must not ask for a second one while it holds the first.
pub struct Tx {
    /// `None` only once it has ended.
    conn: Option<Conn>,
    /// Where the connection goes back to on SQLite; on PostgreSQL the transaction is its own.
    back: Option<Back>,
    shared: Arc<Shared>,
    /// Whether the outbox was changed, for which its worker is woken after the commit.
    has_outbox: bool,
}

impl Tx {
    /// A transaction within the writer's group.
    pub(crate) fn lent(conn: Conn, back: Back, shared: Arc<Shared>) -> Tx {
        Tx { conn: Some(conn), back: Some(back), shared, has_outbox: false }
    }

    /// A transaction of PostgreSQL. The guard exists before `BEGIN` is sent, so that being
    /// cancelled in between leaves no open transaction in the pool.
    pub(crate) async fn begin(conn: PoolConnection<Postgres>, shared: Arc<Shared>) -> Result<Tx, StoreError> {
        let conn = Some(Conn::Postgres(conn));
        let mut tx = Tx { conn, back: None, shared, has_outbox: false };
        crate::on!(&mut tx, c => sqlx::raw_sql("BEGIN").execute(c).await.map(drop))?;
        Ok(tx)
    }

    /// The keys by which secrets in this database are sealed.
    pub fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    /// Says that the outbox's worker has something to do once this is committed.
    pub(crate) fn has_outbox(&mut self) {
        self.has_outbox = true;
    }

    /// Makes all of it durable. When this returns, what was written survives the loss of power;
    /// when it fails, nothing was done.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        match self.back.take() {
            Some(back) => self.end_in_group(back, End::Commit).await?,
            None => self.commit_alone().await?,
        }
        if self.has_outbox {
            self.shared.outbox.send_replace(());
        }
        Ok(())
    }

    /// Undoes all of it, and returns once what it saw of others can be read by everybody: for an
    /// answer that rests on what somebody else wrote a moment ago.
    pub async fn withdraw(mut self) -> Result<(), StoreError> {
        match self.back.take() {
            Some(back) => self.end_in_group(back, End::Withdraw).await,
            // PostgreSQL shows a transaction only what is committed.
            None => Ok(()),
        }
    }

    async fn end_in_group(&mut self, back: Back, end: fn(Told) -> End) -> Result<(), StoreError> {
        let conn = self.conn.take().ok_or(StoreError::Closed)?;
        let (done, durable) = oneshot::channel();
        back.send((conn, end(done))).map_err(|_| StoreError::Closed)?;
        durable.await.map_err(|_| StoreError::Closed)?.map_err(StoreError::Commit)
    }

    async fn commit_alone(&mut self) -> Result<(), StoreError> {
        // PostgreSQL answers the COMMIT of a transaction in which a statement failed with ROLLBACK
        // and no error. Whoever went on after such an error must not be told that it is done; any
        // statement before it finds out, in the same round trip.
        crate::on!(&mut *self, c => sqlx::raw_sql("SELECT 1; COMMIT").execute(c).await.map(drop))
            .map_err(|error| StoreError::Commit(error.to_string()))?;
        self.conn = None;
        Ok(())
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        match (self.back.take(), conn) {
            // The writer rolls back to the savepoint; it is gone only when the process ends.
            (Some(back), conn) => drop(back.send((conn, End::Rollback))),
            (None, Conn::Postgres(mut conn)) => match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn(async move {
                    if sqlx::raw_sql("ROLLBACK").execute(&mut *conn).await.is_err() {
                        conn.close_on_drop();
                    }
                })),
                Err(_) => conn.close_on_drop(),
            },
            (None, Conn::Sqlite(_)) => {}
        }
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn.as_ref().expect("a transaction has its connection until it ends")
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn.as_mut().expect("a transaction has its connection until it ends")
    }
}
