//! The actions on a line, on a fake desk.

use ::connection::{ChangePassword, Disconnect};
use balcao_plugin::canvas::Input;
use balcao_plugin::connection::line::Connection;
use balcao_plugin::fake::{Desk, Effect, line};
use balcao_plugin::prelude::*;

#[test]
fn only_a_line_with_a_session_can_be_disconnected_and_the_button_says_why_not() {
    let offer = |desk: Desk| desk.run(Disconnect::offer).result.unwrap();
    let no = |words: &str| Availability::No(words.into());
    let cases = [
        (Desk::new().line(Some(line())), Availability::Yes),
        (Desk::new().line(Some(Connection { session: None, ..line() })), no("Não há sessão aberta.")),
        (Desk::new().line(None), no("Esta etiqueta não tem conexão.")),
        (Desk::new(), no("Nenhuma etiqueta escolhida neste atendimento.")),
    ];
    for (desk, expected) in cases {
        assert_eq!(format!("{:?}", offer(desk)), format!("{expected:?}"));
    }
}

#[test]
fn a_disconnect_is_reviewed_and_is_one_change() {
    let desk = Desk::new().line(Some(line()));
    assert!(matches!(desk.run(|| Disconnect::next(&Answers::new())).result, Ok(Step::Review)));
    let run = desk.run(|| Disconnect::finish(&Answers::new()));
    run.result.unwrap();
    assert_eq!(run.effects, [Effect::Disconnect]);
}

#[test]
fn a_password_is_made_up_unless_somebody_types_one() {
    let desk = Desk::new().line(Some(line()));
    let asked = desk.run(|| ChangePassword::next(&Answers::new())).result.unwrap();
    assert!(matches!(&asked, Step::Ask(fields) if fields[0].initial == ["made-up"]), "{asked:?}");
    let made_up = Answers::new().with("how", "made-up");
    assert!(matches!(desk.run(|| ChangePassword::next(&made_up)).result, Ok(Step::Review)));
    let run = desk.run(|| ChangePassword::finish(&made_up));
    assert_eq!(run.effects, [Effect::SetPassword { password: None }]);

    let typed = Answers::new().with("how", "typed");
    let asked = desk.run(|| ChangePassword::next(&typed)).result.unwrap();
    assert!(matches!(&asked, Step::Ask(fields) if matches!(fields[0].input, Input::Secret)), "{asked:?}");
    let typed = typed.with("password", "handle");
    let run = desk.run(|| ChangePassword::finish(&typed));
    assert_eq!(run.effects, [Effect::SetPassword { password: Some("handle".into()) }]);
}

#[test]
fn a_weak_password_is_told_at_its_field_in_the_hosts_words() {
    let desk = Desk::new().line(Some(line())).weak("A senha precisa ter letras e números.");
    let answers = Answers::new().with("how", "typed").with("password", "handle");
    match desk.run(|| ChangePassword::next(&answers)).result.unwrap() {
        Step::Correct(problems) => {
            assert_eq!(problems[0].field, "password");
            assert_eq!(problems[0].message, "A senha precisa ter letras e números.");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_typed_password_that_is_missing_never_becomes_one_that_is_made_up() {
    let desk = Desk::new().line(Some(line()));
    let run = desk.run(|| ChangePassword::finish(&Answers::new().with("how", "typed")));
    assert!(run.result.is_err() && run.effects.is_empty());
}
