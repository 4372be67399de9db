//! `balcao audit`.

use balcao_access::audit;
use clap::Subcommand;

use crate::config::Config;
use crate::{Outcome, app};

/// The audit trail.
#[derive(Subcommand)]
pub enum Audit {
    /// Proves that no line was altered, or names the first one that was.
    Verify,
}

impl Audit {
    pub async fn run(self, config: &Config) -> Outcome {
        let Audit::Verify = self;
        let db = app::database(config).await?;
        let verdict = audit::verify(&db).await?;
        match verdict.first_bad {
            None => {
                println!("{} lines, none altered", verdict.lines);
                Ok(())
            }
            Some(bad) => Err(format!(
                "the audit trail was altered: chain {}, line {}: {}",
                bad.chain, bad.seq, bad.what
            )
            .into()),
        }
    }
}
