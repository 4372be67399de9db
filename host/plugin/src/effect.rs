//! What a plugin's `finish` wants to change. The room that owns the subject checks and applies it;
//! here is only the list of all kinds, so that an action can hold them side by side.

use balcao_access::Locale;
use balcao_billing::{Reschedule, RuleError};
use balcao_brazil::calendar::next_business_day;
use balcao_desk::Attendance;
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::Reason;
use crate::permission::Permission;

/// One change. Two effects are equal when they would do the same: that is how a review that was
/// confirmed is compared with what `finish` does at last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// A new due date for an invoice.
    Reschedule {
        /// What billing is asked to do; its due date is the day asked for.
        change: Reschedule,
        /// The invoice's number, for the sentence.
        number: String,
        /// Its due date before.
        from: NaiveDate,
    },
}

/// Why a change is not made.
#[derive(Debug, thiserror::Error)]
pub enum EffectError {
    /// A rule of billing.
    #[error(transparent)]
    Reschedule(#[from] RuleError),
}

impl Effect {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), EffectError> {
        match self {
            Effect::Reschedule { change, .. } => Ok(change.check(conn, attendance, today).await?),
        }
    }

    /// Does it, checked once more, and returns what must happen outside, for the outbox of the same
    /// transaction.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        match self {
            Effect::Reschedule { change, .. } => {
                Ok(change.apply(tx, attendance, now, today).await?.into_iter().collect())
            }
        }
    }

    /// What it does, in the host's words: a sentence for the review.
    pub fn sentence(&self, locale: Locale) -> String {
        let Effect::Reschedule { change, number, from } = self;
        let day = |day: &NaiveDate| match locale {
            Locale::Pt | Locale::Es => day.format("%d/%m/%Y").to_string(),
            Locale::En => day.format("%-d %b %Y").to_string(),
        };
        let (from, due, reason) = (day(from), day(&next_business_day(change.due)), change.reason.trim());
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

    /// What reads differently afterwards: widgets of plugins that ask for any of these are drawn
    /// again.
    pub fn touches(&self) -> &'static [Permission] {
        match self {
            Effect::Reschedule { .. } => &[Permission::Invoices],
        }
    }
}

impl EffectError {
    /// The contract's word for it; none where the database failed.
    pub fn reason(&self) -> Option<Reason> {
        let EffectError::Reschedule(rule) = self;
        match rule {
            RuleError::NotFound => Some(Reason::NotFound),
            RuleError::Ended | RuleError::NotOpen | RuleError::Conflict | RuleError::SameDay => {
                Some(Reason::Conflict)
            }
            RuleError::MayNotWaive => Some(Reason::Denied),
            RuleError::NotAfterToday
            | RuleError::TooFar
            | RuleError::ReasonMissing
            | RuleError::ReasonTooLong => Some(Reason::Invalid),
            RuleError::Store(_) => None,
        }
    }

    /// What the agent reads.
    pub fn agent(&self, locale: Locale) -> &'static str {
        let EffectError::Reschedule(rule) = self;
        let (pt, en, es) = words(rule);
        match locale {
            Locale::Pt => pt,
            Locale::En => en,
            Locale::Es => es,
        }
    }
}

impl From<StoreError> for EffectError {
    fn from(error: StoreError) -> EffectError {
        EffectError::Reschedule(RuleError::Store(error))
    }
}

#[rustfmt::skip]
fn words(rule: &RuleError) -> (&'static str, &'static str, &'static str) {
    match rule {
        RuleError::NotFound => (
            "Fatura não encontrada.", "Invoice not found.", "Factura no encontrada."),
        RuleError::Ended => (
            "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."),
        RuleError::NotOpen => (
            "A fatura não está em aberto.", "The invoice is not open.", "La factura no está pendiente."),
        RuleError::Conflict => (
            "A fatura foi alterada enquanto isso.", "The invoice was changed meanwhile.",
            "La factura fue modificada mientras tanto."),
        RuleError::NotAfterToday => (
            "O novo vencimento precisa ser depois de hoje.", "The new due date must be after today.",
            "El nuevo vencimiento debe ser posterior a hoy."),
        RuleError::TooFar => (
            "O novo vencimento está distante demais.", "The new due date is too far ahead.",
            "El nuevo vencimiento está demasiado lejos."),
        RuleError::SameDay => (
            "A fatura já vence nesse dia.", "The invoice is due on that day already.",
            "La factura ya vence ese día."),
        RuleError::MayNotWaive => (
            "Seu perfil não pode dispensar multa e juros.", "Your profile may not waive fine and interest.",
            "Su perfil no puede condonar multa e intereses."),
        RuleError::ReasonMissing => (
            "Informe o motivo.", "A reason is needed.", "Indique el motivo."),
        RuleError::ReasonTooLong => (
            "O motivo é longo demais.", "The reason is too long.", "El motivo es demasiado largo."),
        RuleError::Store(_) => (
            "O sistema não respondeu.", "The system did not answer.", "El sistema no respondió."),
    }
}
