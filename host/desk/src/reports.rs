//! Reports: what was said and done in a request.

mod form;

use balcao_access::{CompanyId, UserId};
use balcao_store::{Conn, StoreError, Tx, on, text_enum};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Attendance, PersonId, ReportId, RequestId, insert_many};

pub(crate) use form::written_by;
pub use form::{Form, FormError, News, Seen, seen, write_form};

/// Characters of a report, at most.
pub const MAX_TEXT: usize = 10_000;

/// Reports on a page.
const PAGE: usize = 20;

text_enum! {
    /// Who may read a report.
    pub enum Audience {
        /// Colleagues only.
        Internal = "internal",
        /// The customer too.
        Customer = "customer",
    }
}

/// An entry in a request.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The user's name; none: the desk itself.
    pub author: Option<String>,
    /// Who may read it.
    pub audience: Audience,
    /// Plain text, as written.
    pub text: String,
    /// The run of an action that wrote it.
    pub run: Option<Uuid>,
}

/// Some reports, and where to go on.
#[derive(Debug, Clone)]
pub struct Page {
    /// The newest first, 20 at most.
    pub reports: Vec<Report>,
    /// Give it to [`page`] for the ones before; none: there are no more.
    pub cursor: Option<ReportId>,
}

/// A report that comes with its request from elsewhere.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// Its id; those of one request sort by age.
    pub id: ReportId,
    /// The request.
    pub request: RequestId,
    /// Its customer.
    pub person: PersonId,
    /// Its company.
    pub company: CompanyId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it; none: the desk itself.
    pub author: Option<UserId>,
    /// Who may read it.
    pub audience: Audience,
    /// Plain text.
    pub text: String,
}

/// Why a report was not written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is nothing in it.
    #[error("the report is empty")]
    Empty,
    /// More than [`MAX_TEXT`] characters.
    #[error("the report is longer than {MAX_TEXT} characters")]
    TooLong,
    /// The request was closed or cancelled, and takes no action's report any more.
    #[error("the request has ended")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks a report's text and takes the white space round it away.
pub(crate) fn checked(text: &str) -> Result<&str, ReportError> {
    let text = text.trim();
    if text.is_empty() {
        Err(ReportError::Empty)
    } else if text.chars().count() > MAX_TEXT {
        Err(ReportError::TooLong)
    } else {
        Ok(text)
    }
}

/// Reports of the request being served, the newest first. `before` is a page's cursor.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    before: Option<ReportId>,
) -> Result<Page, StoreError> {
    let before = before.unwrap_or(ReportId(Uuid::max()));
    let mut reports: Vec<Report> = on!(conn, c => sqlx::query_as(
        "SELECT r.id, r.at, u.name AS author, r.audience, r.text, r.run
         FROM report r LEFT JOIN user_account u ON u.id = r.author
         WHERE r.request = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3",
    ).bind(attendance.request()).bind(before).bind(PAGE as i64 + 1).fetch_all(c).await)?;
    let more = reports.len() > PAGE;
    reports.truncate(PAGE);
    let cursor = reports.last().filter(|_| more).map(|report| report.id);
    Ok(Page { reports, cursor })
}

/// Writes a report, `run` being the action's run that does it. An action does nothing in a request
/// that has ended, whereas a user may report on it at any time (what-it-must-do, W9).
pub async fn write(
    tx: &mut Tx,
    attendance: &Attendance,
    audience: Audience,
    text: &str,
    run: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<ReportId, ReportError> {
    let text = checked(text)?;
    let id = ReportId::new();
    // One statement: a request whose end is committed gets no action's report.
    let written = on!(tx, c => sqlx::query(
        "INSERT INTO report (id, request, person, company, at, author, audience, text, run)
         SELECT $1, id, person, company, $3, $4, $5, $6, $7 FROM request WHERE id = $2 AND (ended_at IS NULL OR $8)",
    )
    .bind(id).bind(attendance.request()).bind(now).bind(attendance.actor().user.id).bind(audience)
    .bind(text).bind(run).bind(run.is_none()).execute(c).await.map(|done| done.rows_affected()))
    .map_err(StoreError::from)?;
    if written == 0 { Err(ReportError::Ended) } else { Ok(id) }
}

/// Writes what the desk itself has to say of a request for colleagues, long after it was served, and
/// whatever its status.
pub async fn write_by_desk(
    tx: &mut Tx,
    request: RequestId,
    text: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    on!(tx, c => sqlx::query(
        "INSERT INTO report (id, request, person, company, at, author, audience, text)
         SELECT $1, id, person, company, $3, NULL, $4, $5 FROM request WHERE id = $2")
        .bind(ReportId::new()).bind(request).bind(now).bind(Audience::Internal).bind(text)
        .execute(c).await.map(drop))?;
    Ok(())
}

/// Keeps reports that come with their requests.
pub async fn insert_many(tx: &mut Tx, reports: &[NewReport]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "report",
        ["id", "request", "person", "company", "at", "author", "audience", "text"],
        reports,
        |row| row.id,
        row.request,
        row.person,
        row.company,
        row.at,
        row.author,
        row.audience,
        &row.text
    )?;
    Ok(())
}
