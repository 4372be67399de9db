//! Files of the customer being served: what they are, and what is said of them.

use std::collections::HashMap;

use balcao_access::{CompanyId, Labels, UserId};
use balcao_desk::tables::Table;
use balcao_desk::{Attendance, PersonId, Protocol, RequestId, TagId, bulk, insert_many};
use balcao_store::{Conn, Json, StoreError, Tx, id, on, text_enum};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

pub use crate::event::of_record as history;

use crate::{Details, FileId, RuleError};

/// Files on a page.
pub const PAGE: usize = 50;

id!(RecordId, "A file of a customer, with what was said of it.");

text_enum! {
    /// As what a file is kept.
    pub enum Subject {
        /// An attachment of a request.
        Attachment = "attachment",
        /// A document of the person, or of a tag.
        Document = "document",
    }
}

/// The bytes, without them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stored {
    /// As it was called where it came from.
    pub name: String,
    /// By its content.
    pub media_type: String,
    /// How many.
    pub bytes: u64,
}

/// A file of the customer.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// As what it is kept.
    pub subject: Subject,
    /// Its bytes.
    pub file: Stored,
    /// What is said of it.
    pub details: Details,
    /// The names of its kind.
    pub kind: Labels,
    /// The request in which it was handed over.
    pub protocol: Protocol,
    /// The contract that this request was about; none: none was chosen.
    pub contract: Option<String>,
    /// Code and label of the tag that this request was about.
    pub served_tag: Option<(String, String)>,
    /// Code and label of the tag that a document is linked to.
    pub tag: Option<(String, String)>,
    /// Who added it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Raised by every change, so that a stale one is noticed.
    pub version: i64,
    /// It was deleted: its bytes are gone.
    pub deleted: Option<Deleted>,
}

/// Who deleted a file, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deleted {
    /// When.
    pub at: DateTime<Utc>,
    /// The user's name.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Some files, and where to go on.
#[derive(Debug, Clone)]
pub struct Page {
    /// The newest first, 50 at most.
    pub records: Vec<Record>,
    /// Give it to [`page`] for the next ones; none: there are no more.
    pub cursor: Option<RecordId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: RecordId,
    subject: Subject,
    name: String,
    media_type: String,
    bytes: i64,
    title: String,
    description: String,
    kind: String,
    kind_names: Json<Labels>,
    valid_until: Option<NaiveDate>,
    visible: bool,
    protocol: Protocol,
    contract: Option<String>,
    served_code: Option<String>,
    served_label: Option<String>,
    tag_code: Option<String>,
    tag_label: Option<String>,
    added_by: String,
    added_at: DateTime<Utc>,
    version: i64,
    deleted_by: Option<String>,
    deleted_at: Option<DateTime<Utc>>,
    delete_reason: Option<String>,
}

/// Every statement that reads files starts so: it names the person, the company and the subject.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.subject, s.name, s.media_type, s.bytes, f.title, f.description, f.kind,
                    k.names AS kind_names, f.valid_until, f.visible, r.protocol, c.number AS contract,
                    rt.code AS served_code, rt.label AS served_label, t.code AS tag_code, t.label AS tag_label,
                    u.name AS added_by, f.added_at, f.version, d.name AS deleted_by, f.deleted_at,
                    f.delete_reason
             FROM file_record f
             JOIN stored_file s ON s.id = f.file
             JOIN file_kind k ON k.subject = f.subject AND k.code = f.kind
             JOIN request r ON r.id = f.request
             JOIN user_account u ON u.id = f.added_by
             LEFT JOIN contract c ON c.id = r.contract
             LEFT JOIN tag rt ON rt.id = r.tag
             LEFT JOIN tag t ON t.id = f.tag
             LEFT JOIN user_account d ON d.id = f.deleted_by
             WHERE f.person = $1 AND f.company = $2 AND f.subject = $3 ",
            $rest
        )
    };
}

/// Files of the customer, the newest first: those that are there, or those that were deleted.
pub async fn page(
    conn: &mut Conn,
    attendance: &Attendance,
    subject: Subject,
    deleted: bool,
    after: Option<RecordId>,
) -> Result<Page, StoreError> {
    let after = after.unwrap_or(RecordId(Uuid::max()));
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(select!(
        "AND (f.deleted_at IS NOT NULL) = $4 AND f.id < $5 ORDER BY f.id DESC LIMIT $6"
    ))
    .bind(attendance.person()).bind(attendance.company()).bind(subject).bind(deleted).bind(after)
    .bind(PAGE as i64 + 1).fetch_all(c).await)?;
    let more = rows.len() > PAGE;
    let records: Vec<Record> = rows.into_iter().take(PAGE).map(Record::from).collect();
    let cursor = records.last().filter(|_| more).map(|last| last.id);
    Ok(Page { records, cursor })
}

/// One file of the customer, deleted or not; none where the customer has no such file.
pub async fn one(
    conn: &mut Conn,
    attendance: &Attendance,
    subject: Subject,
    record: RecordId,
) -> Result<Option<Record>, StoreError> {
    let row: Option<Row> = on!(conn, c => sqlx::query_as(select!("AND f.id = $4"))
        .bind(attendance.person()).bind(attendance.company()).bind(subject).bind(record)
        .fetch_optional(c).await)?;
    Ok(row.map(Record::from))
}

/// Names, types and sizes of files of the customer, as subjects: those that were not deleted.
pub async fn stored(
    conn: &mut Conn,
    attendance: &Attendance,
    records: &[RecordId],
) -> Result<HashMap<RecordId, (Subject, Stored)>, StoreError> {
    let mut found = HashMap::new();
    for chunk in records.chunks(PAGE) {
        let sql = format!(
            "SELECT f.id, f.subject, s.name, s.media_type, s.bytes
             FROM file_record f JOIN stored_file s ON s.id = f.file
             WHERE f.person = $1 AND f.company = $2 AND f.deleted_at IS NULL AND f.id IN ({})",
            bulk::placeholders(3, chunk.len())
        );
        let rows: Vec<(RecordId, Subject, String, String, i64)> = on!(&mut *conn, c => {
            let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(attendance.person()).bind(attendance.company());
            for record in chunk {
                query = query.bind(record);
            }
            query.fetch_all(c).await
        })?;
        found.extend(rows.into_iter().map(|(id, subject, name, media_type, bytes)| {
            (id, (subject, Stored { name, media_type, bytes: bytes.unsigned_abs() }))
        }));
    }
    Ok(found)
}

/// Kinds of attachments and of documents, by what they are kinds of. They are changed as the desk's own tables
/// are ([`balcao_desk::tables`]).
pub const KINDS: Table = Table { name: "file_kind", group: Some("subject"), columns: &[] };

/// Codes and names of the kinds, in the administrator's order, with those that are offered no more.
pub async fn kinds(conn: &mut Conn, subject: Subject) -> Result<Vec<(String, Labels)>, StoreError> {
    kinds_where(conn, subject, true).await
}

/// The same without those.
pub async fn offered_kinds(conn: &mut Conn, subject: Subject) -> Result<Vec<(String, Labels)>, StoreError> {
    kinds_where(conn, subject, false).await
}

async fn kinds_where(
    conn: &mut Conn,
    subject: Subject,
    hidden: bool,
) -> Result<Vec<(String, Labels)>, StoreError> {
    let rows: Vec<(String, Json<Labels>)> = on!(conn, c => sqlx::query_as(
        "SELECT code, names FROM file_kind WHERE subject = $1 AND (NOT hidden OR $2) ORDER BY position, code",
    ).bind(subject).bind(hidden).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(code, Json(names))| (code, names)).collect())
}

/// That a file of the customer is there, as it was seen.
pub(crate) async fn unchanged(
    conn: &mut Conn,
    attendance: &Attendance,
    subject: Subject,
    record: RecordId,
    version: i64,
) -> Result<(), RuleError> {
    let seen = one(conn, attendance, subject, record).await?.ok_or(RuleError::NotFound)?;
    if seen.version == version && seen.deleted.is_none() { Ok(()) } else { Err(RuleError::Conflict) }
}

impl From<Row> for Record {
    fn from(row: Row) -> Record {
        let deleted = match (row.deleted_at, row.deleted_by, row.delete_reason) {
            (Some(at), Some(by), Some(reason)) => Some(Deleted { at, by, reason }),
            _ => None,
        };
        Record {
            id: row.id,
            subject: row.subject,
            file: Stored { name: row.name, media_type: row.media_type, bytes: row.bytes.unsigned_abs() },
            details: Details {
                title: row.title,
                description: row.description,
                kind: row.kind,
                valid_until: row.valid_until,
                visible: row.visible,
            },
            kind: row.kind_names.0,
            protocol: row.protocol,
            contract: row.contract,
            served_tag: row.served_code.zip(row.served_label),
            tag: row.tag_code.zip(row.tag_label),
            by: row.added_by,
            at: row.added_at,
            version: row.version,
            deleted,
        }
    }
}

/// A file to be kept.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Its id.
    pub id: RecordId,
    /// As what it is kept.
    pub subject: Subject,
    /// The company of its request.
    pub company: CompanyId,
    /// Whose it is.
    pub person: PersonId,
    /// In which it was handed over.
    pub request: RequestId,
    /// The tag that a document is linked to.
    pub tag: Option<TagId>,
    /// Its bytes, kept already.
    pub file: FileId,
    /// What is said of it.
    pub details: Details,
    /// Who added it.
    pub added_by: UserId,
    /// When.
    pub added_at: DateTime<Utc>,
}

/// Keeps files.
pub async fn insert_many(tx: &mut Tx, records: &[NewRecord]) -> Result<(), StoreError> {
    insert_many!(
        tx,
        "file_record",
        [
            "id",
            "subject",
            "company",
            "person",
            "request",
            "tag",
            "file",
            "title",
            "description",
            "kind",
            "valid_until",
            "visible",
            "version",
            "added_by",
            "added_at"
        ],
        records,
        |row| row.id,
        row.subject,
        row.company,
        row.person,
        row.request,
        row.tag,
        row.file,
        &row.details.title,
        &row.details.description,
        &row.details.kind,
        row.details.valid_until,
        row.details.visible,
        1_i64,
        row.added_by,
        row.added_at
    )?;
    Ok(())
}
