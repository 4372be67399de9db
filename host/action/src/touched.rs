//! Telling open pages what to draw again.

use balcao_desk::RequestId;
use balcao_plugins::{Effect, Permission, Plugins};

/// Something was done for a request, so what its pages show of it may be old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The request.
    pub request: RequestId,
    /// What to draw again.
    pub what: What,
}

/// What is to be drawn again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// These widgets, by plugin and name.
    Widgets(Vec<(String, String)>),
    /// Every widget.
    All,
}

impl What {
    /// The widgets that a finished action touched: by its effects, and by its report to the
    /// request.
    pub(crate) fn of(plugins: &Plugins, effects: &[Effect]) -> What {
        let changed = effects.iter().flat_map(|effect| effect.touches().iter().copied());
        let changed: Vec<Permission> = changed.chain([Permission::Request, Permission::Timeline]).collect();
        What::Widgets(plugins.reading(&changed))
    }
}
