//! What happened with the person being served.

use super::{on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::timeline::events::{Event, Kind, Page};

/// Every kind of which the desk has an event.
pub fn kinds() -> Result<Vec<Kind>, Failure> {
    on(|s| {
        s.desk.granted("timeline/events")?;
        let mut kinds: Vec<Kind> = Vec::new();
        for event in &s.desk.events {
            if !kinds.iter().any(|kind| kind.code == event.kind) {
                kinds.push(Kind { code: event.kind.clone(), label: event.kind.clone() });
            }
        }
        Ok(kinds)
    })
}

/// Newest first, 50 a page, of these kinds; of all where none is named.
pub fn all(kinds: &[String], cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("timeline/events")?;
        let mut all = s.desk.events.clone();
        all.retain(|event| kinds.is_empty() || kinds.contains(&event.kind));
        all.sort_by_key(|event| std::cmp::Reverse(event.at));
        let (events, cursor) = page(&all, cursor, 50);
        Ok(Page { events, cursor })
    })
}
