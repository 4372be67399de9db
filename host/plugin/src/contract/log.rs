//! `balcao:desk/log`

use crate::bindings::log::{Host, Level as Wit};
use crate::gate::{Access, Function};
use crate::log::Level;
use crate::state::Call;

const WRITE: Function = Function { name: "log.write", access: Access::Log };

impl Host for Call {
    fn write(&mut self, level: Wit, message: String) -> wasmtime::Result<()> {
        self.pass(WRITE, message.len())?;
        let level = match level {
            Wit::Debug => Level::Debug,
            Wit::Info => Level::Info,
            Wit::Warn => Level::Warn,
            Wit::Error => Level::Error,
        };
        self.lines.write(level, &message);
        Ok(())
    }
}
