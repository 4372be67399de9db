//! 2ª via de faturas, on a fake desk.

use ::billing::SecondCopy;
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::canvas::{Fact, Input, Value};
use balcao_plugin::fake::{Block, Desk, Effect, email, invoice, mobile, paid};
use balcao_plugin::messages::email::Recipient;
use balcao_plugin::prelude::*;

fn unregistered(number: &str) -> Invoice {
    Invoice { charge: None, ..invoice(number) }
}

fn offered(step: Step) -> Vec<String> {
    let Step::Ask(fields) = step else { panic!("{step:?}") };
    let [field, channel] = &fields[..] else { panic!("{fields:?}") };
    assert_eq!((&*channel.name, &channel.initial[..]), ("channel", &["screen".to_owned()][..]));
    assert_eq!((&*field.name, field.required), ("invoice", true));
    let Input::SomeOf(choices) = &field.input else { panic!("{:?}", field.input) };
    choices.iter().map(|choice| choice.label.clone()).collect()
}

#[test]
fn it_applies_while_something_is_open() {
    for (desk, offer) in [
        (Desk::new().invoice(invoice("1")), Availability::Yes),
        (Desk::new().invoice(paid("1")), Availability::No("O cliente não tem faturas em aberto.".into())),
        (Desk::new().locale("en"), Availability::No("The customer has no open invoices.".into())),
        (Desk::new().locale("es"), Availability::No("El cliente no tiene facturas abiertas.".into())),
    ] {
        assert_eq!(format!("{:?}", desk.run(SecondCopy::offer).result.unwrap()), format!("{offer:?}"));
    }
}

#[test]
fn it_asks_which_of_the_open_invoices_that_have_a_slip() {
    let desk = Desk::new()
        .invoice(invoice("3"))
        .invoice(Invoice { due: "2026-11-10".into(), ..invoice("2") })
        .invoice(unregistered("4"))
        .invoice(paid("1"));
    let run = desk.run(|| SecondCopy::next(&Answers::new()));
    assert!(run.shown().contains("O banco ainda não registrou o boleto de: 4."));
    assert_eq!(
        offered(run.result.unwrap()),
        [
            "Fatura 2 · vencimento 10/11/2026 · R$\u{a0}99,90",
            "Fatura 3 · vencimento 10/12/2026 · R$\u{a0}99,90",
        ]
    );
}

#[test]
fn more_invoices_than_a_form_holds_are_never_left_out_in_silence() {
    let desk = (0..201).fold(Desk::new(), |desk, n| desk.invoice(invoice(&n.to_string())));
    let run = desk.run(|| SecondCopy::next(&Answers::new()));
    assert!(run.shown().contains("De 201 faturas em aberto, aqui estão as 200 que vencem primeiro."));
    assert_eq!(offered(run.result.unwrap()).len(), 200);
}

#[test]
fn the_review_shows_the_registered_slip_and_todays_value_beside_it() {
    let waits = Fact { label: "Novo boleto".into(), value: Value::Text("o atual continua válido".into()) };
    let late = Invoice { due: "2026-11-10".into(), today: 10_300, more: vec![waits], ..invoice("2") };
    let desk = Desk::new().invoice(late).invoice(invoice("3"));
    let screen = || Answers::new().with("channel", "screen");
    for (answers, charges) in [
        (screen().with("invoice", "invoice-2"), vec!["charge-2"]),
        (screen().with("invoice", "invoice-2").with("invoice", "invoice-3"), vec!["charge-2", "charge-3"]),
    ] {
        let run = desk.run(|| SecondCopy::next(&answers));
        assert!(matches!(run.result, Ok(Step::Review)));
        let payments: Vec<_> = run
            .blocks
            .iter()
            .filter_map(|b| if let Block::Payment(c) = b { Some(&**c) } else { None })
            .collect();
        assert_eq!(payments, charges);
        let Block::Facts(facts) = &run.blocks[1] else { panic!("{:?}", run.blocks) };
        let value = |label: &str| facts.iter().find(|f| f.label == label).map(|f| f.value.clone());
        assert_eq!(value("Valor da fatura"), Some(Value::Money(9_990)));
        assert_eq!(value("Valor hoje, com multa e juros"), Some(Value::Money(10_300)));
        assert_eq!(value("Novo boleto"), Some(Value::Text("o atual continua válido".into())));
        assert_eq!(value("Primeiro vencimento"), Some(Value::Date("2026-12-10".into())));
    }
}

#[test]
fn finishing_gives_the_slips_and_tells_the_customer_which() {
    let desk = Desk::new().invoice(invoice("2")).invoice(invoice("3")).invoice(invoice("4"));
    let answers = Answers::new()
        .with("invoice", "invoice-2")
        .with("invoice", "invoice-3")
        .with("invoice", "invoice-4")
        .with("channel", "screen");
    let run = desk.run(|| SecondCopy::finish(&answers));
    run.result.unwrap();
    assert_eq!(run.reports, [(Audience::Customer, "2ª via entregue: 2, 3 e 4 (lida na tela).".into())]);
    assert_eq!(run.blocks.iter().filter(|b| matches!(b, Block::Payment(_))).count(), 3);
    assert_eq!(run.effects, []);
}

#[test]
fn what_can_t_be_paid_is_refused_in_words() {
    for (given, words) in [
        (paid("1"), "A fatura 1 não está em aberto: Paga."),
        (unregistered("1"), "O banco ainda não registrou o boleto da fatura 1."),
    ] {
        let desk = Desk::new().invoice(given).invoice(invoice("2"));
        let answers = Answers::new().with("invoice", "invoice-2").with("invoice", "invoice-1");
        let next = desk.run(|| SecondCopy::next(&answers)).result.unwrap_err();
        let finish = desk.run(|| SecondCopy::finish(&answers));
        assert_eq!((next.reason, &*next.message), (Reason::Conflict, words));
        assert_eq!(finish.result.unwrap_err(), next);
        assert_eq!(finish.reports, []);
    }
}

#[test]
fn an_invoice_of_somebody_else_is_not_there() {
    let desk = Desk::new().invoice(invoice("1"));
    let answers = Answers::new().with("invoice", "invoice-of-another");
    assert!(desk.run(|| SecondCopy::next(&answers)).result.unwrap_err().is(Reason::NotFound));
    assert!(desk.run(|| SecondCopy::finish(&answers)).result.unwrap_err().is(Reason::NotFound));
}

#[test]
fn more_slips_than_a_card_holds_are_asked_for_in_parts() {
    let desk = (0..21).fold(Desk::new(), |desk, n| desk.invoice(invoice(&n.to_string())));
    let answers = (0..21).fold(Answers::new(), |answers, n| answers.with("invoice", format!("invoice-{n}")));
    let Step::Correct(problems) = desk.run(|| SecondCopy::next(&answers)).result.unwrap() else { panic!() };
    assert_eq!(problems[0].message, "Escolha no máximo 20 faturas de cada vez.");
}

#[test]
fn open_invoices_without_any_slip_are_explained() {
    let run = Desk::new().invoice(unregistered("1")).run(|| SecondCopy::next(&Answers::new()));
    assert_eq!(run.result.unwrap_err().message, "Nenhuma fatura em aberto tem boleto registrado.");
}

fn fields(step: Step) -> Vec<String> {
    let Step::Ask(fields) = step else { panic!("{step:?}") };
    fields.into_iter().map(|field| field.name).collect()
}

#[test]
fn a_row_s_invoice_is_asked_how_to_hand_it_over() {
    let desk = Desk::new().invoice(invoice("2"));
    let answers = Answers::new().with("invoice", "invoice-2");
    let run = desk.run(|| SecondCopy::next(&answers));
    assert_eq!(fields(run.result.unwrap()), ["channel"]);
    assert!(format!("{:?}", run.blocks).contains("99"), "which invoice it is stands above");
}

#[test]
fn a_message_asks_for_the_phone_and_goes_to_it_without_being_read() {
    let desk = Desk::new().person("Maria").contact(mobile()).contact(email()).invoice(invoice("2"));
    let answers = Answers::new().with("invoice", "invoice-2").with("channel", "message");
    assert_eq!(fields(desk.run(|| SecondCopy::next(&answers)).result.unwrap()), ["phone"]);
    for (phone, to) in [("phone", Some("phone".to_owned())), ("none", None)] {
        let answers = answers.clone().with("phone", phone);
        let run = desk.run(|| SecondCopy::next(&answers));
        assert!(matches!(run.result, Ok(Step::Review)));
        let message = run.blocks.iter().find_map(|block| match block {
            Block::Message { text, charges, to } => Some((text.clone(), charges.clone(), to.clone())),
            _ => None,
        });
        let text = "Olá, Maria. Conforme pedido, segue a 2ª via:";
        assert_eq!(message, Some((text.into(), vec!["charge-2".into()], to)));
        assert!(!run.blocks.iter().any(|block| matches!(block, Block::Payment(_))), "not on the screen");
    }
}

#[test]
fn a_mail_goes_to_an_address_on_file_or_to_one_that_was_typed() {
    let desk = Desk::new().person("Maria").contact(email()).invoice(invoice("2"));
    let answers = Answers::new().with("invoice", "invoice-2").with("channel", "mail");
    assert_eq!(fields(desk.run(|| SecondCopy::next(&answers)).result.unwrap()), ["email", "typed"]);
    for (chosen, typed) in [("email", ""), ("other", " outra@example.com ")] {
        let answers = answers.clone().with("email", chosen).with("typed", typed);
        let run = desk.run(|| SecondCopy::finish(&answers));
        run.result.unwrap();
        let [Effect::Email { to, mail }] = &run.effects[..] else { panic!("{:?}", run.effects) };
        match to {
            Recipient::Contact(id) => assert_eq!((id.as_str(), chosen), ("email", "email")),
            Recipient::Other(address) => assert_eq!(address, "outra@example.com"),
        }
        assert_eq!(mail.charges, ["charge-2"]);
        assert_eq!(run.reports[0].1, "2ª via entregue: 2 (e-mail).");
    }
}

#[test]
fn another_address_that_was_not_typed_is_told_at_its_field() {
    let desk = Desk::new().invoice(invoice("2"));
    for typed in ["", "   ", "joana"] {
        let answers = Answers::new()
            .with("invoice", "invoice-2")
            .with("channel", "mail")
            .with("email", "other")
            .with("typed", typed);
        let Step::Correct(problems) = desk.run(|| SecondCopy::next(&answers)).result.unwrap() else {
            panic!()
        };
        assert_eq!(problems[0].field, "typed", "{typed}");
    }
}

#[test]
fn without_permission_to_know_the_customer_a_text_can_still_be_copied() {
    let desk = Desk::new().denied("people/name").denied("people/contacts").invoice(invoice("2"));
    let answers =
        Answers::new().with("invoice", "invoice-2").with("channel", "message").with("phone", "none");
    let run = desk.run(|| SecondCopy::next(&answers));
    assert!(matches!(run.result, Ok(Step::Review)) && run.shown().contains("Olá. Conforme pedido"));
}

#[test]
fn a_pdf_holds_every_chosen_slip_and_the_report_says_so() {
    let desk = Desk::new().invoice(invoice("2")).invoice(invoice("3"));
    let answers =
        Answers::new().with("invoice", "invoice-2").with("invoice", "invoice-3").with("channel", "pdf");
    let run = desk.run(|| SecondCopy::finish(&answers));
    run.result.unwrap();
    let files: Vec<_> = run.blocks.iter().filter(|block| matches!(block, Block::Slips(_))).collect();
    assert_eq!(files, [&Block::Slips(vec!["charge-2".into(), "charge-3".into()])]);
    assert!(!run.blocks.iter().any(|block| matches!(block, Block::Payment(_))), "not on the screen");
    assert_eq!(run.reports[0].1, "2ª via entregue: 2 e 3 (PDF).");
}
