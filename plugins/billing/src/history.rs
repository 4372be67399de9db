//! How the customer stands, and every invoice on demand.

use balcao_plugin::billing::invoices::{self, Invoice, Page};
use balcao_plugin::canvas::Facts;
use balcao_plugin::prelude::*;

use crate::invoice::{self, INVOICE};
use crate::{RegisterAgain, Reschedule, SecondCopy};

/// Histórico financeiro.
#[derive(Debug)]
pub struct History;

/// The answers of its links: what to show, and from where.
const VIEW: &str = "view";
const CURSOR: &str = "cursor";

/// What to show: every invoice from the first page on, or the open ones alone.
const ALL: &str = "all";
const OPEN: &str = "open";

impl Widget for History {
    const CARD: Card = Card::new(
        "history",
        Tab::Financeiro,
        text!(pt: "Histórico financeiro", en: "Billing history", es: "Historial financiero"),
    )
    .summary(text!(
        pt: "Quantidade e total das faturas em aberto; todas as faturas em “Ver faturas”.",
        en: "Number and total of open invoices; all invoices under “Show invoices”.",
        es: "Cantidad y total de las facturas abiertas; todas en “Ver facturas”.",
    ));

    fn draw(answers: &Answers) -> Result {
        draw_totals()?;
        let Some(view) = answers.get(VIEW) else {
            let label = text!(pt: "Ver faturas", en: "Show invoices", es: "Ver facturas");
            canvas::open(label, &Answers::new().with(VIEW, ALL));
            return Ok(());
        };
        draw_page(view, answers.get(CURSOR))
    }
}

fn draw_totals() -> Result {
    let totals = invoices::totals()?;
    let warning = |there: bool, tone| if there { tone } else { Tone::Neutral };
    let mut metrics = Metrics::new()
        .add(
            text!(pt: "Em aberto", en: "Open", es: "Abiertas"),
            totals.open,
            warning(totals.open > 0, Tone::Info),
        )
        .add(
            text!(pt: "Total em aberto", en: "Open total", es: "Total abierto"),
            Value::Money(totals.amount),
            warning(totals.open > 0, Tone::Info),
        )
        .add(
            text!(pt: "Vencidas", en: "Overdue", es: "Vencidas"),
            totals.overdue,
            warning(totals.overdue > 0, Tone::Danger),
        );
    if totals.today != totals.amount {
        metrics = metrics.add(
            text!(pt: "Total hoje, com multa e juros", en: "Total today, with fine and interest", es: "Total hoy, con multa e intereses"),
            Value::Money(totals.today),
            Tone::Danger,
        );
    }
    metrics.draw();
    Ok(())
}

/// The open ones above the others, and on pages of their own: however old they are, nobody has to
/// look for them behind what was paid since.
fn draw_page(view: &str, cursor: Option<&str>) -> Result {
    if view == OPEN || cursor.is_none() {
        let page = invoices::all(true, cursor)?;
        draw_open(page.invoices);
        draw_more(
            text!(pt: "Mais faturas em aberto", en: "More open invoices", es: "Más facturas abiertas"),
            OPEN,
            page.cursor,
        );
    }
    if view != OPEN {
        let page = closed(cursor)?;
        table(text!(pt: "Faturas encerradas", en: "Closed invoices", es: "Facturas cerradas"), page.invoices)
            .when_empty(text!(pt: "Nenhuma fatura encerrada.", en: "No closed invoices.", es: "Ninguna factura cerrada."))
            .draw();
        draw_more(
            text!(pt: "Mais faturas encerradas", en: "More closed invoices", es: "Más facturas cerradas"),
            ALL,
            page.cursor,
        );
    }
    if cursor.is_some() {
        let label = text!(pt: "Faturas mais recentes", en: "Latest invoices", es: "Facturas más recientes");
        canvas::open(label, &Answers::new().with(VIEW, ALL));
    }
    let label = text!(pt: "Só o resumo", en: "Only the summary", es: "Solo el resumen");
    canvas::open(label, &Answers::new());
    Ok(())
}

fn draw_more(label: Text, view: &str, cursor: Option<String>) {
    if let Some(cursor) = cursor {
        canvas::open(label, &Answers::new().with(VIEW, view).with(CURSOR, cursor));
    }
}

/// The next page on which any is closed, without its open ones.
fn closed(cursor: Option<&str>) -> Result<Page> {
    let mut page = invoices::all(false, cursor)?;
    loop {
        page.invoices.retain(|invoice| !invoice.state.open);
        match page.cursor.as_deref().filter(|_| page.invoices.is_empty()) {
            Some(next) => page = invoices::all(false, Some(next))?,
            None => return Ok(page),
        }
    }
}

/// Only open ones have buttons. What else is known of one, such as a new slip that waits for the
/// bank, stands below.
fn draw_open(open: Vec<Invoice>) {
    let noted: Vec<Invoice> = open.iter().filter(|invoice| !invoice.more.is_empty()).cloned().collect();
    table(text!(pt: "Faturas em aberto", en: "Open invoices", es: "Facturas abiertas"), open)
        .when_empty(
            text!(pt: "Nenhuma fatura em aberto.", en: "No open invoices.", es: "Ninguna factura abierta."),
        )
        .action(SecondCopy::BUTTON, SecondCopy::CARD.name, INVOICE)
        .action(Reschedule::BUTTON, Reschedule::CARD.name, INVOICE)
        .draw();
    for invoice in noted {
        invoice::heading(&invoice);
        Facts::new().more(invoice.more).draw();
        if invoice.unheard {
            let answers = Answers::new().with(INVOICE, invoice.id);
            canvas::launch(RegisterAgain::BUTTON, Tone::Warning, RegisterAgain::CARD.name, &answers);
        }
    }
}

fn table(caption: Text, invoices: Vec<Invoice>) -> Table {
    Table::new(caption)
        .column(text!(pt: "Número", en: "Number", es: "Número"))
        .column(text!(pt: "Contrato", en: "Contract", es: "Contrato"))
        .column(text!(pt: "Vencimento", en: "Due", es: "Vencimiento"))
        .numeric(text!(pt: "Valor", en: "Amount", es: "Valor"))
        .numeric(text!(pt: "Hoje", en: "Today", es: "Hoy"))
        .column(text!(pt: "Pagamento", en: "Paid on", es: "Pago"))
        .column(text!(pt: "Situação", en: "Status", es: "Situación"))
        .rows(invoices.into_iter().map(row))
}

fn row(invoice: Invoice) -> Row {
    let today = if invoice.state.open { Value::Money(invoice.today) } else { Value::Absent };
    let tone = if invoice.state.overdue { Tone::Danger } else { Tone::Neutral };
    Row::new(invoice.id)
        .cell(invoice.number)
        .cell(invoice.contract_label)
        .cell(Value::Date(invoice.due))
        .cell(Value::Money(invoice.amount))
        .cell(today)
        .cell(Value::maybe(invoice.paid_on, Value::Date))
        .cell(Value::badge(invoice.state.label, invoice.state.tone))
        .tone(tone)
}
