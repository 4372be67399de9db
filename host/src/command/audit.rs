//! `balcao audit`.

use balcao_access::audit::{self, Prover};
use clap::Subcommand;

use crate::config::Config;
use crate::{Outcome, app};

/// The audit trail.
#[derive(Subcommand)]
pub enum Audit {
    /// Proves that no line was altered, nor the trail put back, or names the first that was.
    Verify,
    /// Signs the heads of the chains now, as the desk does every few minutes.
    Sign,
    /// The public key with which others check the signed heads.
    Key,
}

impl Audit {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Audit::Verify => verify(Prover::new(db, Some(config.audit_heads.clone()))).await,
            Audit::Sign => {
                let written = audit::witness::append(&db, &config.audit_heads).await?;
                println!("{}", if written { "signed" } else { "signed already" });
                Ok(())
            }
            Audit::Key => {
                println!("{}", audit::witness::public_key(db.keys()));
                Ok(())
            }
        }
    }
}

async fn verify(prover: Prover) -> Outcome {
    let proof = prover.prove().await?.ok_or("a proof is on its way")?;
    if let Some(bad) = &proof.verdict.first_bad {
        return Err(format!("the audit trail was altered: {bad}").into());
    }
    println!("{} lines, none altered", proof.verdict.lines);
    match proof.witnessed_at {
        Some(at) => println!("compared with the heads signed until {at}"),
        None => println!("no head was signed yet: a database put back to a backup is not noticed"),
    }
    Ok(())
}
