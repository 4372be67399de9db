//! What a plugin of Balcão is written against.
//!
//! A widget is a type that says what it is and draws; [`plugin!`] makes a component of it:
//!
//! ```
//! use balcao_plugin::prelude::*;
//!
//! struct Plan;
//!
//! impl Widget for Plan {
//!     const CARD: Card = Card::new("plan", Tab::Financeiro, text!(pt: "Plano", en: "Plan", es: "Plan"));
//!
//!     fn draw(_: &Answers) -> Result {
//!         let contract = contracts::served()?;
//!         Facts::new().add(Self::CARD.title, contract.plan).draw();
//!         Ok(())
//!     }
//! }
//!
//! plugin! { name: "plan", vendor: "Provedor", title: text!(pt: "Plano"), widgets: [Plan] }
//! # let run = balcao_plugin::fake::Desk::new().run(|| Plan::draw(&Answers::new()));
//! # assert!(run.result.unwrap_err().is(Reason::NotFound));
//! ```
//!
//! Everything that a plugin can reach is in a module of its interface's name ([`billing`],
//! [`contracts`], [`requests`], …), and using it is asking for the permission. On `wasm32` these
//! modules are the host. Elsewhere they are a [`fake::Desk`], so that a plugin's logic runs in
//! its unit tests.

#[macro_use]
mod text;

mod answers;
#[doc(hidden)]
#[rustfmt::skip]
pub mod bindings;
pub mod canvas;
mod card;
mod day;
mod failure;
mod field;
pub mod files;
pub mod log;
#[cfg(any(target_arch = "wasm32", test))]
mod memory;
mod plugin;
pub mod settings;
mod value;
pub mod words;

#[cfg(not(any(target_arch = "wasm32", feature = "native")))]
pub mod fake;
#[cfg(not(any(target_arch = "wasm32", feature = "native")))]
use fake::imports;

// The bench builds these sources once more, over the host itself.
#[cfg(feature = "native")]
#[path = "../../bench/native/sdk/native.rs"]
pub mod native;
#[cfg(feature = "native")]
use native::imports;

/// The host.
#[cfg(target_arch = "wasm32")]
mod imports {
    pub use crate::bindings::everything::balcao::{
        billing::{invoice_changes, invoices},
        connection::{line, line_changes, probe, signal, usage},
        contracts::{contracts, unlock_changes, unlocks},
        desk::{call, canvas, declare, log, receipt, settings},
        files::{attachment_changes, attachments, document_changes, documents},
        messages::email,
        people::{address, contacts, name, tax_id},
        requests::current,
        stock::{consumption, loans, orders},
        timeline::events,
    };
}

pub use answers::Answers;
pub use bindings::everything::balcao::desk::types::Answer;
pub use card::{Card, Setting, SettingKind, Tab};
pub use day::Day;
pub use failure::{Failure, Reason, Result};
pub use plugin::{Action, Availability, Plugin, Problem, Step, Widget};
pub use text::{Language, Text, language};

/// What this call is about. Always there.
pub use imports::call;
/// Contracts of the person being served.
pub use imports::contracts;
/// What `finish` says beside what it changes.
pub use imports::receipt;

/// Invoices of the person being served, and changes of them.
pub mod billing {
    pub use crate::imports::{invoice_changes, invoices};
}

/// Mail to the customer.
pub mod messages {
    pub use crate::imports::email;
}

/// Who is being served.
pub mod people {
    pub use crate::imports::{address, contacts, name, tax_id};
}

/// What happened with the person being served.
pub mod timeline {
    pub use crate::imports::events;
}

/// Equipment on loan, products used up, and sales.
pub mod stock {
    pub use crate::imports::{consumption, loans, orders};
}

/// Trust unlocks of the contract being served, and changes of them.
pub use imports::{unlock_changes, unlocks};

/// The line of the tag being served.
pub mod connection {
    pub use crate::imports::{line, line_changes, probe, signal, usage};
}

/// The request being served.
pub mod requests {
    pub use crate::imports::current;
}

/// What nearly every plugin uses.
pub mod prelude {
    pub use crate::canvas::{self, Chart, Choice, Facts, Field, Metrics, Row, Table, Timeline, Tone, Value};
    pub use crate::receipt::Audience;
    pub use crate::{
        Action, Answers, Availability, Card, Day, Failure, Language, Problem, Reason, Result, Setting,
        SettingKind, Step, Tab, Text, Widget, billing, call, connection, contracts, files, log, messages,
        people, plugin, receipt, requests, say, settings, stock, text, timeline, unlock_changes, unlocks,
        words,
    };
}
