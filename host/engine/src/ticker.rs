//! The clock that makes running guests look up.

use crate::limits::TICK;
use std::io;
use std::thread;

/// Starts the ticker of an engine; it ends with it.
///
/// It is a thread of the system, for a runaway guest may hold every worker of tokio. Its ticks are
/// not counted, they only make a guest look at its own CPU clock: a ticker that was starved and
/// comes late has nothing to catch up.
pub(crate) fn start(engine: &wasmtime::Engine) -> io::Result<()> {
    let engine = engine.weak();
    thread::Builder::new().name("balcao-ticker".into()).spawn(move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    })?;
    Ok(())
}
