//! `balcao nas`.

use std::net::IpAddr;

use balcao_access::finding::Verdict;
use balcao_access::{CompanyId, Locale, audit};
use balcao_network::nas::{self, PORT, Secret, Vendor};
use balcao_network::replies::{self, Reply};
use balcao_network::{Access, NasId};
use balcao_store::{Conn, Db};
use balcao_web::Part;
use clap::{Args, Subcommand};

use super::company::Of;
use super::secret::read;
use crate::Outcome;
use crate::app::{self, Opened};
use crate::config::Config;
use crate::trials::Trials;

/// Access servers: where they are, what they share with the desk, what blocks a line.
#[derive(Subcommand)]
pub enum Command {
    /// Adds an access server. The secret is read from standard input, never from the command line.
    Add(Add),
    /// Changes one; with --secret a new secret is read from standard input.
    Change(Change),
    /// Lists those of a company, and what blocks its lines.
    List(Of),
    /// Removes one; the orders of its lines wait.
    Remove(One),
    /// Asks one to end a session that nobody has: that it says no proves the secret.
    Test(One),
    /// Says what FreeRADIUS is to answer for lines of one kind of access.
    Reply(Answer),
}

/// One of a company.
#[derive(Args)]
pub struct One {
    /// Its name, as connections bear it.
    name: String,
    #[command(flatten)]
    of: Of,
}

/// What an access server is to be.
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    one: One,
    /// Its address, as it calls itself in accounting.
    #[arg(long)]
    address: IpAddr,
    /// Where it listens for Disconnect and CoA.
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Whose make it is: mikrotik, huawei, cisco, juniper, accel-ppp or other.
    #[arg(long, default_value_t = Vendor::Other)]
    vendor: Vendor,
}

/// What is to be another.
#[derive(Args)]
pub struct Change {
    #[command(flatten)]
    one: One,
    /// Its address.
    #[arg(long)]
    address: Option<IpAddr>,
    /// Where it listens.
    #[arg(long)]
    port: Option<u16>,
    /// Whose make it is.
    #[arg(long)]
    vendor: Option<Vendor>,
    /// Reads a new secret.
    #[arg(long)]
    secret: bool,
}

/// What is answered for lines of one kind of access; nothing of its own without a group and an attribute.
#[derive(Args)]
pub struct Answer {
    /// Which lines: normal, reduced or blocked.
    access: Access,
    /// The group that stands before all others of the login.
    #[arg(long)]
    group: Option<String>,
    /// An attribute of the login's own.
    #[arg(long, requires = "value")]
    attribute: Option<String>,
    /// Its value.
    #[arg(long, requires = "attribute")]
    value: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl Command {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Command::Add(add) => add.run(&db).await,
            Command::Change(change) => change.run(&db).await,
            Command::List(of) => list(&db, &of).await,
            Command::Remove(one) => one.remove(&db).await,
            Command::Test(one) => one.test(config, &db).await,
            Command::Reply(answer) => answer.run(&db).await,
        }
    }
}

impl Add {
    async fn run(self, db: &Db) -> Outcome {
        let secret = secret()?;
        let mut tx = db.write().await?;
        let Add { one, address, port, vendor } = self;
        let company = one.of.id(&mut tx).await?;
        let new = nas::Nas { id: NasId::new(), company, name: one.name, address, port, vendor };
        let line = nas::add(&mut tx, &new, &secret).await?;
        audit::commit(tx, vec![line]).await?;
        println!("{} is known; next: balcao nas test {}", new.name, new.name);
        Ok(())
    }
}

impl Change {
    async fn run(self, db: &Db) -> Outcome {
        let secret = if self.secret { Some(secret()?) } else { None };
        let mut tx = db.write().await?;
        let mut nas = self.one.find(&mut tx).await?;
        nas.address = self.address.unwrap_or(nas.address);
        nas.port = self.port.unwrap_or(nas.port);
        nas.vendor = self.vendor.unwrap_or(nas.vendor);
        let line = nas::change(&mut tx, &nas, secret.as_ref()).await?;
        audit::commit(tx, vec![line]).await?;
        println!("{} is changed", nas.name);
        Ok(())
    }
}

impl One {
    async fn find(&self, conn: &mut Conn) -> Opened<nas::Nas> {
        let company: CompanyId = self.of.id(conn).await?;
        let mut known = nas::list(conn, company).await?;
        match known.iter().position(|nas| nas.name == self.name) {
            Some(at) => Ok(known.swap_remove(at)),
            None => {
                let names: Vec<&str> = known.iter().map(|nas| nas.name.as_str()).collect();
                Err(format!("there is no access server {}; there are: {}", self.name, names.join(", "))
                    .into())
            }
        }
    }

    async fn remove(&self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let nas = self.find(&mut tx).await?;
        let line = nas::remove(&mut tx, nas.company, nas.id).await?;
        audit::commit(tx, vec![line]).await?;
        println!("{} is forgotten", nas.name);
        Ok(())
    }

    async fn test(&self, config: &Config, db: &Db) -> Outcome {
        let mut conn = db.read().await?;
        let nas = self.find(&mut conn).await?;
        drop(conn);
        let name = nas.name.clone();
        let found = Trials::new(config, db)?.of(Part::AccessServer(nas)).await?;
        println!("{name}: {}", found.says.text(Locale::En));
        match (found.verdict, found.remedy) {
            (Verdict::Works, _) => Ok(()),
            (_, remedy) => Err(remedy.map_or_else(String::new, |text| text.text(Locale::En).into()).into()),
        }
    }
}

impl Answer {
    async fn run(self, db: &Db) -> Outcome {
        let reply = Reply { group: self.group, attribute: self.attribute.zip(self.value) };
        let mut tx = db.write().await?;
        let company = self.of.id(&mut tx).await?;
        let line = replies::set(&mut tx, company, self.access, &reply).await?;
        audit::commit(tx, vec![line]).await?;
        println!("{}: {}", self.access, shown(&reply));
        Ok(())
    }
}

async fn list(db: &Db, of: &Of) -> Outcome {
    let mut conn = db.read().await?;
    let company = of.id(&mut conn).await?;
    for nas in nas::list(&mut conn, company).await? {
        println!("{}  {}  {}", nas.name, nas.socket(), nas.vendor);
    }
    for (access, reply) in replies::of(&mut conn, company).await?.all() {
        println!("{access}: {}", shown(reply));
    }
    Ok(())
}

fn shown(reply: &Reply) -> String {
    let group = reply.group.as_ref().map(|group| format!("group {group}"));
    let attribute = reply.attribute.as_ref().map(|(name, value)| format!("{name} := {value}"));
    let parts: Vec<String> = group.into_iter().chain(attribute).collect();
    if parts.is_empty() { "nothing of its own".into() } else { parts.join(", ") }
}

/// What the access server shares with the desk.
fn secret() -> Opened<Secret> {
    Ok(Secret::parse(&read("secret")?)?)
}
