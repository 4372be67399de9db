//! Histórico de comodato, on a fake desk.

use ::stock::History;
use balcao_plugin::fake::{Block, Desk, consumed, loan, order};
use balcao_plugin::prelude::*;
use balcao_plugin::stock::loans::Loan;

fn drawn(desk: &Desk, answers: &Answers) -> Vec<Block> {
    let run = desk.run(|| History::draw(answers));
    run.result.unwrap();
    run.blocks
}

fn tables(blocks: &[Block]) -> Vec<(&str, usize)> {
    fn table(block: &Block) -> Option<(&str, usize)> {
        if let Block::Table { caption, rows, .. } = block { Some((caption, rows.len())) } else { None }
    }
    blocks.iter().filter_map(table).collect()
}

#[test]
fn what_is_lent_used_and_sold_stands_in_a_table_each() {
    let desk = Desk::new().loan(loan("ONU", "X1")).consumed(consumed("Cabo drop", 80.5)).order(order("P-1"));
    let blocks = drawn(&desk, &Answers::new());
    assert_eq!(
        tables(&blocks),
        [("Comodatos", 1), ("Produtos usados no atendimento", 1), ("Pedidos de venda", 1)]
    );
    assert!(!blocks.iter().any(|block| matches!(block, Block::Notice { .. })), "nothing must come back");
}

#[test]
fn what_must_come_back_is_said_before_anything_else_with_what_it_costs() {
    let due = Loan { must_return: true, quantity: 2, ..loan("Roteador", "X2") };
    let blocks = drawn(&Desk::new().loan(due).loan(loan("ONU", "X1")), &Answers::new());
    let Some(Block::Notice { tone: Tone::Warning, text, .. }) = blocks.first() else { panic!("{blocks:?}") };
    assert!(text.contains(": 2.") && text.contains("R$\u{a0}500,00"), "{text}");
}

#[test]
fn a_customer_without_anything_reads_that_there_is_nothing() {
    let blocks = drawn(&Desk::new(), &Answers::new());
    let empty = |block: &Block| matches!(block, Block::Table { when_empty, rows, .. } if rows.is_empty() && !when_empty.is_empty());
    assert_eq!(blocks.iter().filter(|block| empty(block)).count(), 3);
}

#[test]
fn a_long_list_goes_on_alone_and_leads_back() {
    let desk = (0..60).fold(Desk::new(), |desk, n| desk.loan(loan("ONU", &n.to_string())));
    let blocks = drawn(&desk, &Answers::new());
    let answers = blocks.iter().find_map(|block| match block {
        Block::Open { label, answers } if label == "Mais comodatos" => Some(answers.clone()),
        _ => None,
    });
    let next = drawn(&desk, &answers.unwrap().into());
    assert_eq!(tables(&next), [("Comodatos", 10)]);
    assert!(matches!(next.last(), Some(Block::Open { answers, .. }) if answers.is_empty()));
}

#[test]
fn a_list_that_was_not_granted_is_the_failure_of_the_card() {
    let run = Desk::new().denied("stock/orders").run(|| History::draw(&Answers::new()));
    assert!(run.result.unwrap_err().is(Reason::Denied));
}
