//! A file of the customer, by its name: it opens in a tab of its own, or is downloaded.

use balcao_files::{Stored, is_shown};
use maud::{Markup, html};

use crate::shell::{Frame, icon};

/// Draws it, with the address that its own begins with; none: it was deleted, or is another customer's.
pub(super) fn draw(frame: &Frame, known: Option<(&Stored, String)>) -> Markup {
    let lang = frame.lang();
    let Some((file, base)) = known else { return html! { span.dim { (lang.file_gone()) } } };
    html! {
        span.file {
            @if is_shown(&file.media_type, file.bytes) {
                a href={ (base) "/view" } target="_blank" rel="noopener" { (file.name) span.sr { " (" (lang.new_tab()) ")" } }
            } @else {
                a href={ (base) "/download" } download { (file.name) }
            }
            " " span.dim.nobreak { (frame.format.bytes(file.bytes)) } " "
            a.icon-only href={ (base) "/download" } download aria-label={ (lang.download()) ": " (file.name) } title=(lang.download()) {
                (icon("download"))
            }
        }
    }
}
