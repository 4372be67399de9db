//! `balcao:connection/line-changes`

use std::sync::Arc;

use balcao_desk::inputs;
use balcao_network::{Disconnect, Password, SetPassword, Unreachable, connections};
use balcao_store::now;

use super::line::ACCOUNTING;
use super::outside::{Part, no_line, no_session, unreachable};
use super::refused;
use crate::bindings::line_changes::Host;
use crate::bindings::types::Failure;
use crate::effect::{DisconnectLine, Effect, SetLinePassword};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Asked, Call, not_found};

const DISCONNECT: Function = Function { name: "line-changes.disconnect", access: Access::Change };
const CHECK_PASSWORD: Function = Function { name: "line-changes.check-password", access: Access::Read };
const SET_PASSWORD: Function = Function { name: "line-changes.set-password", access: Access::Change };

impl Host for Call {
    async fn disconnect(&mut self) -> Answered<()> {
        let line = match self.line(DISCONNECT, 0).await? {
            Ok(line) => line,
            Err(failure) => return Ok(Err(failure)),
        };
        if let Err(failure) = self.has_radius() {
            return Ok(Err(failure));
        }
        let equipment = Arc::clone(&self.equipment);
        // Where accounting does not answer, the access server knows itself whether there is one.
        if let Ok(None) = self.outside(ACCOUNTING, equipment.session(&line)).await {
            return Ok(Err(no_session(self.locale())));
        }
        self.change(DISCONNECT, 0, async |_, _| {
            let change = Disconnect { connection: line.id };
            Ok(Effect::Disconnect(DisconnectLine { change, login: line.login, nas: line.nas }))
        })
        .await
    }

    async fn set_password(&mut self, password: Option<String>) -> Answered<()> {
        let bytes = password.as_ref().map_or(0, String::len);
        let line = match self.line(SET_PASSWORD, bytes).await? {
            Ok(line) => line,
            Err(failure) => return Ok(Err(failure)),
        };
        if let Err(failure) = self.has_radius() {
            return Ok(Err(failure));
        }
        let typed = password.map(|token| self.real(&token, Real::input));
        self.change(SET_PASSWORD, 0, async |_, scene| {
            // A token that is none of this call's is no wish for a password that the host makes up.
            let typed = typed.map(|id| id.ok_or_else(|| not_found(scene.locale))).transpose()?;
            let change = SetPassword { connection: line.id, version: line.version };
            Ok(Effect::SetPassword(SetLinePassword { change, login: line.login, typed }))
        })
        .await
    }

    async fn check_password(&mut self, token: String) -> Answered<()> {
        let typed = self.real(&token, Real::input);
        let keys = self.db.keys().clone();
        self.read(CHECK_PASSWORD, token.len(), async |conn, scene| {
            let (attendance, locale) = (&scene.attendance, scene.locale);
            let line = connections::served(conn, attendance).await;
            let line = line.map_err(|error| no_line(error, locale))?;
            let id = typed.ok_or_else(|| not_found(locale))?;
            let text = inputs::secret(conn, &keys, attendance, id, now()).await.map_err(Asked::host)?;
            let text = text.ok_or_else(|| not_found(locale))?;
            let judged = Password::parse(&text, &line.login).map(drop);
            judged.map_err(|weak| refused(weak, locale))
        })
        .await
    }
}

impl Call {
    /// Whether anybody could carry it out.
    fn has_radius(&self) -> Result<(), Failure> {
        match self.equipment.radius {
            Some(_) => Ok(()),
            None => Err(unreachable(Part::Radius, Unreachable::NotSetUp, self.locale())),
        }
    }
}
