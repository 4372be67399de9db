//! The stranger's next version: it reads invoices too, may move them, and has one widget more.
#![forbid(unsafe_code)]

use balcao_plugin::billing::{invoice_changes, invoices};
use balcao_plugin::prelude::*;

/// Shows how many contracts the customer has.
#[derive(Debug)]
pub struct Plans;

impl Widget for Plans {
    const CARD: Card = Card::new("plans", Tab::Inicio, text!(pt: "Planos do cliente"))
        .summary(text!(pt: "Quantos contratos e faturas o cliente tem."));

    fn draw(_: &Answers) -> Result {
        let contracts = contracts::all()?.len();
        let invoices = invoices::all(true, None)?.invoices.len();
        canvas::text(format!("Contratos: {contracts}, faturas abertas: {invoices}"));
        Ok(())
    }
}

/// Asks something outside that never answers.
#[derive(Debug)]
pub struct Silent;

impl Widget for Silent {
    const CARD: Card = Card::new("silent", Tab::Inicio, text!(pt: "Sistema do integrador"));

    fn draw(_: &Answers) -> Result {
        Err(Failure::new(Reason::Unavailable, "O sistema do integrador não respondeu."))
    }
}

/// Moves an invoice.
#[derive(Debug)]
pub struct Later;

impl Action for Later {
    const CARD: Card = Card::new("later", Tab::Inicio, text!(pt: "Adiar fatura"));

    fn next(_: &Answers) -> Result<Step> {
        Ok(Step::Review)
    }

    fn finish(_: &Answers) -> Result {
        let page = invoices::all(true, None)?;
        let first = page.invoices.into_iter().next().ok_or_else(|| Failure::not_found("Nenhuma fatura."))?;
        let day = balcao_plugin::Day::today()?.plus(10).to_string();
        invoice_changes::reschedule(&first.id, &day, true, "a pedido")
    }
}

plugin! {
    name: "stranger",
    vendor: "Integrador Exemplo",
    title: text!(pt: "Planos do integrador"),
    widgets: [Plans, Silent],
    actions: [Later],
}
