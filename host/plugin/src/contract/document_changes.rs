//! `balcao:files/document-changes`

use balcao_files::Subject;

use crate::bindings::document_changes::Host;
use crate::bindings::file_types::Details;
use crate::contract::files;
use crate::effect::{AddedFile, DeletedFile, EditedFile, Effect};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Call, not_found};

const TO_PERSON: Function = Function { name: "document-changes.link-to-person", access: Access::Change };
const TO_TAG: Function = Function { name: "document-changes.link-to-tag", access: Access::Change };
const EDIT: Function = Function { name: "document-changes.edit", access: Access::Change };
const DELETE: Function = Function { name: "document-changes.delete", access: Access::Change };

impl Host for Call {
    async fn link_to_person(&mut self, token: String, details: Details) -> Answered<()> {
        let upload = self.real(&token, Real::input);
        self.change(TO_PERSON, token.len() + files::length(&details), async |conn, scene| {
            let upload = upload.ok_or_else(|| not_found(scene.locale))?;
            let details = files::details(details, scene.locale)?;
            Ok(Effect::AddFile(AddedFile::of_person(conn, scene, upload, details).await?))
        })
        .await
    }

    async fn link_to_tag(&mut self, token: String, details: Details) -> Answered<()> {
        let upload = self.real(&token, Real::input);
        self.change(TO_TAG, token.len() + files::length(&details), async |conn, scene| {
            let upload = upload.ok_or_else(|| not_found(scene.locale))?;
            let details = files::details(details, scene.locale)?;
            Ok(Effect::AddFile(AddedFile::of_tag(conn, scene, upload, details).await?))
        })
        .await
    }

    async fn edit(&mut self, token: String, details: Details) -> Answered<()> {
        let id = self.real(&token, Real::document);
        self.change(EDIT, token.len() + files::length(&details), async |conn, scene| {
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            let details = files::details(details, scene.locale)?;
            Ok(Effect::EditFile(EditedFile::of(conn, scene, Subject::Document, id, details).await?))
        })
        .await
    }

    async fn delete(&mut self, token: String, reason: String) -> Answered<()> {
        let id = self.real(&token, Real::document);
        self.change(DELETE, token.len() + reason.len(), async |conn, scene| {
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            Ok(Effect::DeleteFile(DeletedFile::of(conn, scene, Subject::Document, id, reason).await?))
        })
        .await
    }
}
