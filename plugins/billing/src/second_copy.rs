//! The registered slips of open invoices, once more.

use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::prelude::*;

use crate::delivery::{self, CHANNEL};
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
        pt: "Entrega de novo o boleto registrado e o PIX das faturas em aberto: na tela, em PDF, em mensagem, por e-mail.",
        en: "Hands over the registered slip and PIX of open invoices again: on the screen, as PDF, as a message, by e-mail.",
        es: "Entrega de nuevo el boleto registrado y el PIX de las facturas abiertas: en pantalla, PDF, mensaje o correo.",
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
        let slips = slips(answers)?;
        if answers.get(CHANNEL).is_none() {
            // From a row: which invoice it is stands above the question.
            slips.iter().for_each(draw_heading);
            return Ok(Step::Ask(vec![delivery::ask_channel()]));
        }
        let recipients = delivery::ask_recipients(answers);
        if !recipients.is_empty() {
            return Ok(Step::Ask(recipients));
        }
        let problems = delivery::problems(answers);
        if !problems.is_empty() {
            return Ok(Step::Correct(problems));
        }
        draw(answers, &slips);
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        let slips = slips(answers)?;
        draw(answers, &slips);
        let numbers: Vec<&str> = slips.iter().map(|slip| &*slip.invoice.number).collect();
        let numbers = words::list(&numbers);
        let subject = say!(
            pt: "2ª via de fatura: {numbers}",
            en: "Second copy of invoice: {numbers}",
            es: "2ª vía de factura: {numbers}",
        );
        let subject: String = subject.chars().take(200).collect();
        delivery::send(answers, subject, letter(), &charges(&slips))?;
        let ways = delivery::chosen(answers);
        receipt::report(
            Audience::Customer,
            &say!(
                pt: "2ª via entregue: {numbers} ({ways}).",
                en: "Second copy given: {numbers} ({ways}).",
                es: "2ª vía entregada: {numbers} ({ways}).",
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
    Ok(Step::Ask(vec![Field::some_of(INVOICE, label, choices), delivery::ask_channel()]))
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

fn charges(slips: &[Slip]) -> Vec<String> {
    slips.iter().map(|slip| slip.charge.clone()).collect()
}

/// What the customer reads above the slips; by name, where this plugin may know it.
fn letter() -> String {
    let greeting = match people::name::get() {
        Ok(person) => {
            let name = person.name;
            say!(pt: "Olá, {name}.", en: "Hello, {name}.", es: "Hola, {name}.")
        }
        Err(_) => say!(pt: "Olá.", en: "Hello.", es: "Hola."),
    };
    say!(
        pt: "{greeting} Conforme pedido, segue a 2ª via:",
        en: "{greeting} As you asked, here is the second copy:",
        es: "{greeting} Según lo pedido, aquí está la 2ª vía:",
    )
}

fn draw_heading(slip: &Slip) {
    invoice::heading(&slip.invoice);
    invoice::facts(&slip.invoice).draw();
}

/// Beside what each invoice is worth today, what the bank registered, and what the customer is sent.
fn draw(answers: &Answers, slips: &[Slip]) {
    for slip in slips {
        draw_heading(slip);
        if delivery::on_screen(answers) {
            canvas::payment(&slip.charge);
        }
        if slip.invoice.today != slip.invoice.amount {
            canvas::notice(
                Tone::Info,
                text!(pt: "Valor do boleto e valor hoje", en: "Slip and worth today", es: "Valor del boleto y valor hoy"),
                text!(
                    pt: "O boleto é pago pelo valor registrado; multa e juros até hoje são os do “valor hoje”.",
                    en: "The slip is paid at the registered amount; fine and interest to date are in “worth today”.",
                    es: "El boleto se paga por el valor registrado; multa e intereses hasta hoy están en “valor hoy”.",
                ),
            );
        }
    }
    let charges = charges(slips);
    delivery::draw_pdf(answers, &charges);
    delivery::draw_message(answers, &letter(), &charges);
}
