//! Evils: each is contained, is told in the right words, and leaves everybody else unharmed.

use std::time::{Duration, Instant};

use balcao_access::Locale;
use balcao_plugins::canvas::{Block, Limit, Spoiled, Step};
use balcao_plugins::{Cause, Failure, Installer, Level, Permission, Reason};

use crate::world::{World, answer, hostile_worlds, texts};

/// Draws an evil that has to fail, beside a harmless widget that must not.
async fn failure(world: &World, evil: &str) -> Failure {
    let harmless = world.draw("hostile", "harmless", &[]);
    let (evil, (_, unharmed)) = tokio::join!(world.draw("hostile", evil, &[]), harmless);
    unharmed.expect("the harmless widget is unharmed");
    evil.1.unwrap_err()
}

#[tokio::test]
async fn what_takes_too_much_is_stopped() {
    for world in hostile_worlds().await {
        let begun = Instant::now();
        assert_eq!(failure(&world, "endless-loop").await.cause, Cause::Cpu);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        assert!(matches!(failure(&world, "endless-recursion").await.cause, Cause::Trap(_)));
        assert!(matches!(failure(&world, "memory-bomb").await.cause, Cause::Memory("memory")));
        assert!(matches!(failure(&world, "host-flood").await.cause, Cause::Calls(_)));
        // The fifth fault of one contribution sets that one aside, not its neighbours.
        assert!(matches!(failure(&world, "giant-string").await.cause, Cause::Memory("bytes handed over")));
        let list = failure(&world, "giant-list").await.cause;
        assert!(matches!(list, Cause::Memory("bytes handed over") | Cause::Canvas(_)), "{list}");
    }
}

#[tokio::test]
async fn a_trap_keeps_what_was_drawn_and_leaves_its_words_in_the_log() {
    for world in hostile_worlds().await {
        let (blocks, outcome) = world.draw("hostile", "trap-in-draw", &[]).await;
        let failure = outcome.unwrap_err();
        assert_eq!(texts(&blocks), ["before the trap"]);
        assert!(matches!(failure.cause, Cause::Trap(_)), "{failure}");
        assert!(failure.retry());
        assert_eq!(failure.agent(Locale::Pt), "O plugin falhou ao executar.");
        let health = world.plugins.health("hostile");
        let lines: Vec<_> = health.log.iter().filter(|l| l.reference == Some(failure.reference)).collect();
        assert!(lines.iter().any(|l| l.line.text.contains("a panic of the plugin")), "{lines:?}");
        assert!(lines.iter().any(|l| l.line.level == Level::Error && l.line.text.contains("canvas.text")));
    }
}

#[tokio::test]
async fn a_flood_of_log_lines_costs_the_rest_of_the_lines_and_nothing_else() {
    for world in hostile_worlds().await {
        let (blocks, outcome) = world.draw("hostile", "log-flood", &[]).await;
        outcome.unwrap();
        assert_eq!(texts(&blocks), ["logged"]);
        let log = world.plugins.health("hostile").log;
        assert_eq!(log.len(), 51);
        assert_eq!(log[50].line.text, "450 more lines were not kept");
        assert!(log.iter().all(|l| !l.line.text.contains(['\n', '\u{1b}'])));
    }
}

#[tokio::test]
async fn what_can_not_be_shown_is_refused() {
    for world in hostile_worlds().await {
        let spoiled = async |evil| match failure(&world, evil).await.cause {
            Cause::Canvas(spoiled) => spoiled,
            other => panic!("{evil}: {other}"),
        };
        assert!(matches!(spoiled("canvas-flood").await, Spoiled::Over(Limit::Blocks, 200)));
        assert!(matches!(spoiled("row-flood").await, Spoiled::Over(Limit::Rows, 1_000)));
        assert!(matches!(spoiled("long-label").await, Spoiled::Over(Limit::Text, 200)));
        assert_eq!(spoiled("payment-code").await, Spoiled::PaymentCode);
        assert!(matches!(spoiled("not-a-number").await, Spoiled::Value(_)));
        assert!(matches!(spoiled("bad-row").await, Spoiled::Shape(_)));
        assert!(matches!(spoiled("fake-fields").await, Spoiled::Shape(_)));
        assert!(matches!(spoiled("foreign-launch").await, Spoiled::Shape(_)));
        assert_eq!(spoiled("foreign-charge").await, Spoiled::Id("payment"));
        assert_eq!(spoiled("secret-handle").await, Spoiled::Id("secret"));
    }
}

#[tokio::test]
async fn every_list_may_be_as_long_as_its_cap_and_not_one_longer() {
    // As the contract states them, in `wit/desk/canvas.wit`.
    let caps = [
        ("blocks", 200),
        ("rows", 1_000),
        ("facts", 100),
        ("metrics", 100),
        ("columns", 24),
        ("row-actions", 4),
        ("events", 500),
        ("points", 800),
        ("series", 8),
        ("fields", 40),
        ("choices", 500),
        ("answers", 20),
        ("values", 100),
    ];
    for (what, cap) in caps {
        // A desk of its own, for a plugin that fails by its own fault too often is set aside.
        for world in hostile_worlds().await {
            let draw = async |count: usize| {
                let asked = [answer("what", what), answer("count", &count.to_string())];
                world.draw("hostile", "many", &asked).await
            };
            let (blocks, outcome) = draw(cap).await;
            outcome.unwrap_or_else(|failure| panic!("{cap} {what}: {failure}"));
            assert!(!blocks.is_empty(), "{cap} {what}");
            let (_, outcome) = draw(cap + 1).await;
            let cause = outcome.expect_err(what).cause;
            assert!(matches!(cause, Cause::Canvas(Spoiled::Over(_, most)) if most == cap), "{what}: {cause}");
        }
    }
}

#[tokio::test]
async fn a_flood_shows_what_fits_and_says_that_it_failed() {
    for world in hostile_worlds().await {
        let (blocks, outcome) = world.draw("hostile", "canvas-flood", &[]).await;
        assert_eq!(blocks.len(), 200);
        assert!(outcome.is_err(), "a list that lost its end never looks complete");
    }
}

#[tokio::test]
async fn markup_stays_text_and_control_characters_vanish() {
    for world in hostile_worlds().await {
        let (blocks, outcome) = world.draw("hostile", "markup", &[]).await;
        outcome.unwrap();
        assert_eq!(blocks.len(), 10);
        let drawn = serde_json::to_string(&blocks).unwrap();
        for bad in ["\\u0000", "\\u001b", "\u{202e}", "\u{2066}"] {
            assert!(!drawn.contains(bad), "{bad:?} in {drawn}");
        }
        assert!(drawn.contains("<script>"), "the page escapes it");
    }
}

#[tokio::test]
async fn what_was_not_granted_is_denied_while_the_rest_goes_on() {
    for world in hostile_worlds().await {
        let (blocks, outcome) = world.draw("hostile", "not-granted", &[]).await;
        outcome.unwrap();
        assert_eq!(texts(&blocks), ["contracts: Reason::Denied", "and the rest goes on"]);
    }
}

#[tokio::test]
async fn every_function_that_can_be_granted_is_denied_by_default() {
    for world in hostile_worlds().await {
        let by = Installer::CommandLine;
        let calls = async || {
            let (blocks, outcome) = world.draw("hostile", "everything", &[]).await;
            outcome.unwrap();
            texts(&blocks).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        for permission in Permission::ALL {
            world.plugins.deny("hostile", *permission, None, &by).await.unwrap();
        }
        let denied = calls().await;
        assert_eq!(denied.len(), 46, "every function of the contract that has to be granted");
        assert!(denied.iter().all(|told| told.ends_with(": Reason::Denied")), "{denied:?}");

        for permission in Permission::ALL {
            world.plugins.grant("hostile", *permission, None, &by).await.unwrap();
        }
        let granted = calls().await;
        let still: Vec<_> = granted.iter().filter_map(|told| told.strip_suffix(": Reason::Denied")).collect();
        let changes = [
            "invoice-changes.reschedule",
            "invoice-changes.register-again",
            "unlock-changes.unlock",
            "email.send",
            "line-changes.disconnect",
            "line-changes.set-password",
            "attachment-changes.attach",
            "attachment-changes.edit",
            "attachment-changes.delete",
            "document-changes.link-to-person",
            "document-changes.link-to-tag",
            "document-changes.edit",
            "document-changes.delete",
        ];
        assert_eq!(still, changes, "a widget never changes");
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_call_for_the_next() {
    for world in hostile_worlds().await {
        for _ in 0..3 {
            let (blocks, outcome) = world.draw("hostile", "memory", &[]).await;
            outcome.unwrap();
            assert_eq!(texts(&blocks), ["call 1"]);
        }
    }
}

#[tokio::test]
async fn ids_of_others_and_of_other_calls_are_not_found() {
    for world in hostile_worlds().await {
        let tried = async |evil, answers: &[_]| {
            let (blocks, outcome) = world.draw("hostile", evil, answers).await;
            outcome.unwrap();
            blocks
        };
        for raw in [world.others, world.coming, world.paid, world.overdue] {
            let blocks = tried("foreign-id", &[answer("invoice", &raw.to_string())]).await;
            assert_eq!(texts(&blocks), ["refused: Reason::NotFound"]);
        }
        let first = tried("kept-id", &[]).await;
        let [Block::Open { answers, .. }] = first.as_slice() else { panic!("{first:?}") };
        let second = tried("kept-id", answers).await;
        assert_eq!(texts(&second), ["refused: Reason::NotFound"]);
    }
}

#[tokio::test]
async fn only_finish_changes() {
    for world in hostile_worlds().await {
        let (blocks, outcome) = world.draw("hostile", "change-in-draw", &[]).await;
        outcome.unwrap();
        assert_eq!(texts(&blocks), ["refused: Reason::Denied"]);
        assert_eq!(failure(&world, "report-in-draw").await.cause, Cause::Forbidden("receipt.report"));
        assert_eq!(failure(&world, "declare-in-draw").await.cause, Cause::Forbidden("declare.tool"));
    }
}

#[tokio::test]
async fn a_failure_in_a_plugins_words_is_cleaned_and_is_not_its_fault() {
    for world in hostile_worlds().await {
        for _ in 0..8 {
            let failure = failure(&world, "lying-failure").await;
            assert!(matches!(failure.cause, Cause::Said { reason: Reason::Conflict, .. }), "{failure}");
            let words = failure.agent(Locale::Pt);
            assert!(!words.contains(['\u{0}', '\u{1b}', '\u{202e}']), "{words:?}");
        }
        let log = world.plugins.health("hostile").log;
        assert!(log.iter().all(|l| l.line.text.chars().count() <= 2_000));
    }
}

#[tokio::test]
async fn what_keeps_failing_by_its_own_fault_is_set_aside_alone() {
    for world in hostile_worlds().await {
        for _ in 0..5 {
            assert!(matches!(failure(&world, "trap-in-draw").await.cause, Cause::Trap(_)));
        }
        assert!(matches!(failure(&world, "trap-in-draw").await.cause, Cause::SetAside(_)));
        let health = world.plugins.health("hostile");
        assert_eq!(health.set_aside.len(), 1);
        assert_eq!(health.set_aside[0].contribution, "trap-in-draw");
    }
}

#[tokio::test]
async fn a_finish_that_fails_has_recorded_nothing() {
    for world in hostile_worlds().await {
        let finish = async |name| {
            let action = world.contribution("hostile", name);
            world.plugins.finish(&world.scene, &action, &[], false).await
        };
        assert!(matches!(finish("trap-after-effect").await.unwrap_err().cause, Cause::Trap(_)));
        assert!(matches!(finish("effect-flood").await.unwrap_err().cause, Cause::Contract(_)));
    }
}

#[tokio::test]
async fn effects_that_differ_from_the_review_are_seen() {
    for world in hostile_worlds().await {
        let action = world.contribution("hostile", "changing-effects");
        let dry = world.plugins.finish(&world.scene, &action, &[], true).await.unwrap();
        let mut later = world.scene.clone();
        later.now += chrono::TimeDelta::milliseconds(1);
        let real = world.plugins.finish(&later, &action, &[], false).await.unwrap();
        assert_ne!(dry.effects, real.effects);
    }
}

#[tokio::test]
async fn a_form_without_fields_is_refused() {
    for world in hostile_worlds().await {
        let action = world.contribution("hostile", "empty-form");
        let failure = world.plugins.next(&world.scene, &action, &[]).await.unwrap_err();
        assert!(matches!(failure.cause, Cause::Canvas(Spoiled::Shape(_))), "{failure}");
    }
}

#[tokio::test]
async fn a_choice_that_is_an_id_comes_back_as_that_id() {
    for world in hostile_worlds().await {
        let action = world.contribution("hostile", "own-handle");
        let value = async || {
            let next = world.plugins.next(&world.scene, &action, &[]).await.unwrap();
            let Step::Ask(fields) = next.step else { panic!("a form") };
            let balcao_plugins::canvas::Input::OneOf(choices) = &fields[0].input else {
                panic!("{fields:?}")
            };
            choices[0].value.clone()
        };
        let (first, second) = (value().await, value().await);
        assert_eq!(first, second, "offered twice, it is the same choice");
        let finished =
            world.plugins.finish(&world.scene, &action, &[answer("invoice", &first)], true).await.unwrap();
        assert_eq!(finished.effects.len(), 1);
    }
}
