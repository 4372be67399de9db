//! How the outbox carries out what was changed of a line. What it tells is read by agents.

mod session;
mod told;

use std::sync::Arc;

use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, Sealed, StoreError, on};
use serde::Deserialize;

use crate::connections::{self, Connection};
use crate::equipment::{Equipment, Order, Radius, What};
use crate::{Access, ConnectionId, unlocks};

use told::Sent;

/// Ends the open session of `{"connection": id}`; with `"from": access`, lets it carry what the line
/// carries now, instead of that.
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
    let post = Post { db: db.clone(), radius, equipment: equipment.clone() };
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
    equipment: Equipment,
}

#[derive(Deserialize)]
struct Body {
    connection: ConnectionId,
    from: Option<Access>,
}

impl Post {
    async fn carry_out(&self, entry: &Entry) -> Result<Outcome, StoreError> {
        let Ok(Body { connection, from }) = Body::deserialize(&entry.body.0) else {
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
            // undo a newer one. One that was tried before may have come late: it is sent again.
            UNBLOCK | BLOCK if line.access == line.wanted && entry.attempts <= 1 => {
                Ok(Outcome::done("nada a enviar: já está assim no concentrador"))
            }
            UNBLOCK | BLOCK => Ok(self.access(entry, &line, line.wanted).await),
            _ => self.session(entry, &line, from).await,
        }
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
                let still = on!(tx, c => sqlx::query(
                    "UPDATE connection SET access = $2 WHERE id = $1 AND wanted = $2")
                    .bind(id).bind(access).execute(c).await.map(|done| done.rows_affected()))?;
                // Of two orders side by side the later one may have been written first.
                if still == 0 { Err("something else is wanted of the line by now".into()) } else { Ok(()) }
            })
        })
    }

    async fn send(&self, entry: &Entry, line: &Connection, what: What) -> Sent {
        let order = Order {
            key: entry.key.clone(),
            company: line.company,
            login: line.login.clone(),
            nas: line.nas.clone(),
            what,
        };
        let heard = (self.radius)(order).await;
        Sent { heard, nas: line.nas.clone(), demonstration: self.equipment.demonstration }
    }
}
