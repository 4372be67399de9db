//! Equipment that is lent to the person being served.

use super::{on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::stock::loans::{Loan, Page};

/// What must come back first, 50 a page; `cursor` is the one of the page before. The order is the test's.
pub fn all(cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("stock/loans")?;
        let (loans, cursor) = page(&s.desk.loans, cursor, 50);
        Ok(Page { loans, cursor })
    })
}
