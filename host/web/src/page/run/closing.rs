//! The closing form: type, status, report. It is offered once the action is done, and asks nothing
//! of those who keep serving.

use balcao_action::{Receipt, RunView};
use balcao_desk::Attendance;
use balcao_desk::closing::{Ending, RequestType};
use balcao_desk::reports::MAX_TEXT;
use maud::{Markup, html};

use super::view::carried;
use crate::page::attendance::audiences;
use crate::route::Visit;

/// One click goes on serving; the other opens the form.
pub(super) fn offer(visit: &Visit<Attendance>, run: &RunView) -> Markup {
    let lang = visit.frame.lang();
    html! {
        form method="post" {
            (carried(visit, run))
            p.row {
                button.primary name="intent" value="keep-going" autofocus { (lang.keep_serving()) }
                button name="intent" value="closing" { (lang.open_closing()) }
            }
        }
    }
}

/// The form, filled in from this attendance.
pub(super) fn form(
    visit: &Visit<Attendance>,
    run: &RunView,
    receipt: &Receipt,
    kinds: &[RequestType],
    current: &str,
) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let typed = &visit.form;
    let kind = typed.get("kind").unwrap_or(current);
    let ending = typed.get("ending").unwrap_or(Ending::Progress.as_str());
    let report = typed.get("report").unwrap_or(&receipt.report.text);
    let endings = [(Ending::Progress, lang.closing_progress()), (Ending::Close, lang.closing_close())];
    html! {
        form.card.closing method="post" data-guard aria-labelledby="closing-title" {
            h3 #closing-title { (lang.closing_title()) }
            (carried(visit, run))
            div.field {
                label for="kind" { (lang.closing_kind()) }
                select #kind name="kind" required autofocus[typed.get("kind").is_none()] {
                    option value="" { "—" }
                    @for offered in kinds { option value=(offered.code) selected[offered.code == kind] { (lang.label(&offered.names)) } }
                }
            }
            fieldset.field.choices {
                legend { (lang.closing_status()) }
                @for (value, text) in endings {
                    label { input type="radio" name="ending" value=(value.as_str()) required checked[value.as_str() == ending]; span { (text) } }
                }
            }
            div.field {
                label for="report" { (lang.report_text()) }
                textarea #report name="report" rows="4" maxlength=(MAX_TEXT) required { "\n" (report) }
            }
            (audiences(frame, typed.text("audience")))
            p.row {
                button.primary name="intent" value="close" { (lang.confirm_and_go_on()) }
                button name="intent" value="keep-going" formnovalidate { (lang.keep_serving()) }
            }
        }
    }
}
