//! What the system's tests share: the shipped binary on a database of its own, and a real Chromium.
#![forbid(unsafe_code)]

mod browser;
mod desk;
mod dump;

pub use browser::{Browser, Tab};
pub use desk::{Desk, Prepared, Ran, binary, hostile, plugins};
pub use dump::difference;
