//! Parts of a page that come later. A place holds a skeleton; a `<template for>` of the same name
//! replaces it, natively while the page streams in browsers that know how, by `app.js` in others
//! and after the page is there.

use maud::{Markup, PreEscaped, html};

/// A place of this name. The name is an id of ours: letters, digits, hyphens.
///
/// This is the only markup of the desk that does not come from maud, which has no processing
/// instructions.
pub(crate) fn place(name: &str, waiting: Markup) -> Markup {
    debug_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    html! { (PreEscaped(format!("<?start name=\"{name}\">"))) (waiting) (PreEscaped("<?end>")) }
}

/// What comes behind what the place of this name holds: for the script alone.
pub(crate) fn add(name: &str, content: Markup) -> Markup {
    html! { template for=(name) data-more { (content) } }
}

/// What comes into the place of this name.
pub(crate) fn fill(name: &str, content: Markup) -> Markup {
    html! { template for=(name) { (content) } }
}
