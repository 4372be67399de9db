//! `balcao logo`.

use std::path::PathBuf;

use balcao_access::audit::{self, Act, Line};
use balcao_access::companies;
use balcao_paper::Logo as Picture;
use clap::Args;

use crate::command::company::Of;
use crate::config::Config;
use crate::{Outcome, app};

/// The picture on a company's papers.
#[derive(Args)]
pub struct Logo {
    #[command(flatten)]
    company: Of,
    /// A PNG of at most 480 pixels a side; left out, the picture is taken away and the company's name
    /// stands there.
    picture: Option<PathBuf>,
}

impl Logo {
    pub async fn run(self, config: &Config) -> Outcome {
        let picture = match &self.picture {
            None => None,
            Some(file) => {
                let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
                Picture::from_png(&bytes)?;
                Some(bytes)
            }
        };
        let db = app::database(config).await?;
        let mut tx = db.write().await?;
        let company = self.company.id(&mut tx).await?;
        companies::set_logo(&mut tx, company, picture.as_deref()).await?;
        let line = Line::new(Act::LogoSet).fields(serde_json::json!({ "company": company }));
        audit::commit(tx, vec![line]).await?;
        println!("{}", if picture.is_some() { "The picture is kept." } else { "There is no picture now." });
        Ok(())
    }
}
