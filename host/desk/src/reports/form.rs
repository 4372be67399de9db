//! A report that comes from a form: written once, and not past what colleagues did meanwhile.

use balcao_store::{Conn, StoreError, Tx, Uuid, on};
use chrono::{DateTime, Utc};

use super::{Audience, Report, ReportError, write};
use crate::{Attendance, ReportId, drafts};

/// Reports of colleagues that are told of, at most.
const MOST: i64 = 20;

/// A form as it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Its own id, so that one that is sent twice writes one report.
    pub id: Uuid,
    /// What it saw.
    pub seen: Seen,
}

/// The request as a form saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Its version.
    pub version: i64,
    /// Its newest report.
    pub newest: Option<ReportId>,
}

/// What colleagues did since a form was drawn.
#[derive(Debug, Clone)]
pub struct News {
    /// Who changed the request last, and when, if somebody else did.
    pub changed: Option<(String, DateTime<Utc>)>,
    /// What they reported, the newest first.
    pub reports: Vec<Report>,
}

/// Why the report of a form was not written.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The form was sent before, and its report is there.
    #[error("the form was sent before")]
    Again,
    /// Colleagues were at work meanwhile: their news comes first.
    #[error("the request changed since the form was drawn")]
    Stale(News),
    /// The report itself was refused.
    #[error(transparent)]
    Report(#[from] ReportError),
}

/// What a form that is drawn now sees.
pub async fn seen(conn: &mut Conn, attendance: &Attendance) -> Result<Seen, StoreError> {
    let (version, newest) = on!(conn, c => sqlx::query_as(
        "SELECT version, (SELECT id FROM report WHERE request = $1 ORDER BY id DESC LIMIT 1)
         FROM request WHERE id = $1")
        .bind(attendance.request()).fetch_one(c).await)?;
    Ok(Seen { version, newest })
}

/// Writes the report of a form and forgets its draft. The caller commits its audit line with `tx`;
/// after an error nothing may be.
pub async fn write_form(
    tx: &mut Tx,
    attendance: &Attendance,
    form: Form,
    (audience, text): (Audience, &str),
    now: DateTime<Utc>,
) -> Result<(), FormError> {
    let sent: Option<(i64,)> = on!(&mut *tx, c => sqlx::query_as(
        "SELECT CAST(1 AS BIGINT) FROM report WHERE form = $1").bind(form.id).fetch_optional(c).await)
    .map_err(store)?;
    if sent.is_some() {
        return Err(FormError::Again);
    }
    if let Some(news) = news(tx, attendance, form.seen).await.map_err(ReportError::from)? {
        return Err(FormError::Stale(news));
    }
    let report = write(tx, attendance, audience, text, None, now).await?;
    written_by(tx, attendance, report, form.id)
        .await
        .map_err(|error| if error.is_unique() { FormError::Again } else { ReportError::from(error).into() })
}

/// Notes by which form a report was written, and forgets its draft.
pub(crate) async fn written_by(
    tx: &mut Tx,
    attendance: &Attendance,
    report: ReportId,
    form: Uuid,
) -> Result<(), StoreError> {
    on!(&mut *tx, c => sqlx::query("UPDATE report SET form = $2 WHERE id = $1")
        .bind(report).bind(form).execute(c).await.map(drop))?;
    drafts::discard(tx, attendance).await
}

fn store(error: sqlx::Error) -> FormError {
    ReportError::from(StoreError::from(error)).into()
}

/// What colleagues did since then, if anything.
async fn news(conn: &mut Conn, attendance: &Attendance, seen: Seen) -> Result<Option<News>, StoreError> {
    let me = attendance.actor().user.id;
    let changed = on!(&mut *conn, c => sqlx::query_as(
        "SELECT u.name, r.changed_at FROM request r JOIN user_account u ON u.id = r.changed_by
         WHERE r.id = $1 AND r.version > $2 AND r.changed_by <> $3 AND r.changed_at IS NOT NULL")
        .bind(attendance.request()).bind(seen.version).bind(me).fetch_optional(c).await)?;
    let reports: Vec<Report> = on!(conn, c => sqlx::query_as(
        "SELECT r.id, r.at, u.name AS author, r.audience, r.text, r.run
         FROM report r JOIN user_account u ON u.id = r.author
         WHERE r.request = $1 AND r.id > $2 AND r.author <> $3 ORDER BY r.id DESC LIMIT $4")
        .bind(attendance.request()).bind(seen.newest.unwrap_or(ReportId(Uuid::nil()))).bind(me).bind(MOST)
        .fetch_all(c).await)?;
    let news = News { changed, reports };
    Ok(Some(news).filter(|news| news.changed.is_some() || !news.reports.is_empty()))
}
