//! `balcao profile`.

use std::path::PathBuf;

use balcao_access::audit::{self, Act, Line};
use balcao_access::profiles;
use balcao_access::profiles::{file, version};
use clap::Subcommand;

use crate::config::Config;
use crate::{Outcome, app};

/// What the users of a profile see.
#[derive(Subcommand)]
pub enum Profile {
    /// Prints what a profile is live as a file, which a page or `set` takes; without a key, the profiles.
    Show {
        /// The profile's key.
        key: Option<String>,
    },
    /// Publishes what a file holds: name, rights, layout.
    Set {
        /// The profile's key.
        key: String,
        /// The file, as `show` prints it.
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
                let (_, content) = version::live(&mut conn, &profile).await?;
                print!("{}", file::write(&content)?);
            }
            Profile::Set { key, file: path, reason } => {
                let text = std::fs::read_to_string(&path)
                    .map_err(|e| format!("cannot read {}: {e}", path.display()))?;
                let content = file::read(&text).map_err(|e| format!("{}: {e}", path.display()))?;
                let mut tx = db.write().await?;
                let profile = profiles::by_key(&mut tx, &key).await?;
                let version = version::store(&mut tx, profile.id, &content, None, &reason).await?;
                let fields = serde_json::json!({ "profile": key, "version": version });
                audit::commit(tx, vec![Line::new(Act::ProfilePublished).fields(fields)]).await?;
                println!("{key}: version {version} is live");
            }
        }
        Ok(())
    }
}
