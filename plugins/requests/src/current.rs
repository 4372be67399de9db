//! The request that is being served.

use balcao_plugin::prelude::*;
use balcao_plugin::requests::current::{self, ReportPage, Request};

/// Informações da solicitação atual.
#[derive(Debug)]
pub struct Current;

/// The answer of the links through the reports: where the page begins.
const CURSOR: &str = "cursor";

impl Widget for Current {
    const CARD: Card = Card::new(
        "current",
        Tab::Inicio,
        text!(
            pt: "Informações da solicitação atual",
            en: "Current request",
            es: "Información de la solicitud actual",
        ),
    )
    .summary(text!(
        pt: "Protocolo, tipo, situação, solicitante, prazo e relatos da solicitação atendida.",
        en: "Protocol, type, status, requester, deadline and reports of the request being served.",
        es: "Protocolo, tipo, situación, solicitante, plazo e informes de la solicitud atendida.",
    ));

    fn draw(answers: &Answers) -> Result {
        draw_request(current::get()?);
        let cursor = answers.get(CURSOR);
        draw_reports(current::reports(cursor)?, cursor.is_some());
        Ok(())
    }
}

fn draw_request(request: Request) {
    if request.overdue {
        canvas::notice(
            Tone::Danger,
            text!(pt: "Prazo vencido", en: "Past its deadline", es: "Plazo vencido"),
            text!(
                pt: "Esta solicitação passou do prazo.",
                en: "This request is past its deadline.",
                es: "Esta solicitud pasó del plazo.",
            ),
        );
    }
    let status = Value::badge(request.status.label, request.status.tone);
    Facts::new()
        .add(text!(pt: "Protocolo", en: "Protocol", es: "Protocolo"), Value::Copyable(request.protocol))
        .add(text!(pt: "Tipo", en: "Type", es: "Tipo"), Value::maybe(request.kind, Value::Text))
        .add(text!(pt: "Situação", en: "Status", es: "Situación"), status)
        .add(text!(pt: "Solicitante", en: "Requester", es: "Solicitante"), request.requester)
        .add(text!(pt: "Canal", en: "Channel", es: "Canal"), request.channel)
        .add(text!(pt: "Etiqueta", en: "Tag", es: "Etiqueta"), Value::maybe(request.tag, Value::Text))
        .add(
            text!(pt: "Contrato", en: "Contract", es: "Contrato"),
            Value::maybe(request.contract, Value::Text),
        )
        .add(text!(pt: "Aberta em", en: "Opened", es: "Abierta el"), Value::Instant(request.opened_at))
        .add(text!(pt: "Aberta por", en: "Opened by", es: "Abierta por"), request.opened_by)
        .add(text!(pt: "Prazo", en: "Deadline", es: "Plazo"), Value::maybe(request.deadline, Value::Instant))
        .more(request.more)
        .draw();
}

fn draw_reports(page: ReportPage, earlier: bool) {
    canvas::section(text!(pt: "Relatos", en: "Reports", es: "Informes"));
    if page.reports.is_empty() {
        canvas::text(
            text!(pt: "Nenhum relato ainda.", en: "No reports yet.", es: "Todavía no hay informes."),
        );
    } else {
        let mut timeline = Timeline::new();
        for report in page.reports {
            let author = report.author;
            let (title, tone) = if report.public {
                (
                    say!(pt: "{author} · ao cliente", en: "{author} · to the customer", es: "{author} · al cliente"),
                    Tone::Info,
                )
            } else {
                (
                    say!(pt: "{author} · interno", en: "{author} · internal", es: "{author} · interno"),
                    Tone::Neutral,
                )
            };
            timeline = timeline.event(report.at, title, excerpt(report.text), tone);
        }
        timeline.draw();
    }
    if let Some(cursor) = page.cursor {
        let older = text!(pt: "Mais relatos", en: "More reports", es: "Más informes");
        canvas::open(older, &Answers::new().with(CURSOR, cursor));
    }
    if earlier {
        let newest = text!(pt: "Relatos mais recentes", en: "Latest reports", es: "Informes más recientes");
        canvas::open(newest, &Answers::new());
    }
}

/// How much of a report a timeline shows, characters: a page of 20 of them fits on the canvas,
/// whatever their alphabet.
const SHOWN: usize = 2_500;

/// A long report's beginning, and that there is more.
fn excerpt(text: String) -> String {
    let length = text.chars().count();
    if length <= SHOWN {
        return text;
    }
    let beginning: String = text.chars().take(SHOWN).collect();
    say!(
        pt: "{beginning}… (início de um relato de {length} caracteres)",
        en: "{beginning}… (the beginning of a report of {length} characters)",
        es: "{beginning}… (comienzo de un informe de {length} caracteres)",
    )
}
