//! Dados do contrato, on a fake desk.

use ::contracts::Contract;
use balcao_plugin::canvas::{Badge, Fact, Value};
use balcao_plugin::contracts::{Contract as Record, Status};
use balcao_plugin::fake::{Block, Desk, contract};
use balcao_plugin::prelude::*;

fn facts(desk: &Desk) -> Vec<Fact> {
    let run = desk.run(|| Contract::draw(&Answers::new()));
    run.result.unwrap();
    match run.blocks.into_iter().next() {
        Some(Block::Facts(facts)) => facts,
        other => panic!("{other:?}"),
    }
}

fn value<'a>(facts: &'a [Fact], label: &str) -> &'a Value {
    &facts.iter().find(|fact| fact.label == label).unwrap_or_else(|| panic!("no {label} in {facts:?}")).value
}

#[test]
fn the_contract_being_served_is_shown_and_no_other() {
    let desk = Desk::new().contract(contract("41")).contract(contract("42")).served("42");
    let facts = facts(&desk);
    assert_eq!(value(&facts, "Contrato"), &Value::Copyable("42".into()));
    assert_eq!(value(&facts, "Situação"), &Value::badge("Normal", Tone::Success));
    assert_eq!(value(&facts, "Estágio"), &"Aprovado".into());
    assert_eq!(value(&facts, "Inclusão"), &Value::Date("2024-03-15".into()));
    assert_eq!(value(&facts, "Plano"), &"Fibra 500".into());
    assert_eq!(value(&facts, "Preço"), &Value::Money(9_990));
    assert_eq!(value(&facts, "Vencimento"), &"Todo dia 10".into());
    assert_eq!(value(&facts, "Etiquetas"), &"4201 · Rua das Flores, 10".into());
}

#[test]
fn what_the_provider_keeps_beside_is_shown_too() {
    let more = vec![Fact { label: "Vendedor".into(), value: "Caio".into() }];
    let record = Record { tags: vec![], more, ..contract("42") };
    let facts = facts(&Desk::new().contract(record).served("42"));
    assert_eq!(value(&facts, "Vendedor"), &"Caio".into());
    assert!(facts.iter().all(|fact| fact.label != "Etiquetas"));
}

#[test]
fn a_blocked_contract_bears_the_colour_of_its_status() {
    let status =
        Status { code: "financial-block".into(), label: "Bloqueio financeiro".into(), tone: Tone::Danger };
    let facts = facts(&Desk::new().contract(Record { status, ..contract("42") }).served("42"));
    let badge = Badge { label: "Bloqueio financeiro".into(), tone: Tone::Danger };
    assert_eq!(value(&facts, "Situação"), &Value::Badge(badge));
}

#[test]
fn without_a_chosen_contract_the_card_says_so() {
    for (locale, words) in [
        ("pt-BR", "Nenhum contrato escolhido neste atendimento."),
        ("en", "No contract has been chosen in this attendance."),
        ("es", "Ningún contrato elegido en esta atención."),
    ] {
        let desk = Desk::new().locale(locale).contract(contract("42"));
        let run = desk.run(|| Contract::draw(&Answers::new()));
        run.result.unwrap();
        assert_eq!(run.blocks, [Block::Text(words.into())]);
    }
}

#[test]
fn a_missing_permission_is_told_as_it_is() {
    let desk = Desk::new().contract(contract("42")).served("42").denied("contracts/contracts");
    let run = desk.run(|| Contract::draw(&Answers::new()));
    assert!(run.result.unwrap_err().is(Reason::Denied));
    assert_eq!(run.blocks, []);
}
