//! What an ONU's last readings said.

use balcao_desk::Attendance;
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::ConnectionId;
use crate::signal::Reading;

/// Readings that are kept of an ONU; older ones go as new ones come.
pub const KEPT: i64 = 48;

#[derive(sqlx::FromRow)]
struct Row {
    at: DateTime<Utc>,
    online: bool,
    received: Option<i32>,
    sent: Option<i32>,
    received_at_olt: Option<i32>,
    distance: Option<i32>,
}

/// Keeps a reading of a line.
pub async fn keep(tx: &mut Tx, line: ConnectionId, reading: &Reading) -> Result<(), StoreError> {
    on!(&mut *tx, c => sqlx::query(
        "INSERT INTO onu_reading (connection, at, online, received, sent, received_at_olt, distance)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (connection, at) DO NOTHING")
        .bind(line).bind(reading.at).bind(reading.online)
        .bind(hundredths(reading.received)).bind(hundredths(reading.sent))
        .bind(hundredths(reading.received_at_olt))
        .bind(reading.distance.and_then(|metres| i32::try_from(metres).ok()))
        .execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(
        "DELETE FROM onu_reading WHERE connection = $1 AND at <
            (SELECT min(at) FROM (SELECT at FROM onu_reading WHERE connection = $1
                                  ORDER BY at DESC LIMIT $2) AS newest)")
        .bind(line).bind(KEPT).execute(c).await.map(drop))?;
    Ok(())
}

/// The last reading of a line, for whoever is about to ask for another.
pub async fn last(conn: &mut Conn, line: ConnectionId) -> Result<Option<Reading>, StoreError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(
        "SELECT at, online, received, sent, received_at_olt, distance
         FROM onu_reading WHERE connection = $1 ORDER BY at DESC LIMIT 1")
        .bind(line).fetch_optional(c).await)?;
    Ok(row.map(Reading::from))
}

/// The readings of the line of the tag being served, the oldest first.
pub async fn served(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Reading>, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT r.at, r.online, r.received, r.sent, r.received_at_olt, r.distance
         FROM onu_reading r JOIN connection n ON n.id = r.connection
         JOIN tag t ON t.id = n.tag JOIN contract c ON c.id = t.contract
         WHERE n.tag = $1 AND c.person = $2 AND c.company = $3 ORDER BY r.at")
        .bind(attendance.tag()).bind(attendance.person()).bind(attendance.company())
        .fetch_all(c).await)?;
    Ok(rows.into_iter().map(Reading::from).collect())
}

fn hundredths(dbm: Option<f64>) -> Option<i32> {
    dbm.map(|dbm| (dbm * 100.0).round() as i32)
}

impl From<Row> for Reading {
    fn from(row: Row) -> Reading {
        let dbm = |hundredths: Option<i32>| hundredths.map(|value| f64::from(value) / 100.0);
        Reading {
            at: row.at,
            online: row.online,
            received: dbm(row.received),
            sent: dbm(row.sent),
            received_at_olt: dbm(row.received_at_olt),
            distance: row.distance.and_then(|metres| u32::try_from(metres).ok()),
        }
    }
}
