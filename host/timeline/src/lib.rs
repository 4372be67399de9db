//! The timeline of the customer being served: what all rooms know happened with them, from the sale
//! on, in one order.
//!
//! It is a crate of its own because it stands over several rooms, none of which may know another.
//! Each room answers one page of each of its kinds of event, by an index (`events.rs` in that room);
//! here they are merged. A page costs as many such reads as there are [`Source`]s, however long the
//! past is. A room that comes later adds a source, and nothing else changes.
#![forbid(unsafe_code)]

mod cursor;
mod source;

pub use cursor::{BadCursor, Cursor};
pub use source::Source;

use balcao_billing::events as billing;
use balcao_desk::{Attendance, events as desk};
use balcao_store::{Conn, StoreError, text_enum};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use cursor::Key;

/// Events on a page: what fills a screen, and not the card's whole day.
pub const PAGE: usize = 20;

text_enum! {
    /// What an event is about: what a user filters by.
    pub enum Kind {
        /// Contracts and their changes.
        Contract = "contract",
        /// Requests, with their protocols.
        Request = "request",
        /// What the customer was told.
        Report = "report",
        /// Invoices that were issued.
        Invoice = "invoice",
        /// Payments.
        Payment = "payment",
        /// New due dates.
        Reschedule = "reschedule",
    }
}

/// What happened, as its room says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A contract was entered.
    Included(desk::Included),
    /// A contract changed.
    Changed(desk::Changed),
    /// A request was opened.
    Opened(desk::Opened),
    /// A request was closed or cancelled.
    Ended(desk::Ended),
    /// The customer was told something.
    Told(desk::Told),
    /// An invoice was issued.
    Issued(billing::Issued),
    /// An invoice was paid.
    Paid(billing::Paid),
    /// An invoice got a new due date.
    Rescheduled(billing::Rescheduled),
}

/// Something that happened with the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When; where only the day is known, the moment at which it began.
    pub at: DateTime<Utc>,
    /// The day, where the provider is.
    pub on: NaiveDate,
    /// What it is about.
    pub kind: Kind,
    /// The number of its contract.
    pub contract: Option<String>,
    /// The code of its tag.
    pub tag: Option<String>,
    /// What happened.
    pub what: What,
}

/// Some events, and where to go on.
#[derive(Debug, Clone)]
pub struct Page {
    /// The newest first, [`PAGE`] at most.
    pub events: Vec<Event>,
    /// What the next page is asked for with; none: there are no more.
    pub cursor: Option<Cursor>,
}

/// Events of these kinds, of all where none is named, the newest first. `after` is a page's cursor: an
/// event that happens meanwhile comes before it, so no page repeats or leaves out any.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    zone: Tz,
    kinds: &[Kind],
    after: Option<Cursor>,
) -> Result<Page, StoreError> {
    let mut read: Vec<(Key, Event)> = Vec::new();
    for source in Source::ALL.iter().filter(|source| kinds.is_empty() || kinds.contains(&source.kind())) {
        // One more than a page holds tells whether there is another page.
        read.extend(source.read(conn, attendance, zone, after, PAGE as i64 + 1).await?);
    }
    read.sort_unstable_by_key(|(key, _)| *key);
    let more = read.len() > PAGE;
    read.truncate(PAGE);
    let cursor = read.last().filter(|_| more).map(|(key, _)| key.cursor());
    Ok(Page { events: read.into_iter().map(|(_, event)| event).collect(), cursor })
}
