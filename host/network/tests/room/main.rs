//! Lines from outside, on both databases.

mod fibre;
mod fixture;
mod lines;
mod nas;
mod sessions;
mod unlocks;
