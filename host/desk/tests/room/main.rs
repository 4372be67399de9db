//! The desk from outside, on both databases.

mod day;
mod fixture;
mod history;
mod identity;
mod isolation;
mod search;
mod serving;
mod supervision;
