//! Ending a session, or letting it carry what its line carries now. An order is bound to the session
//! that was open when it was first tried: by accounting it is known whether that one has ended, and a
//! newer one is never meant.

use std::net::IpAddr;

use balcao_store::outbox::{Entry, Outcome};
use balcao_store::{DateTime, StoreError, Utc, on};

use super::Post;
use super::told::Sent;
use crate::connections::Connection;
use crate::equipment::{Heard, Session, What};
use crate::line_changes::DISCONNECT_WITHIN;
use crate::{Access, Unreachable};

impl Post {
    pub(super) async fn session(
        &self,
        entry: &Entry,
        line: &Connection,
        from: Option<Access>,
    ) -> Result<Outcome, StoreError> {
        let open = match self.equipment.sessions(line).await {
            Ok(open) => open,
            Err(Unreachable::NotSetUp) => return Ok(self.by_login(entry, line, from).await),
            Err(_) => {
                return Ok(Outcome::retry("a contabilização não respondeu: nada foi enviado"));
            }
        };
        let (session, again) = match self.bound(entry, line).await? {
            Some(session) => (session, true),
            None if is_late(entry, from) => {
                return Ok(Outcome::refused("passou mais de um minuto desde o pedido: nada foi enviado"));
            }
            None => match open.first() {
                Some(session) => (self.bind(entry, session).await?, false),
                None => return Ok(Outcome::done(self.nobody(line).said("não havia sessão aberta no"))),
            },
        };
        let is_open = open.iter().any(|other| other.id == session.id);
        if again && !is_open {
            return Ok(Outcome::done(self.nobody(line).said("a sessão terminou no")));
        }
        let sent = self.send(entry, line, wish(line, from, Some(session))).await;
        // An attempt before may have ended it. Else accounting shows a session that is none, and
        // whoever asked must know.
        if sent.heard == Heard::NoSession && from.is_none() && !entry.may_have_happened() {
            return Ok(Outcome::refused(sent.said("sessão não encontrada no")));
        }
        Ok(ended(line, sent))
    }

    /// Without accounting the login alone says which session is meant, which is right once: after
    /// that, it may be the one with which the customer came back.
    async fn by_login(&self, entry: &Entry, line: &Connection, from: Option<Access>) -> Outcome {
        if is_late(entry, from) {
            return Outcome::refused("passou mais de um minuto desde o pedido: nada foi enviado");
        }
        if entry.may_have_happened() {
            let words = "não respondeu; sem contabilização não se repete";
            return Outcome::unknown(format!("o {} {words}", line.nas));
        }
        let sent = self.send(entry, line, wish(line, from, None)).await;
        ended(line, sent)
    }

    /// The session that an attempt before this one meant.
    async fn bound(&self, entry: &Entry, line: &Connection) -> Result<Option<Session>, StoreError> {
        let row: Option<(String, Option<String>, DateTime<Utc>)> = on!(&mut self.db.read().await?, c => sqlx::query_as(
                "SELECT session, nas_address, since FROM ordered_session WHERE entry = $1")
                .bind(entry.id).fetch_optional(c).await)?;
        Ok(row.map(|(id, nas_address, since)| Session {
            id,
            since,
            address: None,
            nas: line.nas.clone(),
            nas_address: nas_address.and_then(|address| address.parse().ok()),
        }))
    }

    async fn bind(&self, entry: &Entry, session: &Session) -> Result<Session, StoreError> {
        let mut tx = self.db.write().await?;
        on!(&mut tx, c => sqlx::query(
            "INSERT INTO ordered_session (entry, session, nas_address, since) VALUES ($1, $2, $3, $4)
             ON CONFLICT (entry) DO NOTHING")
            .bind(entry.id).bind(&session.id).bind(session.nas_address.as_ref().map(IpAddr::to_string))
            .bind(session.since).execute(c).await.map(drop))?;
        tx.commit().await?;
        Ok(session.clone())
    }

    /// Words without an answer.
    fn nobody(&self, line: &Connection) -> Sent {
        Sent { heard: Heard::NoSession, nas: line.nas.clone(), demonstration: self.equipment.demonstration }
    }
}

/// Whether somebody wanted the session of then, and it would be that of now: an administrator may have
/// it tried again long after. What follows a change of the line is never late.
fn is_late(entry: &Entry, from: Option<Access>) -> bool {
    // An id is as old as its entry.
    let asked = entry.id.0.get_timestamp().map(|at| at.to_unix().0.cast_signed());
    let since = asked.map_or(0, |asked| balcao_store::now().timestamp() - asked);
    from.is_none() && entry.after.is_none() && since > DISCONNECT_WITHIN.num_seconds()
}

fn wish(line: &Connection, from: Option<Access>, session: Option<Session>) -> What {
    match from {
        Some(from) => What::Renew { from, to: line.wanted, session },
        None => What::Disconnect(session),
    }
}

/// The outcome, and when the desk ended the session.
fn ended(line: &Connection, sent: Sent) -> Outcome {
    if sent.heard == Heard::NoSession {
        return Outcome::done(sent.said("não havia sessão aberta no"));
    }
    let id = line.id;
    sent.settled(move |tx| {
        Box::pin(async move {
            on!(tx, c => sqlx::query("UPDATE connection SET ended_at = $2 WHERE id = $1")
                .bind(id).bind(balcao_store::now()).execute(c).await.map(drop))?;
            Ok(())
        })
    })
}
