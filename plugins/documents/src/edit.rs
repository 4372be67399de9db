//! A document is described otherwise.

use balcao_plugin::files::{TITLE, document_changes, documents};
use balcao_plugin::prelude::*;

use crate::item::{self, DOCUMENT};

/// Editar documento.
#[derive(Debug)]
pub struct Edit;

impl Edit {
    /// The button at a row.
    pub const BUTTON: Text = text!(pt: "Editar", en: "Edit", es: "Editar");
}

impl Action for Edit {
    const CARD: Card = Card::new(
        "edit",
        Tab::Documentacao,
        text!(pt: "Editar documento", en: "Edit a document", es: "Editar documento"),
    )
    .tool()
    .summary(text!(
        pt: "Muda título, descrição, tipo, validade e quem vê; a revisão mostra as diferenças.",
        en: "Changes title, description, type, validity and who sees it; the review shows the differences.",
        es: "Cambia título, descripción, tipo, validez y quién lo ve; la revisión muestra las diferencias.",
    ));

    fn next(answers: &Answers) -> Result<Step> {
        let Some(id) = answers.get(DOCUMENT) else { return item::ask_which() };
        let document = item::chosen(id)?;
        item::draw(&document);
        if answers.get(TITLE).is_none() {
            canvas::section(text!(pt: "Histórico", en: "History", es: "Historial"));
            files::draw_history(documents::history(id)?);
            return Ok(Step::Ask(files::fields(documents::kinds()?, Some(&document.details))));
        }
        if files::details(answers)? == document.details {
            let nothing =
                text!(pt: "Nada foi alterado.", en: "Nothing was changed.", es: "Nada fue modificado.");
            return Ok(Step::Correct(vec![Problem::new(TITLE, nothing)]));
        }
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        document_changes::edit(answers.require(DOCUMENT)?, &files::details(answers)?)
    }
}
