//! `kill -9` between asking a bank and writing down its answer, where the bank lives on: it has one slip.

use std::os::unix::process::ExitStatusExt;

use balcao_access::companies;
use balcao_bank::accounts::{self, NewAccount, PixAccount, Secret};
use balcao_bank::peer::{CODE, Peer};
use balcao_store::testing;
use balcao_tests::{Agent, Desk, Prepared};

use crate::{end_leases, new_charges, open};

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_was_asked_when_the_desk_died_has_one_slip_on_both_databases() {
    for point in ["outbox-claimed", "sent-before-receipt", "receipt-before-mark"] {
        asked(point, Prepared::new()).await;
    }
    asked("sent-before-receipt", Prepared::on(testing::postgres_address().await)).await;
}

async fn asked(point: &str, place: Prepared) {
    let bank = Peer::start("fora", "segredo").await.expect("a bank");
    let mut desk = Desk::start_in(place, &[], &[("BALCAO_CRASH_AT", point)]).await;
    open_account(&desk, &bank).await;
    let mut agent = Agent::sign_in(&desk.url, "carla").await;
    let review = agent.review("Otavio Brandao Sampaio", "reschedule").await;
    let confirm = review.form("value=\"confirm\"").by("intent", "confirm");
    let _ = agent.send(&confirm).await;
    assert_eq!(desk.ended().await.signal(), Some(9), "{point}");
    let before = bank.seen();
    assert_eq!(before.slips, u32::from(point != "outbox-claimed"), "{point}");

    end_leases(&desk).await;
    desk.again().await;
    agent.url.clone_from(&desk.url);
    agent.hears(&review.path, "confirmado").await;
    desk.kill();
    let seen = bank.seen();
    assert_eq!((seen.slips, seen.charges, seen.cancelled), (1, 1, 0), "{point}: one of each");
    assert_eq!(new_charges(&desk).await, [("registered".to_owned(), true)], "{point}");
}

/// Every company has its account at this bank, in place of the demonstration's own.
async fn open_account(desk: &Desk, bank: &Peer) {
    let db = open(desk).await;
    let mut tx = db.write().await.expect("a transaction");
    for company in companies::list(&mut tx).await.expect("the companies") {
        accounts::remove(&mut tx, company.id, CODE).await.expect("the demonstration's");
        let account = NewAccount {
            company: company.id,
            bank: CODE.into(),
            label: "Banco de fora".into(),
            token_url: format!("{}/token", bank.url()),
            slip_url: bank.url(),
            pix: Some(PixAccount { url: bank.url(), key: "chave@provedor.example".into() }),
            client: "fora".into(),
            secret: Secret { client_secret: "segredo".into(), identity: None },
        };
        accounts::add(&mut tx, &account, balcao_store::now()).await.expect("an account");
    }
    tx.commit().await.expect("committed");
}
