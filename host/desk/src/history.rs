//! The history of a request: everything that was done in it, from its reports and the audit trail.

use balcao_access::Right;
use balcao_access::audit::Act;
use balcao_store::{Conn, StoreError, on};
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::Attendance;
use crate::reports::Audience;

/// Events on a page.
pub const PAGE: usize = 50;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The name of the user who did it; none: the desk itself.
    pub who: Option<String>,
    /// What it was.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A report was written.
    Report {
        /// Who may read it.
        audience: Audience,
        /// Plain text, as written.
        text: String,
    },
    /// Something was done.
    Act {
        /// What.
        act: Act,
        /// The contribution by which: `plugin/name`.
        contribution: Option<String>,
        /// Ids and names of fields, as the audit trail has them.
        fields: Value,
    },
}

/// Events, the newest first.
#[derive(Debug, Clone)]
pub struct Page {
    /// [`PAGE`] at most.
    pub events: Vec<Event>,
    /// Whether there are older ones.
    pub more: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    at: DateTime<Utc>,
    who: Option<String>,
    act: Option<Act>,
    contribution: Option<String>,
    fields: Option<String>,
    audience: Option<Audience>,
    text: Option<String>,
}

/// What happened in the request being served; `page` is counted from 0. Who only looked is told to
/// those who supervise or administer.
pub async fn page(conn: &mut Conn, attendance: &Attendance, page: u32) -> Result<Page, StoreError> {
    let actor = attendance.actor();
    let sees_lookers = actor.may(Right::Supervise) || actor.may(Right::Administer);
    // A report stands for the line that says that it was written.
    let mut rows: Vec<Row> = on!(conn, c => sqlx::query_as(
        "SELECT e.at, u.name AS who, e.act, e.contribution, e.fields, e.audience, e.text
         FROM (
             SELECT at, author AS actor, CAST(NULL AS TEXT) AS act, CAST(NULL AS TEXT) AS contribution,
                    CAST(NULL AS TEXT) AS fields, audience, text, 0 AS chain, 0 AS seq
             FROM report WHERE request = $1
             UNION ALL
             SELECT at, actor, act, contribution, fields, CAST(NULL AS TEXT), CAST(NULL AS TEXT), chain, seq
             FROM audit_line
             WHERE request = $1 AND act <> 'report-written'
               AND ($2 OR act NOT IN ('attendance-opened', 'secret-shown', 'file-viewed', 'file-downloaded'))
         ) e LEFT JOIN user_account u ON u.id = e.actor
         ORDER BY e.at DESC, e.chain, e.seq DESC, e.text
         LIMIT $3 OFFSET $4")
        .bind(attendance.request()).bind(sees_lookers)
        .bind(PAGE as i64 + 1).bind(i64::from(page) * PAGE as i64)
        .fetch_all(c).await)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok(Page { events: rows.into_iter().filter_map(Row::event).collect(), more })
}

impl Row {
    /// None for what is neither, which the statement does not give.
    fn event(self) -> Option<Event> {
        let what = match (self.act, self.audience, self.text) {
            (Some(act), ..) => {
                let fields = self.fields.as_deref().and_then(|fields| serde_json::from_str(fields).ok());
                What::Act { act, contribution: self.contribution, fields: fields.unwrap_or_default() }
            }
            (None, Some(audience), Some(text)) => What::Report { audience, text },
            _ => return None,
        };
        Some(Event { at: self.at, who: self.who, what })
    }
}
