//! Compiled components (`.cwasm`), sealed with a MAC.
//!
//! A `.cwasm` is native code: whoever can write one runs what he likes in our process. So this is
//! the only crate with `unsafe`, and the only way to it is a MAC made with a key of ours over the
//! bytes *and* the name they were kept under, so that one component's code cannot be put in the
//! place of another's.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use wasmtime::Engine;
use wasmtime::component::Component;

/// Length of the MAC that stands before the code.
const MAC: usize = 32;

/// Why sealed code was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Too short, changed since it was sealed, kept under another name, or sealed with another key.
    #[error("the compiled component is not one that this desk sealed")]
    NotOurs,
    /// Sealed by us, but for an engine of another version or with other settings.
    #[error("the compiled component does not fit this engine")]
    Unfit(#[source] wasmtime::Error),
}

/// Puts a MAC before `code`, the output of our own compiler, to be kept under `name`.
#[must_use]
pub fn seal(key: &[u8; 32], name: &str, code: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(MAC + code.len());
    sealed.extend_from_slice(&mac(key, name, code).finalize().into_bytes());
    sealed.extend_from_slice(code);
    sealed
}

/// Loads what [`seal`] sealed with the same key and name.
///
/// # Errors
/// [`OpenError::NotOurs`] when the MAC does not fit, [`OpenError::Unfit`] when the code was made
/// for another engine.
pub fn open(engine: &Engine, key: &[u8; 32], name: &str, sealed: &[u8]) -> Result<Component, OpenError> {
    let (tag, code) = sealed.split_at_checked(MAC).ok_or(OpenError::NotOurs)?;
    mac(key, name, code).verify_slice(tag).map_err(|_| OpenError::NotOurs)?;
    // SAFETY: `deserialize` asks for bytes that `Engine::precompile_component` made and nobody
    // changed since. Only `seal` makes a MAC that verifies here, its key never leaves the process,
    // and its one caller seals the output of our compiling child. wasmtime itself checks that the
    // code was made for an engine of this version and these settings.
    #[allow(unsafe_code)]
    unsafe { Component::deserialize(engine, code) }.map_err(OpenError::Unfit)
}

fn mac(key: &[u8; 32], name: &str, code: &[u8]) -> Hmac<Sha256> {
    // HMAC fills a short key up with zeros to a block of the hash; done here, `new` cannot fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    // The length first, or a name's end could be taken for the code's beginning.
    mac.update(&(name.len() as u64).to_le_bytes());
    mac.update(name.as_bytes());
    mac.update(code);
    mac
}
