//! How a trust unlock ends: it was paid, or the block comes back.

use balcao_access::audit::{self, Act, Line};
use balcao_billing::invoices;
use balcao_desk::contracts::{self, ContractStatus};
use balcao_desk::events::Change;
use balcao_desk::reports;
use balcao_desk::{ContractId, RequestId};
use balcao_store::outbox::{self, Entry, NewEntry, Outcome};
use balcao_store::{Conn, Db, StoreError, Tx, on};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{State, happened, turn_lines};
use crate::{Access, Connection, UnlockId};

/// What the request's reports say then, for colleagues.
const BLOCKED_AGAIN: &str =
    "O desbloqueio em confiança terminou sem pagamento: o contrato foi bloqueado de novo.";

#[derive(Deserialize)]
struct Body {
    unlock: UnlockId,
}

#[derive(sqlx::FromRow, Clone)]
struct Running {
    id: UnlockId,
    contract: ContractId,
    day: NaiveDate,
    at: DateTime<Utc>,
}

/// Ends an unlock whose day is over: it was paid, or the block comes back.
pub(crate) async fn ended(db: &Db, entry: &Entry) -> Result<Outcome, StoreError> {
    let Ok(Body { unlock }) = Body::deserialize(&entry.body.0) else {
        return Ok(Outcome::refused("nenhum desbloqueio indicado"));
    };
    let mut conn = db.read().await?;
    let Some(running) = running(&mut conn, unlock).await? else {
        return Ok(Outcome::done("nada a fazer: o desbloqueio já terminou"));
    };
    let paid = is_paid(&mut conn, &running).await?;
    drop(conn);
    let told = if paid { "pago: continua desbloqueado" } else { "sem pagamento: bloqueado de novo" };
    let (run, request, order) = (entry.run, entry.request, entry.order);
    Ok(Outcome::done(told).settling(move |tx| {
        Box::pin(async move {
            // What was told must still be so; else the entry is tried again and finds out.
            if is_paid(tx, &running).await? != paid {
                return Err("the debt changed meanwhile".into());
            }
            let lines = end(tx, &running, paid, request).await?;
            for (place, order_of_line) in (order + 1..).zip(lines) {
                outbox::put(tx, NewEntry { run, order: place, ..order_of_line }).await?;
            }
            let fields = serde_json::json!({
                "unlock": running.id, "contract": running.contract, "kept": paid });
            let line = Line { request, ..Line::new(Act::UnlockEnded).fields(fields) };
            Ok(audit::append(tx, vec![line]).await?)
        })
    }))
}

async fn running(conn: &mut Conn, unlock: UnlockId) -> Result<Option<Running>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT id, contract, day, at FROM trust_unlock WHERE id = $1 AND state = 'running'")
        .bind(unlock).fetch_optional(c).await)?)
}

/// Whether nothing is owed any more of what was due when the block was lifted.
async fn is_paid(conn: &mut Conn, running: &Running) -> Result<bool, StoreError> {
    Ok(invoices::owed(conn, running.contract, running.day, running.at).await? == 0)
}

/// Writes the end down. Unpaid, the contract is blocked again, unless its status is another by now.
async fn end(
    tx: &mut Tx,
    running: &Running,
    paid: bool,
    request: Option<balcao_store::Uuid>,
) -> Result<Vec<NewEntry>, StoreError> {
    let now = balcao_store::now();
    let state = if paid { State::Kept } else { State::Broken };
    on!(&mut *tx, c => sqlx::query("UPDATE trust_unlock SET state = $2, ended_at = $3 WHERE id = $1")
        .bind(running.id).bind(state).bind(now).execute(c).await.map(drop))?;
    let (from, to) = (ContractStatus::Normal, ContractStatus::FinancialBlock);
    if paid || !contracts::turn(tx, running.contract, from, to).await? {
        return Ok(Vec::new());
    }
    happened(tx, running.contract, Change::Blocked, now).await?;
    if let Some(request) = request {
        reports::write_by_desk(tx, RequestId(request), BLOCKED_AGAIN, now).await?;
    }
    let as_before = |line: &Connection| line.before_unlock.unwrap_or(Access::Blocked);
    turn_lines(tx, running.contract, as_before, request, now).await
}
