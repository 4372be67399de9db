//! Proving the trail, as a job beside the pages that tells how far it is, and what came of it last.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use balcao_store::{Conn, DateTime, Db, Tx, Utc, Uuid, now, on};
use serde_json::json;

use super::{Act, Bad, Flaw, Line, Verdict, Witness, append, verify_against};
use crate::{AccessError, Actor, UserId};

/// What came of proving the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was through.
    pub ended_at: DateTime<Utc>,
    /// Who wanted it; none: the desk itself, on its schedule, or the operator.
    pub by: Option<UserId>,
    /// What was found.
    pub verdict: Verdict,
    /// When the newest head was signed that it was compared with; none: there was none.
    pub witnessed_at: Option<DateTime<Utc>>,
}

/// A proof on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// When it began.
    pub since: DateTime<Utc>,
    /// How many lines are read.
    pub read: u64,
    /// How many there were when it began.
    pub of: u64,
}

/// Proves the trail. Clones are one: at most one proof runs in a process.
#[derive(Clone)]
pub struct Prover(Arc<Inner>);

struct Inner {
    db: Db,
    heads: Option<PathBuf>,
    /// When the one on its way began, and how many lines there were.
    running: Mutex<Option<(DateTime<Utc>, u64)>>,
    read: AtomicU64,
}

impl Prover {
    /// Compares with the signed heads in this file, if one is named.
    pub fn new(db: Db, heads: Option<PathBuf>) -> Prover {
        Prover(Arc::new(Inner { db, heads, running: Mutex::new(None), read: AtomicU64::new(0) }))
    }

    /// Whether heads are signed.
    pub fn has_witness(&self) -> bool {
        self.0.heads.is_some()
    }

    /// How far the one is that is on its way.
    pub fn running(&self) -> Option<Running> {
        let (since, of) = (*self.lock())?;
        Some(Running { since, read: self.0.read.load(Ordering::Relaxed), of })
    }

    /// Begins one beside the pages, for this user; does nothing while one is on its way.
    pub async fn begin(&self, actor: &Actor) -> Result<(), AccessError> {
        let Some(held) = self.hold().await? else { return Ok(()) };
        let (prover, by) = (self.clone(), actor.clone());
        tokio::spawn(async move {
            if let Err(error) = prover.run(held, Some(&by)).await {
                tracing::error!(%error, "the audit trail could not be proven");
            }
        });
        Ok(())
    }

    /// Proves it now, for nobody; none: one is on its way already.
    pub async fn prove(&self) -> Result<Option<Proof>, AccessError> {
        match self.hold().await? {
            Some(held) => self.run(held, None).await.map(Some),
            None => Ok(None),
        }
    }

    async fn hold(&self) -> Result<Option<Held>, AccessError> {
        let mut conn = self.0.db.read().await?;
        let of: i64 = on!(&mut conn, c => sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) FROM audit_head").fetch_one(c).await)?;
        let mut running = self.lock();
        if running.is_some() {
            return Ok(None);
        }
        self.0.read.store(0, Ordering::Relaxed);
        *running = Some((now(), of.unsigned_abs()));
        Ok(Some(Held(self.clone())))
    }

    async fn run(&self, held: Held, by: Option<&Actor>) -> Result<Proof, AccessError> {
        let started_at = now();
        let db = &self.0.db;
        let witness = match &self.0.heads {
            Some(path) => Witness::read(path, db.keys()).map_err(balcao_store::StoreError::from)?,
            None => Witness::default(),
        };
        let verdict = verify_against(db, &witness, |read| self.0.read.store(read, Ordering::Relaxed)).await?;
        if let Some(bad) = &verdict.first_bad {
            tracing::error!("the audit trail was altered: {bad}");
        }
        let by_user = by.map(|actor| actor.user.id);
        let proof = Proof { started_at, ended_at: now(), by: by_user, verdict, witnessed_at: witness.at };
        let fields = json!({ "lines": proof.verdict.lines, "holds": proof.verdict.first_bad.is_none() });
        let line = Line::new(Act::TrailVerified).fields(fields);
        let line = by.map_or(line.clone(), |actor| line.by(actor));
        let mut tx = db.write().await?;
        keep(&mut tx, &proof).await?;
        match append(&mut tx, vec![line]).await {
            Ok(()) => tx.commit().await?,
            // Where no chain can be appended to, what was found is kept all the same.
            Err(AccessError::AuditTampered) => {
                drop(tx);
                let mut tx = db.write().await?;
                keep(&mut tx, &proof).await?;
                tx.commit().await?;
            }
            Err(error) => return Err(error),
        }
        drop(held);
        Ok(proof)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(DateTime<Utc>, u64)>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// That a proof is on its way, however it ends.
struct Held(Prover);

impl Drop for Held {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

async fn keep(tx: &mut Tx, proof: &Proof) -> Result<(), AccessError> {
    let bad = proof.verdict.first_bad.as_ref();
    on!(tx, c => sqlx::query(
        "INSERT INTO audit_proof (id, started_at, ended_at, by_user, lines, witnessed_at, chain, seq, until, what)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(Uuid::now_v7()).bind(proof.started_at).bind(proof.ended_at).bind(proof.by)
        .bind(i64::try_from(proof.verdict.lines).unwrap_or(i64::MAX)).bind(proof.witnessed_at)
        .bind(bad.map(|bad| bad.chain)).bind(bad.map(|bad| bad.seq)).bind(bad.map(|bad| bad.until))
        .bind(bad.map(|bad| bad.what))
        .execute(c).await.map(drop))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    started_at: DateTime<Utc>,
    ended_at: DateTime<Utc>,
    by_user: Option<UserId>,
    lines: i64,
    witnessed_at: Option<DateTime<Utc>>,
    chain: Option<i32>,
    seq: Option<i64>,
    until: Option<i64>,
    what: Option<Flaw>,
}

/// What came of proving the trail last; none: it never was.
pub async fn last_proof(conn: &mut Conn) -> Result<Option<Proof>, AccessError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT started_at, ended_at, by_user, lines, witnessed_at, chain, seq, until, what
         FROM audit_proof ORDER BY ended_at DESC, id DESC LIMIT 1").fetch_optional(c).await)?;
    Ok(row.map(|row| {
        let bad = match (row.chain, row.seq, row.until, row.what) {
            (Some(chain), Some(seq), Some(until), Some(what)) => Some(Bad { chain, seq, until, what }),
            _ => None,
        };
        Proof {
            started_at: row.started_at,
            ended_at: row.ended_at,
            by: row.by_user,
            verdict: Verdict { lines: row.lines.unsigned_abs(), first_bad: bad },
            witnessed_at: row.witnessed_at,
        }
    }))
}
