//! How the outbox carries out what was changed of a line. What it tells is read by agents.

use std::sync::Arc;

use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, Sealed, StoreError, on};
use serde::Deserialize;

use crate::connections::{self, Connection};
use crate::equipment::{Equipment, Heard, Order, Radius, What};
use crate::{Access, ConnectionId, unlocks};

/// Ends the open session of `{"connection": id}`.
pub const DISCONNECT: &str = "line-disconnect";
/// Writes its new password to the access server.
pub const PASSWORD: &str = "line-password";
/// Lets it carry what its plan says.
pub const UNBLOCK: &str = "line-unblock";
/// Lets it carry nothing.
pub const BLOCK: &str = "line-block";
/// Ends the trust unlock `{"unlock": id}` on its day: blocked again, unless it was paid.
pub const REBLOCK: &str = "contract-reblock";

/// Adds the deliveries of this room. Without access servers their orders wait, and their receipts
/// say so; a trust unlock ends on its day all the same.
pub fn deliveries(deliveries: Deliveries, db: &Db, equipment: &Equipment) -> Deliveries {
    let desk = db.clone();
    let deliveries = deliveries.on(REBLOCK, move |entry: Entry| {
        let db = desk.clone();
        async move { unlocks::ended(&db, &entry).await.unwrap_or_else(retry) }
    });
    let Some(radius) = equipment.radius.clone() else { return deliveries };
    let post = Post { db: db.clone(), radius, simulated: equipment.simulated };
    [DISCONNECT, PASSWORD, UNBLOCK, BLOCK].into_iter().fold(deliveries, |deliveries, kind| {
        let post = Arc::new(post.clone());
        deliveries.on(kind, move |entry: Entry| {
            let post = Arc::clone(&post);
            async move { post.carry_out(&entry).await.unwrap_or_else(retry) }
        })
    })
}

/// The database did not answer, and nothing was sent: another try can do no harm.
fn retry(error: StoreError) -> Outcome {
    Outcome::retry(error.to_string())
}

#[derive(Clone)]
struct Post {
    db: Db,
    radius: Radius,
    simulated: bool,
}

#[derive(Deserialize)]
struct Body {
    connection: ConnectionId,
}

impl Post {
    async fn carry_out(&self, entry: &Entry) -> Result<Outcome, StoreError> {
        let Ok(Body { connection }) = Body::deserialize(&entry.body.0) else {
            return Ok(Outcome::refused("nenhuma conexão indicada"));
        };
        let mut conn = self.db.read().await?;
        let Some(line) = connections::one(&mut conn, connection).await? else {
            return Ok(Outcome::refused("a conexão não existe mais"));
        };
        let new: Option<Sealed> = on!(&mut conn, c => sqlx::query_scalar(
            "SELECT new_password FROM connection WHERE id = $1").bind(connection).fetch_one(c).await)?;
        drop(conn);
        match entry.kind.as_str() {
            PASSWORD => match new {
                Some(sealed) => self.password(entry, &line, sealed).await,
                None => Ok(Outcome::done("nada a enviar: uma senha mais nova já foi")),
            },
            // What is wanted now, not when the order was written: an order that was late does not
            // undo a newer one.
            UNBLOCK | BLOCK if line.access == line.wanted => {
                Ok(Outcome::done("nada a enviar: já está assim no concentrador"))
            }
            UNBLOCK | BLOCK => Ok(self.access(entry, &line, line.wanted).await),
            _ => Ok(self.disconnect(entry, &line).await),
        }
    }

    async fn disconnect(&self, entry: &Entry, line: &Connection) -> Outcome {
        let sent = self.send(entry, line, What::Disconnect).await;
        if matches!(sent.heard, Heard::NoSession) {
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

    async fn password(
        &self,
        entry: &Entry,
        line: &Connection,
        sealed: Sealed,
    ) -> Result<Outcome, StoreError> {
        let password = connections::open(self.db.keys(), line.id, &sealed)?;
        let outcome = self.send(entry, line, What::Password(password)).await;
        let id = line.id;
        Ok(outcome.settled(move |tx| {
            Box::pin(async move {
                // A newer one that was decided meanwhile stays on its way.
                on!(tx, c => sqlx::query(
                    "UPDATE connection SET password = $2,
                            new_password = CASE WHEN new_password = $2 THEN NULL ELSE new_password END
                     WHERE id = $1")
                    .bind(id).bind(&sealed).execute(c).await.map(drop))?;
                Ok(())
            })
        }))
    }

    async fn access(&self, entry: &Entry, line: &Connection, access: Access) -> Outcome {
        let outcome = self.send(entry, line, What::Access(access)).await;
        let id = line.id;
        outcome.settled(move |tx| {
            Box::pin(async move {
                on!(tx, c => sqlx::query("UPDATE connection SET access = $2 WHERE id = $1")
                    .bind(id).bind(access).execute(c).await.map(drop))?;
                Ok(())
            })
        })
    }

    async fn send(&self, entry: &Entry, line: &Connection, what: What) -> Sent {
        let order = Order { key: entry.key.clone(), login: line.login.clone(), nas: line.nas.clone(), what };
        Sent { heard: (self.radius)(order).await, nas: line.nas.clone(), simulated: self.simulated }
    }
}

/// What an access server said to an order.
struct Sent {
    heard: Heard,
    nas: String,
    simulated: bool,
}

impl Sent {
    fn mark(&self) -> &'static str {
        if self.simulated { " (simulação)" } else { "" }
    }

    /// Words, with the name of the access server behind them.
    fn said(&self, words: &str) -> String {
        format!("{words} {}{}", self.nas, self.mark())
    }

    /// In words, with what is written down where it was done.
    fn settled(
        self,
        settle: impl for<'a> FnOnce(
            &'a mut balcao_store::Tx,
        ) -> std::pin::Pin<
            Box<dyn Future<Output = Result<(), Box<dyn std::error::Error + Send + Sync>>> + Send + 'a>,
        > + Send
        + 'static,
    ) -> Outcome {
        let Sent { nas, .. } = &self;
        let mark = self.mark();
        match self.heard {
            Heard::Done => Outcome::done(self.said("enviado ao")).settling(settle),
            // It is written there; there was nobody to feel it.
            Heard::NoSession => Outcome::done(self.said("enviado, sem sessão aberta, ao")).settling(settle),
            Heard::Refused => Outcome::refused(format!("o {nas} recusou{mark}")),
            Heard::Nobody => Outcome::retry(format!("o {nas} está fora do ar{mark}")),
            Heard::Silence => Outcome::unknown(format!("o {nas} não respondeu{mark}")),
        }
    }
}
