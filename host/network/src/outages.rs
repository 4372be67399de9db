//! What of the network is known to have failed, and whose requests came of it.

use balcao_access::audit::{Act, Line};
use balcao_access::{Actor, CompanyId};
use balcao_desk::{Attendance, RequestId};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, Utc};

use crate::{OltId, OutageId};

/// The longest note, in characters.
pub const MAX_NOTE: usize = 300;

/// What failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An OLT, with all its lines.
    Olt(OltId),
    /// One PON of an OLT.
    Pon {
        /// The OLT.
        olt: OltId,
        /// Frame.
        frame: i32,
        /// Slot.
        slot: i32,
        /// PON port.
        pon: i32,
    },
    /// An access server, by the name that lines have.
    Nas(String),
}

/// An outage, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Outage {
    /// Its id.
    pub id: OutageId,
    /// The name of the OLT.
    pub olt: Option<String>,
    /// Slot and port, where one PON failed. The frame only where the OLT has several.
    pub frame: Option<i32>,
    /// The slot.
    pub slot: Option<i32>,
    /// The port.
    pub pon: Option<i32>,
    /// The access server.
    pub nas: Option<String>,
    /// What may be told the customer.
    pub note: String,
    /// Since when.
    pub began_at: DateTime<Utc>,
    /// Until when; none: it goes on.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the attendance at hand is linked with it; of a list: how many requests are.
    pub requests: i64,
}

impl Outage {
    /// `OLT Centro · slot 3 · porta 5`, in every language the same.
    pub fn place(&self) -> String {
        let mut words = self.olt.clone().or_else(|| self.nas.clone()).unwrap_or_default();
        if let Some(frame) = self.frame.filter(|frame| *frame != 0) {
            words += &format!(" · frame {frame}");
        }
        if let (Some(slot), Some(pon)) = (self.slot, self.pon) {
            words += &format!(" · slot {slot} · PON {pon}");
        }
        words
    }
}

/// Why an outage does not begin or end.
#[derive(Debug, thiserror::Error)]
pub enum OutageError {
    /// The company has no such OLT or access server.
    #[error("the company has no such OLT, and no line at such an access server")]
    NoPlace,
    /// It is marked already.
    #[error("it is marked as failed already")]
    Again,
    /// There is no such outage of the company, or it has ended.
    #[error("no such outage goes on")]
    NotFound,
    /// The note is empty or longer than [`MAX_NOTE`].
    #[error("the note has 1 to {MAX_NOTE} characters")]
    Note,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks a place of a company as failed. `by` is none for the operator at the command line. The audit
/// line is to be committed with `tx`.
pub async fn begin(
    tx: &mut Tx,
    company: CompanyId,
    place: &Place,
    note: &str,
    by: Option<&Actor>,
    now: DateTime<Utc>,
) -> Result<(OutageId, Line), OutageError> {
    let note = note.trim();
    if !(1..=MAX_NOTE).contains(&note.chars().count()) {
        return Err(OutageError::Note);
    }
    if !known(tx, company, place).await? {
        return Err(OutageError::NoPlace);
    }
    let id = OutageId::new();
    let (olt, pon, nas) = match place {
        Place::Olt(olt) => (Some(*olt), None, None),
        Place::Pon { olt, frame, slot, pon } => (Some(*olt), Some((*frame, *slot, *pon)), None),
        Place::Nas(nas) => (None, None, Some(nas)),
    };
    let done = on!(tx, c => sqlx::query(
        "INSERT INTO outage (id, company, olt, frame, slot, pon, nas, note, began_at, began_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id).bind(company).bind(olt).bind(pon.map(|pon| pon.0)).bind(pon.map(|pon| pon.1))
        .bind(pon.map(|pon| pon.2)).bind(nas).bind(note).bind(now).bind(by.map(|actor| actor.user.id))
        .execute(c).await.map(drop));
    done.map_err(|error| {
        let error = StoreError::from(error);
        if error.is_unique() { OutageError::Again } else { error.into() }
    })?;
    Ok((id, line(Act::OutageBegan, id, by)))
}

/// Says that it works again.
pub async fn end(
    tx: &mut Tx,
    company: CompanyId,
    id: OutageId,
    by: Option<&Actor>,
    now: DateTime<Utc>,
) -> Result<Line, OutageError> {
    let ended = on!(tx, c => sqlx::query(
        "UPDATE outage SET ended_at = $3, ended_by = $4 WHERE id = $1 AND company = $2 AND ended_at IS NULL")
        .bind(id).bind(company).bind(now).bind(by.map(|actor| actor.user.id))
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if ended == 1 { Ok(line(Act::OutageEnded, id, by)) } else { Err(OutageError::NotFound) }
}

macro_rules! select {
    ($requests:literal, $rest:literal) => {
        concat!(
            "SELECT o.id, l.name AS olt, o.frame, o.slot, o.pon, o.nas, o.note, o.began_at, o.ended_at, ",
            $requests,
            " AS requests FROM outage o LEFT JOIN olt l ON l.id = o.olt ",
            $rest
        )
    };
}

/// The outages of a company that go on, and the last ones that ended; the newest first.
pub async fn list(conn: &mut Conn, company: CompanyId) -> Result<Vec<Outage>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(select!(
        "(SELECT count(*) FROM outage_request r WHERE r.outage = o.id)",
        "WHERE o.company = $1 ORDER BY o.ended_at IS NOT NULL, o.began_at DESC LIMIT 100"))
        .bind(company).fetch_all(c).await)?)
}

/// One outage of a company; none: it is another's, or there is none.
pub async fn one(
    conn: &mut Conn,
    company: CompanyId,
    outage: OutageId,
) -> Result<Option<Outage>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(select!(
        "(SELECT count(*) FROM outage_request r WHERE r.outage = o.id)",
        "WHERE o.company = $1 AND o.id = $2"))
        .bind(company).bind(outage).fetch_optional(c).await)?)
}

/// The requests that were served under an outage of the company, by protocol, the first one first.
pub async fn requests(
    conn: &mut Conn,
    company: CompanyId,
    outage: OutageId,
) -> Result<Vec<(RequestId, String)>, StoreError> {
    Ok(on!(conn, c => sqlx::query_as(
        "SELECT q.id, q.protocol FROM outage_request r JOIN outage o ON o.id = r.outage
         JOIN request q ON q.id = r.request
         WHERE r.outage = $1 AND o.company = $2 ORDER BY r.at, q.id")
        .bind(outage).bind(company).fetch_all(c).await)?)
}

/// The outages that go on above the line of the tag being served.
pub async fn over(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<Outage>, StoreError> {
    let Some(tag) = attendance.tag() else { return Ok(Vec::new()) };
    Ok(on!(conn, c => sqlx::query_as(select!(
        "(SELECT count(*) FROM outage_request r WHERE r.outage = o.id AND r.request = $4)",
        "JOIN connection n ON n.tag = $1
         JOIN tag t ON t.id = n.tag JOIN contract c ON c.id = t.contract
         LEFT JOIN onu_port p ON p.connection = n.id
         WHERE c.person = $2 AND c.company = $3 AND o.company = $3 AND o.ended_at IS NULL
           AND (o.nas = n.nas
                OR o.olt = p.olt AND (o.pon IS NULL
                                      OR o.frame = p.frame AND o.slot = p.slot AND o.pon = p.pon))
         ORDER BY o.began_at"))
        .bind(tag).bind(attendance.person()).bind(attendance.company()).bind(attendance.request())
        .fetch_all(c).await)?)
}

/// Links the request being served with an outage above its line.
pub async fn link(
    tx: &mut Tx,
    attendance: &Attendance,
    outage: OutageId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO outage_request (outage, request, at)
         SELECT o.id, $2, $3 FROM outage o WHERE o.id = $1 AND o.company = $4 AND o.ended_at IS NULL
         ON CONFLICT (outage, request) DO NOTHING")
        .bind(outage).bind(attendance.request()).bind(now).bind(attendance.company())
        .execute(c).await.map(drop))?;
    Ok(())
}

/// Whether the company has such a place.
async fn known(conn: &mut Conn, company: CompanyId, place: &Place) -> Result<bool, StoreError> {
    let found: Option<(i64,)> = match place {
        Place::Olt(olt) | Place::Pon { olt, .. } => on!(conn, c => sqlx::query_as(
            "SELECT CAST(1 AS BIGINT) FROM olt WHERE id = $1 AND company = $2 AND removed_at IS NULL")
            .bind(olt).bind(company).fetch_optional(c).await)?,
        Place::Nas(nas) => on!(conn, c => sqlx::query_as(
            "SELECT CAST(1 AS BIGINT) FROM connection n JOIN tag t ON t.id = n.tag
             JOIN contract c ON c.id = t.contract WHERE n.nas = $1 AND c.company = $2 LIMIT 1")
            .bind(nas).bind(company).fetch_optional(c).await)?,
    };
    Ok(found.is_some())
}

fn line(act: Act, id: OutageId, by: Option<&Actor>) -> Line {
    let line = Line::new(act).fields(serde_json::json!({ "outage": id }));
    match by {
        Some(actor) => line.by(actor),
        None => line,
    }
}
