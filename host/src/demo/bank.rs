//! The demonstration's bank: it listens on this machine, and the desk asks it over HTTP as it asks any
//! other. It registers every charge at once, and no one can pay them.

use balcao_access::{audit, companies};
use balcao_bank::accounts::{self, NewAccount, PixAccount, Secret};
use balcao_bank::peer::{self, Peer};
use balcao_store::{Db, Keys, now};

use crate::app::Opened;

pub use balcao_bank::peer::{CODE, IssueError, issue};

const CLIENT: &str = "demonstracao";
const PIX_KEY: &str = "demonstracao@provedor.example";

/// Starts it, and tells every company's account where it is now.
pub async fn open(db: &Db) -> Opened<Peer> {
    let secret: String = Keys::random_secret().iter().map(|byte| format!("{byte:02x}")).collect();
    let bank = Peer::start(CLIENT, &secret).await?;
    let mut tx = db.write().await?;
    let mut lines = Vec::new();
    for company in companies::list(&mut tx).await? {
        match accounts::of(&mut tx, company.id, peer::CODE).await? {
            // Somebody tries another bank in its place.
            Some(account) if account.client != CLIENT => continue,
            Some(_) => lines.push(accounts::remove(&mut tx, company.id, peer::CODE).await?),
            None => {}
        }
        let account = NewAccount {
            company: company.id,
            bank: peer::CODE.into(),
            label: "Banco de demonstração".into(),
            token_url: format!("{}/token", bank.url()),
            slip_url: bank.url(),
            pix: Some(PixAccount { url: bank.url(), key: PIX_KEY.into() }),
            client: CLIENT.into(),
            secret: Secret { client_secret: secret.clone(), identity: None },
        };
        lines.push(accounts::add(&mut tx, &account, now()).await?.1);
    }
    audit::commit(tx, lines).await?;
    Ok(bank)
}
