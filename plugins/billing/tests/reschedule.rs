//! Reagendamento de faturas, on a fake desk: 2026-11-24 is a Tuesday, the invoices are due on
//! 2026-11-10 (overdue) or 2026-12-10.

use ::billing::Reschedule;
use balcao_plugin::billing::invoices::Invoice;
use balcao_plugin::canvas::{Field, Input, Value};
use balcao_plugin::fake::{Block, Desk, Effect, invoice, paid};
use balcao_plugin::prelude::*;
use balcao_plugin::unlocks::Outlook;

fn overdue(number: &str) -> Invoice {
    let first_due = "2026-11-10".to_owned();
    let mut invoice = Invoice { due: first_due.clone(), first_due, today: 10_300, ..invoice(number) };
    invoice.state.overdue = true;
    invoice
}

fn desk() -> Desk {
    Desk::new().settings_of(&Reschedule::CARD).invoice(overdue("1")).invoice(invoice("2"))
}

fn answers(invoice: &str, due: &str) -> Answers {
    Answers::new().with("invoice", invoice).with("due", due).with("reason", "Recebe dia 30")
}

fn asked(step: Step) -> Vec<Field> {
    let Step::Ask(fields) = step else { panic!("{step:?}") };
    fields
}

fn problem(step: Step) -> (String, String) {
    let Step::Correct(mut problems) = step else { panic!("{step:?}") };
    let problem = problems.remove(0);
    (problem.field, problem.message)
}

#[test]
fn it_asks_which_invoice_first_and_the_most_pressing_stands_on_top() {
    let fields = asked(desk().run(|| Reschedule::next(&Answers::new())).result.unwrap());
    let Input::OneOf(choices) = &fields[0].input else { panic!("{fields:?}") };
    assert_eq!(choices.iter().map(|c| &*c.value).collect::<Vec<_>>(), ["invoice-1", "invoice-2"]);
}

#[test]
fn the_days_to_choose_from_follow_the_policy() {
    for (invoice, max_days, first, last) in [
        ("invoice-1", "10", "2026-11-25", "2026-12-04"),
        ("invoice-1", "3", "2026-11-25", "2026-11-27"),
        // One that is still to come may be put off from its own day on.
        ("invoice-2", "10", "2026-12-11", "2026-12-20"),
    ] {
        let desk = desk().setting("max-days", max_days);
        let fields =
            asked(desk.run(|| Reschedule::next(&Answers::new().with("invoice", invoice))).result.unwrap());
        assert_eq!(fields.iter().map(|f| &*f.name).collect::<Vec<_>>(), ["due", "reason"]);
        let Input::Date(span) = &fields[0].input else { panic!("{fields:?}") };
        assert_eq!((span.min.as_deref(), span.max.as_deref()), (Some(first), Some(last)));
        for day in [first, last] {
            let step = desk.run(|| Reschedule::next(&answers(invoice, day))).result.unwrap();
            assert!(matches!(step, Step::Review), "{day}");
        }
    }
}

#[test]
fn a_day_outside_the_policy_is_an_answer_at_fault() {
    let words = "O novo vencimento desta fatura pode ser de 25/11/2026 a 04/12/2026.";
    for day in ["2026-11-10", "2026-11-24", "2026-12-05", "2027-11-25"] {
        let answers = answers("invoice-1", day);
        let step = desk().run(|| Reschedule::next(&answers)).result.unwrap();
        assert_eq!(problem(step), ("due".into(), words.into()), "{day}");
        let finish = desk().run(|| Reschedule::finish(&answers));
        assert_eq!(finish.result.unwrap_err().message, words);
        assert_eq!((finish.effects, finish.reports), (vec![], vec![]));
    }
}

#[test]
fn an_invoice_or_a_customer_that_had_its_share_is_refused_in_words() {
    for (desk, words) in [
        (desk().rescheduled(1, 1), "A fatura 1 já foi reagendada o máximo de vezes permitido (1)."),
        (desk().rescheduled(0, 3), "O cliente já usou todos os reagendamentos permitidos neste ano (3)."),
        (
            desk().setting("times-per-invoice", "0"),
            "A fatura 1 já foi reagendada o máximo de vezes permitido (0).",
        ),
        (
            desk().rescheduled(0, 3).locale("en"),
            "The customer already used every rescheduling allowed this year (3).",
        ),
        (
            desk().rescheduled(0, 3).locale("es"),
            "El cliente ya usó todas las reprogramaciones permitidas este año (3).",
        ),
    ] {
        // With the invoice alone, as a row hands it over, and at the end.
        let chosen = Answers::new().with("invoice", "invoice-1");
        let refused = desk.run(|| Reschedule::next(&chosen)).result.unwrap_err();
        assert_eq!((refused.reason, &*refused.message), (Reason::Conflict, words));
        let all = answers("invoice-1", "2026-12-01");
        assert_eq!(desk.run(|| Reschedule::next(&all)).result.unwrap_err(), refused);
        let finish = desk.run(|| Reschedule::finish(&all));
        assert_eq!((finish.result.unwrap_err(), finish.effects), (refused, vec![]));
    }
}

#[test]
fn within_its_share_it_goes_on() {
    for desk in [desk().rescheduled(0, 2), desk().setting("times-per-invoice", "2").rescheduled(1, 1)] {
        let step = desk.run(|| Reschedule::next(&answers("invoice-1", "2026-12-01"))).result.unwrap();
        assert!(matches!(step, Step::Review));
    }
}

#[test]
fn what_is_paid_is_not_rescheduled() {
    let desk = desk().invoice(paid("3"));
    for answers in [Answers::new().with("invoice", "invoice-3"), answers("invoice-3", "2026-12-01")] {
        let refused = desk.run(|| Reschedule::next(&answers)).result.unwrap_err();
        assert_eq!(refused.message, "A fatura 3 não está em aberto: Paga.");
    }
}

#[test]
fn a_weekend_moves_to_the_next_business_day_and_the_card_says_so() {
    // 2026-11-28 is a Saturday.
    let run = desk().run(|| Reschedule::next(&answers("invoice-1", "2026-11-28")));
    assert!(matches!(run.result, Ok(Step::Review)));
    assert!(run.shown().contains("O dia escolhido não é útil: o vencimento passa para 30/11/2026"));
    let Block::Facts(facts) = &run.blocks[1] else { panic!("{:?}", run.blocks) };
    assert!(facts.iter().any(|f| f.value == Value::Date("2026-11-30".into())));
    assert!(facts.iter().any(|f| f.label == "Valor em 30/11/2026" && f.value == Value::Money(10_300)));
    let weekday = desk().run(|| Reschedule::next(&answers("invoice-1", "2026-11-27")));
    assert!(!weekday.shown().contains("não é útil"));
}

#[test]
fn the_card_says_which_slip_is_valid_and_what_becomes_of_a_block() {
    let shown = desk().run(|| Reschedule::next(&answers("invoice-1", "2026-12-01"))).shown();
    assert!(shown.contains("O boleto atual continua válido até o banco registrar o novo."));
    assert!(shown.contains("O reagendamento não desfaz o bloqueio financeiro."));
}

#[test]
fn finishing_records_the_day_asked_for_and_tells_the_customer_the_business_day() {
    let run = desk().run(|| Reschedule::finish(&answers("invoice-1", "2026-11-28")));
    run.result.unwrap();
    assert_eq!(
        run.effects,
        [Effect::Reschedule {
            invoice: "invoice-1".into(),
            due: "2026-11-28".into(),
            keep_charges: true,
            reason: "Recebe dia 30".into(),
        }]
    );
    let told = "Fatura 1 reagendada de 10/11/2026 para 30/11/2026, no valor de R$\u{a0}103,00.";
    assert_eq!(run.reports, [(Audience::Customer, told.into())]);
}

#[test]
fn charges_are_waived_only_where_the_policy_allows() {
    let waived = answers("invoice-1", "2026-12-01").with("waive", "true");
    let refused = desk().run(|| Reschedule::next(&waived)).result.unwrap();
    assert_eq!(problem(refused), ("waive".into(), "A dispensa de multa e juros não é permitida.".into()));
    assert!(desk().run(|| Reschedule::finish(&waived)).result.unwrap_err().is(Reason::Conflict));

    let desk = desk().setting("may-waive", "true");
    let chosen = Answers::new().with("invoice", "invoice-1");
    let fields = asked(desk.run(|| Reschedule::next(&chosen)).result.unwrap());
    assert!(fields.iter().any(|field| field.name == "waive"));
    let run = desk.run(|| Reschedule::finish(&waived));
    run.result.unwrap();
    assert!(matches!(run.effects[..], [Effect::Reschedule { keep_charges: false, .. }]));
    assert!(run.reports[0].1.ends_with("no valor de R$\u{a0}99,90."));
}

#[test]
fn waiving_is_not_offered_to_whom_the_profile_does_not_allow_it() {
    let desk = desk().setting("may-waive", "true").no_waiving();
    let chosen = Answers::new().with("invoice", "invoice-1");
    let fields = asked(desk.run(|| Reschedule::next(&chosen)).result.unwrap());
    assert!(fields.iter().all(|field| field.name != "waive"));
    let waived = answers("invoice-1", "2026-12-01").with("waive", "true");
    assert_eq!(problem(desk.run(|| Reschedule::next(&waived)).result.unwrap()).0, "waive");
}

#[test]
fn the_block_is_lifted_with_a_new_due_date_only_where_the_policy_wants_it() {
    let blocked = Outlook {
        blocked: true,
        running_until: None,
        until: "2026-12-02".into(),
        times_this_month: 0,
        promise_broken: false,
    };
    let broken = Outlook { promise_broken: true, ..blocked.clone() };
    let free = Outlook { blocked: false, ..blocked.clone() };
    for (lifts, outlook, days) in [
        ("false", &blocked, None),
        ("true", &blocked, Some(7)),
        ("true", &broken, None),
        ("true", &free, None),
    ] {
        let desk = desk().served("42").setting("lifts-block", lifts).unlock(outlook.clone());
        let run = desk.run(|| Reschedule::finish(&answers("invoice-1", "2026-12-01")));
        run.result.unwrap();
        let unlocked = run.effects.iter().find_map(|effect| match effect {
            Effect::Unlock { days, .. } => Some(*days),
            _ => None,
        });
        assert_eq!(unlocked, days, "{lifts} {outlook:?}");
    }
}

#[test]
fn the_permission_to_change_is_one_of_its_own() {
    let desk = desk().denied("billing/invoice-changes");
    assert!(desk.run(Reschedule::offer).result.is_ok());
    assert!(desk.run(|| Reschedule::next(&Answers::new())).result.is_ok());
    let refused = desk.run(|| Reschedule::finish(&answers("invoice-1", "2026-12-01")));
    assert!(refused.result.unwrap_err().is(Reason::Denied));
    assert_eq!((refused.effects, refused.reports), (vec![], vec![]));
}
