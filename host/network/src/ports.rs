//! Where the ONU of a line is: what its OLT is asked by.

use balcao_access::CompanyId;
use balcao_access::audit::Line;
use balcao_desk::insert_many;
use balcao_store::{StoreError, Tx, on};

use crate::olts::{OltError, line, taken};
use crate::{ConnectionId, OltId};

/// The place of an ONU, in the numbers that the OLT itself counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Port {
    /// The OLT.
    pub olt: OltId,
    /// Frame, shelf or rack; 0 where the equipment has one.
    pub frame: i32,
    /// Slot or board.
    pub slot: i32,
    /// The PON port of the board.
    pub pon: i32,
    /// The ONU on the PON.
    pub onu: i32,
}

/// The largest number of a slot, a PON or an ONU that any equipment counts to.
const MOST: i32 = 1_023;

/// Gives lines their places.
pub(crate) async fn insert_many(tx: &mut Tx, ports: &[(ConnectionId, Port)]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "onu_port",
        ["connection", "olt", "frame", "slot", "pon", "onu"],
        ports,
        |row| row.0,
        row.1.olt,
        row.1.frame,
        row.1.slot,
        row.1.pon,
        row.1.onu
    )?;
    Ok(())
}

/// Sets the place of the line of this login; line and OLT are the same company's. The audit line is to
/// be committed with `tx`.
pub async fn set(tx: &mut Tx, company: CompanyId, login: &str, port: &Port) -> Result<Line, OltError> {
    if [port.frame, port.slot, port.pon, port.onu].iter().any(|number| !(0..=MOST).contains(number)) {
        return Err(OltError::Invalid("frame, slot, PON and ONU are numbers from 0 to 1023"));
    }
    let own: Option<(i64,)> = on!(&mut *tx, c => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM olt WHERE id = $1 AND company = $2 AND removed_at IS NULL")
        .bind(port.olt).bind(company).fetch_optional(c).await)
    .map_err(StoreError::from)?;
    own.ok_or(OltError::NotFound)?;
    let found: Vec<ConnectionId> = on!(&mut *tx, c => sqlx::query_scalar(
        "SELECT n.id FROM connection n JOIN tag t ON t.id = n.tag JOIN contract c ON c.id = t.contract
         WHERE t.login = $1 AND c.company = $2 AND n.onu IS NOT NULL")
        .bind(login).bind(company).fetch_all(c).await)
    .map_err(StoreError::from)?;
    let connection = match found[..] {
        [connection] => connection,
        [] => return Err(OltError::Invalid("no line with an ONU has this login")),
        _ => return Err(OltError::Invalid("several lines have this login")),
    };
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO onu_port (connection, olt, frame, slot, pon, onu) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (connection) DO UPDATE SET olt = $2, frame = $3, slot = $4, pon = $5, onu = $6")
        .bind(connection).bind(port.olt).bind(port.frame).bind(port.slot).bind(port.pon).bind(port.onu)
        .execute(c).await.map(drop));
    taken(done, "the place")?;
    let at = line(port.olt, "placed");
    let fields = serde_json::json!({ "olt": port.olt, "what": "placed", "connection": connection });
    Ok(at.fields(fields))
}
