//! The customer's invoices: history, second copies, new due dates.

#![forbid(unsafe_code)]

mod delivery;
mod history;
mod invoice;
mod policy;
mod register_again;
mod reschedule;
mod second_copy;

use balcao_plugin::prelude::*;

pub use history::History;
pub use register_again::RegisterAgain;
pub use reschedule::Reschedule;
pub use second_copy::SecondCopy;

plugin! {
    name: "billing",
    vendor: "Balcão",
    title: text!(pt: "Financeiro", en: "Billing", es: "Finanzas"),
    widgets: [History],
    actions: [SecondCopy, Reschedule, RegisterAgain],
}
