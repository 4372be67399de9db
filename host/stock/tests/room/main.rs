//! Stock from outside, on both databases.

mod fixture;
mod lists;
