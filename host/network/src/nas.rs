//! Access servers of a company: where they listen, whose make they are, and what they share with the
//! desk. An administrator keeps them.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use balcao_access::CompanyId;
use balcao_access::audit::{Act, Line};
use balcao_store::{Conn, Keys, Sealed, StoreError, Tx, on, text_enum};

use crate::NasId;

/// Where an access server listens for Disconnect and CoA, by RFC 5176.
pub const PORT: u16 = 3799;
/// Characters of a name, at most.
pub const MAX_NAME: usize = 60;
/// Bytes of a secret, at most.
const MAX_SECRET: usize = 128;

text_enum! {
    /// Whose make an access server is: it says which attributes of an open session can be changed.
    pub enum Vendor {
        /// MikroTik RouterOS.
        MikroTik = "mikrotik",
        /// Huawei ME60, NE and MA.
        Huawei = "huawei",
        /// Cisco ASR and ISG.
        Cisco = "cisco",
        /// Juniper MX.
        Juniper = "juniper",
        /// accel-ppp.
        AccelPpp = "accel-ppp",
        /// Any other.
        Other = "other",
    }
}

/// An access server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nas {
    /// Its id.
    pub id: NasId,
    /// Whose it is.
    pub company: CompanyId,
    /// As connections name it.
    pub name: String,
    /// Its address.
    pub address: IpAddr,
    /// Where it listens.
    pub port: u16,
    /// Whose make it is.
    pub vendor: Vendor,
}

/// What an access server and the desk share. It is in no log: its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Why an access server is not kept.
#[derive(Debug, thiserror::Error)]
pub enum NasError {
    /// No name, or more than [`MAX_NAME`] characters.
    #[error("a name has 1 to {MAX_NAME} characters")]
    Name,
    /// No secret, or one that no access server takes.
    #[error("a secret has 1 to {MAX_SECRET} characters, all of them visible ASCII")]
    Secret,
    /// Port 0.
    #[error("a port is 1 to 65535")]
    Port,
    /// The company has one of that name.
    #[error("the company has an access server of that name")]
    Known,
    /// There is none.
    #[error("there is no such access server")]
    Unknown,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Nas {
    /// Where it listens.
    pub fn socket(&self) -> SocketAddr {
        SocketAddr::new(self.address, self.port)
    }

    fn checked(&self) -> Result<(), NasError> {
        if self.name.trim().is_empty() || self.name.chars().count() > MAX_NAME {
            return Err(NasError::Name);
        }
        if self.port == 0 { Err(NasError::Port) } else { Ok(()) }
    }
}

impl Secret {
    /// A secret that somebody typed.
    pub fn parse(text: &str) -> Result<Secret, NasError> {
        let fits = (1..=MAX_SECRET).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Secret(text.to_owned())) } else { Err(NasError::Secret) }
    }

    /// The secret itself, to sign with.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Keeps one more; returns the audit line.
pub async fn add(tx: &mut Tx, nas: &Nas, secret: &Secret) -> Result<Line, NasError> {
    nas.checked()?;
    let sealed = seal(tx.keys(), nas.id, secret);
    let added = on!(tx, c => sqlx::query(
        "INSERT INTO access_server (id, company, name, address, port, vendor, secret)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (company, name) DO NOTHING")
        .bind(nas.id).bind(nas.company).bind(nas.name.trim()).bind(nas.address.to_string())
        .bind(i32::from(nas.port)).bind(nas.vendor).bind(&sealed)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if added == 0 { Err(NasError::Known) } else { Ok(line(Act::EquipmentAdded, nas.id, nas.company)) }
}

/// Keeps another name, address, port or make of one, and another secret where one is given; returns
/// the audit line.
pub async fn change(tx: &mut Tx, nas: &Nas, secret: Option<&Secret>) -> Result<Line, NasError> {
    nas.checked()?;
    let sealed = secret.map(|secret| seal(tx.keys(), nas.id, secret));
    let changed = on!(tx, c => sqlx::query(
        "UPDATE access_server SET name = $3, address = $4, port = $5, vendor = $6, secret = COALESCE($7, secret)
         WHERE id = $1 AND company = $2")
        .bind(nas.id).bind(nas.company).bind(nas.name.trim()).bind(nas.address.to_string())
        .bind(i32::from(nas.port)).bind(nas.vendor).bind(&sealed)
        .execute(c).await.map(|done| done.rows_affected()));
    match changed.map_err(StoreError::from) {
        Ok(0) => Err(NasError::Unknown),
        Ok(_) => Ok(line(Act::EquipmentChanged, nas.id, nas.company)),
        Err(error) if error.is_unique() => Err(NasError::Known),
        Err(error) => Err(error.into()),
    }
}

/// Forgets one; returns the audit line. Connections that name it stay: their orders wait.
pub async fn remove(tx: &mut Tx, company: CompanyId, id: NasId) -> Result<Line, NasError> {
    let removed = on!(tx, c => sqlx::query("DELETE FROM access_server WHERE id = $1 AND company = $2")
        .bind(id).bind(company).execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if removed == 0 { Err(NasError::Unknown) } else { Ok(line(Act::EquipmentRemoved, id, company)) }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: NasId,
    company: CompanyId,
    name: String,
    address: String,
    port: i32,
    vendor: Vendor,
}

/// All of a company, by name.
pub async fn list(conn: &mut Conn, company: CompanyId) -> Result<Vec<Nas>, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT id, company, name, address, port, vendor FROM access_server WHERE company = $1 ORDER BY name, id")
        .bind(company).fetch_all(c).await)?;
    rows.into_iter().map(Nas::try_from).collect()
}

/// What one shares with the desk; none: it is another company's, or gone.
pub async fn secret(
    conn: &mut Conn,
    keys: &Keys,
    company: CompanyId,
    id: NasId,
) -> Result<Option<Secret>, StoreError> {
    let sealed: Option<Sealed> = on!(conn, c => sqlx::query_scalar(
        "SELECT secret FROM access_server WHERE id = $1 AND company = $2")
        .bind(id).bind(company).fetch_optional(c).await)?;
    let open = |sealed: Sealed| {
        let plain = keys.open(SEALED_IN, id.0, &sealed)?;
        Ok(Secret(String::from_utf8_lossy(&plain).into_owned()))
    };
    sealed.map(open).transpose()
}

/// The table that sealed secrets are bound to, with the row.
const SEALED_IN: &str = "access_server";

fn seal(keys: &Keys, id: NasId, secret: &Secret) -> Sealed {
    keys.seal(SEALED_IN, id.0, secret.expose().as_bytes())
}

fn line(act: Act, id: NasId, company: CompanyId) -> Line {
    Line::new(act).fields(serde_json::json!({ "nas": id, "company": company }))
}

impl TryFrom<Row> for Nas {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Nas, StoreError> {
        let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::Decode(error);
        Ok(Nas {
            id: row.id,
            company: row.company,
            name: row.name,
            address: row.address.parse().map_err(|error| unreadable(Box::new(error)))?,
            port: u16::try_from(row.port).map_err(|error| unreadable(Box::new(error)))?,
            vendor: row.vendor,
        })
    }
}
