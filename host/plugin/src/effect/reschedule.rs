//! A new due date for an invoice.

use balcao_access::Locale;
use balcao_billing::{Reschedule, RuleError};
use balcao_brazil::calendar::next_business_day;
use balcao_desk::Attendance;
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{EffectError, day};
use crate::failure::Reason;

/// A new due date for an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RescheduleInvoice {
    /// What billing is asked to do; its due date is the day asked for.
    pub change: Reschedule,
    /// The invoice's number, for the sentence.
    pub number: String,
    /// Its due date before.
    pub from: NaiveDate,
}

impl RescheduleInvoice {
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
        let RescheduleInvoice { change, number, from } = self;
        let (from, due) = (day(*from, locale), day(next_business_day(change.due), locale));
        let reason = change.reason.trim();
        match (locale, change.keep_charges) {
            (Locale::Pt, true) => format!(
                "Fatura {number}: vencimento de {from} para {due}, mantendo multa e juros. Motivo: {reason}"
            ),
            (Locale::Pt, false) => format!(
                "Fatura {number}: vencimento de {from} para {due}, sem multa nem juros. Motivo: {reason}"
            ),
            (Locale::En, true) => format!(
                "Invoice {number}: due date from {from} to {due}, keeping fine and interest. Reason: {reason}"
            ),
            (Locale::En, false) => format!(
                "Invoice {number}: due date from {from} to {due}, waiving fine and interest. Reason: {reason}"
            ),
            (Locale::Es, true) => format!(
                "Factura {number}: vencimiento del {from} al {due}, manteniendo multa e intereses. Motivo: {reason}"
            ),
            (Locale::Es, false) => format!(
                "Factura {number}: vencimiento del {from} al {due}, sin multa ni intereses. Motivo: {reason}"
            ),
        }
    }
}

impl From<RuleError> for EffectError {
    #[rustfmt::skip]
    fn from(rule: RuleError) -> EffectError {
        let (reason, words) = match rule {
            RuleError::Store(error) => return EffectError::Store(error),
            RuleError::NotFound => (Reason::NotFound, [
                "Fatura não encontrada.", "Invoice not found.", "Factura no encontrada."]),
            RuleError::Ended => (Reason::Conflict, [
                "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."]),
            RuleError::NotOpen => (Reason::Conflict, [
                "A fatura não está em aberto.", "The invoice is not open.", "La factura no está pendiente."]),
            RuleError::Conflict => (Reason::Conflict, [
                "A fatura foi alterada enquanto isso.", "The invoice was changed meanwhile.",
                "La factura fue modificada mientras tanto."]),
            RuleError::NotAfterToday => (Reason::Invalid, [
                "O novo vencimento precisa ser depois de hoje.", "The new due date must be after today.",
                "El nuevo vencimiento debe ser posterior a hoy."]),
            RuleError::TooFar => (Reason::Invalid, [
                "O novo vencimento está distante demais.", "The new due date is too far ahead.",
                "El nuevo vencimiento está demasiado lejos."]),
            RuleError::SameDay => (Reason::Conflict, [
                "A fatura já vence nesse dia.", "The invoice is due on that day already.",
                "La factura ya vence ese día."]),
            RuleError::MayNotWaive => (Reason::Denied, [
                "Seu perfil não pode dispensar multa e juros.", "Your profile may not waive fine and interest.",
                "Su perfil no puede condonar multa e intereses."]),
            RuleError::ReasonMissing => (Reason::Invalid, [
                "Informe o motivo.", "A reason is needed.", "Indique el motivo."]),
            RuleError::ReasonTooLong => (Reason::Invalid, [
                "O motivo é longo demais.", "The reason is too long.", "El motivo es demasiado largo."]),
        };
        EffectError::refused(reason, words)
    }
}
