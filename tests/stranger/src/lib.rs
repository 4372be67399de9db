//! An integrator's plugin: honest, and not ours.
#![forbid(unsafe_code)]

use balcao_plugin::prelude::*;

/// Shows how many contracts the customer has.
#[derive(Debug)]
pub struct Plans;

impl Widget for Plans {
    const CARD: Card = Card::new("plans", Tab::Inicio, text!(pt: "Planos do cliente"))
        .summary(text!(pt: "Quantos contratos o cliente tem."));

    fn draw(_: &Answers) -> Result {
        let count = contracts::all()?.len();
        canvas::text(format!("Contratos: {count}"));
        Ok(())
    }
}

plugin! {
    name: "stranger",
    vendor: "Integrador Exemplo",
    title: text!(pt: "Planos do integrador"),
    widgets: [Plans],
}
