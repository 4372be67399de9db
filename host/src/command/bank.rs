//! `balcao bank`.

use std::path::PathBuf;

use balcao_access::audit::{self, Act, Line};
use balcao_access::companies;
use balcao_access::finding::Verdict;
use balcao_bank::accounts::{self, NewAccount, PixAccount, Secret};
use balcao_billing::by_hand::{self, ByHand};
use balcao_store::{Db, now};
use clap::{Args, Subcommand};

use crate::command::company::Of;
use crate::command::{check, secret};
use crate::config::Config;
use crate::{Outcome, app};

/// Bank accounts, at which charges are registered.
#[derive(Subcommand)]
pub enum Bank {
    /// Adds an account. The client's secret is read from standard input, never from the command line.
    Add(Box<Add>),
    /// Lists the accounts, without their secrets.
    List,
    /// Forgets an account. Charges that wait for it wait on.
    Remove(Remove),
    /// Offers, for overdue invoices, a static PIX code with today's value, which is booked by hand; without
    /// a key it is offered no longer.
    ByHand(HandPaid),
    /// Tries every account for real: a token is had, and the account answers.
    Test,
}

/// What is added.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    company: Of,
    /// The bank's code, three digits.
    #[arg(long, value_name = "CODE")]
    bank: String,
    /// What the account is called.
    #[arg(long)]
    label: String,
    /// Where tokens are had (OAuth2 client credentials).
    #[arg(long, value_name = "URL")]
    token_url: String,
    /// Where the bank's slip API begins.
    #[arg(long, value_name = "URL")]
    slip_url: String,
    /// Where the Central Bank's PIX API begins at this bank.
    #[arg(long, value_name = "URL", requires = "pix_key")]
    pix_url: Option<String>,
    /// The PIX key that is paid to.
    #[arg(long, value_name = "KEY", requires = "pix_url")]
    pix_key: Option<String>,
    /// The client's id.
    #[arg(long)]
    client: String,
    /// A PEM file with the client's certificate and its private key, where the bank asks for one.
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

/// What is removed.
#[derive(Args)]
pub struct Remove {
    #[command(flatten)]
    company: Of,
    /// The bank's code.
    bank: String,
}

/// A static PIX code.
#[derive(Args)]
pub struct HandPaid {
    #[command(flatten)]
    company: Of,
    /// The PIX key that is paid to.
    #[arg(long, value_name = "KEY", requires = "payee", requires = "town")]
    key: Option<String>,
    /// The payee's name, 25 characters at most.
    #[arg(long, value_name = "NAME", requires = "key")]
    payee: Option<String>,
    /// The payee's town, 15 characters at most.
    #[arg(long, value_name = "TOWN", requires = "key")]
    town: Option<String>,
}

impl HandPaid {
    async fn run(self, db: &Db) -> Outcome {
        let wanted = match (self.key, self.payee, self.town) {
            (Some(key), Some(payee), Some(town)) => Some(ByHand { key, payee, town }),
            _ => None,
        };
        let mut tx = db.write().await?;
        let company = self.company.id(&mut tx).await?;
        by_hand::set(&mut tx, company, wanted.as_ref()).await?;
        let fields = serde_json::json!({ "company": company, "on": wanted.is_some() });
        audit::commit(tx, vec![Line::new(Act::StaticPixSet).fields(fields)]).await?;
        println!("{}", if wanted.is_some() { "It is offered." } else { "It is not offered." });
        Ok(())
    }
}

impl Bank {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Bank::Add(add) => add.run(&db).await,
            Bank::List => list(&db).await,
            Bank::Remove(remove) => remove.run(&db).await,
            Bank::ByHand(wanted) => wanted.run(&db).await,
            Bank::Test => test(&db).await,
        }
    }
}

impl Add {
    async fn run(self, db: &Db) -> Outcome {
        let identity = match &self.certificate {
            None => None,
            Some(file) => {
                Some(std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?)
            }
        };
        let secret = Secret { client_secret: secret::read("the client's secret")?, identity };
        let mut tx = db.write().await?;
        let account = NewAccount {
            company: self.company.id(&mut tx).await?,
            bank: self.bank,
            label: self.label,
            token_url: self.token_url,
            slip_url: self.slip_url,
            pix: self.pix_url.zip(self.pix_key).map(|(url, key)| PixAccount { url, key }),
            client: self.client,
            secret,
        };
        let (_, line) = accounts::add(&mut tx, &account, now()).await?;
        audit::commit(tx, vec![line]).await?;
        println!("The account {} at bank {} is kept. Try it: balcao bank test", account.label, account.bank);
        Ok(())
    }
}

impl Remove {
    async fn run(self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let company = self.company.id(&mut tx).await?;
        let line = accounts::remove(&mut tx, company, &self.bank).await?;
        audit::commit(tx, vec![line]).await?;
        println!("The account at bank {} is forgotten.", self.bank);
        Ok(())
    }
}

async fn list(db: &Db) -> Outcome {
    let mut conn = db.read().await?;
    let companies = companies::list(&mut conn).await?;
    for account in accounts::list(&mut conn).await? {
        let company = companies.iter().find(|company| company.id == account.company);
        let company = company.map_or("?", |company| &company.trade_name);
        let pix = if account.pix.is_some() { "PIX" } else { "no PIX" };
        println!("{}  {}  {company}  {}  {pix}", account.bank, account.label, account.slip_url);
    }
    Ok(())
}

async fn test(db: &Db) -> Outcome {
    let found = balcao_bank::check(db).await?;
    found.iter().for_each(check::print);
    match found.iter().any(|finding| finding.verdict == Verdict::Failed) {
        true => Err("an account does not work".into()),
        false => Ok(()),
    }
}
