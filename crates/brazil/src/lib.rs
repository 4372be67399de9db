//! The Brazilian rules that the desk needs, pure: no clock, no disk, no network.
//!
//! The host and the plugins (on `wasm32-unknown-unknown`) share it, so that both sides of the
//! contract agree on what a CPF, a phone, a bank slip or the price of a late invoice is. Each
//! module names the source of its rule and tests it against published vectors.

#![forbid(unsafe_code)]

pub mod calendar;
pub mod late;
pub mod pix;
pub mod slip;

mod money;
mod phone;
mod tax_id;

pub use money::{Money, MoneyError};
pub use phone::{Phone, PhoneError};
pub use tax_id::{Cnpj, Cpf, TaxId, TaxIdError};
