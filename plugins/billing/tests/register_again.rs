//! Registrar boleto de novo, on a fake desk.

use ::billing::{History, RegisterAgain};
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::canvas::{Fact, Value};
use balcao_plugin::fake::{Block, Desk, Effect, invoice};
use balcao_plugin::prelude::*;

fn unheard(number: &str) -> Invoice {
    let told = Fact { label: "Novo boleto".into(), value: Value::Text("o banco não respondeu".into()) };
    Invoice { unheard: true, more: vec![told], ..invoice(number) }
}

#[test]
fn it_applies_only_where_the_bank_never_answered() {
    let offer = |desk: Desk| format!("{:?}", desk.run(RegisterAgain::offer).result.unwrap());
    assert!(offer(Desk::new().invoice(invoice("1"))).contains("Nenhum registro ficou sem resposta"));
    assert_eq!(offer(Desk::new().invoice(invoice("1")).invoice(unheard("2"))), "Availability::Yes");
}

#[test]
fn the_chosen_slip_is_asked_for_again_and_nothing_else() {
    let desk = Desk::new().invoice(invoice("1")).invoice(unheard("2"));
    let Step::Ask(fields) = desk.run(|| RegisterAgain::next(&Answers::new())).result.unwrap() else {
        panic!()
    };
    assert!(format!("{fields:?}").contains("Fatura 2") && !format!("{fields:?}").contains("Fatura 1"));
    let answers = Answers::new().with("invoice", "invoice-2");
    assert!(matches!(desk.run(|| RegisterAgain::next(&answers)).result, Ok(Step::Review)));
    let run = desk.run(|| RegisterAgain::finish(&answers));
    run.result.unwrap();
    assert_eq!(run.effects, [Effect::RegisterAgain { invoice: "invoice-2".into() }]);
    let answered = Answers::new().with("invoice", "invoice-1");
    assert!(desk.run(|| RegisterAgain::finish(&answered)).result.unwrap_err().is(Reason::Conflict));
}

#[test]
fn the_history_has_a_button_where_it_applies() {
    let shown = |given: Invoice| {
        let answers = Answers::new().with("view", "all");
        let run = Desk::new().invoice(given).run(|| History::draw(&answers));
        run.blocks
            .iter()
            .any(|block| matches!(block, Block::Launch { action, .. } if action == "register-again"))
    };
    assert!(shown(unheard("2")) && !shown(invoice("1")));
}
