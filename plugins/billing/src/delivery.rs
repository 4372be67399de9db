//! How a second copy reaches the customer: on the screen, as a PDF, as a message, by e-mail.

use balcao_plugin::messages::email::{self, Mail, Recipient};
use balcao_plugin::people::contacts::{self, Contact, Medium};
use balcao_plugin::prelude::*;

/// The fields that ask for it.
pub const CHANNEL: &str = "channel";
const PHONE: &str = "phone";
const EMAIL: &str = "email";
const TYPED: &str = "typed";

const SCREEN: &str = "screen";
const PDF: &str = "pdf";
const MESSAGE: &str = "message";
const MAIL: &str = "mail";

/// Instead of a contact's id.
const NONE: &str = "none";
const OTHER: &str = "other";

/// Which ways were chosen.
pub fn ask_channel() -> Field {
    let label = text!(pt: "Como entregar", en: "How to hand it over", es: "Cómo entregar");
    let choices = vec![
        Choice::new(
            SCREEN,
            text!(pt: "Na tela, para ler ou copiar", en: "On the screen, to read or copy", es: "En la pantalla, para leer o copiar"),
        ),
        Choice::new(
            PDF,
            text!(pt: "PDF, para abrir, salvar ou imprimir", en: "PDF, to open, save or print", es: "PDF, para abrir, guardar o imprimir"),
        ),
        Choice::new(
            MESSAGE,
            text!(pt: "Mensagem para copiar ou abrir no WhatsApp", en: "Message to copy or open in WhatsApp", es: "Mensaje para copiar o abrir en WhatsApp"),
        ),
        Choice::new(MAIL, text!(pt: "Por e-mail", en: "By e-mail", es: "Por correo electrónico")),
    ];
    Field::some_of(CHANNEL, label, choices).initial(SCREEN)
}

/// What else has to be asked, now that it is known how: to which phone, to which address.
pub fn ask_recipients(answers: &Answers) -> Vec<Field> {
    // Without permission nobody is known: the text can still be copied, an address typed.
    let known = contacts::all().unwrap_or_default();
    let mut fields = Vec::new();
    if wants(answers, MESSAGE) && answers.get(PHONE).is_none() {
        fields.push(ask_phone(&known));
    }
    if wants(answers, MAIL) && answers.get(EMAIL).is_none() {
        fields.extend(ask_email(&known));
    }
    fields
}

fn ask_phone(known: &[Contact]) -> Field {
    let mobiles = known.iter().filter(|contact| contact.mobile);
    let mut choices: Vec<Choice> = mobiles.map(|contact| Choice::new(&contact.id, &contact.hint)).collect();
    let first = choices.first().map_or_else(|| NONE.to_owned(), |choice| choice.value.clone());
    choices.push(Choice::new(
        NONE,
        text!(pt: "Nenhum: só copiar o texto", en: "None: only copy the text", es: "Ninguno: solo copiar el texto"),
    ));
    Field::one_of(PHONE, text!(pt: "WhatsApp", en: "WhatsApp", es: "WhatsApp"), choices).initial(first)
}

fn ask_email(known: &[Contact]) -> [Field; 2] {
    let addresses = known.iter().filter(|contact| contact.medium == Medium::Email);
    let mut choices: Vec<Choice> = addresses.map(|contact| Choice::new(&contact.id, &contact.hint)).collect();
    let first = choices.first().map_or_else(|| OTHER.to_owned(), |choice| choice.value.clone());
    choices.push(Choice::new(
        OTHER,
        text!(pt: "Outro endereço, digitado abaixo", en: "Another address, typed below", es: "Otra dirección, escrita abajo"),
    ));
    let label = text!(pt: "E-mail", en: "E-mail", es: "Correo electrónico");
    let typed = text!(pt: "Outro endereço", en: "Another address", es: "Otra dirección");
    [
        Field::one_of(EMAIL, label, choices).initial(first),
        Field::text(TYPED, typed, 254).optional().hint(text!(
            pt: "Um endereço que não está no cadastro pode exigir a confirmação de quem pede.",
            en: "For an address that is not on file it may have to be confirmed who is asking.",
            es: "Una dirección no registrada puede exigir confirmar quién pide.",
        )),
    ]
}

/// What is wrong with the recipients, before anything is reviewed.
pub fn problems(answers: &Answers) -> Vec<Problem> {
    if !wants(answers, MAIL) || answers.get(EMAIL) != Some(OTHER) {
        return Vec::new();
    }
    match answers.get(TYPED).map(str::trim) {
        Some(address) if address.contains('@') => Vec::new(),
        _ => vec![Problem::new(
            TYPED,
            text!(
                pt: "Digite o endereço de e-mail.",
                en: "Type the e-mail address.",
                es: "Escriba la dirección de correo.",
            ),
        )],
    }
}

/// Whether the slips themselves are to be seen.
pub fn on_screen(answers: &Answers) -> bool {
    wants(answers, SCREEN)
}

/// Draws the button of the PDF, if there is to be one.
pub fn draw_pdf(answers: &Answers, charges: &[String]) {
    if wants(answers, PDF) {
        canvas::slips(charges);
    }
}

/// Draws the message, if there is to be one.
pub fn draw_message(answers: &Answers, text: &str, charges: &[String]) {
    if wants(answers, MESSAGE) {
        let phone = answers.get(PHONE).filter(|phone| *phone != NONE);
        canvas::message(text, charges, phone);
    }
}

/// Has the mail sent, if there is to be one.
pub fn send(answers: &Answers, subject: String, text: String, charges: &[String]) -> Result {
    if !wants(answers, MAIL) {
        return Ok(());
    }
    let to = match answers.require(EMAIL)? {
        OTHER => Recipient::Other(answers.require(TYPED)?.trim().into()),
        contact => Recipient::Contact(contact.into()),
    };
    email::send(&to, &Mail { subject, text, charges: charges.into() })
}

/// The ways that were chosen, in words for the report.
pub fn chosen(answers: &Answers) -> String {
    let ways = [
        (SCREEN, text!(pt: "lida na tela", en: "read from the screen", es: "leída en la pantalla")),
        (PDF, text!(pt: "PDF", en: "PDF", es: "PDF")),
        (MESSAGE, text!(pt: "mensagem", en: "message", es: "mensaje")),
        (MAIL, text!(pt: "e-mail", en: "e-mail", es: "correo electrónico")),
    ];
    let chosen: Vec<&str> =
        ways.iter().filter(|(way, _)| wants(answers, way)).map(|(_, word)| word.spoken()).collect();
    words::list(&chosen)
}

fn wants(answers: &Answers, way: &str) -> bool {
    answers.all(CHANNEL).iter().any(|chosen| chosen == way)
}
