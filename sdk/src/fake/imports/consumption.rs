//! Products that were used and consumed in serving the person.

use super::{on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::stock::consumption::{Item, Page};

/// Newest first, 50 a page; `cursor` is the one of the page before. The order is the test's.
pub fn all(cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("stock/consumption")?;
        let (items, cursor) = page(&s.desk.consumed, cursor, 50);
        Ok(Page { items, cursor })
    })
}
