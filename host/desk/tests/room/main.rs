//! The desk from outside, on both databases.

mod day;
mod ending;
mod fixture;
mod handling;
mod history;
mod identity;
mod isolation;
mod search;
mod serving;
mod supervision;
mod tables;
