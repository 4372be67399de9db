//! A provider to try the desk with: companies, users, customers, invoices and requests that look
//! real and are made up. The same wish gives the same data, to the last id.

mod accounts;
pub mod bank;
mod ber;
mod changes;
mod customers;
pub mod equipment;
mod files;
mod invoices;
mod lines;
pub mod mailbox;
pub mod nas;
pub mod olt;
mod people;
mod picture;
mod provider;
mod random;
mod requests;
mod stock;
mod words;

use std::time::{Duration, Instant};

use balcao_access::users::PasswordHash;
use balcao_access::{AccessError, audit, companies};
use balcao_files::{Files, OpenError, ReceiveError};
use balcao_store::{Db, StoreError, Tx};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use customers::{Batch, Customers};

pub use provider::{COMPANIES, USERS};

/// What to make.
#[derive(Debug, Clone)]
pub struct Demo {
    /// How many people.
    pub people: u32,
    /// The day at the provider; everything that has a date lies before or after it.
    pub today: NaiveDate,
    /// The password of every user.
    pub password: String,
}

/// How many people there are unless somebody wants more.
pub const PEOPLE: u32 = 2_000;

/// A customer to try something with, found again by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Has one contract with two tags.
    TwoTags,
    /// Is blocked, with three invoices overdue; the light of the line is weak.
    Blocked,
    /// Has no contract, so no attendance can be started.
    NoContract,
    /// Shares the name with another.
    Homonym,
    /// Is blocked, and broke a promise to pay.
    Promise,
}

impl Figure {
    /// All of them, in the order of the card on Minhas Tarefas.
    pub const ALL: [Figure; 5] =
        [Figure::TwoTags, Figure::Blocked, Figure::Promise, Figure::NoContract, Figure::Homonym];

    /// The name to search for. No other customer of the demonstration bears it.
    pub fn name(self) -> &'static str {
        match self {
            Figure::TwoTags => "Helena Duarte Nogueira",
            Figure::Blocked => "Otávio Brandão Sampaio",
            Figure::NoContract => "Cecília Prado Vasconcelos",
            Figure::Homonym => "João Batista Ramalho",
            Figure::Promise => "Tereza Quintana Lobato",
        }
    }
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// People.
    pub people: u64,
    /// Contracts.
    pub contracts: u64,
    /// Tags.
    pub tags: u64,
    /// Invoices.
    pub invoices: u64,
    /// Charges.
    pub charges: u64,
    /// Requests.
    pub requests: u64,
    /// How long it took.
    pub took: Duration,
}

/// Why nothing, or not all, was made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database has a company already: a demonstration is never mixed with real data.
    #[error("the database is not empty")]
    NotEmpty,
    /// The task that makes the customers was cut off.
    #[error("making the customers: {0}")]
    Stopped(#[from] tokio::task::JoinError),
    /// The provider's own data was refused.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A charge was refused.
    #[error(transparent)]
    Bank(#[from] bank::IssueError),
    /// A file was not taken.
    #[error("a file: {0}")]
    File(#[from] ReceiveError),
    /// A file was not kept.
    #[error(transparent)]
    Keep(#[from] OpenError),
    /// An OLT was refused.
    #[error(transparent)]
    Olt(#[from] balcao_network::OltError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// People that are made and written at once.
const BATCH: usize = 1_000;

/// Makes the demonstration in an empty database, all of it or nothing. `progress` is told how many
/// people are done.
pub async fn create(
    db: &Db,
    files: &Files,
    demo: &Demo,
    progress: impl Fn(u32),
) -> Result<Report, DemoError> {
    let started = Instant::now();
    let hash = PasswordHash::of(&demo.password).await?;
    let mut tx = db.write().await?;
    if !companies::list(&mut tx).await?.is_empty() {
        return Err(DemoError::NotEmpty);
    }
    let eve = evening_before(demo.today);
    let (provider, mut audit_lines) = provider::create(&mut tx, &hash, eve).await?;
    audit_lines.extend(olt::create(&mut tx, provider.companies.map(|(company, _)| company)).await?);
    let mut customers = Customers::new(provider, demo.today, eve);
    // Made beside, while what was made before is written.
    let (made, mut batches) = tokio::sync::mpsc::channel(2);
    let people = demo.people;
    let maker = tokio::task::spawn_blocking(move || {
        for first in (0..people).step_by(BATCH) {
            let batch = customers.make(first..people.min(first.saturating_add(BATCH as u32)));
            if made.blocking_send(batch).is_err() {
                break;
            }
        }
        customers
    });
    let mut report = Report::default();
    while let Some(batch) = batches.recv().await {
        let batch = batch?;
        write(&mut tx, &batch).await?;
        report.add(&batch);
        progress(u32::try_from(report.people).unwrap_or(people));
    }
    let mut customers = maker.await?;
    for shown in std::mem::take(&mut customers.shown) {
        shown.keep(&mut tx, files, &mut customers.ids).await?;
    }
    // The counters go on behind the protocols that were given out.
    for ((company, day), last) in customers.protocols() {
        balcao_desk::protocol::advance(&mut tx, *company, *day, *last).await?;
    }
    audit::commit(tx, audit_lines).await?;
    Ok(Report { took: started.elapsed(), ..report })
}

/// The evening of the day before: nothing in the demonstration was done later, so that nothing lies
/// in the future, whenever that day it is made.
fn evening_before(today: NaiveDate) -> DateTime<Utc> {
    let day = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    day.and_time(NaiveTime::from_hms_opt(21, 0, 0).unwrap_or_default()).and_utc()
}

async fn write(tx: &mut Tx, batch: &Batch) -> Result<(), StoreError> {
    balcao_desk::people::insert_many(tx, &batch.people).await?;
    balcao_desk::contracts::insert_many(tx, &batch.contracts).await?;
    balcao_desk::tags::insert_many(tx, &batch.tags).await?;
    balcao_network::connections::insert_many(tx, &batch.connections).await?;
    balcao_billing::invoices::insert_many(tx, &batch.invoices).await?;
    balcao_billing::charges::insert_many(tx, &batch.charges).await?;
    balcao_desk::requests::insert_many(tx, &batch.requests).await?;
    balcao_desk::reports::insert_many(tx, &batch.reports).await?;
    balcao_desk::events::insert_changes(tx, &batch.changes).await?;
    balcao_stock::loans::insert_many(tx, &batch.loans).await?;
    balcao_stock::consumption::insert_many(tx, &batch.consumption).await?;
    balcao_stock::orders::insert_many(tx, &batch.orders).await?;
    balcao_network::unlocks::insert_many(tx, &batch.unlocks).await
}

impl Report {
    fn add(&mut self, batch: &Batch) {
        self.people += batch.people.len() as u64;
        self.contracts += batch.contracts.len() as u64;
        self.tags += batch.tags.len() as u64;
        self.invoices += batch.invoices.len() as u64;
        self.charges += batch.charges.len() as u64;
        self.requests += batch.requests.len() as u64;
    }
}
