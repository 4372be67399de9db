//! Desbloqueio em confiança, on a fake desk.

use ::contracts::TrustUnlock;
use balcao_plugin::fake::{Block, Desk, Effect, contract};
use balcao_plugin::prelude::*;
use balcao_plugin::unlocks::Outlook;

fn blocked() -> Outlook {
    Outlook {
        blocked: true,
        running_until: None,
        until: "2026-11-30".into(),
        times_this_month: 0,
        promise_broken: false,
    }
}

fn desk(outlook: Outlook) -> Desk {
    Desk::new().settings_of(&TrustUnlock::CARD).contract(contract("42")).served("42").unlock(outlook)
}

#[test]
fn the_button_says_why_not_in_words_that_can_be_read_aloud() {
    let cases = [
        (blocked(), None),
        (Outlook { blocked: false, ..blocked() }, Some("O contrato não está com bloqueio financeiro.")),
        (
            Outlook { blocked: false, running_until: Some("2026-11-26".into()), ..blocked() },
            Some("O contrato já está desbloqueado em confiança até 26/11/2026."),
        ),
        (
            Outlook { promise_broken: true, ..blocked() },
            Some(
                "O último desbloqueio em confiança terminou sem pagamento. Para desbloquear agora, é preciso pagar as faturas vencidas.",
            ),
        ),
        (
            Outlook { times_this_month: 1, ..blocked() },
            Some("O contrato já usou os desbloqueios em confiança deste mês (1)."),
        ),
    ];
    for (outlook, words) in cases {
        let offered = desk(outlook.clone()).run(TrustUnlock::offer).result.unwrap();
        match (offered, words) {
            (Availability::Yes, None) => {}
            (Availability::No(why), Some(words)) => {
                assert_eq!(why, words);
                // The same where a colleague's page is of yesterday.
                let late = desk(outlook).run(|| TrustUnlock::next(&Answers::new())).result.unwrap_err();
                assert!(late.is(Reason::Conflict) && late.message == words, "{late:?}");
            }
            (offered, words) => panic!("{offered:?} {words:?}"),
        }
    }
}

#[test]
fn days_are_asked_within_the_policy_and_the_review_says_until_when() {
    let desk = desk(blocked()).setting("max-days", "5");
    match desk.run(|| TrustUnlock::next(&Answers::new())).result.unwrap() {
        Step::Ask(fields) => {
            assert_eq!(fields[0].initial, ["5"]);
            let balcao_plugin::canvas::Input::Integer(span) = &fields[0].input else { panic!("{fields:?}") };
            assert_eq!((span.min.as_deref(), span.max.as_deref()), (Some("1"), Some("5")));
            assert!(fields[1].required);
        }
        other => panic!("{other:?}"),
    }
    let answers = Answers::new().with("days", "3").with("reason", "Paga na sexta.");
    let run = desk.run(|| TrustUnlock::next(&answers));
    assert!(matches!(run.result, Ok(Step::Review)));
    assert!(matches!(&run.blocks[0], Block::Notice { title, .. } if title == "Desbloqueado até 30/11/2026"));
}

#[test]
fn it_is_one_change_and_a_report_for_the_customer() {
    let answers = Answers::new().with("days", "3").with("reason", "Paga na sexta.");
    let run = desk(blocked()).run(|| TrustUnlock::finish(&answers));
    run.result.unwrap();
    assert_eq!(run.effects, [Effect::Unlock { days: 3, reason: "Paga na sexta.".into() }]);
    assert!(matches!(&run.reports[..], [(Audience::Customer, text)] if text.contains("até 30/11/2026")));
}

#[test]
fn a_policy_that_was_tightened_meanwhile_stops_it() {
    let answers = Answers::new().with("days", "3").with("reason", "Paga na sexta.");
    for desk in [
        desk(blocked()).setting("max-days", "2"),
        desk(Outlook { times_this_month: 1, ..blocked() }),
        desk(Outlook { promise_broken: true, ..blocked() }),
    ] {
        let run = desk.run(|| TrustUnlock::finish(&answers));
        assert!(run.result.unwrap_err().is(Reason::Conflict) && run.effects.is_empty());
    }
}

#[test]
fn without_a_contract_there_is_no_button() {
    let offered = Desk::new().settings_of(&TrustUnlock::CARD).run(TrustUnlock::offer).result.unwrap();
    assert!(matches!(offered, Availability::Hidden));
}
