//! The desk from outside, on both databases.

mod fixture;
mod isolation;
mod search;
mod serving;
