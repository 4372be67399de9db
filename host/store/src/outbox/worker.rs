//! Carrying entries out.

use std::collections::BTreeMap;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::task::JoinSet;

use super::claim::{self, Settlement};
use super::{Entry, State};
use crate::{Db, StoreError, Tx, Uuid};

/// How long one attempt may take. Past it nobody has answered.
const ATTEMPT: Duration = Duration::from_secs(60);
/// How long an entry is leased: an attempt, and time to write down what it gave.
const LEASE: Duration = Duration::from_secs(90);
/// How often to look without being woken: for times that come, and for other processes.
const POLL: Duration = Duration::from_secs(1);
/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

type Future<'a, T> = Pin<Box<dyn std::future::Future<Output = T> + Send + 'a>>;

/// What is written with the outcome, in the same transaction.
pub type Settle =
    Box<dyn for<'a> FnOnce(&'a mut Tx) -> Future<'a, Result<(), Box<dyn Error + Send + Sync>>> + Send>;

type Deliver = Arc<dyn Fn(Entry) -> Future<'static, Outcome> + Send + Sync>;
type Watch = Arc<dyn Fn(&Entry) + Send + Sync>;

/// What an attempt gave. Its text is what people read; it names no secret and no personal value.
pub struct Outcome {
    state: State,
    answer: String,
    settle: Option<Settle>,
}

impl Outcome {
    /// It happened.
    pub fn done(answer: impl Into<String>) -> Outcome {
        Outcome { state: State::Done, answer: answer.into(), settle: None }
    }

    /// The other side said no, for good.
    pub fn refused(answer: impl Into<String>) -> Outcome {
        Outcome { state: State::Refused, answer: answer.into(), settle: None }
    }

    /// This attempt surely did nothing, and another may (nobody listens, come back later). Of an
    /// entry that an earlier attempt left unknown, it stays unknown.
    pub fn retry(answer: impl Into<String>) -> Outcome {
        Outcome { state: State::Waiting, answer: answer.into(), settle: None }
    }

    /// It was sent, and nobody answered.
    pub fn unknown(answer: impl Into<String>) -> Outcome {
        Outcome { state: State::Unknown, answer: answer.into(), settle: None }
    }

    /// Writes something of a room's own in the transaction in which this is written down, and only
    /// if the lease still holds. When it fails, the entry is tried again.
    pub fn settling(
        mut self,
        settle: impl for<'a> FnOnce(&'a mut Tx) -> Future<'a, Result<(), Box<dyn Error + Send + Sync>>>
        + Send
        + 'static,
    ) -> Outcome {
        self.settle = Some(Box::new(settle));
        self
    }
}

/// Who carries out which kind. A kind without a delivery waits.
#[derive(Default)]
pub struct Deliveries(BTreeMap<String, Deliver>);

impl Deliveries {
    /// None yet.
    pub fn new() -> Deliveries {
        Deliveries::default()
    }

    /// Carries out entries of a kind. It may be called again with the same key.
    pub fn on<F>(mut self, kind: &str, deliver: impl Fn(Entry) -> F + Send + Sync + 'static) -> Self
    where
        F: std::future::Future<Output = Outcome> + Send + 'static,
    {
        self.0.insert(kind.to_owned(), Arc::new(move |entry| Box::pin(deliver(entry))));
        self
    }

    /// The kinds that are carried out; entries of any other wait.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Carries out what is in the outbox, kind by kind.
pub struct Worker {
    db: Db,
    deliveries: Deliveries,
    watch: Watch,
    owner: String,
}

impl Worker {
    /// A worker with those deliveries.
    pub fn new(db: Db, deliveries: Deliveries) -> Worker {
        let owner = Uuid::new_v4().to_string();
        Worker { db, deliveries, watch: Arc::new(|_| {}), owner }
    }

    /// Tells somebody of every entry whose state has changed, after that is committed.
    pub fn watch(mut self, watch: impl Fn(&Entry) + Send + Sync + 'static) -> Worker {
        self.watch = Arc::new(watch);
        self
    }

    /// Works until the task is aborted; what was leased then is taken up when its lease runs out.
    /// Each kind has a loop of its own, so that one that gets no answer holds up no other.
    pub async fn run(self) {
        let worker = Arc::new(self);
        let mut loops = JoinSet::new();
        for kind in worker.deliveries.0.keys().cloned() {
            loops.spawn(worker.clone().run_kind(kind));
        }
        loops.join_all().await;
    }

    async fn run_kind(self: Arc<Self>, kind: String) {
        let mut more = self.db.outbox();
        loop {
            match self.round_of(&kind, crate::now()).await {
                Ok(0) => drop(tokio::time::timeout(POLL, more.changed()).await),
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, kind, "the outbox could not be worked on");
                    tokio::time::sleep(POLL).await;
                }
            }
        }
    }

    /// Tries once everything that is due at that time, and says how many were.
    pub async fn round(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let mut tried = 0;
        for kind in self.deliveries.0.keys() {
            tried += self.round_of(kind, now).await?;
        }
        Ok(tried)
    }

    /// The entries of one claim are tried side by side.
    async fn round_of(&self, kind: &str, now: DateTime<Utc>) -> Result<usize, StoreError> {
        for ended in claim::end_hopeless(&self.db, kind, now).await? {
            (self.watch)(&ended);
        }
        let mut attempts = JoinSet::new();
        for entry in claim::claim(&self.db, kind, &self.owner, LEASE, now).await? {
            (self.watch)(&entry);
            let deliver = self.deliveries.0[kind].clone();
            attempts.spawn(attempt(self.db.clone(), deliver, self.watch.clone(), entry, now));
        }
        let tried = attempts.len();
        while attempts.join_next().await.is_some() {}
        Ok(tried)
    }
}

async fn attempt(db: Db, deliver: Deliver, watch: Watch, entry: Entry, claimed: DateTime<Utc>) {
    let begun = Instant::now();
    // A task of its own, so that a delivery that panics is one that gave no answer; in a set, so
    // that it ends with its worker.
    let mut task = JoinSet::new();
    let given = entry.clone();
    task.spawn(async move { tokio::time::timeout(ATTEMPT, deliver(given)).await });
    let outcome = match task.join_next().await {
        Some(Ok(Ok(outcome))) => outcome,
        Some(Ok(Err(_))) => Outcome::unknown("no answer in time"),
        Some(Err(_)) | None => Outcome::unknown("the delivery was cut off"),
    };
    match settle(&db, &entry, outcome, claimed + begun.elapsed()).await {
        Ok(Some(entry)) => watch(&entry),
        Ok(None) => tracing::warn!(key = entry.key, "settled by another worker since"),
        // The lease runs out, and the entry is tried again with the same key.
        Err(error) => tracing::error!(%error, key = entry.key, "an outcome could not be written"),
    }
}

/// Writes an outcome down, with what goes with it, if the lease still holds.
async fn settle(
    db: &Db,
    leased: &Entry,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<Option<Entry>, Box<dyn Error + Send + Sync>> {
    let mut tx = db.write().await?;
    let to = whereto(leased, outcome.state, outcome.answer, now);
    let Some(entry) = claim::settle(&mut tx, leased, &to).await? else { return Ok(None) };
    if let Some(settle) = outcome.settle {
        settle(&mut tx).await?;
    }
    // Whoever waits for this one may be due now.
    tx.has_outbox();
    tx.commit().await?;
    Ok(Some(entry))
}

/// The rule of what follows an attempt: an end, or another attempt after a wait that doubles,
/// unless the entry's time would be over by then.
fn whereto(leased: &Entry, state: State, answer: String, now: DateTime<Utc>) -> Settlement {
    let over = |state| Settlement { state, answer: answer.clone(), due_at: now, ended_at: Some(now) };
    let due_at = now + wait(leased.attempts);
    // That this attempt did nothing says nothing of one that gave no answer before.
    let state = if state == State::Waiting && leased.unsure { State::Unknown } else { state };
    match state {
        State::Done | State::Refused | State::GaveUp => over(state),
        State::Waiting | State::Leased if due_at >= leased.give_up_at => over(State::GaveUp),
        State::Unknown if due_at >= leased.give_up_at => over(State::Unknown),
        State::Waiting | State::Leased | State::Unknown => {
            Settlement { state, answer, due_at, ended_at: None }
        }
    }
}

fn wait(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 16)).unwrap_or(1) - 1;
    Duration::from_secs(1 << doublings).min(LONGEST_WAIT)
}
