//! `balcao:messages/email`

use balcao_desk::personal;
use balcao_messages::Email;

use crate::bindings::email::{Host, Mail, Recipient};
use crate::bindings::types::Reason;
use crate::canvas::{clean, holds_payment_code};
use crate::effect::{Effect, SendEmail};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Asked, Call, failure, not_found};

const SEND: Function = Function { name: "email.send", access: Access::Change };

impl Host for Call {
    async fn send(&mut self, to: Recipient, mail: Mail) -> Answered<()> {
        let charges: Option<Vec<_>> =
            mail.charges.iter().map(|token| self.real(token, Real::charge)).collect();
        let (known, typed) = match to {
            Recipient::Contact(token) => (Some(self.real(&token, Real::contact)), String::new()),
            Recipient::Other(typed) => (None, typed),
        };
        let bytes = typed.len() + mail.subject.len() + mail.text.len();
        self.change(SEND, bytes, async |conn, scene| {
            let missing = || Asked::from(not_found(scene.locale));
            let charges = charges.ok_or_else(missing)?;
            // As it would be sent: what is invisible in it hides no code.
            let (subject, text) = (clean(&mail.subject, false), clean(&mail.text, true));
            // A customer would pay what a mail says.
            if holds_payment_code(&subject) || holds_payment_code(&text) {
                let words = [
                    "O texto não pode trazer códigos de pagamento: indique as cobranças.",
                    "The text can't hold payment codes: name the charges.",
                    "El texto no puede traer códigos de pago: indique los cobros.",
                ];
                return Err(failure(Reason::Invalid, scene.locale, words, "a payment code in a mail").into());
            }
            let is_typed = known.is_none();
            let to = match known {
                Some(key) => {
                    let key = key.ok_or_else(missing)?;
                    let contact = personal::contact(conn, &scene.attendance, key).await;
                    contact.map_err(Asked::host)?.ok_or_else(missing)?.value
                }
                None => typed.trim().to_owned(),
            };
            let mail = Email { to, subject, text, charges };
            Ok(Effect::Email(SendEmail { mail, typed: is_typed }))
        })
        .await
    }
}
