//! Only what this desk sealed is loaded.

use balcao_cwasm::{OpenError, open, seal};
use wasmtime::{Config, Engine};

const KEY: [u8; 32] = [7; 32];
/// Bytes of the MAC that stands before the code.
const MAC: usize = 32;

/// An engine; those with the same `epochs` fit each other's code.
fn engine(epochs: bool) -> Engine {
    let mut config = Config::new();
    // wasmtime's GC is compiled in without a collector.
    config.gc_support(false).epoch_interruption(epochs);
    Engine::new(&config).unwrap()
}

fn sealed(engine: &Engine) -> Vec<u8> {
    let wasm = wat::parse_str("(component)").unwrap();
    seal(&KEY, "one", &engine.precompile_component(&wasm).unwrap())
}

#[test]
fn what_was_sealed_opens() {
    let engine = engine(false);
    assert!(open(&engine, &KEY, "one", &sealed(&engine)).is_ok());
}

#[test]
fn a_changed_byte_another_name_another_key_and_a_stump_are_refused() {
    let engine = engine(false);
    let good = sealed(&engine);
    for at in [0, MAC - 1, MAC, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(matches!(open(&engine, &KEY, "one", &bad), Err(OpenError::NotOurs)));
    }
    assert!(matches!(open(&engine, &KEY, "two", &good), Err(OpenError::NotOurs)));
    assert!(matches!(open(&engine, &[8; 32], "one", &good), Err(OpenError::NotOurs)));
    for len in [0, 1, MAC - 1, MAC, good.len() - 1] {
        assert!(matches!(open(&engine, &KEY, "one", &good[..len]), Err(OpenError::NotOurs)));
    }
}

#[test]
fn code_for_another_engine_is_refused() {
    let made_for_other = sealed(&engine(true));
    let answer = open(&engine(false), &KEY, "one", &made_for_other);
    assert!(matches!(answer, Err(OpenError::Unfit(_))));
}
