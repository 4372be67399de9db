//! Tables with nothing but names, most of them in groups.

use balcao_desk::handling::Purpose;
use balcao_desk::requests::StatusKind;
use balcao_desk::tables::{self, list};
use balcao_files::Subject;
use balcao_store::{Conn, StoreError};

use super::super::Section;
use super::coded::{Coded, Options};
use super::words;
use crate::shell::Frame;

/// Parts of the catalog of services.
pub(super) struct Catalogs;

impl Coded for Catalogs {
    const TABLE: tables::Table = tables::Table::CATALOGS;
    const SECTION: Section = Section::Catalogs;
}

/// Their items.
pub(super) struct Items;

impl Coded for Items {
    const TABLE: tables::Table = tables::Table::ITEMS;
    const SECTION: Section = Section::Items;

    async fn groups(conn: &mut Conn, frame: &Frame) -> Result<Options, StoreError> {
        let catalogs = list(conn, tables::Table::CATALOGS).await?;
        let named = |row: &tables::Row| (row.key.code.clone(), frame.lang().label(&row.names).to_owned());
        Ok(catalogs.iter().map(named).collect())
    }

    fn group_label(frame: &Frame) -> &'static str {
        frame.lang().tables_catalog()
    }
}

/// Statuses of requests, by what the desk decides by.
pub(super) struct Statuses;

impl Coded for Statuses {
    const TABLE: tables::Table = tables::Table::STATUSES;
    const SECTION: Section = Section::Statuses;

    async fn groups(_: &mut Conn, frame: &Frame) -> Result<Options, StoreError> {
        let words = |kind: &StatusKind| {
            (kind.as_str().to_owned(), words::status_kind(frame.lang(), *kind).to_owned())
        };
        Ok(StatusKind::ALL.iter().map(words).collect())
    }

    fn group_label(frame: &Frame) -> &'static str {
        frame.lang().tables_kind()
    }
}

/// Why requests are forwarded, cancelled and reopened.
pub(super) struct Reasons;

impl Coded for Reasons {
    const TABLE: tables::Table = tables::Table::REASONS;
    const SECTION: Section = Section::Reasons;

    async fn groups(_: &mut Conn, frame: &Frame) -> Result<Options, StoreError> {
        let words = |of: &Purpose| (of.as_str().to_owned(), words::purpose(frame.lang(), *of).to_owned());
        Ok(Purpose::ALL.iter().map(words).collect())
    }

    fn group_label(frame: &Frame) -> &'static str {
        frame.lang().tables_purpose()
    }
}

/// Kinds of attachments and of documents.
pub(super) struct FileKinds;

impl Coded for FileKinds {
    const TABLE: tables::Table = balcao_files::KINDS;
    const SECTION: Section = Section::FileKinds;

    async fn groups(_: &mut Conn, frame: &Frame) -> Result<Options, StoreError> {
        let lang = frame.lang();
        let words = |of: &Subject| {
            let words = match of {
                Subject::Attachment => lang.tables_attachments(),
                Subject::Document => lang.tables_documents(),
            };
            (of.as_str().to_owned(), words.to_owned())
        };
        Ok(Subject::ALL.iter().map(words).collect())
    }

    fn group_label(frame: &Frame) -> &'static str {
        frame.lang().tables_file_subject()
    }
}
