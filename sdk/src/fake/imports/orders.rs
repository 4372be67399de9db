//! What was sold to the person.

use super::{on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::stock::orders::{Order, Page};

/// Newest first, 50 a page; `cursor` is the one of the page before. The order is the test's.
pub fn all(cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("stock/orders")?;
        let (orders, cursor) = page(&s.desk.orders, cursor, 50);
        Ok(Page { orders, cursor })
    })
}
