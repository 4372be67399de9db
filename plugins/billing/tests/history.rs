//! Histórico financeiro, on a fake desk.

use ::billing::History;
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::canvas::{Fact, Metric, Row, RowAction, Value};
use balcao_plugin::fake::{Block, Desk, Run, invoice, paid};
use balcao_plugin::prelude::*;

fn overdue(number: &str) -> Invoice {
    let mut invoice = Invoice { due: "2026-11-10".into(), today: 10_300, ..invoice(number) };
    invoice.state.overdue = true;
    invoice
}

fn draw(desk: &Desk, answers: &Answers) -> Run<Result> {
    let run = desk.run(|| History::draw(answers));
    assert_eq!(run.result, Ok(()));
    run
}

fn metrics(run: &Run<Result>) -> &[Metric] {
    let Block::Metrics(metrics) = &run.blocks[0] else { panic!("{:?}", run.blocks) };
    metrics
}

fn tables(run: &Run<Result>) -> Vec<(&str, &[Row], &[RowAction])> {
    run.blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table { caption, rows, row_actions, .. } => Some((&**caption, &**rows, &**row_actions)),
            _ => None,
        })
        .collect()
}

fn link(run: &Run<Result>, to: &str) -> Option<Answers> {
    run.blocks.iter().find_map(|block| match block {
        Block::Open { label, answers } if label == to => Some(answers.clone().into()),
        _ => None,
    })
}

#[test]
fn the_summary_counts_and_adds_what_is_open() {
    let desk = Desk::new().invoice(invoice("3")).invoice(overdue("2")).invoice(paid("1"));
    let run = draw(&desk, &Answers::new());
    let shown: Vec<_> = metrics(&run).iter().map(|m| (&*m.label, m.value.clone(), m.tone)).collect();
    assert_eq!(
        shown,
        [
            ("Em aberto", Value::Integer(2), Tone::Info),
            ("Total em aberto", Value::Money(19_980), Tone::Info),
            ("Vencidas", Value::Integer(1), Tone::Danger),
            ("Total hoje, com multa e juros", Value::Money(20_290), Tone::Danger),
        ]
    );
    assert!(tables(&run).is_empty());
    assert!(link(&run, "Ver faturas").is_some());
}

#[test]
fn without_open_invoices_nothing_alarms() {
    let run = draw(&Desk::new().invoice(paid("1")), &Answers::new());
    assert!(metrics(&run).iter().all(|metric| metric.tone == Tone::Neutral));
    assert_eq!(metrics(&run).len(), 3);
}

#[test]
fn all_invoices_are_shown_and_only_open_ones_have_buttons() {
    let desk = Desk::new().invoice(invoice("3")).invoice(overdue("2")).invoice(paid("1"));
    let summary = draw(&desk, &Answers::new());
    let run = draw(&desk, &link(&summary, "Ver faturas").unwrap());
    let [(_, open, buttons), (_, closed, none)] = tables(&run)[..] else { panic!("{:?}", run.blocks) };
    let keys = |rows: &[Row]| rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>();
    assert_eq!(
        (keys(open), keys(closed)),
        (vec!["invoice-3".into(), "invoice-2".into()], vec!["invoice-1".into()])
    );
    let starts: Vec<_> = buttons.iter().map(|b| (&*b.label, &*b.action, &*b.field)).collect();
    assert_eq!(starts, [("2ª via", "second-copy", "invoice"), ("Reagendar", "reschedule", "invoice")]);
    assert_eq!(none, []);
    assert_eq!((open[0].tone, open[1].tone), (Tone::Neutral, Tone::Danger));
    assert_eq!(open[1].cells[4], Value::Money(10_300));
    assert_eq!(
        (&closed[0].cells[4], &closed[0].cells[5]),
        (&Value::Absent, &Value::Date("2026-10-10".into()))
    );
    assert_eq!(closed[0].cells[6], Value::badge("Paga", Tone::Success));
    assert_eq!(link(&run, "Só o resumo"), Some(Answers::new()));
}

/// The keys of every row, by following a link; and how many cards that took.
fn follow(desk: &Desk, more: &str) -> (Vec<String>, usize) {
    let mut answers = Answers::new().with("view", "all");
    let (mut seen, mut cards) = (Vec::new(), 0);
    loop {
        let run = draw(desk, &answers);
        cards += 1;
        assert_eq!(link(&run, "Faturas mais recentes").is_some(), cards > 1);
        seen.extend(tables(&run).iter().flat_map(|(_, rows, _)| rows.iter().map(|row| row.key.clone())));
        match link(&run, more) {
            Some(next) => answers = next,
            None => return (seen, cards),
        }
    }
}

fn paid_in(year: u32) -> Invoice {
    Invoice { due: format!("{year}-01-10"), ..paid(&year.to_string()) }
}

#[test]
fn every_invoice_is_reached_page_by_page() {
    // 120 closed and 120 open ones, in turns.
    let desk = (1900..2020).fold(Desk::new(), |desk, year| {
        let open = Invoice { due: format!("{year}-02-10"), ..invoice(&format!("open-{year}")) };
        desk.invoice(paid_in(year)).invoice(open)
    });
    let (mut seen, cards) = follow(&desk, "Mais faturas encerradas");
    assert_eq!((seen.len(), cards), (120 + 50, 5));
    let (open, cards) = follow(&desk, "Mais faturas em aberto");
    assert_eq!((open.len(), cards), (120 + 25, 3));
    seen.extend(open);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 240);
}

#[test]
fn an_open_invoice_older_than_a_page_of_paid_ones_stands_on_the_first_card() {
    let desk =
        (2020..2080).fold(Desk::new().invoice(overdue("old")), |desk, year| desk.invoice(paid_in(year)));
    let run = draw(&desk, &Answers::new().with("view", "all"));
    let [(_, open, _), (_, closed, _)] = tables(&run)[..] else { panic!("{:?}", run.blocks) };
    assert_eq!((open[0].key.as_str(), open.len(), closed.len()), ("invoice-old", 1, 50));
    let (seen, cards) = follow(&desk, "Mais faturas encerradas");
    assert_eq!((seen.len(), cards), (61, 2));
}

#[test]
fn a_first_page_of_open_invoices_does_not_hide_the_closed_ones() {
    let open =
        (2020..2080).map(|year| Invoice { due: format!("{year}-02-10"), ..invoice(&year.to_string()) });
    let desk = open.fold(Desk::new().invoice(paid_in(2010)), Desk::invoice);
    let run = draw(&desk, &Answers::new().with("view", "all"));
    let [(_, open, _), (_, closed, _)] = tables(&run)[..] else { panic!("{:?}", run.blocks) };
    assert_eq!((open.len(), closed.len()), (50, 1));
}

#[test]
fn an_invoice_whose_new_slip_waits_says_which_one_is_valid() {
    let waits = Fact { label: "Novo boleto".into(), value: Value::Text("o atual continua válido".into()) };
    let desk =
        Desk::new().invoice(Invoice { more: vec![waits.clone()], ..invoice("2") }).invoice(invoice("1"));
    let run = draw(&desk, &Answers::new().with("view", "all"));
    assert!(run.shown().contains("Fatura 2"));
    let facts: Vec<_> = run
        .blocks
        .iter()
        .filter_map(|b| if let Block::Facts(facts) = b { Some(facts) } else { None })
        .collect();
    assert_eq!(facts, [&vec![waits]]);
}

#[test]
fn a_customer_without_invoices_is_told_so() {
    let run = draw(&Desk::new(), &Answers::new().with("view", "all"));
    for words in ["Nenhuma fatura em aberto.", "Nenhuma fatura encerrada."] {
        assert!(run.shown().contains(words));
    }
}

#[test]
fn a_missing_permission_is_told_as_it_is() {
    let run = Desk::new().denied("billing/invoices").run(|| History::draw(&Answers::new()));
    assert!(run.result.unwrap_err().is(Reason::Denied));
}

#[test]
fn the_card_speaks_the_agents_language() {
    for (locale, word) in [("en", "Show invoices"), ("es", "Ver facturas")] {
        assert!(draw(&Desk::new().locale(locale), &Answers::new()).shown().contains(word));
    }
}
