//! Files of the customer: added, described otherwise, deleted.

use std::collections::BTreeMap;

use balcao_access::{Labels, Locale};
use balcao_desk::{Attendance, InputId, TagId, contracts};
use balcao_files::{
    AddFile, DeleteFile, Details, EditFile, Record, RecordId, RuleError, Subject, records, uploads,
};
use balcao_store::outbox::NewEntry;
use balcao_store::{Conn, Tx, now as present};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{EffectError, day};
use crate::contract::{difference, word};
use crate::failure::Reason;
use crate::permission::Permission;
use crate::scene::Scene;
use crate::state::{Asked, not_found};

/// An upload becomes a file of the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AddedFile {
    /// What the room is asked to do.
    pub change: AddFile,
    /// The file's name.
    pub name: String,
    /// The names of its kind.
    pub kind: Labels,
    /// The tag that it is linked to, as it is shown.
    pub tag: Option<String>,
}

/// Something else is said of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct EditedFile {
    /// What the room is asked to do.
    pub change: EditFile,
    /// The names of the kinds before and after, by code.
    pub kinds: BTreeMap<String, Labels>,
}

/// A file is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DeletedFile {
    /// What the room is asked to do.
    pub change: DeleteFile,
    /// Its title.
    pub title: String,
    /// The file's name.
    pub name: String,
}

impl AddedFile {
    /// An attachment of the request being served.
    pub(crate) async fn attachment(
        conn: &mut Conn,
        scene: &Scene,
        upload: InputId,
        details: Details,
    ) -> Result<AddedFile, Asked> {
        Self::of(conn, scene, Subject::Attachment, upload, None, details).await
    }

    /// A document of the person.
    pub(crate) async fn of_person(
        conn: &mut Conn,
        scene: &Scene,
        upload: InputId,
        details: Details,
    ) -> Result<AddedFile, Asked> {
        Self::of(conn, scene, Subject::Document, upload, None, details).await
    }

    /// A document of the tag being served.
    pub(crate) async fn of_tag(
        conn: &mut Conn,
        scene: &Scene,
        upload: InputId,
        details: Details,
    ) -> Result<AddedFile, Asked> {
        let tag = scene.attendance.tag().ok_or_else(|| not_found(scene.locale))?;
        Self::of(conn, scene, Subject::Document, upload, Some(tag), details).await
    }

    async fn of(
        conn: &mut Conn,
        scene: &Scene,
        subject: Subject,
        upload: InputId,
        tag: Option<TagId>,
        details: Details,
    ) -> Result<AddedFile, Asked> {
        let attendance = &scene.attendance;
        let file = uploads::one(conn, attendance, upload).await.map_err(Asked::host)?;
        let name = file.ok_or_else(|| not_found(scene.locale))?.name;
        let kind = kinds(conn, subject).await?.remove(&details.kind).unwrap_or_default();
        let shown = match tag {
            Some(tag) => tag_label(conn, attendance, tag).await?,
            None => None,
        };
        Ok(AddedFile { change: AddFile { upload, subject, tag, details }, name, kind, tag: shown })
    }

    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), EffectError> {
        Ok(self.change.check(conn, attendance, present(), today).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        self.change.apply(tx, attendance, now, today).await?;
        Ok(Vec::new())
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let AddedFile { change: AddFile { subject, details, .. }, name, kind, tag } = self;
        let (title, kind) = (&details.title, kind.text(locale));
        let visible = if details.visible {
            word(["visível ao cliente", "visible to the customer", "visible para el cliente"], locale)
        } else {
            word(["só para colegas", "for colleagues only", "solo para colegas"], locale)
        };
        let valid = details.valid_until.map_or_else(String::new, |last| {
            let last = day(last, locale);
            match locale {
                Locale::Pt => format!(", válido até {last}"),
                Locale::En => format!(", valid until {last}"),
                Locale::Es => format!(", válido hasta el {last}"),
            }
        });
        let does = match (subject, tag, locale) {
            (Subject::Attachment, _, Locale::Pt) => format!("Anexar “{name}” a esta solicitação"),
            (Subject::Attachment, _, Locale::En) => format!("Attach “{name}” to this request"),
            (Subject::Attachment, _, Locale::Es) => format!("Adjuntar “{name}” a esta solicitud"),
            (Subject::Document, Some(tag), Locale::Pt) => format!("Vincular “{name}” à etiqueta {tag}"),
            (Subject::Document, Some(tag), Locale::En) => format!("Link “{name}” to the tag {tag}"),
            (Subject::Document, Some(tag), Locale::Es) => format!("Vincular “{name}” a la etiqueta {tag}"),
            (Subject::Document, None, Locale::Pt) => format!("Vincular “{name}” à pessoa"),
            (Subject::Document, None, Locale::En) => format!("Link “{name}” to the person"),
            (Subject::Document, None, Locale::Es) => format!("Vincular “{name}” a la persona"),
        };
        format!("{does}: {title} ({kind}), {visible}{valid}")
    }
}

impl EditedFile {
    /// Other details of a file of the customer, as it is now.
    pub(crate) async fn of(
        conn: &mut Conn,
        scene: &Scene,
        subject: Subject,
        record: RecordId,
        after: Details,
    ) -> Result<EditedFile, Asked> {
        let seen = seen(conn, scene, subject, record).await?;
        let before = seen.details;
        let mut kinds = kinds(conn, subject).await?;
        kinds.retain(|code, _| *code == before.kind || *code == after.kind);
        Ok(EditedFile { change: EditFile { record, subject, version: seen.version, before, after }, kinds })
    }

    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        today: NaiveDate,
    ) -> Result<(), EffectError> {
        Ok(self.change.check(conn, attendance, today).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        self.change.apply(tx, attendance, now, today).await?;
        Ok(Vec::new())
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let EditFile { before, after, subject, .. } = &self.change;
        let kind = |code: &str| self.kinds.get(code).map_or(code, |names| names.text(locale)).to_owned();
        let differences: Vec<String> =
            before.differences(after).iter().map(|one| difference(one, kind, locale)).collect();
        let does = word(
            match subject {
                Subject::Attachment => ["Alterar o anexo", "Change the attachment", "Modificar el adjunto"],
                Subject::Document => ["Alterar o documento", "Change the document", "Modificar el documento"],
            },
            locale,
        );
        format!("{does} “{}”: {}", before.title, differences.join("; "))
    }
}

impl DeletedFile {
    /// A file of the customer, as it is now.
    pub(crate) async fn of(
        conn: &mut Conn,
        scene: &Scene,
        subject: Subject,
        record: RecordId,
        reason: String,
    ) -> Result<DeletedFile, Asked> {
        let seen = seen(conn, scene, subject, record).await?;
        let change = DeleteFile { record, subject, version: seen.version, reason };
        Ok(DeletedFile { change, title: seen.details.title, name: seen.file.name })
    }

    pub(super) async fn check(
        &self,
        conn: &mut Conn,
        attendance: &Attendance,
        _: NaiveDate,
    ) -> Result<(), EffectError> {
        Ok(self.change.check(conn, attendance).await?)
    }

    pub(super) async fn apply(
        &self,
        tx: &mut Tx,
        attendance: &Attendance,
        now: DateTime<Utc>,
        _: NaiveDate,
    ) -> Result<Vec<NewEntry>, EffectError> {
        self.change.apply(tx, attendance, now).await?;
        Ok(Vec::new())
    }

    pub(super) fn sentence(&self, locale: Locale) -> String {
        let DeletedFile { change, title, name } = self;
        let reason = change.reason.trim();
        match (change.subject, locale) {
            (Subject::Attachment, Locale::Pt) => {
                format!("Excluir o anexo “{title}”: “{name}” é apagado para sempre. Motivo: {reason}")
            }
            (Subject::Attachment, Locale::En) => {
                format!("Delete the attachment “{title}”: “{name}” is erased for good. Reason: {reason}")
            }
            (Subject::Attachment, Locale::Es) => {
                format!("Eliminar el adjunto “{title}”: “{name}” se borra para siempre. Motivo: {reason}")
            }
            (Subject::Document, Locale::Pt) => {
                format!("Excluir o documento “{title}”: “{name}” é apagado para sempre. Motivo: {reason}")
            }
            (Subject::Document, Locale::En) => {
                format!("Delete the document “{title}”: “{name}” is erased for good. Reason: {reason}")
            }
            (Subject::Document, Locale::Es) => {
                format!("Eliminar el documento “{title}”: “{name}” se borra para siempre. Motivo: {reason}")
            }
        }
    }
}

/// What reads differently after a change of such a file.
pub(super) fn touches(subject: Subject) -> &'static [Permission] {
    match subject {
        Subject::Attachment => &[Permission::Attachments],
        Subject::Document => &[Permission::Documents],
    }
}

async fn seen(conn: &mut Conn, scene: &Scene, subject: Subject, record: RecordId) -> Result<Record, Asked> {
    let found = records::one(conn, &scene.attendance, subject, record).await.map_err(Asked::host)?;
    Ok(found.ok_or_else(|| not_found(scene.locale))?)
}

async fn kinds(conn: &mut Conn, subject: Subject) -> Result<BTreeMap<String, Labels>, Asked> {
    Ok(records::kinds(conn, subject).await.map_err(Asked::host)?.into_iter().collect())
}

async fn tag_label(conn: &mut Conn, attendance: &Attendance, tag: TagId) -> Result<Option<String>, Asked> {
    let contracts = contracts::all(conn, attendance).await.map_err(Asked::host)?;
    let found = contracts.iter().flat_map(|contract| &contract.tags).find(|known| known.id == tag);
    Ok(found.map(|tag| format!("{} · {}", tag.code, tag.label)))
}

impl From<RuleError> for EffectError {
    #[rustfmt::skip]
    fn from(rule: RuleError) -> EffectError {
        let (reason, words) = match rule {
            RuleError::Store(error) => return EffectError::Store(error),
            RuleError::NotFound => (Reason::NotFound, [
                "Arquivo não encontrado.", "File not found.", "Archivo no encontrado."]),
            RuleError::UploadGone => (Reason::Conflict, [
                "O arquivo enviado não está mais disponível. Envie-o de novo.",
                "The uploaded file is no longer there. Upload it again.",
                "El archivo enviado ya no está disponible. Envíelo de nuevo."]),
            RuleError::Ended => (Reason::Conflict, [
                "A solicitação já foi encerrada.", "The request has ended.", "La solicitud ya fue cerrada."]),
            RuleError::Conflict => (Reason::Conflict, [
                "O arquivo foi alterado ou excluído enquanto isso.", "The file was changed or deleted meanwhile.",
                "El archivo fue modificado o eliminado mientras tanto."]),
            RuleError::Unchanged => (Reason::Invalid, [
                "Nada foi alterado.", "Nothing was changed.", "Nada fue modificado."]),
            RuleError::TitleMissing => (Reason::Invalid, [
                "Informe o título.", "A title is needed.", "Indique el título."]),
            RuleError::TitleTooLong => (Reason::Invalid, [
                "O título é longo demais.", "The title is too long.", "El título es demasiado largo."]),
            RuleError::DescriptionTooLong => (Reason::Invalid, [
                "A descrição é longa demais.", "The description is too long.", "La descripción es demasiado larga."]),
            RuleError::Kind => (Reason::Invalid, [
                "Este tipo não está mais disponível.", "This type is no longer offered.", "Este tipo ya no está disponible."]),
            RuleError::Expired => (Reason::Invalid, [
                "A validade já passou.", "Its validity is over already.", "La validez ya pasó."]),
            RuleError::NoTag => (Reason::Conflict, [
                "A etiqueta em atendimento mudou.", "The tag being served has changed.", "La etiqueta en atención cambió."]),
            RuleError::ReasonMissing => (Reason::Invalid, [
                "Informe o motivo.", "A reason is needed.", "Indique el motivo."]),
            RuleError::ReasonTooLong => (Reason::Invalid, [
                "O motivo é longo demais.", "The reason is too long.", "El motivo es demasiado largo."]),
        };
        EffectError::refused(reason, words)
    }
}
