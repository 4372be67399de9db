//! `balcao:files/attachment-changes`

use balcao_files::Subject;

use crate::bindings::attachment_changes::Host;
use crate::bindings::file_types::Details;
use crate::contract::files;
use crate::effect::{AddedFile, DeletedFile, EditedFile, Effect};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::{Answered, Call, not_found};

const ATTACH: Function = Function { name: "attachment-changes.attach", access: Access::Change };
const EDIT: Function = Function { name: "attachment-changes.edit", access: Access::Change };
const DELETE: Function = Function { name: "attachment-changes.delete", access: Access::Change };

impl Host for Call {
    async fn attach(&mut self, token: String, details: Details) -> Answered<()> {
        let upload = self.real(&token, Real::input);
        self.change(ATTACH, token.len() + files::length(&details), async |conn, scene| {
            let upload = upload.ok_or_else(|| not_found(scene.locale))?;
            let details = files::details(details, scene.locale)?;
            Ok(Effect::AddFile(AddedFile::attachment(conn, scene, upload, details).await?))
        })
        .await
    }

    async fn edit(&mut self, token: String, details: Details) -> Answered<()> {
        let id = self.real(&token, Real::attachment);
        self.change(EDIT, token.len() + files::length(&details), async |conn, scene| {
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            let details = files::details(details, scene.locale)?;
            Ok(Effect::EditFile(EditedFile::of(conn, scene, Subject::Attachment, id, details).await?))
        })
        .await
    }

    async fn delete(&mut self, token: String, reason: String) -> Answered<()> {
        let id = self.real(&token, Real::attachment);
        self.change(DELETE, token.len() + reason.len(), async |conn, scene| {
            let id = id.ok_or_else(|| not_found(scene.locale))?;
            Ok(Effect::DeleteFile(DeletedFile::of(conn, scene, Subject::Attachment, id, reason).await?))
        })
        .await
    }
}
