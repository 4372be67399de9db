//! `balcao init`.

use balcao_access::audit;
use balcao_access::companies::{self, Company, CompanyId};
use balcao_brazil::TaxId;
use balcao_desk::deadline::{Calendar, set_calendar};
use balcao_desk::modules;
use balcao_store::Uuid;
use clap::Args;

use crate::config::Config;
use crate::{Outcome, app, profiles, teams};

/// What a desk needs before its first user can be added.
#[derive(Args)]
pub struct Init {
    /// The name under which the company is registered.
    #[arg(long)]
    name: String,
    /// The name that customers know.
    #[arg(long)]
    trade_name: String,
    /// The company's CNPJ.
    #[arg(long)]
    tax_id: String,
    /// The first two digits of its protocols.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(i32).range(10..=99))]
    protocol_prefix: i32,
}

impl Init {
    pub async fn run(self, config: &Config) -> Outcome {
        let tax_id = match TaxId::parse(&self.tax_id).map_err(|e| format!("--tax-id: {e}"))? {
            TaxId::Cnpj(number) => number,
            TaxId::Cpf(_) => return Err("--tax-id: a company has a CNPJ".into()),
        };
        let db = app::database(config).await?;
        let mut tx = db.write().await?;
        if !companies::list(&mut tx).await?.is_empty() {
            return Err("this database has a company already".into());
        }
        let company = Company {
            id: CompanyId::new(),
            name: self.name,
            trade_name: self.trade_name,
            tax_id: tax_id.as_str().to_owned(),
            protocol_prefix: self.protocol_prefix,
        };
        companies::create(&mut tx, &company).await?;
        modules::seed(&mut tx, company.id, Uuid::now_v7).await?;
        set_calendar(&mut tx, company.id, &Calendar::usual()).await?;
        let teams = teams::create(&mut tx, Uuid::now_v7).await?;
        let (made, lines) = profiles::create(&mut tx, Uuid::now_v7, "balcao init").await?;
        audit::commit(tx, lines).await?;
        let keys: Vec<&str> = made.into_iter().map(|(key, _)| key).collect();
        let teams: Vec<&str> = teams.into_iter().map(|(name, _)| name).collect();
        println!("{} is ready; profiles: {}", company.trade_name, keys.join(", "));
        println!("teams: {}", teams.join(", "));
        println!("next: balcao user add LOGIN --name NAME --profile administrador --team Administração");
        Ok(())
    }
}
