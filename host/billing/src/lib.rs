//! Invoices of customers, what the bank registered for them, and new due dates.
//!
//! Everything here takes the [`Attendance`](balcao_desk::Attendance), and answers for invoices of
//! its person with its company alone.
#![forbid(unsafe_code)]

pub mod bank;
pub mod by_hand;
pub mod charges;
pub mod copies;
pub mod events;
pub mod invoices;
pub mod late_rules;
pub mod links;
mod register_again;
mod reschedule;
pub mod unheard;

pub use register_again::{RegisterAgain, RegisterAgainError};
pub use reschedule::{CANCELLATION, KIND, MAX_DAYS_AHEAD, MAX_REASON, Quote, Reschedule, RuleError};

use balcao_store::id;

id!(InvoiceId, "A month's, or another, claim on a contract.");
id!(ChargeId, "What a bank registered, or is asked to register, for an invoice.");
