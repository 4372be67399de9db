//! The timeline from outside, on both databases.

mod fixture;
mod pages;
