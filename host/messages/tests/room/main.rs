//! Messages from outside, on both databases.

mod email;
mod fixture;
mod settings;
