//! Invoices of the person being served.

use super::{missing, on, page};
use crate::Failure;
pub use crate::bindings::everything::balcao::billing::invoices::{Invoice, Page, State, Sum};

/// Newest due date first, 50 a page; `cursor` is the one of the page before.
pub fn all(open_only: bool, cursor: Option<&str>) -> Result<Page, Failure> {
    on(|s| {
        s.desk.granted("billing/invoices")?;
        let mut all = s.desk.invoices.clone();
        all.retain(|invoice| invoice.state.open || !open_only);
        all.sort_by(|a, b| b.due.cmp(&a.due));
        let (invoices, cursor) = page(&all, cursor, 50);
        Ok(Page { invoices, cursor })
    })
}

/// Count and sum of the open invoices, however many there are.
pub fn totals() -> Result<Sum, Failure> {
    on(|s| {
        s.desk.granted("billing/invoices")?;
        let open: Vec<&Invoice> = s.desk.invoices.iter().filter(|i| i.state.open).collect();
        Ok(Sum {
            open: open.len() as u32,
            overdue: open.iter().filter(|i| i.state.overdue).count() as u32,
            amount: open.iter().map(|i| i.amount).sum(),
            today: open.iter().map(|i| i.today).sum(),
        })
    })
}

/// One invoice by the id that a row handed to this plugin's action.
pub fn one(invoice: &str) -> Result<Invoice, Failure> {
    on(|s| {
        s.desk.granted("billing/invoices")?;
        let found = s.desk.invoices.iter().find(|i| i.id == invoice).cloned();
        found.ok_or_else(|| missing(invoice))
    })
}
