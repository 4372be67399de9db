//! What the widget and both actions say of an invoice.

use balcao_plugin::billing::invoices::{self, Invoice};
use balcao_plugin::canvas::Facts;
use balcao_plugin::prelude::*;

/// The field of both actions that says which invoice, and that a row of the history fills in.
pub const INVOICE: &str = "invoice";

/// How many invoices a form offers.
const OFFERED: usize = 200;

/// The open invoices that a form offers, the most pressing first. When there are more, that is
/// said.
pub fn to_choose_from() -> Result<Vec<Invoice>> {
    let mut open = Vec::new();
    let mut cursor = None;
    loop {
        let page = invoices::all(true, cursor.as_deref())?;
        open.extend(page.invoices);
        cursor = page.cursor;
        if cursor.is_none() {
            break;
        }
    }
    open.reverse();
    let count = open.len();
    if count > OFFERED {
        open.truncate(OFFERED);
        canvas::notice(
            Tone::Info,
            text!(pt: "Há mais faturas", en: "There are more invoices", es: "Hay más facturas"),
            say!(
                pt: "De {count} faturas em aberto, aqui estão as {OFFERED} que vencem primeiro.",
                en: "Of {count} open invoices, here are the {OFFERED} due first.",
                es: "De {count} facturas abiertas, aquí están las {OFFERED} que vencen primero.",
            ),
        );
    }
    Ok(open)
}

/// The invoice of an answer, which may have been paid since it was offered.
pub fn chosen(id: &str) -> Result<Invoice> {
    let invoice = invoices::one(id)?;
    if invoice.state.open {
        return Ok(invoice);
    }
    let (number, state) = (invoice.number, invoice.state.label);
    Err(Failure::conflict(say!(
        pt: "A fatura {number} não está em aberto: {state}.",
        en: "Invoice {number} is not open: {state}.",
        es: "La factura {number} no está abierta: {state}.",
    )))
}

/// How an invoice stands among others to choose from.
pub fn choice(invoice: &Invoice) -> Choice {
    let number = &invoice.number;
    let (due, amount) = (words::date(&invoice.due), words::money(invoice.amount));
    let label = say!(
        pt: "Fatura {number} · vencimento {due} · {amount}",
        en: "Invoice {number} · due {due} · {amount}",
        es: "Factura {number} · vencimiento {due} · {amount}",
    );
    Choice::new(&invoice.id, label).hint(&invoice.contract_label)
}

/// What an agent reads out before anything is done with an invoice, a new slip that the bank has not
/// registered among it.
pub fn facts(invoice: &Invoice) -> Facts {
    let mut facts = Facts::new()
        .add(text!(pt: "Contrato", en: "Contract", es: "Contrato"), &*invoice.contract_label)
        .add(text!(pt: "Vencimento", en: "Due", es: "Vencimiento"), Value::Date(invoice.due.clone()));
    if invoice.first_due != invoice.due {
        let label = text!(pt: "Primeiro vencimento", en: "First due date", es: "Primer vencimiento");
        facts = facts.add(label, Value::Date(invoice.first_due.clone()));
    }
    facts
        .add(
            text!(pt: "Valor da fatura", en: "Invoice amount", es: "Valor de la factura"),
            Value::Money(invoice.amount),
        )
        .add(
            text!(
                pt: "Valor hoje, com multa e juros",
                en: "Worth today, with fine and interest",
                es: "Valor hoy, con multa e intereses",
            ),
            Value::Money(invoice.today),
        )
        .more(invoice.more.clone())
}

/// Its heading.
pub fn heading(invoice: &Invoice) {
    let number = &invoice.number;
    canvas::section(say!(pt: "Fatura {number}", en: "Invoice {number}", es: "Factura {number}"));
}

/// Both actions apply while something is open.
pub fn offer() -> Result<Availability> {
    if invoices::totals()?.open > 0 {
        return Ok(Availability::Yes);
    }
    let why = text!(
        pt: "O cliente não tem faturas em aberto.",
        en: "The customer has no open invoices.",
        es: "El cliente no tiene facturas abiertas.",
    );
    Ok(Availability::No(why.into()))
}
