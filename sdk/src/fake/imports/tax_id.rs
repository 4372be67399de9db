//! The taxpayer number of the person being served.

use super::on;
use crate::Failure;

/// A handle for `canvas.value.protected`; none where the desk knows none.
pub fn get() -> Result<Option<String>, Failure> {
    on(|s| {
        s.desk.granted("people/tax-id")?;
        Ok(s.desk.name.as_ref().map(|_| "tax-id".into()))
    })
}
