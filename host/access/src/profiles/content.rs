//! All that a version of a profile holds.

use serde::{Deserialize, Serialize};

use super::Rights;
use crate::layout::Problem;
use crate::{Labels, Layout};

/// Name, rights and layout: published together, undone together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What people read.
    pub name: Labels,
    /// What it allows.
    pub rights: Rights,
    /// What its users see, hidden tabs included.
    pub layout: Layout,
}

impl Content {
    pub(crate) fn check(&self) -> Result<(), Problem> {
        self.name.check()?;
        self.layout.check()
    }

    /// The same for another profile: with placements of its own.
    pub(crate) fn copied(mut self) -> Content {
        for placed in self.layout.tabs.iter_mut().flat_map(|tab| &mut tab.placements) {
            placed.id = crate::PlacementId::new();
        }
        self
    }
}
