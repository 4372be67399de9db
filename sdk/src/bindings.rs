//! Generated from `wit/` by `sdk/build/tests/bindings.rs`; not to be edited.
//!
//! A world per export, so that a plugin exports only what it has; all of them share the types of
//! `everything`. The encoder merges the worlds that a plugin uses and drops the imports that its
//! code never calls.

#![allow(unsafe_code, missing_docs, clippy::all)]

pub mod action;
pub mod everything;
pub mod plugin;
pub mod widget;

pub use wit_bindgen::rt;
