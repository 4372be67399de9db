//! What the widget and the actions say of an attachment.

use balcao_plugin::canvas::Facts;
use balcao_plugin::files::attachments::{self, Attachment};
use balcao_plugin::prelude::*;

/// The field that says which, and that a row of the list fills in.
pub const ATTACHMENT: &str = "attachment";

/// How many a form offers: the newest.
const OFFERED: usize = 200;

/// A form that asks which one.
pub fn ask_which() -> Result<Step> {
    let mut found: Vec<Attachment> = Vec::new();
    let mut cursor = None;
    loop {
        let page = attachments::all(false, cursor.as_deref())?;
        found.extend(page.attachments);
        cursor = page.cursor;
        if cursor.is_none() || found.len() >= OFFERED {
            break;
        }
    }
    if found.is_empty() {
        return Err(Failure::conflict(text!(
            pt: "O cliente não tem anexos.",
            en: "The customer has no attachments.",
            es: "El cliente no tiene adjuntos.",
        )));
    }
    let choices = found.iter().map(|attachment| {
        Choice::new(&attachment.id, &attachment.details.title)
            .hint(format!("{} · {}", attachment.kind_label, attachment.about))
    });
    let label = text!(pt: "Qual anexo", en: "Which attachment", es: "Qué adjunto");
    Ok(Step::Ask(vec![Field::one_of(ATTACHMENT, label, choices.collect())]))
}

/// The one of an answer, which may have been deleted since.
pub fn chosen(id: &str) -> Result<Attachment> {
    let attachment = attachments::one(id)?;
    if attachment.deleted.is_none() {
        return Ok(attachment);
    }
    let title = attachment.details.title;
    Err(Failure::conflict(say!(
        pt: "“{title}” já foi excluído.",
        en: "“{title}” was deleted already.",
        es: "“{title}” ya fue eliminado.",
    )))
}

/// What an agent sees before anything is done with it.
pub fn draw(attachment: &Attachment) {
    canvas::section(&*attachment.details.title);
    Facts::new()
        .add(text!(pt: "Arquivo", en: "File", es: "Archivo"), Value::File(attachment.file.id.clone()))
        .add(text!(pt: "Tipo", en: "Type", es: "Tipo"), &*attachment.kind_label)
        .add(text!(pt: "Solicitação", en: "Request", es: "Solicitud"), &*attachment.about)
        .add(text!(pt: "Enviado por", en: "Added by", es: "Enviado por"), &*attachment.by)
        .add(text!(pt: "Enviado em", en: "Added on", es: "Enviado el"), Value::Instant(attachment.at))
        .draw();
}
