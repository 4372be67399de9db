//! What the system's tests share: the shipped binary on a database of its own, and a real Chromium.
#![forbid(unsafe_code)]

mod agent;
mod browser;
pub mod canary;
mod desk;
mod dump;
mod page;

pub use agent::Agent;
pub use browser::{Browser, Tab};
pub use desk::{Desk, Prepared, Ran, binary, component, hostile, plugins};
pub use dump::difference;
pub use page::{Form, Page};
