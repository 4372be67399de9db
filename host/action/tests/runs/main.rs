//! Runs of the real billing plugin, on both databases.

mod asking;
mod committing;
mod deciding;
mod inputs;
mod support;
