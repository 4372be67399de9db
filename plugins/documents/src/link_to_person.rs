//! A document is linked to the person.

use balcao_plugin::files::{FILE, document_changes, documents};
use balcao_plugin::prelude::*;

/// Vincular documento à pessoa.
#[derive(Debug)]
pub struct LinkToPerson;

impl Action for LinkToPerson {
    const CARD: Card = Card::new(
        "link-to-person",
        Tab::Documentacao,
        text!(pt: "Vincular documento à pessoa", en: "Link a document to the person", es: "Vincular documento a la persona"),
    )
    .summary(text!(
        pt: "Um documento com título e tipo, vinculado ao cliente.",
        en: "A document with title and type, linked to the customer.",
        es: "Un documento con título y tipo, vinculado al cliente.",
    ));

    fn next(answers: &Answers) -> Result<Step> {
        if answers.get(FILE).is_some() {
            files::details(answers)?;
            return Ok(Step::Review);
        }
        let before = files::details(answers).ok();
        let mut fields = vec![files::upload()];
        fields.extend(files::fields(documents::kinds()?, before.as_ref()));
        Ok(Step::Ask(fields))
    }

    fn finish(answers: &Answers) -> Result {
        document_changes::link_to_person(answers.require(FILE)?, &files::details(answers)?)
    }
}
