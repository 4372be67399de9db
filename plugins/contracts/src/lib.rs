//! The contract that is being served, and its trust unlock.

#![forbid(unsafe_code)]

mod trust_unlock;

use balcao_plugin::prelude::*;

pub use trust_unlock::TrustUnlock;

/// Dados do contrato.
#[derive(Debug)]
pub struct Contract;

impl Widget for Contract {
    const CARD: Card = Card::new(
        "contract",
        Tab::Financeiro,
        text!(pt: "Dados do contrato", en: "Contract", es: "Datos del contrato"),
    )
    .summary(text!(
        pt: "Situação, estágio, plano, preço e vencimento do contrato atendido.",
        en: "Status, stage, plan, price and due day of the contract being served.",
        es: "Situación, etapa, plan, precio y vencimiento del contrato atendido.",
    ));

    fn draw(_: &Answers) -> Result {
        let contract = match contracts::served() {
            Err(failure) if failure.is(Reason::NotFound) => {
                canvas::text(text!(
                    pt: "Nenhum contrato escolhido neste atendimento.",
                    en: "No contract has been chosen in this attendance.",
                    es: "Ningún contrato elegido en esta atención.",
                ));
                return Ok(());
            }
            found => found?,
        };
        let status = contract.status;
        let due_day = contract.due_day;
        let mut facts = Facts::new()
            .add(text!(pt: "Contrato", en: "Contract", es: "Contrato"), Value::Copyable(contract.number))
            .add(
                text!(pt: "Situação", en: "Status", es: "Situación"),
                Value::badge(status.label, status.tone),
            )
            .add(text!(pt: "Estágio", en: "Stage", es: "Etapa"), contract.stage)
            .add(text!(pt: "Inclusão", en: "Included on", es: "Inclusión"), Value::Date(contract.included_on))
            .add(text!(pt: "Plano", en: "Plan", es: "Plan"), contract.plan)
            .add(text!(pt: "Preço", en: "Price", es: "Precio"), Value::Money(contract.price))
            .add(
                text!(pt: "Vencimento", en: "Due", es: "Vencimiento"),
                say!(pt: "Todo dia {due_day}", en: "On day {due_day}", es: "Cada día {due_day}"),
            );
        // Who may not see unlocks sees the contract all the same.
        if let Ok(outlook) = unlocks::quote(1)
            && let Some(until) = outlook.running_until
        {
            let label = text!(
                pt: "Desbloqueado em confiança até",
                en: "Unlocked on trust until",
                es: "Desbloqueado en confianza hasta",
            );
            facts = facts.add(label, Value::Date(until));
        }
        if !contract.tags.is_empty() {
            let label = text!(pt: "Etiquetas", en: "Tags", es: "Etiquetas");
            facts = facts.add(label, contract.tags.join(" · "));
        }
        facts.more(contract.more).draw();
        Ok(())
    }
}

plugin! {
    name: "contracts",
    vendor: "Balcão",
    title: text!(pt: "Contratos", en: "Contracts", es: "Contratos"),
    widgets: [Contract],
    actions: [TrustUnlock],
}
