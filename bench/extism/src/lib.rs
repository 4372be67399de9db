//! The billing history as a plugin of Extism: JSON in, JSON out.

#![allow(missing_docs, reason = "the macro makes a function without one")]
#![allow(unsafe_code, reason = "of the macro")]

use extism_pdk::{FnResult, plugin_fn};

#[plugin_fn]
pub fn history(desk: Vec<u8>) -> FnResult<Vec<u8>> {
    Ok(balcao_bench_peer::history(&desk)?)
}
