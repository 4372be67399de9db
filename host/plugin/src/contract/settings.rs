//! `balcao:desk/settings`

use crate::bindings::settings::Host;
use crate::gate::{Access, Function};
use crate::state::Call;

const GET: Function = Function { name: "settings.get", access: Access::Read };

impl Host for Call {
    fn get(&mut self, key: String) -> wasmtime::Result<Option<String>> {
        self.pass(GET, key.len())?;
        Ok(self.settings.get(&key).cloned())
    }
}
