//! Banks, over HTTP: the slip API of one, and the PIX API of the Central Bank (`cobv`, charges with a due
//! date), which is the same at every bank.
//!
//! A charge has one key at the bank for ever: its id. Whatever is asked, the bank is asked first what it
//! has under that key, so that an answer that was lost, or a process that died between sending and
//! recording, never makes two of one. What it answers is not judged here: who ordered compares it with
//! the order ([`Registration::check`](balcao_billing::charges::Registration::check)).
#![forbid(unsafe_code)]

pub mod accounts;
mod check;
mod http;
pub mod peer;
mod pix;
mod slips;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use balcao_access::CompanyId;
use balcao_billing::bank::{Answer, Bank, Canceller};
use balcao_billing::charges::{Order, Registration, Unwanted};
use balcao_store::Db;
use tokio::sync::Mutex;

use accounts::{Account, AccountId};
use http::{Connection, Trouble};

pub use check::check;

/// How long one order may take at most; past it nobody answered. Below the outbox's own limit of an
/// attempt, so that what is written down says more than "no answer".
const PATIENCE: Duration = Duration::from_secs(45);

/// The accounts of this desk, each with one connection. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Banks {
    db: Db,
    open: Arc<Mutex<HashMap<AccountId, Arc<Connection>>>>,
}

impl Banks {
    /// The accounts in this database.
    pub fn new(db: Db) -> Banks {
        Banks { db, open: Arc::default() }
    }

    /// Registers charges.
    pub fn bank(&self) -> Bank {
        let banks = self.clone();
        Arc::new(move |order| {
            let banks = banks.clone();
            Box::pin(async move { banks.register(&order).await })
        })
    }

    /// Cancels charges.
    pub fn canceller(&self) -> Canceller {
        let banks = self.clone();
        Arc::new(move |order| {
            let banks = banks.clone();
            Box::pin(async move { banks.cancel(&order).await })
        })
    }

    async fn register(&self, order: &Order) -> Answer<Registration> {
        let bank = match self.connection(order.company, &order.bank).await {
            Ok(bank) => bank,
            Err(why) => return Answer::Nobody(why),
        };
        let Some(payer) = order.payer.tax_id.clone() else {
            return Answer::Refused("o cliente não tem CPF nem CNPJ válido no cadastro".into());
        };
        let asking = async {
            let mut sent = false;
            let slip = slips::register(&bank, order, &payer, &mut sent).await.map_err(|t| t.answer(sent))?;
            let (pix, more) = match &bank.account.pix {
                None => (slip.pix.clone(), None),
                Some(_) if slip.pix.is_some() => (slip.pix.clone(), None),
                Some(account) => match pix::register(&bank, account, order, &payer, &mut sent).await {
                    Ok(text) => (Some(text), None),
                    // The slip can be paid; that it can't be by PIX is said.
                    Err(Trouble::Refused(why)) => (None, Some(format!("sem PIX: {why}"))),
                    Err(trouble) => return Err(trouble.answer(sent)),
                },
            };
            // Nobody's bank: what it registers can't be paid, and its card says so.
            let more = more.or_else(|| (bank.account.bank == peer::CODE).then(|| "demonstração".into()));
            Ok(Answer::Done(Registration { pix, ..slip.into_registration() }, more))
        };
        within(asking).await
    }

    async fn cancel(&self, order: &Unwanted) -> Answer<()> {
        let bank = match self.connection(order.company, &order.bank).await {
            Ok(bank) => bank,
            Err(why) => return Answer::Nobody(why),
        };
        let asking = async {
            let mut sent = false;
            let slip = slips::cancel(&bank, order.charge, &mut sent).await.map_err(|t| t.answer(sent))?;
            let pix = match &bank.account.pix {
                None => false,
                Some(account) => {
                    pix::cancel(&bank, account, order.charge, &mut sent).await.map_err(|t| t.answer(sent))?
                }
            };
            let told = (!slip && !pix).then(|| "não constava no banco".to_owned());
            Ok(Answer::Done((), told))
        };
        within(asking).await
    }

    /// The connection of an account; the error is for agents.
    async fn connection(&self, company: CompanyId, bank: &str) -> Result<Arc<Connection>, String> {
        let account = async {
            let mut conn = self.db.read().await?;
            accounts::of(&mut conn, company, bank).await
        };
        let account: Option<Account> = account.await.map_err(|error| {
            tracing::error!(%error, "a bank account could not be read");
            "o banco de dados não respondeu".to_owned()
        })?;
        let account = account.ok_or_else(|| format!("nenhuma conta do banco {bank} está configurada"))?;
        let mut open = self.open.lock().await;
        if let Some(known) = open.get(&account.id) {
            return Ok(Arc::clone(known));
        }
        let connection = Connection::new(account, self.db.keys()).map_err(|error| {
            tracing::error!(%error, "a bank account can't be used");
            "a conta do banco está com a configuração errada: avise o administrador".to_owned()
        })?;
        let connection = Arc::new(connection);
        open.insert(connection.account.id, Arc::clone(&connection));
        Ok(connection)
    }
}

async fn within<T>(asking: impl Future<Output = Result<Answer<T>, Answer<T>>>) -> Answer<T> {
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(Ok(answer) | Err(answer)) => answer,
        Err(_) => Answer::Unknown("o banco não respondeu a tempo".into()),
    }
}
