//! The file store as the desk uses it: receiving, opening, sweeping.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use balcao_access::AccessError;
use balcao_access::audit::{self, Act};
use balcao_desk::inputs::{self, LIFETIME, Place};
use balcao_desk::{Attendance, InputId, bulk};
use balcao_store::{Conn, Db, Sealed, StoreError, Tx, on};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::AssertSqlSafe;
use tokio::sync::Semaphore;

use crate::event::{self, What};
use crate::objects::{Bucket, Objects};
use crate::picture::{self, Picture, PictureError};
use crate::{Content, FileId, ReceiveError, Received, Receiving, RecordId, Stored, Uploaded};

/// What a file's key is sealed for.
const KEY: &str = "stored_file.key";
/// Files whose bytes are removed at once.
const SWEPT: i64 = 200;
/// Objects that are looked up at once.
const PORTION: usize = 200;

/// The file store. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    objects: Objects,
    most: u64,
    /// Pictures are decoded one at a time: each may take a processor and 200 MiB for a second.
    painter: Arc<Semaphore>,
}

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// In the browser.
    View,
    /// To be kept elsewhere.
    Download,
}

/// A file of the customer that was opened.
pub struct Opened {
    /// Its name, type and size.
    pub file: Stored,
    /// Its bytes.
    pub content: Content,
}

/// Why a file is not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The customer has no such file, or it was deleted.
    #[error("the customer has no such file")]
    NotFound,
    /// Files of its type are not shown in a browser.
    #[error("such a file is only downloaded")]
    NotShown,
    /// Its bytes could not be read.
    #[error("reading a file: {0}")]
    File(#[from] std::io::Error),
    /// The trail could not be written.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Files {
    /// In a folder, which is made if need be; `most` is the most bytes that a file may have.
    pub fn in_folder(folder: &Path, most: u64) -> io::Result<Files> {
        Ok(Files::over(Objects::folder(folder)?, most))
    }

    /// In a bucket of an S3 server. Nothing is asked of the server yet.
    pub fn in_bucket(bucket: &Bucket, most: u64) -> io::Result<Files> {
        Ok(Files::over(Objects::bucket(bucket)?, most))
    }

    fn over(objects: Objects, most: u64) -> Files {
        let painter = Arc::new(Semaphore::new(1));
        Files(Arc::new(Inner { objects, most, painter }))
    }

    pub(crate) fn objects(&self) -> &Objects {
        &self.0.objects
    }

    /// The most bytes that a file may have.
    pub fn max_bytes(&self) -> u64 {
        self.0.most
    }

    /// Begins to receive a file of so many bytes at most; `most` of 0 leaves it to the desk.
    pub fn receive(&self, most: u64) -> Result<Receiving, ReceiveError> {
        let most = if most == 0 { self.0.most } else { most.min(self.0.most) };
        Ok(Receiving::start(&self.0.objects, most)?)
    }

    /// Holds what has arrived as the answer to a field, until the action is confirmed. What was held
    /// there before is erased.
    pub async fn hold(
        &self,
        db: &Db,
        attendance: &Attendance,
        place: Place<'_>,
        received: Received,
        now: DateTime<Utc>,
    ) -> Result<Uploaded, OpenError> {
        let mut tx = db.write().await?;
        let id = InputId(received.id.0);
        insert(&mut tx, &received, "pending", Some(now + LIFETIME), now).await?;
        if let Some(before) = inputs::hold_file(&mut tx, attendance, place, id, now).await? {
            on!(&mut tx, c => sqlx::query(
                "UPDATE stored_file SET state = 'erased', key = NULL, expires_at = NULL
                 WHERE id = $1 AND state = 'pending'",
            ).bind(before).execute(c).await.map(drop))
            .map_err(StoreError::from)?;
        }
        let line = attendance.line(Act::FileUploaded).fields(serde_json::json!({
            "file": id, "run": place.run, "field": place.field,
        }));
        let Received { arrived, name, media_type, bytes, .. } = received;
        arrived.claim();
        audit::commit(tx, vec![line]).await?;
        Ok(Uploaded { id, file: Stored { name, media_type: media_type.into(), bytes } })
    }

    /// Keeps what has arrived for good, in the transaction of whoever brings the record of it: the
    /// demonstration, an import.
    pub async fn keep(
        &self,
        tx: &mut Tx,
        received: Received,
        now: DateTime<Utc>,
    ) -> Result<FileId, OpenError> {
        insert(tx, &received, "kept", None, now).await?;
        received.arrived.claim();
        Ok(received.id)
    }

    /// Opens a file of the customer. It is in the file's history and in the audit trail before a byte is
    /// given out.
    pub async fn open(
        &self,
        db: &Db,
        attendance: &Attendance,
        record: RecordId,
        how: How,
        now: DateTime<Utc>,
    ) -> Result<Opened, OpenError> {
        let mut tx = db.write().await?;
        let row = Row::of_record(&mut tx, attendance, record).await?.ok_or(OpenError::NotFound)?;
        if how == How::View && !is_shown(&row.media_type, row.bytes.unsigned_abs()) {
            return Err(OpenError::NotShown);
        }
        let (what, act) = match how {
            How::View => (What::Viewed, Act::FileViewed),
            How::Download => (What::Downloaded, Act::FileDownloaded),
        };
        let key = db.keys().open(KEY, row.id.0, &row.key).map_err(StoreError::from)?;
        let key: [u8; 32] = key.try_into().map_err(|_| OpenError::NotFound)?;
        event::write(&mut tx, attendance, record, what, Vec::new(), now).await?;
        let line = attendance.line(act).fields(serde_json::json!({ "file": record }));
        audit::commit(tx, vec![line]).await?;
        let source = self.0.objects.read(row.id).await?;
        let bytes = row.bytes.unsigned_abs();
        let content = Content::new(source, &key, bytes, row.digest);
        Ok(Opened { file: Stored { name: row.name, media_type: row.media_type, bytes }, content })
    }

    /// A picture encoded anew, beside the async threads and one at a time: it is read when its turn has
    /// come, and its turn lasts until it is drawn, whether anybody still waits for it or not.
    pub async fn redraw(&self, content: Content) -> Result<Picture, PictureError> {
        let painter = Arc::clone(&self.0.painter);
        let turn = painter.acquire_owned().await.map_err(|_| PictureError::Stopped)?;
        let bytes = content.whole().await.map_err(|_| PictureError::Damaged)?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            picture::redraw(&bytes)
        });
        drawn.await.map_err(|_| PictureError::Stopped)?
    }

    /// Erases uploads that nobody claimed, and removes the bytes of what was erased. Any number of hosts
    /// may do it at once.
    pub async fn sweep(&self, db: &Db, now: DateTime<Utc>) -> Result<(), OpenError> {
        let mut tx = db.write().await?;
        inputs::sweep(&mut tx, now).await?;
        on!(&mut tx, c => sqlx::query(
            "UPDATE stored_file SET state = 'erased', key = NULL, expires_at = NULL
             WHERE state = 'pending' AND expires_at <= $1",
        ).bind(now).execute(c).await.map(drop))
        .map_err(StoreError::from)?;
        tx.commit().await?;
        let mut conn = db.read().await?;
        let erased: Vec<(FileId,)> = on!(&mut conn, c => sqlx::query_as(
            "SELECT id FROM stored_file WHERE state = 'erased' LIMIT $1",
        ).bind(SWEPT).fetch_all(c).await)
        .map_err(StoreError::from)?;
        drop(conn);
        for (id,) in erased {
            self.0.objects.remove(id).await?;
            let mut tx = db.write().await?;
            on!(&mut tx, c => sqlx::query("UPDATE stored_file SET state = 'gone' WHERE id = $1")
                .bind(id).execute(c).await.map(drop))
            .map_err(StoreError::from)?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Removes what lies in the store for a day and no row names: left behind by a process that died,
    /// or by a transaction that never was. Says how many. Any number of hosts may do it at once.
    pub async fn collect(&self, db: &Db, now: DateTime<Utc>) -> Result<usize, OpenError> {
        let mut removed = 0;
        let mut old = self.0.objects.old(now, PORTION);
        while let Some(portion) = old.try_next().await? {
            let named = named(&mut db.read().await?, &portion).await?;
            for id in portion.into_iter().filter(|id| !named.contains(id)) {
                self.0.objects.remove(id).await?;
                removed += 1;
            }
        }
        self.0.objects.tidy().await?;
        Ok(removed)
    }
}

/// Whether files of this type and size are shown in a browser; the others are only downloaded.
pub fn is_shown(media_type: &str, bytes: u64) -> bool {
    media_type == "application/pdf" || picture::is_shown(media_type, bytes)
}

/// Which of them a row names.
async fn named(conn: &mut Conn, ids: &[FileId]) -> Result<HashSet<FileId>, StoreError> {
    let sql = format!(
        "SELECT id FROM stored_file WHERE state <> 'gone' AND id IN ({})",
        bulk::placeholders(1, ids.len())
    );
    let rows: Vec<(FileId,)> = on!(conn, c => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for id in ids {
            query = query.bind(id);
        }
        query.fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

async fn insert(
    tx: &mut Tx,
    received: &Received,
    state: &str,
    expires_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let key = tx.keys().seal(KEY, received.id.0, &received.key);
    on!(tx, c => sqlx::query(
        "INSERT INTO stored_file (id, name, media_type, bytes, digest, key, state, expires_at, stored_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(received.id).bind(&received.name).bind(received.media_type).bind(received.bytes as i64)
    .bind(received.digest.to_vec()).bind(key).bind(state).bind(expires_at).bind(now)
    .execute(c).await.map(drop))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: FileId,
    name: String,
    media_type: String,
    bytes: i64,
    digest: Vec<u8>,
    key: Sealed,
}

impl Row {
    /// The bytes of a record of the customer; none where they were erased.
    async fn of_record(
        tx: &mut Tx,
        attendance: &Attendance,
        record: RecordId,
    ) -> Result<Option<Row>, StoreError> {
        Ok(on!(tx, c => sqlx::query_as(
            "SELECT s.id, s.name, s.media_type, s.bytes, s.digest, s.key
             FROM file_record f JOIN stored_file s ON s.id = f.file
             WHERE f.id = $1 AND f.person = $2 AND f.company = $3 AND s.state = 'kept'",
        )
        .bind(record).bind(attendance.person()).bind(attendance.company()).fetch_optional(c).await)?)
    }
}
