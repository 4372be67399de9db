//! The changes that an administrator makes to a draft, one at a time.

use super::{Content, Item, Rights};
use crate::layout::{MOST_PLACED, MOST_TABS, Problem, RESERVED};
use crate::{Kind, Labels, Locale, Placement, PlacementId, Size, Tab};

/// Where something goes in its tab, as one sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// One place back.
    Left,
    /// One place on.
    Right,
    /// Into the row above.
    Up,
    /// Into the row below.
    Down,
}

/// One change. Where a place is named before which something goes, none means the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Another name for the profile.
    Rename(Labels),
    /// These rights and no other.
    Allow(Rights),
    /// A new tab behind the others.
    AddTab(Labels),
    /// Another title for a tab.
    RenameTab(String, Labels),
    /// A tab one place back (`true`) or on.
    MoveTab(String, bool),
    /// A tab is hidden, or seen again.
    HideTab(String, bool),
    /// A tab with all that is in it.
    RemoveTab(String),
    /// A widget or action is placed in a tab.
    Place(Item, String, Option<PlacementId>),
    /// A placement is moved in its tab.
    Move(PlacementId, Towards),
    /// A placement goes to a tab.
    Carry(PlacementId, String, Option<PlacementId>),
    /// A widget is made as wide as that.
    Resize(PlacementId, Size),
    /// A placement is taken away.
    Remove(PlacementId),
    /// All of it becomes this: an import, or an old version.
    Replace(Box<Content>),
}

/// Why a change was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmade {
    /// It would break a rule.
    Problem(Problem),
    /// What it is about is not there.
    Gone,
}

impl From<Problem> for Unmade {
    fn from(problem: Problem) -> Unmade {
        Unmade::Problem(problem)
    }
}

/// Makes the change.
pub(super) fn apply(content: &mut Content, edit: Edit) -> Result<(), Unmade> {
    let tabs = &mut content.layout.tabs;
    match edit {
        Edit::Rename(name) => {
            name.check()?;
            content.name = name;
        }
        Edit::Allow(rights) => content.rights = rights,
        Edit::AddTab(title) => {
            title.check()?;
            if tabs.len() >= MOST_TABS {
                return Err(Problem::ManyTabs.into());
            }
            let key = key_for(&title, |key| RESERVED.contains(&key) || tabs.iter().any(|tab| tab.key == key));
            tabs.push(Tab { key, title, hidden: false, placements: Vec::new() });
        }
        Edit::RenameTab(key, title) => {
            title.check()?;
            named(tabs, &key)?.title = title;
        }
        Edit::MoveTab(key, back) => {
            let at = tabs.iter().position(|tab| tab.key == key).ok_or(Unmade::Gone)?;
            let to = if back { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < tabs.len()) };
            if let Some(to) = to {
                tabs.swap(at, to);
            }
        }
        Edit::HideTab(key, hidden) => named(tabs, &key)?.hidden = hidden,
        Edit::RemoveTab(key) => {
            named(tabs, &key)?;
            tabs.retain(|tab| tab.key != key);
        }
        Edit::Place(item, key, before) => {
            let size = Size::Half;
            let Item { kind, plugin, name } = item;
            insert(
                named(tabs, &key)?,
                Placement { id: PlacementId::new(), plugin, name, kind, size },
                before,
            )?;
        }
        Edit::Move(id, towards) => shift(holding(tabs, id)?, id, towards),
        Edit::Carry(id, key, before) => {
            let placed = holding(tabs, id)?.placements.iter().find(|placed| placed.id == id).cloned();
            let placed = placed.ok_or(Unmade::Gone)?;
            named(tabs, &key)?;
            holding(tabs, id)?.placements.retain(|other| other.id != id);
            insert(named(tabs, &key)?, placed, before)?;
        }
        Edit::Resize(id, size) => {
            let placed = holding(tabs, id)?.placements.iter_mut().find(|placed| placed.id == id);
            placed.ok_or(Unmade::Gone)?.size = size;
        }
        Edit::Remove(id) => holding(tabs, id)?.placements.retain(|placed| placed.id != id),
        Edit::Replace(other) => {
            other.check()?;
            let before = std::mem::replace(content, *other);
            content.adopt(&before);
        }
    }
    Ok(())
}

fn named<'a>(tabs: &'a mut [Tab], key: &str) -> Result<&'a mut Tab, Unmade> {
    tabs.iter_mut().find(|tab| tab.key == key).ok_or(Unmade::Gone)
}

fn holding(tabs: &mut [Tab], id: PlacementId) -> Result<&mut Tab, Unmade> {
    tabs.iter_mut().find(|tab| tab.placements.iter().any(|placed| placed.id == id)).ok_or(Unmade::Gone)
}

fn insert(tab: &mut Tab, placed: Placement, before: Option<PlacementId>) -> Result<(), Problem> {
    if tab.placements.iter().any(|other| other.is_of(placed.kind, &placed.plugin, &placed.name)) {
        return Err(Problem::InTab);
    }
    if tab.placements.len() >= MOST_PLACED {
        return Err(Problem::ManyPlaced);
    }
    let at = tab.placements.iter().position(|other| Some(other.id) == before && other.kind == placed.kind);
    tab.placements.insert(at.unwrap_or(tab.placements.len()), placed);
    Ok(())
}

/// Moves a placement among those of its kind; at the edge it stays.
fn shift(tab: &mut Tab, id: PlacementId, towards: Towards) {
    let Some(kind) = tab.placements.iter().find(|placed| placed.id == id).map(|placed| placed.kind) else {
        return;
    };
    let (mut same, others): (Vec<_>, Vec<_>) = tab.placements.drain(..).partition(|other| other.kind == kind);
    if let Some(at) = same.iter().position(|placed| placed.id == id)
        && let Some(to) = place_of(&same, at, towards)
    {
        let placed = same.remove(at);
        same.insert(to, placed);
    }
    tab.placements = if kind == Kind::Action { [same, others].concat() } else { [others, same].concat() };
}

/// Where it would stand among those of its kind; none at the edge. Actions are one row.
pub fn place_of(same: &[Placement], at: usize, towards: Towards) -> Option<usize> {
    let places = same[at].kind.places(same);
    let (row, start) = places[at];
    let in_row = |wanted: usize| {
        let near = |&i: &usize| places[i].0 == wanted && places[i].1 <= start;
        (0..same.len()).rev().find(near)
    };
    match towards {
        Towards::Left => at.checked_sub(1),
        Towards::Right => Some(at + 1).filter(|to| *to < same.len()),
        Towards::Up => row.checked_sub(1).and_then(in_row),
        Towards::Down => in_row(row + 1),
    }
}

impl Kind {
    /// Row and column, of six, in which each stands on a wide screen.
    fn places(self, same: &[Placement]) -> Vec<(usize, usize)> {
        let (mut row, mut next) = (0, 0);
        same.iter()
            .map(|placed| {
                let width = match (self, placed.size) {
                    (Kind::Action, _) => 0,
                    (Kind::Widget, Size::Third) => 2,
                    (Kind::Widget, Size::Half) => 3,
                    (Kind::Widget, Size::Full) => 6,
                };
                if next + width > 6 {
                    (row, next) = (row + 1, 0);
                }
                let place = (row, next);
                next += width;
                place
            })
            .collect()
    }
}

/// A key made of the title in Portuguese: what stands in the tab's address.
pub fn key_for(title: &Labels, taken: impl Fn(&str) -> bool) -> String {
    let mut key = String::new();
    for letter in title.text(Locale::Pt).to_lowercase().chars() {
        match plain(letter) {
            Some(plain) => key.push(plain),
            None if !key.is_empty() && !key.ends_with('-') => key.push('-'),
            None => {}
        }
    }
    key.truncate(30);
    let key = match key.trim_matches('-') {
        "" => "novo",
        key => key,
    };
    let mut names = std::iter::once(key.to_owned()).chain((2..).map(|n| format!("{key}-{n}")));
    names.find(|name| !taken(name)).unwrap_or_default()
}

fn plain(letter: char) -> Option<char> {
    let plain = match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'ê' | 'è' | 'ë' => 'e',
        'í' | 'î' | 'ì' | 'ï' => 'i',
        'ó' | 'ô' | 'õ' | 'ò' | 'ö' => 'o',
        'ú' | 'ü' | 'ù' | 'û' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    };
    (plain.is_ascii_lowercase() || plain.is_ascii_digit()).then_some(plain)
}

#[cfg(test)]
mod tests;
