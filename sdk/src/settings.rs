//! What the administrator set for this widget or action, or its initial value. A plugin only reads
//! what it declared, so a setting that is missing or misspelt is a fault of the plugin or the host.

use crate::{Failure, Reason, Result};

pub use crate::imports::settings::get;

/// A whole number, or an amount in centavos.
pub fn integer(key: &str) -> Result<i64> {
    parsed(key)
}

/// `true` or `false`.
pub fn toggle(key: &str) -> Result<bool> {
    parsed(key)
}

fn parsed<T: std::str::FromStr>(key: &str) -> Result<T> {
    get(key).and_then(|value| value.parse().ok()).ok_or_else(|| {
        Failure::new(
            Reason::Other,
            say!(
                pt: "A configuração “{key}” não pode ser lida.",
                en: "The setting “{key}” can't be read.",
                es: "La configuración “{key}” no se puede leer.",
            ),
        )
    })
}
