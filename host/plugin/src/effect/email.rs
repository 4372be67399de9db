//! A mail to the customer.

use balcao_access::Locale;
use balcao_desk::Attendance;
use balcao_desk::identity::Unconfirmed;
use balcao_desk::personal::masked_email;
use balcao_messages::{Email, RuleError};
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::EffectError;
use crate::failure::Reason;

/// A mail goes out to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendEmail {
    /// The mail.
    pub mail: Email,
    /// Whether its address is not on file: then it is shown whole, so that the agent sees whether it is
    /// the one that was typed.
    pub typed: bool,
}

impl SendEmail {
    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        _: NaiveDate,
    ) -> Result<(), EffectError> {
        Ok(self.mail.check(conn, attendance).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        _: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        Ok(vec![self.mail.apply(tx, attendance, now).await?])
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let Email { to, subject, text, charges } = &self.mail;
        let to = if self.typed { to.clone() } else { masked_email(to) };
        let slips = charges.len();
        match locale {
            Locale::Pt => {
                format!("E-mail para {to}: “{subject}”. Boletos no texto: {slips}. Texto: “{text}”")
            }
            Locale::En => format!("E-mail to {to}: “{subject}”. Slips in its text: {slips}. Text: “{text}”"),
            Locale::Es => {
                format!("Correo a {to}: “{subject}”. Boletas en el texto: {slips}. Texto: “{text}”")
            }
        }
    }
}

impl From<RuleError> for EffectError {
    #[rustfmt::skip]
    fn from(rule: RuleError) -> EffectError {
        let (reason, words) = match rule {
            RuleError::Store(error) | RuleError::Unconfirmed(Unconfirmed::Store(error)) => return EffectError::Store(error),
            RuleError::Ended => (Reason::Conflict, [
                "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."]),
            RuleError::Address => (Reason::Invalid, [
                "Este não é um endereço de e-mail.", "This is no e-mail address.", "Esta no es una dirección de correo."]),
            RuleError::Subject => (Reason::Invalid, [
                "O assunto precisa ter uma linha de até 200 caracteres.", "The subject has to be one line of at most 200 characters.",
                "El asunto debe ser una línea de hasta 200 caracteres."]),
            RuleError::Text => (Reason::Invalid, [
                "O texto precisa ter até 8.000 caracteres.", "The text has to have at most 8,000 characters.",
                "El texto debe tener hasta 8.000 caracteres."]),
            RuleError::Charges => (Reason::Invalid, [
                "Um e-mail leva no máximo 20 boletos.", "A mail carries at most 20 slips.", "Un correo lleva como máximo 20 boletas."]),
            RuleError::Charge => (Reason::Conflict, [
                "Um dos boletos não pode mais ser pago.", "One of the slips can no longer be paid.",
                "Una de las boletas ya no se puede pagar."]),
            RuleError::Unconfirmed(Unconfirmed::NotConfirmed) => (Reason::Denied, [
                "Para enviar a um endereço que não está no cadastro, confirme antes a identidade de quem pede.",
                "To send to an address that is not on file, confirm first who is asking.",
                "Para enviar a una dirección que no está registrada, confirme antes la identidad de quien pide."]),
            RuleError::Unconfirmed(Unconfirmed::ThirdParty) => (Reason::Denied, [
                "Quem pede é um terceiro: só é possível enviar a um endereço do cadastro.",
                "A third party is asking: only addresses on file can be used.",
                "Quien pide es un tercero: solo se puede enviar a una dirección registrada."]),
        };
        EffectError::refused(reason, words)
    }
}
