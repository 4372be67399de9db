//! The contract as the server's bindings have it: the same world, the same options.

#![allow(missing_docs, reason = "generated; the comments are in wit/")]

/// Bindings of one world of the contract; here is the one list of its packages, in the order in which
/// they build on each other.
macro_rules! contract {
    ({ $($options:tt)* }) => {
        wasmtime::component::bindgen!({
            path: [
                "../wit/desk",
                "../wit/billing",
                "../wit/contracts",
                "../wit/requests",
                "../wit/people",
                "../wit/messages",
                "../wit/timeline",
                "../wit/connection",
                "../wit/files",
                "../wit/stock",
                "../wit/all",
            ],
            $($options)*
        });
    };
}

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
        additional_derives: [serde::Serialize],
    });
}

pub mod widget {
    contract!({
        world: "balcao:all/widget",
        exports: { default: async },
        with: { "balcao:desk/types": crate::bindings::everything::balcao::desk::types },
    });
}

pub use everything::balcao::billing::invoices;
pub use everything::balcao::desk::{call, canvas, types};
