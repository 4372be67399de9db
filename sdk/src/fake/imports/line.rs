//! The line of the tag being served.

use super::on;
use crate::Failure;
pub use crate::bindings::everything::balcao::connection::line::{Connection, Session, State};

/// None where the tag has no connection.
pub fn served() -> Result<Option<Connection>, Failure> {
    on(|s| {
        s.desk.granted("connection/line")?;
        s.desk.line.clone()
    })
}
