//! A run as a row: an action being carried out for one request.

use balcao_access::{CompanyId, UserId};
use balcao_desk::{Attendance, RequestId};
use balcao_engine::Digest;
use balcao_plugins::Effect;
use balcao_plugins::canvas::Block;
use balcao_store::{Conn, DateTime, Keys, Sealed, StoreError, Tx, Utc, on};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::answers::Answers;
use crate::error::RunError;
use crate::view::{OpenRun, Report, Who};

balcao_store::id!(RunId, "An action being carried out for one request.");

balcao_store::text_enum! {
    /// Where a run stands. The first two have done nothing; what is committed never goes back.
    pub enum State {
        /// Its next step is asked.
        Asking = "asking",
        /// All is known, and waits for confirmation.
        Review = "review",
        /// Done; the closing form was not opened yet.
        Committed = "committed",
        /// Done; the closing form is open.
        Closing = "closing",
        /// Ended.
        Done = "done",
        /// Left for good, with nothing done.
        Left = "left",
    }
}

impl State {
    /// Whether its effects are done.
    pub fn is_committed(self) -> bool {
        matches!(self, State::Committed | State::Closing | State::Done)
    }
}

/// What the review showed, and the confirmation must find again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Review {
    pub effects: Vec<Effect>,
    pub report: Report,
}

/// What stays of a finished action.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub blocks: Vec<Block>,
    pub effects: Vec<Effect>,
    pub report: Report,
}

/// The row.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub id: RunId,
    pub request: RequestId,
    pub company: CompanyId,
    pub plugin: String,
    pub name: String,
    /// SHA-256 of the plugin's bytes on which the run began and stays.
    pub digest: Digest,
    pub tool: bool,
    pub state: State,
    /// Grows with every change.
    pub version: i64,
    pub answers: Answers,
    pub review: Option<Review>,
    pub kept: Option<Kept>,
    pub started_by: Who,
    pub started_at: DateTime<Utc>,
    pub updated_by: Who,
    pub updated_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: RunId,
    request: RequestId,
    company: CompanyId,
    plugin: String,
    name: String,
    digest: Vec<u8>,
    tool: bool,
    state: State,
    version: i64,
    answers: Sealed,
    review: Option<Sealed>,
    receipt: Option<Sealed>,
    started_by: UserId,
    starter: String,
    started_at: DateTime<Utc>,
    updated_by: UserId,
    updater: String,
    updated_at: DateTime<Utc>,
}

// What is sealed is bound to its column, so that an answer can't be passed off as a receipt.
const ANSWERS: &str = "action_run.answers";
const REVIEW: &str = "action_run.review";
const RECEIPT: &str = "action_run.receipt";

impl Run {
    pub async fn load(conn: &mut Conn, keys: &Keys, id: RunId) -> Result<Option<Run>, RunError> {
        let row: Option<Row> = on!(conn, c => {
            sqlx::query_as(
                "SELECT r.id, r.request, r.company, r.plugin, r.name, r.digest, r.tool, r.state,
                        r.version, r.answers, r.review, r.receipt, r.started_by, s.name AS starter,
                        r.started_at, r.updated_by, u.name AS updater, r.updated_at
                 FROM action_run r
                 JOIN user_account s ON s.id = r.started_by
                 JOIN user_account u ON u.id = r.updated_by
                 WHERE r.id = $1",
            )
            .bind(id)
            .fetch_optional(c)
            .await
        })
        .map_err(StoreError::from)?;
        row.map(|row| row.open(keys)).transpose()
    }

    pub async fn insert(&self, tx: &mut Tx, keys: &Keys) -> Result<(), RunError> {
        let (answers, review, receipt) = self.seal(keys)?;
        on!(tx, c => {
            sqlx::query(
                "INSERT INTO action_run (id, request, company, plugin, name, digest, tool, state,
                     version, steps, answers, review, receipt, started_by, started_at, updated_by,
                     updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
            )
            .bind(self.id)
            .bind(self.request)
            .bind(self.company)
            .bind(&self.plugin)
            .bind(&self.name)
            .bind(self.digest.0.to_vec())
            .bind(self.tool)
            .bind(self.state)
            .bind(self.version)
            .bind(self.answers.0.len() as i64)
            .bind(answers)
            .bind(review)
            .bind(receipt)
            .bind(self.started_by.id)
            .bind(self.started_at)
            .bind(self.updated_by.id)
            .bind(self.updated_at)
            .execute(c)
            .await
            .map(drop)
        })
        .map_err(StoreError::from)?;
        Ok(())
    }

    /// Writes what changed, if the row is still at the version that was read, and raises it. As the
    /// first statement of a transaction it is also the lock under which the rest is done: whoever
    /// comes second waits, finds another version, and gets `false`.
    pub async fn save(
        &mut self,
        tx: &mut Tx,
        keys: &Keys,
        by: &Who,
        at: DateTime<Utc>,
    ) -> Result<bool, RunError> {
        let (answers, review, receipt) = self.seal(keys)?;
        let seen = self.version;
        let changed = on!(tx, c => {
            sqlx::query(
                "UPDATE action_run
                 SET state = $1, version = $2, steps = $3, answers = $4, review = $5, receipt = $6,
                     updated_by = $7, updated_at = $8
                 WHERE id = $9 AND version = $10",
            )
            .bind(self.state)
            .bind(seen + 1)
            .bind(self.answers.0.len() as i64)
            .bind(answers)
            .bind(review)
            .bind(receipt)
            .bind(by.id)
            .bind(at)
            .bind(self.id)
            .bind(seen)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
        })
        .map_err(StoreError::from)?;
        if changed == 0 {
            return Ok(false);
        }
        (self.version, self.updated_by, self.updated_at) = (seen + 1, by.clone(), at);
        Ok(true)
    }

    fn seal(&self, keys: &Keys) -> Result<(Sealed, Option<Sealed>, Option<Sealed>), RunError> {
        let review = self.review.as_ref().map(|review| seal(keys, REVIEW, self.id, review));
        let receipt = self.kept.as_ref().map(|kept| seal(keys, RECEIPT, self.id, kept));
        Ok((seal(keys, ANSWERS, self.id, &self.answers)?, review.transpose()?, receipt.transpose()?))
    }
}

impl Row {
    fn open(self, keys: &Keys) -> Result<Run, RunError> {
        let review = self.review.as_ref().map(|sealed| open(keys, REVIEW, self.id, sealed));
        let kept = self.receipt.as_ref().map(|sealed| open(keys, RECEIPT, self.id, sealed));
        Ok(Run {
            answers: open(keys, ANSWERS, self.id, &self.answers)?,
            review: review.transpose()?,
            kept: kept.transpose()?,
            id: self.id,
            request: self.request,
            company: self.company,
            plugin: self.plugin,
            name: self.name,
            digest: Digest(self.digest.try_into().map_err(|_| RunError::Damaged)?),
            tool: self.tool,
            state: self.state,
            version: self.version,
            started_by: Who { id: self.started_by, name: self.starter },
            started_at: self.started_at,
            updated_by: Who { id: self.updated_by, name: self.updater },
            updated_at: self.updated_at,
        })
    }
}

fn seal<T: Serialize>(keys: &Keys, column: &str, id: RunId, value: &T) -> Result<Sealed, RunError> {
    let plain = serde_json::to_vec(value).map_err(|_| RunError::Damaged)?;
    Ok(keys.seal(column, id.0, &plain))
}

fn open<T: DeserializeOwned>(keys: &Keys, column: &str, id: RunId, sealed: &Sealed) -> Result<T, RunError> {
    let plain = keys.open(column, id.0, sealed).map_err(StoreError::from)?;
    serde_json::from_slice(&plain).map_err(|_| RunError::Damaged)
}

#[derive(sqlx::FromRow)]
struct OpenRow {
    id: RunId,
    plugin: String,
    name: String,
    state: State,
    steps: i64,
    updated_by: UserId,
    updater: String,
    updated_at: DateTime<Utc>,
}

/// The runs of the request being served that have not ended, the newest first.
pub(crate) async fn open_of(conn: &mut Conn, attendance: &Attendance) -> Result<Vec<OpenRun>, StoreError> {
    let rows: Vec<OpenRow> = on!(conn, c => {
        sqlx::query_as(
            "SELECT r.id, r.plugin, r.name, r.state, r.steps, r.updated_by, u.name AS updater,
                    r.updated_at
             FROM action_run r JOIN user_account u ON u.id = r.updated_by
             WHERE r.request = $1 AND r.company = $2 AND r.state NOT IN ('done', 'left')
             ORDER BY r.id DESC",
        )
        .bind(attendance.request())
        .bind(attendance.company())
        .fetch_all(c)
        .await
    })?;
    Ok(rows
        .into_iter()
        .map(|row| OpenRun {
            id: row.id,
            plugin: row.plugin,
            name: row.name,
            state: row.state,
            step: row.steps as usize + 1,
            updated_by: Who { id: row.updated_by, name: row.updater },
            updated_at: row.updated_at,
        })
        .collect())
}
