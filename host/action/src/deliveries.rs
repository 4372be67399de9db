//! Who carries out what a committed action wants from the world outside.

use balcao_billing::bank::{Answer, Bank};
use balcao_billing::charges;
use balcao_billing::{ChargeId, KIND as CHARGE_REGISTRATION};
use balcao_store::outbox::{Deliveries, Entry, Outcome};
use balcao_store::{Db, StoreError};
use serde::Deserialize;

use crate::crash;

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
    let answer = bank(order.clone()).await;
    crash::point("sent-before-receipt");
    // What settles it is in the transaction that marks the entry, so that the two never disagree.
    Ok(match answer {
        Answer::Nobody(why) => Outcome::retry(why),
        Answer::Unknown(why) => Outcome::unknown(why),
        Answer::Refused(reason) => Outcome::refused(reason)
            .settling(move |tx| Box::pin(async move { Ok(charges::refused(tx, charge).await?) })),
        Answer::Done(registration, more) => match registration.check(&order) {
            Ok(()) => {
                let more = more.map(|more| format!("; {more}")).unwrap_or_default();
                Outcome::done(format!("nosso número {}{more}", registration.our_number)).settling(move |tx| {
                    Box::pin(
                        async move { Ok(charges::registered(tx, charge, &registration).await.map(drop)?) },
                    )
                })
            }
            Err(wrong) => {
                tracing::error!(%charge, %wrong, "a bank registered something else than was ordered");
                let told = format!("o banco respondeu com {}: não vale, e será baixado lá", wrong.words());
                Outcome::refused(told).settling(move |tx| {
                    Box::pin(async move { Ok(charges::mistaken(tx, charge, &registration).await?) })
                })
            }
        },
    })
}
