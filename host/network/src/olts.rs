//! The OLTs of a company: where each is, and what opens it.

use std::fmt;

use balcao_access::CompanyId;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, Keys, Sealed, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::OltId;

/// The table that credentials are sealed for, with the row.
const SEALED_IN: &str = "olt";
/// The longest name, in characters.
pub const MAX_NAME: usize = 80;
/// The longest address, in characters.
pub const MAX_ADDRESS: usize = 253;
/// The shortest password of SNMPv3, in bytes (RFC 3414, 11.2).
pub const LEAST_PASSWORD: usize = 8;

text_enum! {
    /// How an OLT is spoken to.
    pub enum Snmp {
        /// By a community, in the clear.
        V2c = "v2c",
        /// By a user, authenticated, and encrypted where a privacy password is set.
        V3 = "v3",
    }
}

text_enum! {
    /// What SNMPv3 authenticates with.
    pub enum Digest {
        /// HMAC-SHA-96.
        Sha1 = "sha1",
        /// HMAC-192-SHA-256.
        Sha256 = "sha256",
    }
}

/// What opens an OLT.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// SNMPv2c.
    Community(String),
    /// SNMPv3; AES-128 where there is a privacy password.
    User {
        /// The user.
        name: String,
        /// What it authenticates with.
        digest: Digest,
        /// Its password.
        password: String,
        /// The password of encryption.
        privacy: Option<String>,
    },
}

impl Credentials {
    /// The version that they belong to.
    pub fn snmp(&self) -> Snmp {
        match self {
            Credentials::Community(_) => Snmp::V2c,
            Credentials::User { .. } => Snmp::V3,
        }
    }

    fn check(&self) -> Result<(), OltError> {
        let short = |password: &str| password.len() < LEAST_PASSWORD;
        match self {
            Credentials::Community(community) if community.is_empty() => {
                Err(OltError::Invalid("the community is missing"))
            }
            Credentials::User { name, .. } if name.is_empty() => {
                Err(OltError::Invalid("the SNMP user is missing"))
            }
            Credentials::User { password, privacy, .. }
                if short(password) || privacy.as_deref().is_some_and(short) =>
            {
                Err(OltError::Invalid("a password of SNMPv3 has at least 8 characters"))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({})", self.snmp())
    }
}

/// An OLT, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Olt {
    /// Its id.
    pub id: OltId,
    /// Whose it is.
    pub company: CompanyId,
    /// As people call it.
    pub name: String,
    /// Host or address of its SNMP agent.
    pub address: String,
    /// Its UDP port.
    pub port: u16,
    /// The key of an entry of the tables of OIDs.
    pub vendor: String,
    /// What opens it.
    pub credentials: Credentials,
    /// Raised by every change.
    pub version: i64,
}

/// An OLT, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    /// Its id.
    pub id: OltId,
    /// As people call it.
    pub name: String,
    /// Host or address.
    pub address: String,
    /// UDP port.
    pub port: i32,
    /// The key of its vendor.
    pub vendor: String,
    /// How it is spoken to.
    pub snmp: Snmp,
    /// Lines whose ONU has its place there.
    pub lines: i64,
    /// Raised by every change.
    pub version: i64,
}

/// What an OLT is to be.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As people call it.
    pub name: String,
    /// Host or address of its SNMP agent.
    pub address: String,
    /// Its UDP port; 161 where nobody chose another.
    pub port: u16,
    /// The key of its vendor. Whoever sets it looks whether there is such a one.
    pub vendor: String,
    /// What opens it.
    pub credentials: Credentials,
}

/// Why an OLT is not kept, or not found.
#[derive(Debug, thiserror::Error)]
pub enum OltError {
    /// The company has no such OLT.
    #[error("there is no such OLT")]
    NotFound,
    /// The company has one of this name, or the place is another line's.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// What was given breaks a rule; the text says which.
    #[error("{0}")]
    Invalid(&'static str),
    /// The companies could not be read.
    #[error(transparent)]
    Access(#[from] balcao_access::AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Settings {
    fn check(&self) -> Result<(), OltError> {
        let name = self.name.chars().count();
        let bad = |text: &str| text.is_empty() || text.contains(char::is_whitespace);
        if !(1..=MAX_NAME).contains(&name) || self.name.trim() != self.name {
            return Err(OltError::Invalid("the name of an OLT has 1 to 80 characters"));
        }
        if bad(&self.address) || self.address.len() > MAX_ADDRESS {
            return Err(OltError::Invalid("the address is a host name or an IP address"));
        }
        if self.port == 0 {
            return Err(OltError::Invalid("the port is a number from 1 to 65535"));
        }
        self.credentials.check()
    }
}

/// Adds an OLT. The audit line is to be committed with `tx`.
pub async fn add(tx: &mut Tx, company: CompanyId, id: OltId, settings: &Settings) -> Result<Line, OltError> {
    settings.check()?;
    let sealed = seal(tx.keys(), id, &settings.credentials)?;
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO olt (id, company, name, address, port, vendor, snmp, credentials, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)")
        .bind(id).bind(company).bind(&settings.name).bind(&settings.address)
        .bind(i32::from(settings.port)).bind(&settings.vendor).bind(settings.credentials.snmp())
        .bind(sealed).execute(c).await.map(drop));
    taken(done, "the name")?;
    Ok(line(id, "added"))
}

/// Changes an OLT. The next question opens a conversation anew.
pub async fn change(
    tx: &mut Tx,
    company: CompanyId,
    id: OltId,
    settings: &Settings,
) -> Result<Line, OltError> {
    settings.check()?;
    let sealed = seal(tx.keys(), id, &settings.credentials)?;
    let done = on!(tx, c => sqlx::query(
        "UPDATE olt SET name = $3, address = $4, port = $5, vendor = $6, snmp = $7, credentials = $8,
                version = version + 1
         WHERE id = $1 AND company = $2 AND removed_at IS NULL")
        .bind(id).bind(company).bind(&settings.name).bind(&settings.address)
        .bind(i32::from(settings.port)).bind(&settings.vendor).bind(settings.credentials.snmp())
        .bind(sealed).execute(c).await.map(|done| done.rows_affected()));
    match taken(done, "the name")? {
        1 => Ok(line(id, "changed")),
        _ => Err(OltError::NotFound),
    }
}

/// Removes an OLT: its credentials are erased, and its lines have no place any more.
pub async fn remove(
    tx: &mut Tx,
    company: CompanyId,
    id: OltId,
    now: DateTime<Utc>,
) -> Result<Line, OltError> {
    let gone = on!(&mut *tx, c => sqlx::query(
        "UPDATE olt SET removed_at = $3, credentials = NULL, version = version + 1
         WHERE id = $1 AND company = $2 AND removed_at IS NULL")
        .bind(id).bind(company).bind(now).execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if gone == 0 {
        return Err(OltError::NotFound);
    }
    on!(tx, c => sqlx::query("DELETE FROM onu_port WHERE olt = $1").bind(id).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
    Ok(line(id, "removed"))
}

/// The OLTs of a company, by name.
pub async fn list(conn: &mut Conn, company: CompanyId) -> Result<Vec<Listed>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT o.id, o.name, o.address, o.port, o.vendor, o.snmp, o.version,
                (SELECT count(*) FROM onu_port p WHERE p.olt = o.id) AS lines
         FROM olt o WHERE o.company = $1 AND o.removed_at IS NULL ORDER BY o.name, o.id")
        .bind(company).fetch_all(c).await)?)
}

/// The company's OLT of this name.
pub async fn by_name(conn: &mut Conn, company: CompanyId, name: &str) -> Result<OltId, OltError> {
    let id: Option<OltId> = on!(conn, c => sqlx::query_scalar(
        "SELECT id FROM olt WHERE company = $1 AND name = $2 AND removed_at IS NULL")
        .bind(company).bind(name).fetch_optional(c).await)
    .map_err(StoreError::from)?;
    id.ok_or(OltError::NotFound)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OltId,
    company: CompanyId,
    name: String,
    address: String,
    port: i32,
    vendor: String,
    credentials: Sealed,
    version: i64,
}

/// An OLT with what opens it, for whoever asks it.
pub async fn one(conn: &mut Conn, keys: &Keys, id: OltId) -> Result<Olt, OltError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT id, company, name, address, port, vendor, credentials, version
         FROM olt WHERE id = $1 AND removed_at IS NULL")
        .bind(id).fetch_optional(c).await)
    .map_err(StoreError::from)?;
    let row = row.ok_or(OltError::NotFound)?;
    let plain = keys.open(SEALED_IN, id.0, &row.credentials).map_err(StoreError::from)?;
    let unreadable = OltError::Invalid("the credentials cannot be read: set them again");
    Ok(Olt {
        id: row.id,
        company: row.company,
        name: row.name,
        address: row.address,
        port: u16::try_from(row.port).map_err(|_| OltError::Invalid("the port is no port"))?,
        vendor: row.vendor,
        credentials: serde_json::from_slice(&plain).map_err(|_| unreadable)?,
        version: row.version,
    })
}

fn seal(keys: &Keys, id: OltId, credentials: &Credentials) -> Result<Sealed, OltError> {
    let plain =
        serde_json::to_vec(credentials).map_err(|_| OltError::Invalid("the credentials are no text"))?;
    Ok(keys.seal(SEALED_IN, id.0, &plain))
}

/// The audit line of what was done to an OLT.
pub(crate) fn line(id: OltId, what: &str) -> Line {
    Line::new(Act::OltChanged).fields(serde_json::json!({ "olt": id, "what": what }))
}

/// The refusal of a unique index, in the words for it.
pub(crate) fn taken<T>(done: Result<T, sqlx::Error>, what: &'static str) -> Result<T, OltError> {
    done.map_err(|error| {
        let error = StoreError::from(error);
        if error.is_unique() { OltError::Taken(what) } else { error.into() }
    })
}
