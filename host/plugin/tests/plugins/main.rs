//! Real components, honest and hostile, on both databases: from their bytes to what a page shows
//! and an action does.

mod actions;
mod catalog;
mod drawing;
mod hostile;
mod packages;
mod versions;
mod world;
