//! Timeline do cliente, on a fake desk.

use ::requests::History;
use balcao_plugin::fake::{Block, Desk, event};
use balcao_plugin::prelude::*;

fn drawn(desk: &Desk, answers: &Answers) -> Vec<Block> {
    let run = desk.run(|| History::draw(answers));
    run.result.unwrap();
    run.blocks
}

fn months(blocks: &[Block]) -> Vec<(&str, usize)> {
    let mut months = Vec::new();
    for block in blocks {
        match block {
            Block::Section(title) => months.push((title.as_str(), 0)),
            Block::Timeline(events) => months.last_mut().unwrap().1 += events.len(),
            _ => {}
        }
    }
    months
}

fn link<'a>(blocks: &'a [Block], wanted: &str) -> Option<&'a Vec<balcao_plugin::Answer>> {
    blocks.iter().find_map(|block| match block {
        Block::Open { label, answers } if label == wanted => Some(answers),
        _ => None,
    })
}

#[test]
fn events_stand_by_month_the_newest_first() {
    let days = ["2026-11-24", "2026-10-02", "2026-11-01", "2025-11-30"];
    let desk = days.iter().fold(Desk::new(), |desk, day| desk.event(event("payment", day)));
    let blocks = drawn(&desk, &Answers::new());
    assert_eq!(months(&blocks), [("novembro de 2026", 2), ("outubro de 2026", 1), ("novembro de 2025", 1)]);
}

#[test]
fn a_chosen_kind_is_shown_alone_and_stays_chosen_further_down() {
    let desk = (0..130).fold(Desk::new(), |desk, n| {
        desk.event(event(if n % 2 == 0 { "payment" } else { "report" }, "2026-11-24"))
    });
    let blocks = drawn(&desk, &Answers::new().with("kind", "payment"));
    assert_eq!(months(&blocks), [("novembro de 2026", 50)]);
    let Some(Block::Query { fields, .. }) = blocks.first() else { panic!("{blocks:?}") };
    assert_eq!(fields[0].initial, ["payment"]);
    let more = link(&blocks, "Mais").unwrap().clone();
    assert_eq!(more[0].values, ["payment"]);
    let next = drawn(&desk, &more.into());
    assert_eq!(months(&next), [("novembro de 2026", 15)]);
    assert!(link(&next, "Mais").is_none() && link(&next, "Voltar ao mais recente").is_some());
}

#[test]
fn nothing_yet_and_nothing_that_matches_are_told_apart() {
    let empty = format!("{:?}", drawn(&Desk::new(), &Answers::new()));
    assert!(empty.contains("Nada aconteceu ainda."), "{empty}");
    let desk = Desk::new().event(event("payment", "2026-11-24"));
    let unmatched = format!("{:?}", drawn(&desk, &Answers::new().with("kind", "report")));
    assert!(unmatched.contains("Nada destes assuntos."), "{unmatched}");
}
