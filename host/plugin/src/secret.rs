//! Secrets of the desk that a plugin draws by handle.

use balcao_desk::RequestId;
use balcao_network::ConnectionId;
use balcao_store::Keys;

use crate::handle::{Real, Sealer};

/// What stands behind the handle of a [`Value::Secret`](crate::canvas::Value::Secret). Whoever shows
/// it asks for the right, and writes it down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The password of a line.
    Password(ConnectionId),
}

impl Secret {
    /// What a handle of this request stands for; none: it is another request's, or was touched.
    pub fn open(keys: &Keys, request: RequestId, handle: &str) -> Option<Secret> {
        match Sealer::new(keys.clone(), request).open(handle) {
            Some(Real::Password(id)) => Some(Secret::Password(id)),
            _ => None,
        }
    }
}
