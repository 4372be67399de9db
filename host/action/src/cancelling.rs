//! Having a bank cancel charges that it registered when nobody wanted them any more.

use std::sync::Arc;

use balcao_billing::charges::{self, Unwanted};
use balcao_billing::{CANCELLATION, ChargeId};
use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, StoreError};
use serde::Deserialize;

/// A bank that cancels a charge. Asked again for the same one it gives the same answer. The error is
/// its reason for refusing.
pub type Canceller = Arc<dyn Fn(&Unwanted) -> Result<(), String> + Send + Sync>;

/// With the delivery of cancellations. Without a bank they wait, as registrations do.
pub fn cancelling(deliveries: Deliveries, db: &Db, bank: Option<Canceller>) -> Deliveries {
    let Some(bank) = bank else { return deliveries };
    let db = db.clone();
    deliveries.on(CANCELLATION, move |entry: Entry| {
        let (db, bank) = (db.clone(), bank.clone());
        // The database did not answer, and nothing was sent: another try can do no harm.
        async move {
            cancel(&db, &bank, &entry).await.unwrap_or_else(|error| Outcome::retry(error.to_string()))
        }
    })
}

#[derive(Deserialize)]
struct Body {
    charge: ChargeId,
}

async fn cancel(db: &Db, bank: &Canceller, entry: &Entry) -> Result<Outcome, StoreError> {
    let Ok(Body { charge }) = Body::deserialize(&entry.body.0) else {
        return Ok(Outcome::refused("nenhuma cobrança indicada"));
    };
    let mut conn = db.read().await?;
    let order = charges::to_cancel(&mut conn, charge).await?;
    drop(conn);
    Ok(match order {
        None => Outcome::done("nada a baixar no banco"),
        Some(order) => match bank(&order) {
            Ok(()) => Outcome::done(format!("baixado no banco: nosso número {}", order.our_number)),
            Err(reason) => Outcome::refused(reason),
        },
    })
}
