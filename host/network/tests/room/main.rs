//! Lines from outside, on both databases.

mod fixture;
mod lines;
mod nas;
mod sessions;
mod unlocks;
