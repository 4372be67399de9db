//! Connections: the line of a tag, as far as the desk keeps it.

use balcao_access::CompanyId;
use balcao_desk::{Attendance, ContractId, TagId, insert_many};
use balcao_store::{Conn, Keys, Sealed, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Utc};

use crate::{ConnectionId, OltId, Password, Port, ports};

text_enum! {
    /// What the access server does with a line.
    pub enum Access {
        /// It carries what the plan says.
        Normal = "normal",
        /// It carries less, until something is paid or used up.
        Reduced = "reduced",
        /// It carries nothing but the page that says why.
        Blocked = "blocked",
    }
}

/// The line of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// The tag that it serves.
    pub tag: TagId,
    /// The tag's contract.
    pub contract: ContractId,
    /// The contract's company.
    pub company: CompanyId,
    /// The tag's code and what it is, for people.
    pub tag_code: String,
    /// What the tag is, in words.
    pub tag_label: String,
    /// As the customer's equipment signs in.
    pub login: String,
    /// The plan that the line has.
    pub service: String,
    /// The access server, by the name that the provider gave it.
    pub nas: String,
    /// The ONU, where there is one.
    pub onu: Option<Onu>,
    /// What the access server does with it.
    pub access: Access,
    /// What it is to do; differs while an entry of the outbox is on its way.
    pub wanted: Access,
    /// What it carried when a trust unlock lifted that.
    pub before_unlock: Option<Access>,
    /// Whether the desk knows the password.
    pub has_password: bool,
    /// Whether a new one is on its way.
    pub awaits_password: bool,
    /// When the desk last ended its session.
    pub ended_at: Option<DateTime<Utc>>,
    /// Raised by every change.
    pub version: i64,
}

/// Where a line ends at the customer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onu {
    /// Its serial number.
    pub serial: String,
    /// OLT, slot and port, in words.
    pub place: String,
    /// Its place by which the OLT is asked, where the desk knows it.
    pub port: Option<Port>,
}

/// Why there is no line to speak of.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// No tag was chosen in this request.
    #[error("no tag is chosen")]
    NoTag,
    /// The tag has no connection.
    #[error("the tag has no connection")]
    NoConnection,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A connection to be kept.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// Its id.
    pub id: ConnectionId,
    /// The tag that it serves.
    pub tag: TagId,
    /// The plan that the line has.
    pub service: String,
    /// The password; it is sealed as it is written. None where the desk does not know it.
    pub password: Option<Password>,
    /// The access server.
    pub nas: String,
    /// The ONU, where there is one.
    pub onu: Option<Onu>,
    /// What the access server does with it.
    pub access: Access,
}

/// Keeps connections.
pub async fn insert_many(tx: &mut Tx, connections: &[NewConnection]) -> Result<(), StoreError> {
    let keys = tx.keys().clone();
    let seal = |row: &NewConnection| row.password.as_ref().map(|text| seal(&keys, row.id, text));
    insert_many!(
        tx,
        "connection",
        ["id", "tag", "service", "password", "nas", "onu", "place", "access", "wanted", "version"],
        connections,
        |row| row.id,
        row.tag,
        &row.service,
        seal(row),
        &row.nas,
        row.onu.as_ref().map(|onu| &onu.serial),
        row.onu.as_ref().map(|onu| &onu.place),
        row.access,
        row.access,
        1_i64
    )?;
    let placed = connections.iter().filter_map(|row| Some((row.id, row.onu.as_ref()?.port?)));
    ports::insert_many(tx, &placed.collect::<Vec<_>>()).await
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ConnectionId,
    tag: TagId,
    contract: ContractId,
    company: CompanyId,
    code: String,
    label: String,
    login: String,
    service: String,
    nas: String,
    onu: Option<String>,
    place: Option<String>,
    olt: Option<OltId>,
    frame: Option<i32>,
    slot: Option<i32>,
    pon: Option<i32>,
    onu_number: Option<i32>,
    access: Access,
    wanted: Access,
    before_unlock: Option<Access>,
    has_password: bool,
    awaits_password: bool,
    ended_at: Option<DateTime<Utc>>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.tag, t.contract, c.company, t.code, t.label, t.login, n.service, n.nas, n.onu, n.place,
                    p.olt, p.frame, p.slot, p.pon, p.onu AS onu_number,
                    n.access, n.wanted, n.before_unlock, n.password IS NOT NULL AS has_password,
                    n.new_password IS NOT NULL AS awaits_password, n.ended_at, n.version
             FROM connection n JOIN tag t ON t.id = n.tag JOIN contract c ON c.id = t.contract
             LEFT JOIN onu_port p ON p.connection = n.id
             WHERE t.login IS NOT NULL AND ",
            $rest
        )
    };
}

/// The line of the tag being served.
pub async fn served(conn: &mut Conn, attendance: &Attendance) -> Result<Connection, LineError> {
    let tag = attendance.tag().ok_or(LineError::NoTag)?;
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(select!("n.tag = $1 AND c.person = $2 AND c.company = $3"))
        .bind(tag).bind(attendance.person()).bind(attendance.company()).fetch_optional(c).await)
        .map_err(StoreError::from)?;
    row.map(Connection::from).ok_or(LineError::NoConnection)
}

/// A line by its id, for what is carried out without anybody serving.
pub(crate) async fn one(conn: &mut Conn, id: ConnectionId) -> Result<Option<Connection>, StoreError> {
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(select!("n.id = $1")).bind(id).fetch_optional(c).await)?;
    Ok(row.map(Connection::from))
}

/// The lines of a contract, for what is done to all of them.
pub(crate) async fn of_contract(
    conn: &mut Conn,
    contract: ContractId,
) -> Result<Vec<Connection>, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(select!("t.contract = $1 ORDER BY t.code"))
        .bind(contract).fetch_all(c).await)?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// The access servers that the connections of a company name.
pub async fn access_servers(conn: &mut Conn, company: CompanyId) -> Result<Vec<String>, StoreError> {
    Ok(on!(conn, c => sqlx::query_scalar(
        "SELECT DISTINCT n.nas FROM connection n JOIN tag t ON t.id = n.tag
         JOIN contract c ON c.id = t.contract WHERE c.company = $1 ORDER BY n.nas")
        .bind(company).fetch_all(c).await)?)
}

/// The password of a line of the customer being served; none: it is somebody else's, or the desk
/// does not know it. Whoever shows it asks for the right, and writes the audit line.
pub async fn password(
    conn: &mut Conn,
    keys: &Keys,
    attendance: &Attendance,
    id: ConnectionId,
) -> Result<Option<Password>, StoreError> {
    let sealed: Option<Option<Sealed>> = on!(conn, c => sqlx::query_scalar(
        "SELECT n.password FROM connection n JOIN tag t ON t.id = n.tag JOIN contract c ON c.id = t.contract
         WHERE n.id = $1 AND c.person = $2 AND c.company = $3")
        .bind(id).bind(attendance.person()).bind(attendance.company()).fetch_optional(c).await)?;
    sealed.flatten().map(|sealed| open(keys, id, &sealed)).transpose()
}

/// The table that sealed passwords are bound to, with the row: of the old and the new one alike, for
/// one takes the other's place.
const SEALED_IN: &str = "connection";

/// A password, sealed for the row of its connection.
pub(crate) fn seal(keys: &Keys, id: ConnectionId, password: &Password) -> Sealed {
    keys.seal(SEALED_IN, id.0, password.expose().as_bytes())
}

pub(crate) fn open(keys: &Keys, id: ConnectionId, sealed: &Sealed) -> Result<Password, StoreError> {
    let plain = keys.open(SEALED_IN, id.0, sealed)?;
    Ok(Password::in_use(String::from_utf8_lossy(&plain).into_owned()))
}

impl From<Row> for Connection {
    fn from(row: Row) -> Connection {
        let port = (|| {
            let (olt, frame, slot) = (row.olt?, row.frame?, row.slot?);
            Some(Port { olt, frame, slot, pon: row.pon?, onu: row.onu_number? })
        })();
        Connection {
            id: row.id,
            tag: row.tag,
            contract: row.contract,
            company: row.company,
            tag_code: row.code,
            tag_label: row.label,
            login: row.login,
            service: row.service,
            nas: row.nas,
            onu: row.onu.zip(row.place).map(|(serial, place)| Onu { serial, place, port }),
            access: row.access,
            wanted: row.wanted,
            before_unlock: row.before_unlock,
            has_password: row.has_password,
            awaits_password: row.awaits_password,
            ended_at: row.ended_at,
            version: row.version,
        }
    }
}
