//! The registered slips of open invoices, once more.

use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::prelude::*;

use crate::invoice::{self, INVOICE};

/// 2ª via de faturas.
#[derive(Debug)]
pub struct SecondCopy;

impl SecondCopy {
    /// Its button at a row of the history.
    pub const BUTTON: Text = text!(pt: "2ª via", en: "Second copy", es: "2ª vía");
}

impl Action for SecondCopy {
    const CARD: Card = Card::new(
        "second-copy",
        Tab::Financeiro,
        text!(pt: "2ª via de faturas", en: "Second copy of invoices", es: "2ª vía de facturas"),
    )
    .summary(text!(
        pt: "Mostra de novo o boleto registrado e o PIX das faturas em aberto escolhidas.",
        en: "Shows the registered slip and PIX of the chosen open invoices again.",
        es: "Muestra de nuevo el boleto registrado y el PIX de las facturas abiertas elegidas.",
    ));

    fn offer() -> Result<Availability> {
        invoice::offer()
    }

    fn next(answers: &Answers) -> Result<Step> {
        if answers.get(INVOICE).is_none() {
            return ask();
        }
        if answers.all(INVOICE).len() > AT_ONCE {
            let message = say!(
                pt: "Escolha no máximo {AT_ONCE} faturas de cada vez.",
                en: "Choose at most {AT_ONCE} invoices at a time.",
                es: "Elija como máximo {AT_ONCE} facturas a la vez.",
            );
            return Ok(Step::Correct(vec![Problem::new(INVOICE, message)]));
        }
        slips(answers)?.iter().for_each(draw);
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        let slips = slips(answers)?;
        slips.iter().for_each(draw);
        let numbers: Vec<&str> = slips.iter().map(|slip| &*slip.invoice.number).collect();
        let numbers = words::list(&numbers);
        receipt::report(
            Audience::Customer,
            &say!(
                pt: "2ª via entregue das faturas: {numbers}.",
                en: "Second copy given of the invoices: {numbers}.",
                es: "2ª vía entregada de las facturas: {numbers}.",
            ),
        );
        Ok(())
    }
}

/// How many slips fit on one card.
const AT_ONCE: usize = 20;

/// An open invoice with what the bank registered for it.
struct Slip {
    invoice: Invoice,
    charge: String,
}

fn ask() -> Result<Step> {
    let (ready, waiting): (Vec<Invoice>, Vec<Invoice>) =
        invoice::to_choose_from()?.into_iter().partition(|invoice| invoice.charge.is_some());
    if !waiting.is_empty() {
        let numbers: Vec<&str> = waiting.iter().map(|invoice| &*invoice.number).collect();
        let numbers = words::list(&numbers);
        canvas::notice(
            Tone::Info,
            text!(pt: "Aguardando registro", en: "Waiting for registration", es: "Esperando registro"),
            say!(
                pt: "O banco ainda não registrou o boleto de: {numbers}.",
                en: "The bank has not yet registered the slip of: {numbers}.",
                es: "El banco aún no registró el boleto de: {numbers}.",
            ),
        );
    }
    if ready.is_empty() {
        return Err(Failure::conflict(text!(
            pt: "Nenhuma fatura em aberto tem boleto registrado.",
            en: "No open invoice has a registered slip.",
            es: "Ninguna factura abierta tiene boleto registrado.",
        )));
    }
    let label = text!(pt: "Faturas", en: "Invoices", es: "Facturas");
    let choices = ready.iter().map(invoice::choice).collect();
    Ok(Step::Ask(vec![Field::some_of(INVOICE, label, choices)]))
}

/// The slips of the chosen invoices; all of them or none.
fn slips(answers: &Answers) -> Result<Vec<Slip>> {
    let slip = |id: &String| {
        let mut invoice = invoice::chosen(id)?;
        if let Some(charge) = invoice.charge.take() {
            return Ok(Slip { invoice, charge });
        }
        let number = invoice.number;
        Err(Failure::conflict(say!(
            pt: "O banco ainda não registrou o boleto da fatura {number}.",
            en: "The bank has not yet registered the slip of invoice {number}.",
            es: "El banco aún no registró el boleto de la factura {number}.",
        )))
    };
    answers.all(INVOICE).iter().map(slip).collect()
}

fn draw(slip: &Slip) {
    invoice::heading(&slip.invoice);
    invoice::facts(&slip.invoice).draw();
    canvas::payment(&slip.charge);
}
