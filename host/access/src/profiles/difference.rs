//! What differs between two contents of a profile, one change after another, for people to read.

use serde::{Deserialize, Serialize};

use super::{Content, Right};
use crate::{Kind, Labels, Placement, Size, Tab};

/// A widget or an action of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Widget or action.
    pub kind: Kind,
    /// The plugin.
    pub plugin: String,
    /// Its name in that plugin.
    pub name: String,
}

impl From<&Placement> for Item {
    fn from(placed: &Placement) -> Item {
        Item { kind: placed.kind, plugin: placed.plugin.clone(), name: placed.name.clone() }
    }
}

/// One difference. Tabs are named by their titles, as people know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The profile has another name.
    Named(Labels, Labels),
    /// It allows this, too.
    Given(Right),
    /// It no longer allows this.
    Taken(Right),
    /// There is a new tab.
    TabAdded(Labels),
    /// A tab is gone.
    TabRemoved(Labels),
    /// A tab has another title.
    TabNamed(Labels, Labels),
    /// A tab stands elsewhere among the others.
    TabMoved(Labels),
    /// Nobody sees the tab any more.
    TabHidden(Labels),
    /// The tab is seen again.
    TabShown(Labels),
    /// It stands in this tab now.
    Added(Item, Labels),
    /// It no longer stands in this tab.
    Removed(Item, Labels),
    /// It went from the first tab to the second.
    Carried(Item, Labels, Labels),
    /// It stands elsewhere in its tab.
    Moved(Item, Labels),
    /// It is of another size.
    Resized(Item, Labels, Size),
}

/// What leads from one to the other.
pub fn difference(from: &Content, to: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    if from.name != to.name {
        changes.push(Change::Named(from.name.clone(), to.name.clone()));
    }
    changes.extend(to.rights.iter().filter(|right| !from.rights.has(*right)).map(Change::Given));
    changes.extend(from.rights.iter().filter(|right| !to.rights.has(*right)).map(Change::Taken));
    tabs(&from.layout.tabs, &to.layout.tabs, &mut changes);
    placements(&from.layout.tabs, &to.layout.tabs, &mut changes);
    changes
}

fn tabs(from: &[Tab], to: &[Tab], changes: &mut Vec<Change>) {
    let find = |tabs: &'_ [Tab], key: &str| tabs.iter().position(|tab| tab.key == key);
    for tab in to {
        let Some(before) = find(from, &tab.key).map(|at| &from[at]) else {
            changes.push(Change::TabAdded(tab.title.clone()));
            continue;
        };
        if before.title != tab.title {
            changes.push(Change::TabNamed(before.title.clone(), tab.title.clone()));
        }
        match (before.hidden, tab.hidden) {
            (false, true) => changes.push(Change::TabHidden(tab.title.clone())),
            (true, false) => changes.push(Change::TabShown(tab.title.clone())),
            _ => {}
        }
    }
    let gone = from.iter().filter(|tab| find(to, &tab.key).is_none());
    changes.extend(gone.map(|tab| Change::TabRemoved(tab.title.clone())));
    let before: Vec<&str> = from.iter().map(|tab| tab.key.as_str()).collect();
    let after: Vec<&str> = to.iter().map(|tab| tab.key.as_str()).collect();
    let moved = moved(&before, &after);
    changes.extend(moved.into_iter().map(|at| Change::TabMoved(to[at].title.clone())));
}

fn placements(from: &[Tab], to: &[Tab], changes: &mut Vec<Change>) {
    fn all(tabs: &[Tab]) -> impl Iterator<Item = (&Tab, &Placement)> {
        tabs.iter().flat_map(|tab| tab.placements.iter().map(move |placed| (tab, placed)))
    }
    for (tab, placed) in all(to) {
        let title = || tab.title.clone();
        match all(from).find(|(_, before)| before.id == placed.id) {
            None => changes.push(Change::Added(placed.into(), title())),
            Some((was_in, before)) => {
                if was_in.key != tab.key {
                    changes.push(Change::Carried(placed.into(), was_in.title.clone(), title()));
                }
                if before.size != placed.size {
                    changes.push(Change::Resized(placed.into(), title(), placed.size));
                }
            }
        }
    }
    let gone = all(from).filter(|(_, before)| all(to).all(|(_, placed)| placed.id != before.id));
    changes.extend(gone.map(|(tab, placed)| Change::Removed(placed.into(), tab.title.clone())));
    for tab in to {
        let Some(before) = from.iter().find(|before| before.key == tab.key) else { continue };
        for kind in [Kind::Action, Kind::Widget] {
            let of = |tab: &'_ Tab| -> Vec<_> {
                tab.placements.iter().filter(|placed| placed.kind == kind).map(|placed| placed.id).collect()
            };
            let after = of(tab);
            for at in moved(&of(before), &after) {
                let placed = tab.placements.iter().find(|placed| placed.id == after[at]);
                changes.extend(placed.map(|placed| Change::Moved(placed.into(), tab.title.clone())));
            }
        }
    }
}

/// The places in `after` of those that were moved: the fewest whose moves explain the new order.
fn moved<T: PartialEq>(before: &[T], after: &[T]) -> Vec<usize> {
    // Where each that stayed was before, in the order of now; what is longest in rising order stayed.
    let stayed: Vec<(usize, usize)> = after
        .iter()
        .enumerate()
        .filter_map(|(now, item)| Some((now, before.iter().position(|other| other == item)?)))
        .collect();
    let mut best: Vec<Vec<usize>> = Vec::new();
    for (at, (_, was)) in stayed.iter().enumerate() {
        let longest = (0..at).filter(|other| stayed[*other].1 < *was).max_by_key(|other| best[*other].len());
        let mut chain = longest.map_or(Vec::new(), |other| best[other].clone());
        chain.push(at);
        best.push(chain);
    }
    let kept = best.into_iter().max_by_key(Vec::len).unwrap_or_default();
    let out = stayed.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    out.map(|(_, (now, _))| *now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layout, PlacementId, Rights};

    #[test]
    fn the_fewest_moves_explain_an_order() {
        for (before, after, expected) in [
            ("abc", "abc", ""),
            ("abc", "cab", "c"),
            ("abcd", "bcda", "a"),
            ("abc", "axc", ""),
            ("ab", "ba", "b"),
            ("abcde", "aecdb", "eb"),
        ] {
            let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
            let mut found: Vec<char> = moved(&before, &after).into_iter().map(|at| after[at]).collect();
            let mut wanted: Vec<char> = expected.chars().collect();
            (found.sort_unstable(), wanted.sort_unstable());
            assert_eq!(found, wanted, "{before:?} {after:?}");
        }
    }

    #[test]
    fn what_differs_is_told_one_by_one() {
        let title = |text: &str| Labels::new(text, text, text);
        let placed = |name: &str| Placement {
            id: PlacementId::new(),
            plugin: "billing".into(),
            name: name.into(),
            kind: Kind::Widget,
            size: Size::Half,
        };
        let tab =
            |key: &str, placements| Tab { key: key.into(), title: title(key), hidden: false, placements };
        let (one, two) = (placed("one"), placed("two"));
        let from = Content {
            name: title("Suporte"),
            rights: Rights::of(&[Right::Serve, Right::SeeTaxIds]),
            layout: Layout { tabs: vec![tab("a", vec![one.clone(), two.clone()]), tab("b", vec![])] },
        };
        assert_eq!(difference(&from, &from), []);
        let mut to = from.clone();
        to.rights = Rights::of(&[Right::Serve, Right::ShowSecrets]);
        to.layout.tabs[0].placements.remove(0);
        to.layout.tabs[1].placements.push(Placement { size: Size::Full, ..one.clone() });
        to.layout.tabs[1].hidden = true;
        to.layout.tabs.push(tab("c", vec![]));
        let item = Item::from(&one);
        assert_eq!(
            difference(&from, &to),
            [
                Change::Given(Right::ShowSecrets),
                Change::Taken(Right::SeeTaxIds),
                Change::TabHidden(title("b")),
                Change::TabAdded(title("c")),
                Change::Carried(item.clone(), title("a"), title("b")),
                Change::Resized(item, title("b"), Size::Full),
            ]
        );
        to = from.clone();
        to.layout.tabs[0].placements.swap(0, 1);
        to.layout.tabs.remove(1);
        let changes = difference(&from, &to);
        assert!(matches!(changes[..], [Change::TabRemoved(_), Change::Moved(..)]), "{changes:?}");
    }
}
