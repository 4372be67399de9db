//! An attachment is described otherwise.

use balcao_plugin::files::{TITLE, attachment_changes, attachments};
use balcao_plugin::prelude::*;

use crate::item::{self, ATTACHMENT};

/// Editar anexo.
#[derive(Debug)]
pub struct Edit;

impl Edit {
    /// The button at a row.
    pub const BUTTON: Text = text!(pt: "Editar", en: "Edit", es: "Editar");
}

impl Action for Edit {
    const CARD: Card = Card::new(
        "edit",
        Tab::Anexos,
        text!(pt: "Editar anexo", en: "Edit an attachment", es: "Editar adjunto"),
    )
    .tool()
    .summary(text!(
        pt: "Muda título, descrição, tipo, validade e quem vê; a revisão mostra as diferenças.",
        en: "Changes title, description, type, validity and who sees it; the review shows the differences.",
        es: "Cambia título, descripción, tipo, validez y quién lo ve; la revisión muestra las diferencias.",
    ));

    fn next(answers: &Answers) -> Result<Step> {
        let Some(id) = answers.get(ATTACHMENT) else { return item::ask_which() };
        let attachment = item::chosen(id)?;
        item::draw(&attachment);
        if answers.get(TITLE).is_none() {
            canvas::section(text!(pt: "Histórico", en: "History", es: "Historial"));
            files::draw_history(attachments::history(id)?);
            return Ok(Step::Ask(files::fields(attachments::kinds()?, Some(&attachment.details))));
        }
        if files::details(answers)? == attachment.details {
            let nothing =
                text!(pt: "Nada foi alterado.", en: "Nothing was changed.", es: "Nada fue modificado.");
            return Ok(Step::Correct(vec![Problem::new(TITLE, nothing)]));
        }
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        attachment_changes::edit(answers.require(ATTACHMENT)?, &files::details(answers)?)
    }
}
