//! The customer's attachments: listed, attached, described otherwise, deleted.

#![forbid(unsafe_code)]

mod attach;
mod attachments;
mod delete;
mod edit;
mod item;

use balcao_plugin::prelude::*;

pub use attach::Attach;
pub use attachments::Attachments;
pub use delete::Delete;
pub use edit::Edit;

plugin! {
    name: "files",
    vendor: "Balcão",
    title: text!(pt: "Anexos", en: "Attachments", es: "Adjuntos"),
    widgets: [Attachments],
    actions: [Attach, Edit, Delete],
}
