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

    /// Takes over the ids of what stands in the same tabs already, so that only what differs is told.
    pub(super) fn adopt(&mut self, before: &Content) {
        for tab in &mut self.layout.tabs {
            let Some(was) = before.layout.tab(&tab.key) else { continue };
            for placed in &mut tab.placements {
                let same = was
                    .placements
                    .iter()
                    .find(|other| other.is_of(placed.kind, &placed.plugin, &placed.name));
                if let Some(same) = same {
                    placed.id = same.id;
                }
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        for placed in self.layout.tabs.iter_mut().flat_map(|tab| &mut tab.placements) {
            if !seen.insert(placed.id) {
                placed.id = crate::PlacementId::new();
                seen.insert(placed.id);
            }
        }
    }

    /// The same for another profile: with placements of its own.
    pub(crate) fn copied(mut self) -> Content {
        for placed in self.layout.tabs.iter_mut().flat_map(|tab| &mut tab.placements) {
            placed.id = crate::PlacementId::new();
        }
        self
    }
}
