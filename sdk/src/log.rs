//! Lines in the plugin's own log. At most 50 lines and 8 KiB a call are kept.

use crate::imports::log::{Level, write};

/// For whoever is hunting a fault.
pub fn debug(message: &str) {
    write(Level::Debug, message);
}

/// For whoever wants to know what the plugin did.
pub fn info(message: &str) {
    write(Level::Info, message);
}

/// Something that should be looked at.
pub fn warn(message: &str) {
    write(Level::Warn, message);
}

/// Something that is broken.
pub fn error(message: &str) {
    write(Level::Error, message);
}
