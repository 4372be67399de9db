//! Lines from outside, on both databases.

mod fixture;
mod lines;
mod unlocks;
