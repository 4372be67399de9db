//! What the system's tests share: the shipped binary on a database of its own, and a real Chromium.
#![forbid(unsafe_code)]

mod browser;
mod desk;

pub use browser::{Browser, Tab};
pub use desk::{Desk, Ran, binary, plugins};
