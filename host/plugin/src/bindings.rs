//! The contract as Rust: generated from `wit/`, which is the one place where it is written.
//!
//! One world holds everything that a plugin can import; each export has a world of its own, because
//! a component has any of them.

#![allow(missing_docs, reason = "generated; the comments are in wit/")]

/// Bindings of one world of the contract; here is the one list of its packages, in the order in which
/// they build on each other.
macro_rules! contract {
    ({ $($options:tt)* }) => {
        wasmtime::component::bindgen!({
            path: [
                "../../wit/desk",
                "../../wit/billing",
                "../../wit/contracts",
                "../../wit/requests",
                "../../wit/people",
                "../../wit/messages",
                "../../wit/timeline",
                "../../wit/connection",
                "../../wit/files",
                "../../wit/stock",
                "../../wit/all",
            ],
            $($options)*
        });
    };
}

/// Everything that a plugin can import.
pub mod everything {
    contract!({
        world: "balcao:all/everything",
        imports: {
            "balcao:desk/call": trappable,
            "balcao:desk/settings": trappable,
            "balcao:desk/log": trappable,
            "balcao:desk/canvas": trappable,
            "balcao:desk/declare": trappable,
            "balcao:desk/receipt": trappable,
            default: async | trappable,
        },
    });
}

/// `describe`, which every component has.
pub(crate) mod plugin {
    contract!({
        world: "balcao:all/plugin",
        exports: { default: async },
    });
}

/// What a component with widgets has.
pub(crate) mod widget {
    contract!({
        world: "balcao:all/widget",
        exports: { default: async },
        with: { "balcao:desk/types": crate::bindings::everything::balcao::desk::types },
    });
}

/// What a component with actions has.
pub(crate) mod action {
    contract!({
        world: "balcao:all/action",
        exports: { default: async },
        with: {
            "balcao:desk/types": crate::bindings::everything::balcao::desk::types,
            "balcao:desk/canvas": crate::bindings::everything::balcao::desk::canvas,
        },
    });
}

pub(crate) use everything::balcao::billing::{invoice_changes, invoices};
pub(crate) use everything::balcao::connection::{line, line_changes, probe, signal, usage};
pub(crate) use everything::balcao::contracts::{contracts, unlock_changes, unlocks};
pub(crate) use everything::balcao::desk::{call, canvas, declare, log, receipt, settings, types};
pub(crate) use everything::balcao::files::{
    attachment_changes, attachments, document_changes, documents, types as file_types,
};
pub(crate) use everything::balcao::messages::email;
pub(crate) use everything::balcao::people::{address, contacts, name, tax_id};
pub(crate) use everything::balcao::requests::current;
pub(crate) use everything::balcao::stock::{consumption, loans, orders};
pub(crate) use everything::balcao::timeline::events;
