//! The customer's documents: listed, linked to the person or to a tag, described otherwise, deleted.

#![forbid(unsafe_code)]

mod delete;
mod edit;
mod item;
mod link_to_person;
mod link_to_tag;
mod list;

use balcao_plugin::prelude::*;

pub use delete::Delete;
pub use edit::Edit;
pub use link_to_person::LinkToPerson;
pub use link_to_tag::LinkToTag;
pub use list::Documents;

plugin! {
    name: "documents",
    vendor: "Balcão",
    title: text!(pt: "Documentação", en: "Documents", es: "Documentación"),
    widgets: [Documents],
    actions: [LinkToPerson, LinkToTag, Edit, Delete],
}
