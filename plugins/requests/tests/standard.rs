//! Atendimento padrão, on a fake desk.

use ::requests::Standard;
use balcao_plugin::canvas::Input;
use balcao_plugin::fake::Desk;
use balcao_plugin::prelude::*;

#[test]
fn it_asks_what_was_asked_what_was_done_and_who_may_read_it() {
    let run = Desk::new().run(|| Standard::next(&Answers::new()));
    let Step::Ask(fields) = run.result.unwrap() else { panic!("a form") };
    assert_eq!(
        fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
        ["asked", "done", "audience"]
    );
    assert!(fields.iter().all(|field| field.required));
    assert!(matches!(fields[0].input, Input::Paragraph(3_500)));
    assert_eq!(fields[2].initial, ["internal"], "what nobody thought about stays inside");
}

#[test]
fn what_was_said_becomes_the_report_and_nothing_else_changes() {
    for (chosen, audience) in [("customer", Audience::Customer), ("internal", Audience::Internal)] {
        let answers =
            Answers::new().with("asked", "Trocar o Wi-Fi").with("done", "Orientado").with("audience", chosen);
        let desk = Desk::new();
        assert!(matches!(desk.run(|| Standard::next(&answers)).result.unwrap(), Step::Review));
        let run = desk.run(|| Standard::finish(&answers));
        run.result.unwrap();
        assert!(run.effects.is_empty());
        assert_eq!(run.reports, [(audience, "Pedido: Trocar o Wi-Fi\nFeito: Orientado".to_owned())]);
    }
}

#[test]
fn it_is_not_finished_with_an_answer_missing() {
    let run = Desk::new().run(|| Standard::finish(&Answers::new().with("asked", "x")));
    assert!(run.result.unwrap_err().is(Reason::Invalid));
    assert!(run.reports.is_empty());
}
