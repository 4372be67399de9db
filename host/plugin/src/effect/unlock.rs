//! A financial block that is lifted for some days.

use balcao_access::Locale;
use balcao_desk::Attendance;
use balcao_network::{Unlock, UnlockError};
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{EffectError, day};
use crate::failure::Reason;

/// A financial block that is lifted for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct UnlockContract {
    /// What the network is asked to do.
    pub change: Unlock,
}

impl UnlockContract {
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
        Ok(self.change.apply(tx, attendance, now, today).await?)
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let Unlock { number, until, reason, .. } = &self.change;
        let (until, reason) = (day(*until, locale), reason.trim());
        match locale {
            Locale::Pt => format!(
                "Contrato {number}: bloqueio financeiro suspenso até {until}; sem pagamento, volta sozinho. Motivo: {reason}"
            ),
            Locale::En => format!(
                "Contract {number}: financial block lifted until {until}; unpaid, it comes back by itself. Reason: {reason}"
            ),
            Locale::Es => format!(
                "Contrato {number}: bloqueo financiero suspendido hasta el {until}; sin pago, vuelve solo. Motivo: {reason}"
            ),
        }
    }
}

impl From<UnlockError> for EffectError {
    #[rustfmt::skip]
    fn from(rule: UnlockError) -> EffectError {
        let (reason, words) = match rule {
            UnlockError::Store(error) => return EffectError::Store(error),
            UnlockError::Unconfirmed(rule) => return rule.into(),
            UnlockError::NoContract => (Reason::NotFound, [
                "Nenhum contrato escolhido neste atendimento.", "No contract has been chosen in this attendance.",
                "Ningún contrato elegido en esta atención."]),
            UnlockError::Ended => (Reason::Conflict, [
                "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."]),
            UnlockError::NotBlocked => (Reason::Conflict, [
                "O contrato não está com bloqueio financeiro.", "The contract has no financial block.",
                "El contrato no tiene bloqueo financiero."]),
            UnlockError::Running => (Reason::Conflict, [
                "Já há um desbloqueio em confiança em andamento.", "A trust unlock is running already.",
                "Ya hay un desbloqueo en confianza en curso."]),
            UnlockError::Broken => (Reason::Conflict, [
                "Uma promessa de pagamento anterior não foi cumprida.", "An earlier promise to pay was not kept.",
                "Una promesa de pago anterior no fue cumplida."]),
            UnlockError::TooOften => (Reason::Conflict, [
                "O contrato já foi desbloqueado vezes demais neste mês.", "The contract was unlocked too often this month.",
                "El contrato ya fue desbloqueado demasiadas veces este mes."]),
            UnlockError::Days => (Reason::Invalid, [
                "São de 1 a 30 dias.", "It is 1 to 30 days.", "Son de 1 a 30 días."]),
            UnlockError::Conflict => (Reason::Conflict, [
                "O contrato foi alterado enquanto isso.", "The contract was changed meanwhile.",
                "El contrato fue modificado mientras tanto."]),
            UnlockError::ReasonMissing => (Reason::Invalid, [
                "Informe o motivo.", "A reason is needed.", "Indique el motivo."]),
            UnlockError::ReasonTooLong => (Reason::Invalid, [
                "O motivo é longo demais.", "The reason is too long.", "El motivo es demasiado largo."]),
        };
        EffectError::refused(reason, words)
    }
}
