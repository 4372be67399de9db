//! `balcao user`.

use std::io::{BufRead, IsTerminal, Write};

use balcao_access::audit::{self, Act, Line};
use balcao_access::users::{self, NewUser, PasswordHash};
use balcao_access::{Locale, UserId, companies, profiles};
use clap::Subcommand;

use crate::config::Config;
use crate::{Outcome, app};

/// Users of the desk.
#[derive(Subcommand)]
pub enum User {
    /// Adds a user. The password is read from standard input, never from the command line.
    Add {
        /// What the user signs in with.
        login: String,
        /// The user's name, as colleagues see it.
        #[arg(long)]
        name: String,
        /// The key of the user's profile.
        #[arg(long)]
        profile: String,
        /// The trade name of a company whose customers the user serves; may be repeated. All when left out.
        #[arg(long)]
        company: Vec<String>,
    },
}

impl User {
    pub async fn run(self, config: &Config) -> Outcome {
        let User::Add { login, name, profile, company } = self;
        let db = app::database(config).await?;
        let password = PasswordHash::of(&password()?).await?;
        let mut tx = db.write().await?;
        let profile = profiles::by_key(&mut tx, &profile).await?;
        let known = companies::list(&mut tx).await?;
        if let Some(unknown) = company.iter().find(|name| !known.iter().any(|c| c.trade_name == **name)) {
            return Err(format!("there is no company named {unknown}").into());
        }
        let served = known.iter().filter(|c| company.is_empty() || company.contains(&c.trade_name));
        let user = NewUser {
            id: UserId::new(),
            login: login.clone(),
            name,
            team: None,
            profile: profile.id,
            companies: served.map(|c| c.id).collect(),
            locale: Locale::Pt,
        };
        users::create(&mut tx, &user, &password).await?;
        let fields = serde_json::json!({ "user": user.id, "profile": profile.key });
        audit::commit(tx, vec![Line::new(Act::UserAdded).fields(fields)]).await?;
        println!("{login} may sign in");
        Ok(())
    }
}

/// The first line of standard input.
fn password() -> std::io::Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("password (it is shown as you type): ");
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
