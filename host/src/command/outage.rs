//! `balcao outage`.

use balcao_access::audit;
use balcao_network::outages::{self, Place};
use balcao_network::{OutageId, olts};
use balcao_store::{Db, now};
use clap::{Args, Subcommand};

use super::company::Of;
use crate::Outcome;
use crate::app::{self, Opened};
use crate::config::Config;

/// What of the network has failed: a banner stands on every attendance under it.
#[derive(Subcommand)]
pub enum Outage {
    /// Marks an OLT, one PON of it, or an access server as failed.
    Begin(Begin),
    /// Says that it works again.
    End {
        /// The outage, as `list` names it.
        outage: OutageId,
        #[command(flatten)]
        of: Of,
    },
    /// Lists outages, those that go on first; with one, the requests that were served under it.
    List {
        /// The outage.
        outage: Option<OutageId>,
        #[command(flatten)]
        of: Of,
    },
}

/// What failed.
#[derive(Args)]
pub struct Begin {
    /// The name of the OLT.
    #[arg(long, conflicts_with = "nas", required_unless_present = "nas")]
    olt: Option<String>,
    /// One PON of the OLT: frame/slot/PON, or slot/PON.
    #[arg(long, requires = "olt", value_parser = pon)]
    pon: Option<[i32; 3]>,
    /// The access server, by the name that lines have.
    #[arg(long)]
    nas: Option<String>,
    /// What agents may tell the customer.
    #[arg(long)]
    note: String,
    #[command(flatten)]
    of: Of,
}

impl Outage {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Outage::Begin(begin) => begin.run(&db).await,
            Outage::End { outage, of } => {
                let mut tx = db.write().await?;
                let company = of.id(&mut tx).await?;
                let line = outages::end(&mut tx, company, outage, None, now()).await?;
                audit::commit(tx, vec![line]).await?;
                println!("it works again");
                Ok(())
            }
            Outage::List { outage: Some(outage), of } => {
                let mut conn = db.read().await?;
                let company = of.id(&mut conn).await?;
                for (_, protocol) in outages::requests(&mut conn, company, outage).await? {
                    println!("{protocol}");
                }
                Ok(())
            }
            Outage::List { outage: None, of } => list(&db, &of).await,
        }
    }
}

impl Begin {
    async fn run(self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let company = self.of.id(&mut tx).await?;
        let olt = match &self.olt {
            Some(name) => Some(olts::by_name(&mut tx, company, name).await?),
            None => None,
        };
        let place = match (olt, self.pon, self.nas) {
            (Some(olt), Some([frame, slot, pon]), _) => Place::Pon { olt, frame, slot, pon },
            (Some(olt), None, _) => Place::Olt(olt),
            (None, _, nas) => Place::Nas(nas.unwrap_or_default()),
        };
        let (id, line) = outages::begin(&mut tx, company, &place, &self.note, None, now()).await?;
        audit::commit(tx, vec![line]).await?;
        println!("{id}");
        Ok(())
    }
}

async fn list(db: &Db, of: &Of) -> Outcome {
    let mut conn = db.read().await?;
    let company = of.id(&mut conn).await?;
    for outage in outages::list(&mut conn, company).await? {
        let ended = outage.ended_at.map_or("goes on".to_owned(), |at| format!("until {}", at.to_rfc3339()));
        let (id, place, since) = (outage.id, outage.place(), outage.began_at.to_rfc3339());
        println!("{id}\t{place}\tsince {since}\t{ended}\t{} requests\t{}", outage.requests, outage.note);
    }
    Ok(())
}

/// `3/5` or `0/3/5`.
fn pon(text: &str) -> Opened<[i32; 3]> {
    let numbers: Result<Vec<i32>, _> = text.split('/').map(str::parse).collect();
    match numbers.as_deref() {
        Ok(&[slot, pon]) => Ok([0, slot, pon]),
        Ok(&[frame, slot, pon]) => Ok([frame, slot, pon]),
        _ => Err("expected slot/PON, or frame/slot/PON".into()),
    }
}
