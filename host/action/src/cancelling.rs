//! Having a bank cancel charges that it registered, or may have, when nobody wants them any more.

use balcao_billing::bank::{Answer, Canceller};
use balcao_billing::charges;
use balcao_billing::{CANCELLATION, ChargeId};
use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, StoreError};
use serde::Deserialize;

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
    let Some(order) = order else { return Ok(Outcome::done("nada a baixar no banco")) };
    let which = order.our_number.clone().map(|number| format!(": nosso número {number}")).unwrap_or_default();
    Ok(match bank(order).await {
        Answer::Done((), None) => Outcome::done(format!("baixado no banco{which}")),
        Answer::Done((), Some(told)) => Outcome::done(told),
        Answer::Refused(reason) => Outcome::refused(reason),
        Answer::Unknown(why) => Outcome::unknown(why),
        Answer::Nobody(why) => Outcome::retry(why),
    })
}
