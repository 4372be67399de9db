//! A slip that the bank never answered for, asked for again.

use balcao_access::Locale;
use balcao_billing::{RegisterAgain, RegisterAgainError};
use balcao_desk::Attendance;
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::EffectError;
use crate::failure::Reason;

/// A slip that the bank never answered for, asked for again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RegisterSlip {
    /// What billing is asked to do.
    pub change: RegisterAgain,
    /// The invoice's number, for the sentence.
    pub number: String,
}

impl RegisterSlip {
    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), EffectError> {
        Ok(self.change.check(conn, attendance, today).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        Ok(self.change.apply(tx, attendance, now, today).await?.into_iter().collect())
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let number = &self.number;
        match locale {
            Locale::Pt => format!("Fatura {number}: o registro do novo boleto é pedido de novo ao banco."),
            Locale::En => format!("Invoice {number}: the bank is asked again to register the new slip."),
            Locale::Es => {
                format!("Factura {number}: se pide de nuevo al banco el registro del nuevo boleto.")
            }
        }
    }
}

impl From<RegisterAgainError> for EffectError {
    #[rustfmt::skip]
    fn from(rule: RegisterAgainError) -> EffectError {
        let (reason, words) = match rule {
            RegisterAgainError::Store(error) => return EffectError::Store(error),
            RegisterAgainError::NotFound => (Reason::NotFound, [
                "Fatura não encontrada.", "Invoice not found.", "Factura no encontrada."]),
            RegisterAgainError::Ended => (Reason::Conflict, [
                "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."]),
            RegisterAgainError::NotOpen => (Reason::Conflict, [
                "A fatura não está em aberto.", "The invoice is not open.", "La factura no está pendiente."]),
            RegisterAgainError::Answered => (Reason::Conflict, [
                "Nenhum registro desta fatura ficou sem resposta do banco.",
                "No registration of this invoice is without the bank's answer.",
                "Ningún registro de esta factura quedó sin respuesta del banco."]),
            RegisterAgainError::Over => (Reason::Conflict, [
                "O vencimento pedido já passou: reagende a fatura.",
                "The due date that was asked for is over: reschedule the invoice.",
                "El vencimiento pedido ya pasó: reprograme la factura."]),
        };
        EffectError::refused(reason, words)
    }
}
