//! The desk as people use it: the shipped binary in a real Chromium. A file per subject.
#![forbid(unsafe_code)]

mod actions;
mod audit;
mod canary;
mod connection;
mod customer;
mod day;
mod ending;
mod files;
mod forged;
mod hostile;
mod input;
mod keyboard;
mod live;
mod long_day;
mod pages;
mod plugins;
mod profiles;
mod provider;
mod rows;
mod screen;
mod search;
mod serving;
mod session;
mod slips;
mod starting;
mod tables;
mod ways;
