//! The commands, a file each.

pub mod audit;
pub mod bank;
pub mod check;
pub mod company;
pub mod demo;
pub mod init;
pub mod logo;
pub mod mail;
pub mod nas;
pub mod olt;
pub mod outage;
pub mod plugin;
pub mod profile;
mod secret;
pub mod serve;
pub mod user;
