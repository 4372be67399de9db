//! `balcao user`.

use balcao_access::audit::{self, Act, Line};
use balcao_access::users::{self, NewUser, PasswordHash};
use balcao_access::{Locale, TeamId, UserId, companies, profiles, teams};
use balcao_desk::staff;
use balcao_store::{Conn, Db, now};
use clap::{Args, Subcommand};

use super::secret;
use crate::app::Opened;
use crate::config::Config;
use crate::{Outcome, app};

/// Users of the desk.
#[derive(Subcommand)]
pub enum User {
    /// Adds a user. The password is read from standard input, never from the command line.
    Add(Add),
    /// Lets a user sign in no more. Their open requests return to the queue of their team.
    Disable(Disable),
}

/// Who is added.
#[derive(Args)]
pub struct Add {
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
    /// The name of the user's team: its queue is theirs, and it says to which teams they may forward.
    #[arg(long)]
    team: Option<String>,
}

/// Who is disabled.
#[derive(Args)]
pub struct Disable {
    /// What the user signs in with.
    login: String,
    /// The name of the team that takes those open requests which no other team has.
    #[arg(long, value_name = "TEAM")]
    queue: Option<String>,
}

impl User {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            User::Add(user) => user.run(&db).await,
            User::Disable(user) => user.run(&db).await,
        }
    }
}

impl Add {
    async fn run(self, db: &Db) -> Outcome {
        let Add { login, name, profile, company, team } = self;
        let password = PasswordHash::for_login(&login, &secret::read("password")?).await?;
        let mut tx = db.write().await?;
        let profile = profiles::by_key(&mut tx, &profile).await?;
        let team = team_of(&mut tx, team.as_deref()).await?;
        let known = companies::list(&mut tx).await?;
        if let Some(unknown) = company.iter().find(|name| !known.iter().any(|c| c.trade_name == **name)) {
            return Err(format!("there is no company named {unknown}").into());
        }
        let served = known.iter().filter(|c| company.is_empty() || company.contains(&c.trade_name));
        let user = NewUser {
            id: UserId::new(),
            login: login.clone(),
            name,
            team,
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

impl Disable {
    async fn run(self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let user = users::by_login(&mut tx, &self.login).await?;
        let queue = team_of(&mut tx, self.queue.as_deref()).await?;
        let lines = staff::disable(&mut tx, user.id, queue, now()).await?;
        let returned = lines.iter().filter(|line| line.act == Act::RequestReturned).count();
        audit::commit(tx, lines).await?;
        println!("{} may sign in no more; {returned} open requests returned to their queue", user.login);
        Ok(())
    }
}

/// The team of this name.
async fn team_of(conn: &mut Conn, name: Option<&str>) -> Opened<Option<TeamId>> {
    let Some(name) = name else { return Ok(None) };
    let known = teams::list(conn).await?;
    match known.iter().find(|team| team.name == name) {
        Some(team) => Ok(Some(team.id)),
        None => {
            let names: Vec<&str> = known.iter().map(|team| team.name.as_str()).collect();
            Err(format!("there is no team named {name}; there are: {}", names.join(", ")).into())
        }
    }
}
