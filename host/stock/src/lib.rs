//! What a customer has of the provider's stock: equipment on loan (comodato: lent without a price,
//! and to be given back, Civil Code, art. 579 to 585), products that were used up in serving them,
//! and what they bought.
//!
//! All of it is read for an [`Attendance`](balcao_desk::Attendance): of its person with its company
//! alone. Rows come with the provider's other data; nothing is changed here.
#![forbid(unsafe_code)]

pub mod consumption;
pub mod loans;
pub mod orders;
mod page;

pub use page::{BadCursor, Cursor, PAGE, Page};

use balcao_store::id;

id!(LoanId, "A piece of equipment that is, or was, on loan.");
id!(ConsumptionId, "A product that was used up in serving a customer.");
id!(OrderId, "A sale to a customer.");
