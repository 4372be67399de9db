//! `balcao:files/documents`

use balcao_access::Locale;
use balcao_files::{Record, Subject, records};

use crate::bindings::documents::{Document, Host, Link, Page};
use crate::bindings::file_types::{Change, Kind};
use crate::contract::files;
use crate::gate::{Access, Function};
use crate::handle::{Ids, Real};

use crate::state::{Answered, Asked, Call, not_found};

const KINDS: Function = Function { name: "documents.kinds", access: Access::Read };
const ALL: Function = Function { name: "documents.all", access: Access::Read };
const ONE: Function = Function { name: "documents.one", access: Access::Read };
const HISTORY: Function = Function { name: "documents.history", access: Access::Read };

impl Host for Call {
    async fn kinds(&mut self) -> Answered<Vec<Kind>> {
        self.read(KINDS, 0, async |conn, scene| files::kinds(conn, scene, Subject::Document).await).await
    }

    async fn all(&mut self, deleted: bool, cursor: Option<String>) -> Answered<Page> {
        // A text that is no cursor of this call is no page.
        let after = cursor.as_ref().map(|token| self.real(token, Real::cursor));
        let page = self
            .read(ALL, cursor.map_or(0, |c| c.len()), async |conn, scene| {
                let after = after.map(|after| after.ok_or_else(|| not_found(scene.locale))).transpose()?;
                let page = records::page(conn, &scene.attendance, Subject::Document, deleted, after).await;
                Ok((page.map_err(Asked::host)?, scene.locale))
            })
            .await?;
        Ok(page.map(|(page, locale)| Page {
            documents: page.records.iter().map(|record| document(&mut self.ids, record, locale)).collect(),
            cursor: page.cursor.map(|cursor| self.ids.token(Real::Cursor(cursor.to_string()))),
        }))
    }

    async fn one(&mut self, token: String) -> Answered<Document> {
        let id = self.real(&token, Real::document);
        let found = self
            .read(ONE, token.len(), async |conn, scene| {
                let id = id.ok_or_else(|| not_found(scene.locale))?;
                let found = records::one(conn, &scene.attendance, Subject::Document, id).await;
                Ok((found.map_err(Asked::host)?.ok_or_else(|| not_found(scene.locale))?, scene.locale))
            })
            .await?;
        Ok(found.map(|(record, locale)| document(&mut self.ids, &record, locale)))
    }

    async fn history(&mut self, token: String) -> Answered<Vec<Change>> {
        let id = self.real(&token, Real::document);
        self.read(HISTORY, token.len(), async |conn, scene| {
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            files::history(conn, scene, Subject::Document, id).await
        })
        .await
    }
}

fn document(ids: &mut Ids, record: &Record, locale: Locale) -> Document {
    Document {
        id: ids.token(Real::Document(record.id)),
        file: files::stored(ids, record),
        details: record.details.clone().into(),
        kind_label: record.kind.text(locale).to_owned(),
        link: if record.tag.is_some() { Link::Tag } else { Link::Person },
        linked_to: files::linked_to(record, locale),
        by: record.by.clone(),
        at: record.at.timestamp_millis(),
        deleted: files::deletion(record),
    }
}
