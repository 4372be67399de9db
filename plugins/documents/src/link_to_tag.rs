//! A document is linked to the tag being served.

use balcao_plugin::files::{FILE, document_changes, documents};
use balcao_plugin::prelude::*;

/// Vincular documento à etiqueta.
#[derive(Debug)]
pub struct LinkToTag;

impl Action for LinkToTag {
    const CARD: Card = Card::new(
        "link-to-tag",
        Tab::Documentacao,
        text!(pt: "Vincular documento à etiqueta", en: "Link a document to the tag", es: "Vincular documento a la etiqueta"),
    )
    .summary(text!(
        pt: "Um documento com título e tipo, vinculado à etiqueta em atendimento.",
        en: "A document with title and type, linked to the tag being served.",
        es: "Un documento con título y tipo, vinculado a la etiqueta en atención.",
    ));

    fn offer() -> Result<Availability> {
        if call::tag().is_some() {
            return Ok(Availability::Yes);
        }
        let why = text!(
            pt: "Nenhuma etiqueta foi escolhida neste atendimento.",
            en: "No tag was chosen in this attendance.",
            es: "Ninguna etiqueta fue elegida en esta atención.",
        );
        Ok(Availability::No(why.into()))
    }

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
        document_changes::link_to_tag(answers.require(FILE)?, &files::details(answers)?)
    }
}
