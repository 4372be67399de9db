//! `balcao olt`.

use balcao_access::audit::{self, Line};
use balcao_access::{CompanyId, Locale};
use balcao_network::olts::{self, Digest, Settings};
use balcao_network::signal::{self, Level, Thresholds};
use balcao_network::{Credentials, OltId, Port, ports};
use balcao_store::{Conn, Db, Tx, now};
use balcao_web::Part;
use clap::{Args, Subcommand};

use super::company::Of;
use super::secret;
use crate::app::{self, Opened};
use crate::config::Config;
use crate::trials::Trials;
use crate::{Outcome, app::vendors};

/// OLTs: where they are, what opens them, which line is where.
#[derive(Subcommand)]
pub enum Olt {
    /// Adds an OLT. What opens it is read from standard input, never from the command line: the
    /// community, or with --user the password and then the privacy password.
    Add(Set),
    /// Sets all of an OLT anew; read as by `add`.
    Change(Set),
    /// Lists the OLTs of a company.
    List(Of),
    /// Removes an OLT; its lines have no place any more.
    Remove {
        /// Its name.
        name: String,
        #[command(flatten)]
        of: Of,
    },
    /// Asks an OLT what it is.
    Test {
        /// Its name.
        name: String,
        #[command(flatten)]
        of: Of,
    },
    /// Says where the ONU of a line is.
    Place(Place),
    /// Sets what a level is worth, in dBm.
    Thresholds(Limits),
}

/// What an OLT is to be.
#[derive(Args)]
pub struct Set {
    /// Its name, as people call it.
    name: String,
    /// Host name or address of its SNMP agent.
    #[arg(long)]
    address: String,
    /// Its UDP port.
    #[arg(long, default_value_t = 161)]
    port: u16,
    /// Whose equipment it is: the key of a table of OIDs.
    #[arg(long)]
    vendor: String,
    /// The user of SNMPv3; SNMPv2c when left out.
    #[arg(long)]
    user: Option<String>,
    /// What the user authenticates with: sha1 or sha256.
    #[arg(long, default_value_t = Digest::Sha256)]
    digest: Digest,
    #[command(flatten)]
    of: Of,
}

/// Where an ONU is.
#[derive(Args)]
pub struct Place {
    /// As the customer's equipment signs in.
    login: String,
    /// The name of the OLT.
    #[arg(long)]
    olt: String,
    /// The frame.
    #[arg(long, default_value_t = 0)]
    frame: i32,
    /// The slot.
    #[arg(long)]
    slot: i32,
    /// The PON port.
    #[arg(long)]
    pon: i32,
    /// The ONU on the PON.
    #[arg(long)]
    onu: i32,
    #[command(flatten)]
    of: Of,
}

/// What a level is worth.
#[derive(Args)]
pub struct Limits {
    /// Where it is measured: received, sent or received-at-olt.
    level: Level,
    /// Below it is too weak.
    #[arg(long, allow_negative_numbers = true)]
    least: f64,
    /// Below it is weak.
    #[arg(long, allow_negative_numbers = true)]
    good: f64,
    /// Above it is too strong.
    #[arg(long, allow_negative_numbers = true)]
    most: f64,
    #[command(flatten)]
    of: Of,
}

impl Olt {
    pub async fn run(self, config: &Config) -> Outcome {
        let db = app::database(config).await?;
        match self {
            Olt::Add(set) => {
                let (company, settings) = set.read(&db, config).await?;
                let mut tx = db.write().await?;
                let line = olts::add(&mut tx, company, OltId::new(), &settings).await?;
                commit(tx, line, &format!("{} is added: try it with balcao olt test", settings.name)).await
            }
            Olt::Change(set) => {
                let (company, settings) = set.read(&db, config).await?;
                let mut tx = db.write().await?;
                let id = olts::by_name(&mut tx, company, &settings.name).await?;
                let line = olts::change(&mut tx, company, id, &settings).await?;
                commit(tx, line, &format!("{} is changed", settings.name)).await
            }
            Olt::List(of) => {
                let mut conn = db.read().await?;
                let company = of.id(&mut conn).await?;
                list(&mut conn, company).await
            }
            Olt::Remove { name, of } => {
                let mut tx = db.write().await?;
                let company = of.id(&mut tx).await?;
                let id = olts::by_name(&mut tx, company, &name).await?;
                let line = olts::remove(&mut tx, company, id, now()).await?;
                commit(tx, line, &format!("{name} is removed")).await
            }
            Olt::Test { name, of } => test(&db, config, &name, &of).await,
            Olt::Place(place) => place.run(&db).await,
            Olt::Thresholds(limits) => limits.run(&db).await,
        }
    }
}

impl Set {
    /// Before the transaction, for a person may type.
    async fn read(self, db: &Db, config: &Config) -> Opened<(CompanyId, Settings)> {
        let Set { name, address, port, vendor, user, digest, of } = self;
        let vendors = vendors(config)?;
        if vendors.get(&vendor).is_none() {
            let known: Vec<_> =
                vendors.iter().map(|known| format!("{} ({})", known.key, known.label)).collect();
            return Err(
                format!("no table of OIDs has the vendor {vendor}; there are: {}", known.join(", ")).into()
            );
        }
        let company = of.id(&mut db.read().await?).await?;
        let credentials = match user {
            None => Credentials::Community(secret::read("community")?),
            Some(name) => {
                let password = secret::read("password")?;
                let privacy = Some(secret::read("privacy password (nothing: not encrypted)")?);
                let privacy = privacy.filter(|privacy| !privacy.is_empty());
                Credentials::User { name, digest, password, privacy }
            }
        };
        Ok((company, Settings { name, address, port, vendor, credentials }))
    }
}

async fn list(conn: &mut Conn, company: CompanyId) -> Outcome {
    for olt in olts::list(conn, company).await? {
        let olts::Listed { name, address, port, vendor, snmp, lines, .. } = olt;
        println!("{name}\t{address}:{port}\t{vendor}\tSNMP{snmp}\t{lines} lines");
    }
    Ok(())
}

async fn test(db: &Db, config: &Config, name: &str, of: &Of) -> Outcome {
    let mut conn = db.read().await?;
    let company = of.id(&mut conn).await?;
    let id = olts::by_name(&mut conn, company, name).await?;
    drop(conn);
    let found = Trials::new(config, db)?.of(Part::Olt(id)).await?;
    let says = format!("{name}: {}", found.says.text(Locale::En));
    match found.remedy {
        None => println!("{says}"),
        Some(remedy) => return Err(format!("{says}; {}", remedy.text(Locale::En)).into()),
    }
    Ok(())
}

impl Place {
    async fn run(self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let company = self.of.id(&mut tx).await?;
        let olt = olts::by_name(&mut tx, company, &self.olt).await?;
        let port = Port { olt, frame: self.frame, slot: self.slot, pon: self.pon, onu: self.onu };
        let line = ports::set(&mut tx, company, &self.login, &port).await?;
        commit(tx, line, &format!("the ONU of {} has its place", self.login)).await
    }
}

impl Limits {
    async fn run(self, db: &Db) -> Outcome {
        let mut tx = db.write().await?;
        let company = self.of.id(&mut tx).await?;
        let thresholds = Thresholds { least: self.least, good: self.good, most: self.most };
        let line = signal::set_policy(&mut tx, company, self.level, thresholds).await?;
        commit(tx, line, "the thresholds are set").await
    }
}

async fn commit(tx: Tx, line: Line, told: &str) -> Outcome {
    audit::commit(tx, vec![line]).await?;
    println!("{told}");
    Ok(())
}
