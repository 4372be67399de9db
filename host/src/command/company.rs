//! Which company a command is about.

use balcao_access::{CompanyId, companies};
use balcao_store::Conn;
use clap::Args;

use crate::app::Opened;

/// A company of the provider.
#[derive(Args)]
pub struct Of {
    /// The trade name of the company; may be left out where there is one alone.
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
}

impl Of {
    /// Its id.
    pub async fn id(&self, conn: &mut Conn) -> Opened<CompanyId> {
        let known = companies::list(conn).await?;
        let found = match &self.company {
            Some(name) => known.iter().find(|company| company.trade_name == *name),
            None => known.first().filter(|_| known.len() == 1),
        };
        found.map(|company| company.id).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|company| company.trade_name.as_str()).collect();
            format!("say which company with --company; there are: {}", names.join(", ")).into()
        })
    }
}
