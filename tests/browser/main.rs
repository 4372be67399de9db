//! The desk as people use it: the shipped binary in a real Chromium. A file per subject.
#![forbid(unsafe_code)]

mod actions;
mod customer;
mod day;
mod forged;
mod hostile;
mod serving;
mod session;
mod ways;
