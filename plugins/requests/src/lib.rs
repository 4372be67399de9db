//! The request that is being served, what else happened with the customer, and the action for what no
//! other action fits.

#![forbid(unsafe_code)]

mod current;
mod history;
mod standard;

pub use current::Current;
pub use history::History;
pub use standard::Standard;

use balcao_plugin::prelude::*;

plugin! {
    name: "requests",
    vendor: "Balcão",
    title: text!(pt: "Solicitações", en: "Requests", es: "Solicitudes"),
    widgets: [Current, History],
    actions: [Standard],
}
