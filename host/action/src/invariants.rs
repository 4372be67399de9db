//! What must hold of a run after any crash: its action is not done, or done once, and every table
//! that it touches agrees. For the tests of this room and of the whole desk.

use balcao_access::{AccessError, audit};
use balcao_store::{Conn, Db, Keys, StoreError, Uuid, on};

use crate::error::RunError;
use crate::run::{Run, RunId, State};

/// How a run was found, with all its traces in agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing of it was done.
    NotDone,
    /// All of it was done, once.
    DoneOnce,
}

/// What a run left behind, counted in the tables of the rooms that own it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traces {
    /// Where the run stands.
    pub state: State,
    /// How many effects its receipt names; none without a receipt.
    pub effects: Option<usize>,
    /// New due dates that were given in its request.
    pub reschedules: i64,
    /// Invoices whose due date is the one that was given last.
    pub moved: i64,
    /// Reports that it wrote.
    pub reports: i64,
    /// Entries of the outbox that it put in.
    pub outbox: i64,
    /// Lines of the audit trail that say it was finished.
    pub audit: usize,
    /// Whether the whole audit trail holds.
    pub trail_holds: bool,
}

/// What was found wrong, or what kept us from looking.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The tables contradict each other.
    #[error("neither not done nor done once: {0:?}")]
    Half(Box<Traces>),
    /// The run is gone.
    #[error("no such run")]
    Gone,
    /// It could not be read.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The audit trail could not be read.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Looks for everything that a run can leave behind. It counts the new due dates of the whole
/// request, so a test gives each run a request of its own.
pub async fn traces(db: &Db, id: RunId) -> Result<Traces, Broken> {
    let mut conn = db.read().await?;
    let run = Run::load(&mut conn, db.keys(), id).await?.ok_or(Broken::Gone)?;
    let mut counts = Vec::new();
    for (sql, of) in [
        ("SELECT count(*) FROM reschedule WHERE request = $1", run.request.0),
        (
            "SELECT count(*) FROM invoice i WHERE i.due = (SELECT s.new_due FROM reschedule s
                 WHERE s.invoice = i.id AND s.request = $1 ORDER BY s.at DESC LIMIT 1)",
            run.request.0,
        ),
        ("SELECT count(*) FROM report WHERE run = $1", id.0),
        ("SELECT count(*) FROM outbox WHERE run = $1", id.0),
    ] {
        let count: i64 = on!(&mut conn, c => sqlx::query_scalar(sql).bind(of).fetch_one(c).await)
            .map_err(StoreError::from)?;
        counts.push(count);
    }
    let audit = finished_lines(&mut conn, db.keys(), run.request.0, id).await?;
    drop(conn);
    Ok(Traces {
        state: run.state,
        effects: run.kept.map(|kept| kept.effects.len()),
        reschedules: counts[0],
        moved: counts[1],
        reports: counts[2],
        outbox: counts[3],
        audit,
        trail_holds: audit::verify(db).await?.first_bad.is_none(),
    })
}

async fn finished_lines(
    conn: &mut Conn,
    keys: &Keys,
    request: Uuid,
    run: RunId,
) -> Result<usize, AccessError> {
    let lines = audit::of_request(conn, keys, request).await?;
    let run = run.to_string();
    Ok(lines
        .iter()
        .filter(|written| written.line.act == audit::Act::ActionFinished)
        .filter(|written| written.line.fields["run"].as_str() == Some(&run))
        .count())
}

/// Whether the action of a run is not done at all, or done once. The action must be one whose every
/// effect is a new due date, each with one entry of the outbox; one without effects fits as well.
pub async fn not_done_or_once(db: &Db, run: RunId) -> Result<Found, Broken> {
    let traces = traces(db, run).await?;
    let (found, effects, once) = match (traces.state.is_committed(), traces.effects) {
        (false, None) => (Found::NotDone, 0, 0),
        (true, Some(effects)) => (Found::DoneOnce, effects as i64, 1),
        _ => return Err(Broken::Half(Box::new(traces))),
    };
    let agreed = traces.reschedules == effects
        && traces.moved == effects
        && traces.outbox == effects
        && traces.reports == once
        && traces.audit as i64 == once
        && traces.trail_holds;
    if agreed { Ok(found) } else { Err(Broken::Half(Box::new(traces))) }
}
