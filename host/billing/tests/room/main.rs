//! Billing from outside, on both databases.

mod fixture;
mod invoices;
mod reschedule;
mod slips;
