//! `balcao:connection/line`

use std::sync::Arc;
use std::time::Duration;

use balcao_access::Locale;
use balcao_network::equipment::Session;
use balcao_network::{Access, Unreachable};

use super::outside::{Part, fact, marked, unreachable};
use crate::bindings::canvas::Fact;
use crate::bindings::line::{Connection, Host, Session as WitSession, State};
use crate::bindings::types::{Reason, Tone};
use crate::contract::word;
use crate::gate::{Access as Gated, Function};
use crate::handle::Real;
use crate::state::{Answered, Call};

const SERVED: Function = Function { name: "line.served", access: Gated::Read };

/// How long accounting may take.
pub(super) const ACCOUNTING: Duration = Duration::from_secs(3);

impl Host for Call {
    async fn served(&mut self) -> Answered<Option<Connection>> {
        let has_tag = self.scene.as_ref().is_some_and(|scene| scene.attendance.tag().is_some());
        let line = match self.line(SERVED, 0).await? {
            Ok(line) => line,
            Err(none) if none.reason == Reason::NotFound && has_tag => return Ok(Ok(None)),
            Err(failure) => return Ok(Err(failure)),
        };
        let equipment = Arc::clone(&self.equipment);
        let session = self.outside(ACCOUNTING, equipment.session(&line)).await;
        let locale = self.locale();
        let password = line.has_password.then(|| self.ids.token(Real::Password(line.id)));
        Ok(Ok(Some(Connection {
            password,
            state: state(line.access, &session, locale),
            more: more(&line, &session, &equipment, locale),
            session: session.ok().flatten().map(|session| WitSession {
                since: session.since.timestamp_millis(),
                address: session.address.map(|address| address.to_string()),
                nas: session.nas,
            }),
            tag: format!("{} · {}", line.tag_code, line.tag_label),
            user: line.login,
            service: line.service,
        })))
    }
}

fn state(access: Access, session: &Result<Option<Session>, Unreachable>, locale: Locale) -> State {
    let (code, tone, words) = match (access, session) {
        (Access::Blocked, _) => ("blocked", Tone::Danger, ["Bloqueada", "Blocked", "Bloqueada"]),
        (_, Err(_)) => ("unknown", Tone::Neutral, ["Desconhecida", "Unknown", "Desconocida"]),
        (_, Ok(None)) => ("offline", Tone::Warning, ["Desconectada", "Offline", "Desconectada"]),
        (Access::Reduced, _) => {
            ("reduced", Tone::Warning, ["Velocidade reduzida", "Reduced speed", "Velocidad reducida"])
        }
        (Access::Normal, _) => ("online", Tone::Success, ["Conectada", "Online", "Conectada"]),
    };
    State { code: code.into(), label: word(words, locale).into(), tone }
}

/// The ONU, what is on its way to the access server, why no session is known, and the mark.
fn more(
    line: &balcao_network::Connection,
    session: &Result<Option<Session>, Unreachable>,
    equipment: &balcao_network::Equipment,
    locale: Locale,
) -> Vec<Fact> {
    let mut more = Vec::new();
    if let Some(onu) = &line.onu {
        more.push(fact(["ONU", "ONU", "ONU"], format!("{} · {}", onu.serial, onu.place), locale));
    }
    let waits =
        word(["aguarda o concentrador", "waits for the access server", "espera el concentrador"], locale);
    if line.awaits_password {
        more.push(fact(["Nova senha", "New password", "Nueva contraseña"], waits, locale));
    }
    if line.wanted != line.access {
        let label = match line.wanted {
            Access::Blocked => ["Bloqueio", "Block", "Bloqueo"],
            _ => ["Desbloqueio", "Unblock", "Desbloqueo"],
        };
        more.push(fact(label, waits, locale));
    }
    if let Err(why) = session {
        let told = unreachable(Part::Accounting, *why, locale).message;
        more.push(fact(["Sessão", "Session", "Sesión"], told, locale));
    }
    more.extend(marked(equipment, locale));
    more
}
