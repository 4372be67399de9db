//! The action for what no other action fits: what was asked and what was done, in words.

use balcao_plugin::prelude::*;

/// Atendimento padrão.
#[derive(Debug)]
pub struct Standard;

const ASKED: &str = "asked";
const DONE: &str = "done";
const AUDIENCE: &str = "audience";

const CUSTOMER: &str = "customer";
const INTERNAL: &str = "internal";

/// The longest that is asked for: together they fit into a report.
const LONGEST: u32 = 3_500;

impl Action for Standard {
    const CARD: Card = Card::new(
        "standard",
        Tab::Inicio,
        text!(pt: "Atendimento padrão", en: "Standard service", es: "Atención estándar"),
    )
    .summary(text!(
        pt: "Registra o que foi pedido e o que foi feito, quando nenhuma outra ação serve; depois encerra ou encaminha.",
        en: "Writes down what was asked and done where no other action fits; then closes or forwards.",
        es: "Registra lo pedido y lo hecho cuando ninguna otra acción sirve; después cierra o deriva.",
    ));

    fn next(answers: &Answers) -> Result<Step> {
        if answers.get(ASKED).is_none() {
            return Ok(Step::Ask(fields()));
        }
        Ok(Step::Review)
    }

    fn finish(answers: &Answers) -> Result {
        let (asked, done) = (answers.require(ASKED)?, answers.require(DONE)?);
        let audience = match answers.require(AUDIENCE)? {
            CUSTOMER => Audience::Customer,
            _ => Audience::Internal,
        };
        let report = say!(
            pt: "Pedido: {asked}\nFeito: {done}",
            en: "Asked: {asked}\nDone: {done}",
            es: "Pedido: {asked}\nHecho: {done}",
        );
        receipt::report(audience, &report);
        Ok(())
    }
}

fn fields() -> Vec<Field> {
    let internal = Choice::new(
        INTERNAL,
        text!(pt: "Interno: só para colegas", en: "Internal: for colleagues only", es: "Interno: solo para colegas"),
    );
    let customer = Choice::new(
        CUSTOMER,
        text!(pt: "Ao cliente: ele pode ler", en: "To the customer, who may read it", es: "Al cliente: él puede leerlo"),
    );
    vec![
        Field::paragraph(
            ASKED,
            text!(pt: "O que foi pedido", en: "What was asked", es: "Qué se pidió"),
            LONGEST,
        ),
        Field::paragraph(DONE, text!(pt: "O que foi feito", en: "What was done", es: "Qué se hizo"), LONGEST),
        Field::one_of(
            AUDIENCE,
            text!(pt: "Quem pode ler o relato", en: "Who may read the report", es: "Quién puede leer el informe"),
            vec![internal, customer],
        )
        .initial(INTERNAL),
    ]
}
