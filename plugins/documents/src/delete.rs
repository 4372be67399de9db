//! A document is deleted: the bytes are erased, the line stays.

use balcao_plugin::files::document_changes;
use balcao_plugin::prelude::*;

use crate::item::{self, DOCUMENT};

/// Excluir documento.
#[derive(Debug)]
pub struct Delete;

/// The field for why.
const REASON: &str = "reason";

impl Delete {
    /// The button at a row.
    pub const BUTTON: Text = text!(pt: "Excluir", en: "Delete", es: "Eliminar");
}

impl Action for Delete {
    const CARD: Card = Card::new(
        "delete",
        Tab::Documentacao,
        text!(pt: "Excluir documento", en: "Delete a document", es: "Eliminar documento"),
    )
    .tool()
    .summary(text!(
        pt: "Apaga o arquivo para sempre, com motivo, e mantém a linha.",
        en: "Erases the file for good, with a reason, and keeps the line.",
        es: "Borra el archivo para siempre, con motivo, y conserva la línea.",
    ));

    fn next(answers: &Answers) -> Result<Step> {
        let Some(id) = answers.get(DOCUMENT) else { return item::ask_which() };
        item::draw(&item::chosen(id)?);
        if answers.get(REASON).is_some() {
            return Ok(Step::Review);
        }
        canvas::notice(
            Tone::Warning,
            text!(pt: "Não pode ser desfeito", en: "This can't be undone", es: "No se puede deshacer"),
            text!(
                pt: "O arquivo é apagado para sempre. Ficam o título, quem enviou, quem excluiu e o motivo.",
                en: "The file is erased for good. What stays is the title, who added it, who deleted it, and why.",
                es: "El archivo se borra para siempre. Quedan el título, quién lo envió, quién lo eliminó y el motivo.",
            ),
        );
        let reason = Field::paragraph(REASON, text!(pt: "Motivo", en: "Reason", es: "Motivo"), 500);
        Ok(Step::Ask(vec![reason]))
    }

    fn finish(answers: &Answers) -> Result {
        document_changes::delete(answers.require(DOCUMENT)?, answers.require(REASON)?)
    }
}
