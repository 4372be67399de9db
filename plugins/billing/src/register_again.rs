//! A slip for which the bank never answered, asked for again.

use balcao_plugin::billing::invoice_changes;
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::prelude::*;

use crate::invoice::{self, INVOICE};

/// Registrar boleto de novo.
#[derive(Debug)]
pub struct RegisterAgain;

impl RegisterAgain {
    /// Its button beside an invoice of the history.
    pub const BUTTON: Text = text!(pt: "Registrar de novo", en: "Register again", es: "Registrar de nuevo");
}

impl Action for RegisterAgain {
    const CARD: Card = Card::new(
        "register-again",
        Tab::Financeiro,
        text!(pt: "Registrar boleto de novo", en: "Register a slip again", es: "Registrar boleto de nuevo"),
    )
    .summary(text!(
        pt: "Pede de novo ao banco o registro de um boleto para o qual ele nunca respondeu.",
        en: "Asks the bank again to register a slip for which it never answered.",
        es: "Pide de nuevo al banco el registro de un boleto para el que nunca respondió.",
    ));

    fn offer() -> Result<Availability> {
        if !unheard()?.is_empty() {
            return Ok(Availability::Yes);
        }
        let why = text!(
            pt: "Nenhum registro ficou sem resposta do banco.",
            en: "No registration is without the bank's answer.",
            es: "Ningún registro quedó sin respuesta del banco.",
        );
        Ok(Availability::No(why.into()))
    }

    fn next(answers: &Answers) -> Result<Step> {
        if answers.get(INVOICE).is_none() {
            let label = text!(pt: "Fatura", en: "Invoice", es: "Factura");
            let choices: Vec<Choice> = unheard()?.iter().map(invoice::choice).collect();
            return Ok(Step::Ask(vec![Field::one_of(INVOICE, label, choices)]));
        }
        draw(&chosen(answers)?);
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        let invoice = chosen(answers)?;
        invoice_changes::register_again(&invoice.id)?;
        draw(&invoice);
        let number = &invoice.number;
        receipt::report(
            Audience::Internal,
            &say!(
                pt: "Registro do boleto da fatura {number} pedido de novo ao banco.",
                en: "The bank was asked again to register the slip of invoice {number}.",
                es: "Se pidió de nuevo al banco el registro del boleto de la factura {number}.",
            ),
        );
        Ok(())
    }
}

/// The open invoices whose bank never answered for a new slip.
fn unheard() -> Result<Vec<Invoice>> {
    Ok(invoice::to_choose_from()?.into_iter().filter(|invoice| invoice.unheard).collect())
}

fn chosen(answers: &Answers) -> Result<Invoice> {
    let invoice = invoice::chosen(answers.require(INVOICE)?)?;
    if invoice.unheard {
        return Ok(invoice);
    }
    let number = invoice.number;
    Err(Failure::conflict(say!(
        pt: "Nenhum registro da fatura {number} ficou sem resposta do banco.",
        en: "No registration of invoice {number} is without the bank's answer.",
        es: "Ningún registro de la factura {number} quedó sin respuesta del banco.",
    )))
}

fn draw(invoice: &Invoice) {
    invoice::heading(invoice);
    invoice::facts(invoice).draw();
    canvas::notice(
        Tone::Warning,
        text!(pt: "Qual boleto vale", en: "Which slip is valid", es: "Qué boleto vale"),
        text!(
            pt: "O boleto atual, se houver, continua válido até o banco registrar o novo.",
            en: "The current slip, if any, stays valid until the bank has registered the new one.",
            es: "El boleto actual, si existe, sigue válido hasta que el banco registre el nuevo.",
        ),
    );
}
