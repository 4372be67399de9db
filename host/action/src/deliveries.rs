//! Who carries out what a committed action wants from the world outside.

use std::sync::Arc;

use balcao_billing::charges::{self, Order, Registration};
use balcao_billing::{ChargeId, KIND as CHARGE_REGISTRATION};
use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, StoreError};
use serde::Deserialize;

use crate::crash;

/// A bank: it registers a charge and says under which numbers. Asked again for the same charge it
/// gives the same answer. The error is its reason for refusing.
pub type Bank = Arc<dyn Fn(&Order) -> Result<Registration, String> + Send + Sync>;

/// The deliveries of this desk. What they tell is read by agents, in the language of banks here.
/// Without a bank nothing registers charges: an entry that asks for it waits, and its receipt says
/// so.
pub fn deliveries(db: &Db, bank: Option<Bank>) -> Deliveries {
    let deliveries = Deliveries::new();
    let Some(bank) = bank else { return deliveries };
    let db = db.clone();
    deliveries.on(CHARGE_REGISTRATION, move |entry: Entry| {
        let (db, bank) = (db.clone(), bank.clone());
        async move {
            crash::point("outbox-claimed");
            let outcome = register(&db, &bank, &entry).await;
            crash::point("receipt-before-mark");
            // The database did not answer, and nothing was sent: another try can do no harm.
            outcome.unwrap_or_else(|error| Outcome::retry(error.to_string()))
        }
    })
}

#[derive(Deserialize)]
struct Body {
    charge: ChargeId,
}

async fn register(db: &Db, bank: &Bank, entry: &Entry) -> Result<Outcome, StoreError> {
    let Ok(Body { charge }) = Body::deserialize(&entry.body.0) else {
        return Ok(Outcome::refused("nenhuma cobrança indicada"));
    };
    let mut conn = db.read().await?;
    let order = charges::order(&mut conn, charge).await?;
    drop(conn);
    let Some(order) = order else {
        return Ok(Outcome::done("nada a registrar: já registrada, substituída ou cancelada"));
    };
    let answer = bank(&order);
    crash::point("sent-before-receipt");
    let registration = match answer {
        Ok(registration) => registration,
        Err(reason) => {
            return Ok(Outcome::refused(reason)
                .settling(move |tx| Box::pin(async move { Ok(charges::refused(tx, charge).await?) })));
        }
    };
    let told = format!("nosso número {}", registration.our_number);
    // In the transaction that marks the entry, so that the charge and the entry never disagree.
    Ok(Outcome::done(told).settling(move |tx| {
        Box::pin(async move { Ok(charges::registered(tx, charge, &registration).await.map(drop)?) })
    }))
}
