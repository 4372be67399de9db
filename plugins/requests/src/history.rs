//! What happened with the customer, from the sale on.

use balcao_plugin::prelude::*;
use balcao_plugin::timeline::events::{self, Event};

/// Timeline do cliente.
#[derive(Debug)]
pub struct History;

/// The answers of its form and links: of which kinds, and from where.
const KIND: &str = "kind";
const CURSOR: &str = "cursor";

impl Widget for History {
    const CARD: Card = Card::new(
        "timeline",
        Tab::Inicio,
        text!(pt: "Timeline do cliente", en: "Customer timeline", es: "Línea de tiempo del cliente"),
    )
    .summary(text!(
        pt: "O que aconteceu com o cliente desde a venda: contratos, pagamentos, protocolos, relatos.",
        en: "What happened with the customer since the sale: contracts, payments, protocols, reports.",
        es: "Lo que ocurrió con el cliente desde la venta: contratos, pagos, protocolos, informes.",
    ));

    fn draw(answers: &Answers) -> Result {
        let kinds = answers.all(KIND);
        let cursor = answers.get(CURSOR);
        let page = events::all(kinds, cursor)?;
        draw_filter(kinds)?;
        if page.events.is_empty() {
            canvas::text(match kinds {
                [] => {
                    text!(pt: "Nada aconteceu ainda.", en: "Nothing has happened yet.", es: "Nada ocurrió todavía.")
                }
                _ => text!(
                    pt: "Nada destes assuntos.",
                    en: "Nothing of these subjects.",
                    es: "Nada de estos asuntos.",
                ),
            });
        }
        for month in page.events.chunk_by(|a, b| month_of(a) == month_of(b)) {
            draw_month(month)?;
        }
        let same = || kinds.iter().fold(Answers::new(), |answers, kind| answers.with(KIND, kind));
        if let Some(next) = page.cursor {
            canvas::open(text!(pt: "Mais", en: "More", es: "Más"), &same().with(CURSOR, next));
        }
        if cursor.is_some() {
            let newest =
                text!(pt: "Voltar ao mais recente", en: "Back to the latest", es: "Volver a lo más reciente");
            canvas::open(newest, &same());
        }
        Ok(())
    }
}

fn draw_filter(chosen: &[String]) -> Result {
    let choices = events::kinds()?.into_iter().map(|kind| Choice::new(kind.code, kind.label)).collect();
    let label = text!(pt: "Mostrar só", en: "Show only", es: "Mostrar solo");
    let field = Field::some_of(KIND, label, choices).optional();
    let field = chosen.iter().fold(field, |field, kind| field.initial(kind));
    canvas::query(&[field], text!(pt: "Filtrar", en: "Filter", es: "Filtrar"));
    Ok(())
}

/// Year and month of its day, as ISO 8601 has them.
fn month_of(event: &Event) -> &str {
    event.on.get(..7).unwrap_or_default()
}

fn draw_month(events: &[Event]) -> Result {
    let Some(first) = events.first() else { return Ok(()) };
    canvas::section(words::month(first.on.parse()?));
    let mut timeline = Timeline::new();
    for event in events {
        let parts = [event.detail.as_str(), event.about.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        timeline = timeline.event(event.at, &event.title, parts.join(" · "), event.tone);
    }
    timeline.draw();
    Ok(())
}
