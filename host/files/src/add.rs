//! A file that was uploaded becomes one of the customer's.

use balcao_desk::inputs::{self, Kind};
use balcao_desk::{Attendance, InputId, TagId};
use balcao_store::{Conn, StoreError, Tx, on};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::event::{self, What};
use crate::{Details, FileId, RecordId, RuleError, Subject, records};

/// An effect: what was uploaded is an attachment of the request, or a document of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddFile {
    /// The upload.
    pub upload: InputId,
    /// As what.
    pub subject: Subject,
    /// The tag that a document is linked to; none: the person, or an attachment.
    pub tag: Option<TagId>,
    /// What is said of it.
    pub details: Details,
}

impl AddFile {
    /// Whether the rules allow it now. Changes nothing.
    pub async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<(), RuleError> {
        self.rules(conn, attendance, today).await?;
        let waits = inputs::waiting(conn, attendance, self.upload, Kind::File, now).await?;
        if waits { Ok(()) } else { Err(RuleError::UploadGone) }
    }

    async fn rules(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), RuleError> {
        if attendance.ended() {
            return Err(RuleError::Ended);
        }
        // The tag being served, and no other.
        if self.tag.is_some() && self.tag != attendance.tag() {
            return Err(RuleError::NoTag);
        }
        if self.details.valid_until.is_some_and(|day| day < today) {
            return Err(RuleError::Expired);
        }
        self.details.check(conn, self.subject).await
    }

    /// Does it.
    pub async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<RecordId, RuleError> {
        self.rules(tx, attendance, today).await?;
        let file = FileId(self.upload.0);
        let claimed = inputs::take_file(tx, attendance, self.upload, now).await?
            && on!(tx, c => sqlx::query(
                "UPDATE stored_file SET state = 'kept', expires_at = NULL WHERE id = $1 AND state = 'pending'",
            ).bind(file).execute(c).await.map(|done| done.rows_affected()))
            .map_err(StoreError::from)?
                == 1;
        if !claimed {
            return Err(RuleError::UploadGone);
        }
        let id = RecordId::new();
        let record = records::NewRecord {
            id,
            subject: self.subject,
            company: attendance.company(),
            person: attendance.person(),
            request: attendance.request(),
            tag: self.tag,
            file,
            details: self.details.clone(),
            added_by: attendance.actor().user.id,
            added_at: now,
        };
        records::insert_many(tx, &[record]).await?;
        event::write(tx, attendance, id, What::Added, Vec::new(), now).await?;
        Ok(id)
    }
}
