//! A file is attached to the request.

use balcao_plugin::files::{FILE, attachment_changes, attachments};
use balcao_plugin::prelude::*;

/// Anexar arquivo.
#[derive(Debug)]
pub struct Attach;

impl Action for Attach {
    const CARD: Card = Card::new(
        "attach",
        Tab::Anexos,
        text!(pt: "Anexar arquivo", en: "Attach a file", es: "Adjuntar archivo"),
    )
    .summary(text!(
        pt: "Um arquivo com título, tipo, validade e quem pode ver, anexado a esta solicitação.",
        en: "A file with title, type, validity and who may see it, attached to this request.",
        es: "Un archivo con título, tipo, validez y quién puede verlo, adjunto a esta solicitud.",
    ));

    fn next(answers: &Answers) -> Result<Step> {
        if answers.get(FILE).is_some() {
            files::details(answers)?;
            return Ok(Step::Review);
        }
        let before = files::details(answers).ok();
        let mut fields = vec![files::upload()];
        fields.extend(files::fields(attachments::kinds()?, before.as_ref()));
        Ok(Step::Ask(fields))
    }

    fn finish(answers: &Answers) -> Result {
        attachment_changes::attach(answers.require(FILE)?, &files::details(answers)?)
    }
}
