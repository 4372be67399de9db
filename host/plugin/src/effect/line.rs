//! Changes of a line: the end of its session, a new password.

use balcao_access::Locale;
use balcao_desk::identity::Unconfirmed;
use balcao_desk::{Attendance, InputId, inputs};
use balcao_network::password::Weak;
use balcao_network::{ChangeError, Disconnect, LineError, Password, SetPassword};
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::EffectError;
use crate::failure::Reason;

/// The end of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DisconnectLine {
    /// What the network is asked to do.
    pub change: Disconnect,
    /// Whose line, for the sentence.
    pub login: String,
    /// On which access server.
    pub nas: String,
}

impl DisconnectLine {
    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        _: NaiveDate,
    ) -> Result<(), EffectError> {
        Ok(self.change.check(conn, attendance).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        _: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        Ok(self.change.apply(tx, attendance, now).await?)
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let DisconnectLine { login, nas, .. } = self;
        match locale {
            Locale::Pt => format!(
                "Conexão {login}: a sessão no {nas} é encerrada, e o equipamento do cliente se reconecta sozinho"
            ),
            Locale::En => format!(
                "Connection {login}: its session on {nas} ends, and the customer's equipment signs in again by itself"
            ),
            Locale::Es => format!(
                "Conexión {login}: la sesión en {nas} se cierra, y el equipo del cliente se reconecta solo"
            ),
        }
    }
}

/// A new password of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SetLinePassword {
    /// What the network is asked to do.
    pub change: SetPassword,
    /// Whose line, for the sentence.
    pub login: String,
    /// What somebody typed, where the desk keeps it; none: the desk makes a password up.
    pub typed: Option<InputId>,
}

impl SetLinePassword {
    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        _: NaiveDate,
    ) -> Result<(), EffectError> {
        let now = balcao_store::now();
        if let Some(id) = self.typed
            && !inputs::waiting(conn, attendance, id, inputs::Kind::Secret, now).await?
        {
            return Err(gone());
        }
        Ok(self.change.check(conn, attendance).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        _: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        let password = match self.typed {
            None => Password::made_up(),
            Some(id) => {
                let text = inputs::take_secret(tx, attendance, id, now).await?.ok_or_else(gone)?;
                // Judged here once more: what the plugin asked before binds nobody.
                Password::parse(&text, &self.login)?
            }
        };
        Ok(self.change.apply(tx, attendance, &password, now).await?)
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let login = &self.login;
        let from = match self.typed {
            None => ["criada pelo sistema", "made up by the system", "creada por el sistema"],
            Some(_) => ["digitada por quem atende", "typed by whoever serves", "escrita por quien atiende"],
        };
        let from = crate::contract::word(from, locale);
        match locale {
            Locale::Pt => format!(
                "Conexão {login}: senha nova, {from}; o concentrador a recebe, e depois a sessão é encerrada"
            ),
            Locale::En => format!(
                "Connection {login}: a new password, {from}; the access server gets it, then the session ends"
            ),
            Locale::Es => format!(
                "Conexión {login}: contraseña nueva, {from}; el concentrador la recibe, y después la sesión se cierra"
            ),
        }
    }
}

/// What was typed was taken before, or too long ago, or by somebody else.
fn gone() -> EffectError {
    EffectError::refused(
        Reason::Conflict,
        [
            "A senha digitada não vale mais; volte e digite de novo.",
            "What was typed is worth nothing any more; go back and type it again.",
            "La contraseña escrita ya no vale; vuelva y escríbala de nuevo.",
        ],
    )
}

impl From<Weak> for EffectError {
    #[rustfmt::skip]
    fn from(weak: Weak) -> EffectError {
        EffectError::refused(Reason::Invalid, match weak {
            Weak::Length => [
                "A senha precisa ter de 8 a 32 caracteres.", "A password has 8 to 32 characters.",
                "La contraseña debe tener de 8 a 32 caracteres."],
            Weak::Characters => [
                "A senha só pode ter letras sem acento, números e sinais, sem espaços.",
                "A password has letters without accents, digits and signs, and no spaces.",
                "La contraseña solo puede tener letras sin acento, números y signos, sin espacios."],
            Weak::Monotonous => [
                "A senha precisa ter letras e números.", "A password has letters and digits.",
                "La contraseña debe tener letras y números."],
            Weak::HoldsLogin => [
                "A senha não pode conter o usuário da conexão.", "A password does not hold the connection's user.",
                "La contraseña no puede contener el usuario de la conexión."],
        })
    }
}

impl From<ChangeError> for EffectError {
    #[rustfmt::skip]
    fn from(rule: ChangeError) -> EffectError {
        let (reason, words) = match rule {
            ChangeError::Line(LineError::Store(error)) => return EffectError::Store(error),
            ChangeError::Unconfirmed(rule) => return rule.into(),
            ChangeError::Line(LineError::NoTag) => (Reason::NotFound, [
                "Nenhuma etiqueta escolhida neste atendimento.", "No tag has been chosen in this attendance.",
                "Ninguna etiqueta elegida en esta atención."]),
            ChangeError::Line(LineError::NoConnection) => (Reason::NotFound, [
                "Esta etiqueta não tem conexão.", "This tag has no connection.",
                "Esta etiqueta no tiene conexión."]),
            ChangeError::Ended => (Reason::Conflict, [
                "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."]),
            ChangeError::Conflict => (Reason::Conflict, [
                "A conexão foi alterada enquanto isso.", "The connection was changed meanwhile.",
                "La conexión fue modificada mientras tanto."]),
        };
        EffectError::refused(reason, words)
    }
}

impl From<Unconfirmed> for EffectError {
    #[rustfmt::skip]
    fn from(rule: Unconfirmed) -> EffectError {
        let words = match rule {
            Unconfirmed::Store(error) => return EffectError::Store(error),
            Unconfirmed::NotConfirmed => [
                "Antes disto, confirme a identidade de quem pede, em “Confirmar identidade”.",
                "Before this, confirm who is asking, under “Confirm identity”.",
                "Antes de esto, confirme la identidad de quien pide, en “Confirmar identidad”."],
            Unconfirmed::ThirdParty => [
                "Isto só pode ser pedido pelo titular ou por alguém autorizado por ele.",
                "Only the holder, or somebody authorised by them, can ask for this.",
                "Solo el titular, o alguien autorizado por él, puede pedir esto."],
        };
        EffectError::refused(Reason::Conflict, words)
    }
}
