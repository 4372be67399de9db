//! What goes on beside the pages while the desk is served.

use std::fmt::Display;
use std::future::Future;
use std::path::Path;
use std::time::Duration;

use balcao_access::audit::{self, Prover};
use balcao_action::Actions;
use balcao_files::Files;
use balcao_plugins::Plugins;
use balcao_store::{Db, now, outbox};
use balcao_web::{Job, Jobs};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// How often what nobody claimed, or nobody answered, is seen to.
const OFTEN: Duration = Duration::from_secs(60);
/// How often the heads of the audit trail are signed: what was written since the last time is what
/// somebody could take back unseen.
const SIGNED: Duration = Duration::from_secs(5 * 60);
/// How often the file store is looked through, and how long after the start for the first time.
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);
const DAILY_FIRST: Duration = Duration::from_secs(10 * 60);

/// Begins all of it. It ends with the set.
pub fn begin(
    db: &Db,
    plugins: &Plugins,
    actions: &Actions,
    files: &Files,
    deliveries: outbox::Deliveries,
    audit_heads: &Path,
    ran: &Jobs,
) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    let following = plugins.clone();
    jobs.spawn(async move { following.follow().await });
    // Carries out what is in the outbox, and tells open pages what became of it.
    let actions = actions.clone();
    let worker = outbox::Worker::new(db.clone(), deliveries).watch(move |entry| actions.entry_moved(entry));
    jobs.spawn(worker.run());
    // Uploads that nobody claimed, and the bytes of what was deleted.
    let (store, rows) = (files.clone(), db.clone());
    jobs.spawn(every(Duration::ZERO, OFTEN, (ran.clone(), Job::Sweep), move || {
        let (files, db) = (store.clone(), rows.clone());
        async move { files.sweep(&db, now()).await }
    }));
    let (store, rows) = (files.clone(), db.clone());
    jobs.spawn(every(DAILY_FIRST, DAILY, (ran.clone(), Job::Collect), move || {
        let (files, db) = (store.clone(), rows.clone());
        async move {
            let collected = files.collect(&db, now()).await;
            collected.map(|removed| tracing::info!(removed, "objects that no row names"))
        }
    }));
    // Charges whose bank was asked in vain.
    let rows = db.clone();
    jobs.spawn(every(Duration::ZERO, OFTEN, (ran.clone(), Job::Unheard), move || {
        let db = rows.clone();
        async move { balcao_billing::unheard::end(&db, now()).await.map(drop) }
    }));
    // The heads of the audit trail, and whether it holds.
    let (rows, path) = (db.clone(), audit_heads.to_owned());
    jobs.spawn(every(Duration::ZERO, SIGNED, (ran.clone(), Job::Heads), move || {
        let (db, path) = (rows.clone(), path.clone());
        async move { audit::witness::append(&db, &path).await.map(drop) }
    }));
    let prover = Prover::new(db.clone(), Some(audit_heads.to_owned()));
    jobs.spawn(every(DAILY_FIRST, DAILY, (ran.clone(), Job::Proof), move || {
        let prover = prover.clone();
        async move { prover.prove().await.map(drop) }
    }));
    jobs
}

/// Does a job again and again; what it fails of is logged, and it is done again at its time.
async fn every<F, E>(first: Duration, period: Duration, (ran, which): (Jobs, Job), job: impl Fn() -> F + Send)
where
    F: Future<Output = Result<(), E>> + Send,
    E: Display,
{
    let mut ticks = interval_at(Instant::now() + first, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let done = job().await;
        ran.ended(which, done.is_err());
        if let Err(error) = done {
            tracing::warn!(%error, job = ?which, "a background job failed");
        }
    }
}
