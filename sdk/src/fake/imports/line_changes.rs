//! Changes of the line.

use super::super::record::Effect;
use super::{missing, on};
use crate::Failure;

/// Ends the open session.
pub fn disconnect() -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("connection/line-changes")?;
        let line = s.desk.line.clone()?.ok_or_else(|| missing("connection"))?;
        if line.session.is_none() {
            return Err(Failure::conflict("Não há sessão aberta."));
        }
        s.run.effects.push(Effect::Disconnect);
        Ok(())
    })
}

/// A new password; none: the host makes one up.
pub fn set_password(password: Option<&str>) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("connection/line-changes")?;
        s.desk.line.clone()?.ok_or_else(|| missing("connection"))?;
        s.run.effects.push(Effect::SetPassword { password: password.map(Into::into) });
        Ok(())
    })
}

/// Whether what was typed can be a password.
pub fn check_password(_: &str) -> Result<(), Failure> {
    on(|s| {
        s.desk.granted("connection/line-changes")?;
        match &s.desk.weak {
            Some(reason) => Err(Failure::invalid(reason.clone())),
            None => Ok(()),
        }
    })
}
