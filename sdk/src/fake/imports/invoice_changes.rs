//! Changes of invoices.

use super::super::record::Effect;
use super::{missing, on};
pub use crate::bindings::everything::balcao::billing::invoice_changes::Outlook;
use crate::{Day, Failure};

/// What `reschedule` to this day would do. The fake desk knows weekends, not holidays, and
/// lets an invoice be worth on the new day what it is worth today.
pub fn quote(invoice: &str, due: &str) -> Result<Outlook, Failure> {
    let asked: Day = due.parse()?;
    // 1970-01-01 was a Thursday.
    let thursday: Day = "1970-01-01".parse()?;
    let weekend = match asked.since(thursday).rem_euclid(7) {
        2 => 2,
        3 => 1,
        _ => 0,
    };
    on(|s| {
        s.desk.granted("billing/invoice-changes")?;
        let found = s.desk.invoices.iter().find(|i| i.id == invoice);
        Ok(Outlook {
            due: asked.plus(weekend).to_string(),
            moved: weekend > 0,
            amount_with_charges: found.ok_or_else(|| missing(invoice))?.today,
            times: s.desk.times,
            times_of_person: s.desk.times_of_person,
            may_waive: s.desk.may_waive,
        })
    })
}

/// Has the bank asked once more for the slip that it never answered for.
pub fn register_again(invoice: &str) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("billing/invoice-changes")?;
        match s.desk.invoices.iter().find(|i| i.id == invoice) {
            None => Err(missing(invoice)),
            Some(found) if !found.unheard => Err(Failure::conflict("nothing is without an answer")),
            Some(_) => {
                s.run.effects.push(Effect::RegisterAgain { invoice: invoice.into() });
                Ok(())
            }
        }
    })
}

/// A new due date. The first one is kept; the charge is registered anew.
pub fn reschedule(invoice: &str, due: &str, keep_charges: bool, reason: &str) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("billing/invoice-changes")?;
        if !s.desk.invoices.iter().any(|i| i.id == invoice) {
            return Err(missing(invoice));
        }
        let (invoice, due, reason) = (invoice.into(), due.into(), reason.into());
        s.run.effects.push(Effect::Reschedule { invoice, due, keep_charges, reason });
        Ok(())
    })
}
