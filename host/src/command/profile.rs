//! `balcao profile`.

use std::path::PathBuf;

use balcao_access::audit::{self, Act, Line};
use balcao_access::{Layout, profiles};
use clap::Subcommand;

use crate::config::Config;
use crate::{Outcome, app};

/// What the users of a profile see.
#[derive(Subcommand)]
pub enum Profile {
    /// Prints a profile's live layout as JSON; without a key, the profiles.
    Show {
        /// The profile's key.
        key: Option<String>,
    },
    /// Makes a layout the live one.
    Set {
        /// The profile's key.
        key: String,
        /// The layout, as `show` prints it.
        file: PathBuf,
        /// Why, for those who look at the versions later.
        #[arg(long)]
        reason: String,
    },
}

impl Profile {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Profile::Show { key: None } => {
                for profile in profiles::list(&mut db.read().await?).await? {
                    println!("{}\t{}", profile.key, profile.name.text(balcao_access::Locale::En));
                }
            }
            Profile::Show { key: Some(key) } => {
                let mut conn = db.read().await?;
                let profile = profiles::by_key(&mut conn, &key).await?;
                let live = profiles::live(&mut conn, profile.id).await?;
                println!("{}", serde_json::to_string_pretty(&live.layout)?);
            }
            Profile::Set { key, file, reason } => {
                let text = std::fs::read_to_string(&file)
                    .map_err(|e| format!("cannot read {}: {e}", file.display()))?;
                let layout: Layout =
                    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
                let mut tx = db.write().await?;
                let profile = profiles::by_key(&mut tx, &key).await?;
                let version = profiles::publish(&mut tx, profile.id, &layout, None, &reason).await?;
                let fields = serde_json::json!({ "profile": key, "version": version });
                audit::commit(tx, vec![Line::new(Act::ProfilePublished).fields(fields)]).await?;
                println!("{key}: version {version} is live");
            }
        }
        Ok(())
    }
}
