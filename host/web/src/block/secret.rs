//! A secret: masked, and shown by a click of its own.

use maud::{Markup, html};

use super::value::copyable;
use crate::shell::Frame;

/// What stands in its place.
const MASK: &str = "••••••••";

/// Masked; with an address, the button that shows it.
pub(crate) fn masked(frame: &Frame, address: Option<&str>, handle: &str, next: &str) -> Markup {
    let lang = frame.lang();
    let Some(address) = address else {
        return html! { span title=(lang.secret_not_yours()) { (MASK) } };
    };
    html! {
        span.secret {
            form method="post" action=(address) data-swap {
                (fields(frame, handle, next))
                span aria-hidden="true" { (MASK) } " "
                button.quiet { (lang.secret_show()) }
            }
        }
    }
}

/// The same with the question why, where the profile wants to know.
pub(crate) fn reason(
    frame: &Frame,
    address: &str,
    handle: &str,
    next: &str,
    typed: &str,
    problem: Option<&str>,
) -> Markup {
    let lang = frame.lang();
    html! {
        form.secret-reason novalidate method="post" action=(address) data-swap {
            (fields(frame, handle, next))
            label {
                (lang.secret_reason()) " "
                input name="reason" maxlength="200" required autocomplete="off" autofocus value=(typed)
                    aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "secret-problem")];
            }
            @if let Some(problem) = problem { p.error #secret-problem { (problem) } }
            button.quiet { (lang.secret_show()) }
        }
    }
}

/// The text itself. The script masks it again; a page leads away from it.
pub(crate) fn shown(frame: &Frame, text: &str) -> Markup {
    html! { span data-shown role="status" { (copyable(frame, text, text)) } }
}

fn fields(frame: &Frame, handle: &str, next: &str) -> Markup {
    html! {
        (frame.csrf())
        input type="hidden" name="secret" value=(handle);
        input type="hidden" name="next" value=(next);
    }
}
