//! The pages as a browser without scripts sees them, through the whole router.
#![allow(clippy::unwrap_used, reason = "a test that can't be set up has failed")]

mod actions;
mod attendance;
mod audit;
mod day;
mod files;
mod handling;
mod matrix;
mod outages;
mod outside;
mod plugins;
mod profiles;
mod provider;
mod safety;
mod search;
mod sign_in;
mod slip;
mod support;
mod tables;
