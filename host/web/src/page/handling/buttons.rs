//! The desk's own buttons: what can be done with a request at any time. On a narrow screen they are
//! behind one.

use balcao_access::Right;
use balcao_desk::Attendance;
use balcao_desk::requests::Request;
use maud::{Markup, html};

use super::tab;
use crate::message::Lang;
use crate::route::Visit;
use crate::shell::{Command, icon};

/// A button that opens a page.
struct Button {
    page: &'static str,
    icon: &'static str,
    label: &'static str,
    /// By which words the palette finds it, beside its label: other systems' names for it.
    words: &'static str,
}

/// Those that make sense for this request and this user.
fn offered(lang: Lang, attendance: &Attendance) -> Vec<Button> {
    let button = |page, icon, label, words| Button { page, icon, label, words };
    let report =
        button("report", "note", lang.write_report(), "relato solicitação manutenção anotação observação");
    let history = button("history", "clock", lang.history(), "solicitações histórico log auditoria eventos");
    if attendance.ended() {
        return vec![report, button("reopen", "retry", lang.reopen(), "reabertura retomar"), history];
    }
    let mut buttons = vec![
        report,
        button("forward", "forward", lang.forward(), "encaminhamento transferir equipe fila"),
        button("schedule", "calendar", lang.schedule(), "agendamento retorno lembrete"),
        button("closing", "success", lang.close_request(), "fechamento finalizar encerramento concluir"),
        button("cancel", "close", lang.cancel_request(), "cancelamento anular"),
    ];
    if attendance.actor().may(Right::Supervise) {
        buttons.push(button("reassign", "person", lang.reassign(), "responsável atribuir transferir"));
    }
    buttons.push(history);
    buttons
}

/// The buttons. A request that nobody has can be taken here.
pub(in crate::page) fn draw(visit: &Visit<Attendance>, request: &Request, at: Option<&str>) -> Markup {
    let (frame, lang) = (&visit.frame, visit.frame.lang());
    let free = request.assigned_to.is_none() && request.ended_at.is_none();
    html! {
        span.own {
            @if free {
                form method="post" action={ "/attendance/" (request.id) "/take" } {
                    (frame.csrf()) button.primary { (lang.take()) }
                }
            }
            details.menu {
                summary.button { (lang.more_acts()) }
                div {
                    @for button in offered(lang, &visit.proof) {
                        a.button.quiet href=(address(&visit.proof, button.page, at)) { (icon(button.icon)) (button.label) }
                    }
                    button.quiet type="button" data-print { (icon("print")) (lang.print()) }
                }
            }
        }
    }
}

/// The same for the palette.
pub(in crate::page) fn commands(visit: &Visit<Attendance>, at: Option<&str>) -> Vec<Command> {
    let offered = offered(visit.frame.lang(), &visit.proof).into_iter();
    offered
        .map(|button| {
            Command::open(button.label, address(&visit.proof, button.page, at.or(tab(visit))))
                .found_by(button.words)
        })
        .collect()
}

fn address(attendance: &Attendance, page: &str, at: Option<&str>) -> String {
    let path = format!("/attendance/{}/{page}", attendance.request());
    crate::fields::url(&path, at.map(|tab| ("tab", tab)))
}
