//! What the widget and the actions say of a document.

use balcao_plugin::canvas::Facts;
use balcao_plugin::files::documents::{self, Document};
use balcao_plugin::prelude::*;

/// The field that says which, and that a row of the list fills in.
pub const DOCUMENT: &str = "document";

/// How many a form offers: the newest.
const OFFERED: usize = 200;

/// A form that asks which one.
pub fn ask_which() -> Result<Step> {
    let mut found: Vec<Document> = Vec::new();
    let mut cursor = None;
    loop {
        let page = documents::all(false, cursor.as_deref())?;
        found.extend(page.documents);
        cursor = page.cursor;
        if cursor.is_none() || found.len() >= OFFERED {
            break;
        }
    }
    if found.is_empty() {
        return Err(Failure::conflict(text!(
            pt: "O cliente não tem documentos.",
            en: "The customer has no documents.",
            es: "El cliente no tiene documentos.",
        )));
    }
    let choices = found.iter().map(|document| {
        Choice::new(&document.id, &document.details.title)
            .hint(format!("{} · {}", document.kind_label, document.linked_to))
    });
    let label = text!(pt: "Qual documento", en: "Which document", es: "Qué documento");
    Ok(Step::Ask(vec![Field::one_of(DOCUMENT, label, choices.collect())]))
}

/// The one of an answer, which may have been deleted since.
pub fn chosen(id: &str) -> Result<Document> {
    let document = documents::one(id)?;
    if document.deleted.is_none() {
        return Ok(document);
    }
    let title = document.details.title;
    Err(Failure::conflict(say!(
        pt: "“{title}” já foi excluído.",
        en: "“{title}” was deleted already.",
        es: "“{title}” ya fue eliminado.",
    )))
}

/// What an agent sees before anything is done with it.
pub fn draw(document: &Document) {
    canvas::section(&*document.details.title);
    Facts::new()
        .add(text!(pt: "Arquivo", en: "File", es: "Archivo"), Value::File(document.file.id.clone()))
        .add(text!(pt: "Tipo", en: "Type", es: "Tipo"), &*document.kind_label)
        .add(text!(pt: "Vinculado a", en: "Linked to", es: "Vinculado a"), &*document.linked_to)
        .add(text!(pt: "Enviado por", en: "Added by", es: "Enviado por"), &*document.by)
        .add(text!(pt: "Enviado em", en: "Added on", es: "Enviado el"), Value::Instant(document.at))
        .draw();
}
