//! Serving a customer: people, contracts, tags, requests and their reports.
//!
//! [`search`] finds a person, [`starting`] opens a request for them, and [`Attendance`] is the
//! proof that a user may see that customer: every read of a customer takes it, and filters by the
//! person *and* the company that it names. [`closing`] ends the request, [`handling`] is what else can
//! be done with it at any time, and [`deadline`] says when it has to be solved.
#![forbid(unsafe_code)]

pub mod attendance;
pub mod bulk;
pub mod closing;
pub mod contracts;
pub mod deadline;
pub mod drafts;
pub mod erasure;
pub mod events;
pub mod handling;
pub mod history;
pub mod identity;
pub mod inputs;
pub mod modules;
pub mod people;
pub mod personal;
pub mod protocol;
pub mod queue;
pub mod reports;
pub mod requests;
pub mod search;
pub mod staff;
pub mod starting;
pub mod strip;
pub mod supervision;
pub mod tables;
pub mod tags;
pub mod trail;
mod words;

pub use attendance::{Attendance, Refused};
pub use protocol::Protocol;
pub use words::sort_name;

use balcao_store::id;
use chrono::{DateTime, Utc};

id!(PersonId, "A person or company that is, was or may become a customer.");
id!(ContractId, "A contract between a person and one company of the provider.");
id!(TagId, "One service of a contract at one address.");
id!(RequestId, "A demand of a customer, opened until it is solved.");
id!(ReportId, "An entry in a request.");
id!(InputId, "What an agent gave to a field that no plugin may read.");

/// Where a row comes from, for it may be an ERP's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The system's name; [`Origin::OWN`] for what was typed here.
    pub source: String,
    /// What that system calls the row.
    pub external_id: Option<String>,
    /// When the row was read from it, or typed.
    pub as_of: DateTime<Utc>,
}

impl Origin {
    /// The source of what was typed at the desk itself.
    pub const OWN: &'static str = "own";

    /// Typed here, at this moment.
    pub fn own(now: DateTime<Utc>) -> Self {
        Self { source: Self::OWN.into(), external_id: None, as_of: now }
    }
}

/// Where somebody lives, or where a service is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Street, number, complement and district, as on an envelope.
    pub street: String,
    /// The town.
    pub city: String,
    /// The federative unit's two letters.
    pub state: String,
}
