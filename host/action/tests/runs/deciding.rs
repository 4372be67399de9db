//! The review, and what happens when it is no longer true.

use balcao_access::{audit, users};
use balcao_action::invariants::{Found, not_done_or_once, traces};
use balcao_action::{Phase, RunError, State};
use balcao_desk::{Refused, handling};
use balcao_plugins::{Installer, Of};

use crate::support::{Desk, answer, choice, day, fields, is_not_found};

#[tokio::test(flavor = "multi_thread")]
async fn the_review_says_what_is_about_to_change_and_changes_nothing() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let before = desk.due(desk.invoices[0]).await;
        let view = desk.at_review(&scene).await;
        let Phase::Review { effects, report, blocks } = &view.phase else { panic!("{view:?}") };
        assert_eq!(effects.len(), 1);
        assert!(effects[0].contains("recebe no dia 5"), "{effects:?}");
        assert!(!report.text.is_empty() && !blocks.is_empty());
        assert_eq!(desk.due(desk.invoices[0]).await, before);
        assert_eq!(not_done_or_once(&desk.db, view.id).await.unwrap(), Found::NotDone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn effects_that_differ_from_the_review_stop_with_what_changed() {
    for desk in Desk::all().await {
        desk.set("times-per-invoice", "5").await;
        let scene = desk.scene(&desk.ana).await;
        let reviewed = desk.at_review(&scene).await;

        // The same invoice gets another day meanwhile, in another request.
        let elsewhere = desk.scene_of(&desk.bruno, desk.another_request().await).await;
        let asked = desk.actions.start(&elsewhere, "billing", "reschedule", Vec::new()).await.unwrap();
        let chosen = answer("invoice", &choice(&fields(&asked)[0], 0));
        let asked = desk.actions.answer(&elsewhere, asked.id, 1, vec![chosen]).await.unwrap();
        let other = desk.actions.answer(&elsewhere, asked.id, 2, day(&elsewhere, 2)).await.unwrap();
        desk.actions.confirm(&elsewhere, other.id, other.version).await.unwrap();
        let between = desk.due(desk.invoices[0]).await;

        let stopped = desk.actions.confirm(&scene, reviewed.id, reviewed.version).await;
        let Err(RunError::Changed { was, now }) = stopped else { panic!("{stopped:?}") };
        let Phase::Review { effects, .. } = &now.phase else { panic!("{now:?}") };
        assert_ne!(&was, effects, "both are told");
        assert_eq!(desk.due(desk.invoices[0]).await, between, "nothing was done");
        assert_eq!(traces(&desk.db, reviewed.id).await.unwrap().state, State::Review);

        // The new review waits for a confirmation of its own.
        let old = desk.actions.confirm(&scene, reviewed.id, reviewed.version).await;
        assert!(matches!(old, Err(RunError::Stale(_))));
        let done = desk.actions.confirm(&scene, now.id, now.version).await.unwrap();
        assert!(matches!(done.phase, Phase::Committed(_)));
        assert_eq!(not_done_or_once(&desk.db, now.id).await.unwrap(), Found::DoneOnce);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_profile_reschedules_by_its_own_number_of_days() {
    for desk in Desk::all().await {
        desk.set("max-days", "5").await;
        let of = Of { plugin: "billing", name: "reschedule" };
        let wanted = [("max-days".to_owned(), Some("15".to_owned()))];
        let profile = Some(desk.bruno.user.profile.id);
        desk.plugins.configure(of, profile, &wanted, None, &Installer::CommandLine).await.unwrap();
        for (actor, days, allowed) in
            [(&desk.ana, 5, true), (&desk.ana, 10, false), (&desk.bruno, 10, true), (&desk.bruno, 20, false)]
        {
            let scene = desk.scene_of(actor, desk.another_request().await).await;
            let asked = desk.actions.start(&scene, "billing", "reschedule", Vec::new()).await.unwrap();
            let chosen = answer("invoice", &choice(&fields(&asked)[0], 0));
            let asked = desk.actions.answer(&scene, asked.id, asked.version, vec![chosen]).await.unwrap();
            let view = desk.actions.answer(&scene, asked.id, asked.version, day(&scene, days)).await.unwrap();
            assert_eq!(matches!(view.phase, Phase::Review { .. }), allowed, "{} {days}", actor.user.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_plugin_refuses_at_last_is_not_done() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let reviewed = desk.at_review(&scene).await;
        // Since the review the policy allows no rescheduling any more.
        desk.set("times-per-invoice", "0").await;
        let view = desk.actions.confirm(&scene, reviewed.id, reviewed.version).await.unwrap();
        assert!(view.failure.is_some(), "{view:?}");
        assert!(matches!(view.phase, Phase::Review { .. }));
        assert_eq!(not_done_or_once(&desk.db, view.id).await.unwrap(), Found::NotDone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_lost_the_action_since_the_review_does_not_commit() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let reviewed = desk.at_review(&scene).await;
        desk.give(&desk.ana, &["second-copy"]).await;
        assert!(is_not_found(desk.actions.confirm(&scene, reviewed.id, reviewed.version).await));
        assert_eq!(not_done_or_once(&desk.db, reviewed.id).await.unwrap(), Found::NotDone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_was_switched_off_stops_its_runs_and_they_can_be_left() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let reviewed = desk.at_review(&scene).await;
        let by = balcao_plugins::Installer::CommandLine;
        desk.plugins.enable("billing", false, &by).await.unwrap();
        let view = desk.actions.confirm(&scene, reviewed.id, reviewed.version).await.unwrap();
        assert!(view.failure.is_some(), "{view:?}");
        assert_eq!(not_done_or_once(&desk.db, view.id).await.unwrap(), Found::NotDone);
        desk.actions.leave(&scene, view.id, view.version).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_confirmations_at_once_are_one_action_with_one_receipt() {
    for desk in Desk::all().await {
        let (ana, bruno) = (desk.scene(&desk.ana).await, desk.scene(&desk.bruno).await);
        let run = desk.at_review(&ana).await;
        let (first, second) = tokio::join!(
            desk.actions.confirm(&ana, run.id, run.version),
            desk.actions.confirm(&bruno, run.id, run.version),
        );
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(matches!(first.phase, Phase::Committed(_)) && matches!(second.phase, Phase::Committed(_)));
        assert_eq!(first.updated_by, second.updated_by, "one of the two did it");
        let third = desk.actions.confirm(&ana, run.id, run.version).await.unwrap();
        assert!(matches!(third.phase, Phase::Committed(_)));
        assert_eq!(not_done_or_once(&desk.db, run.id).await.unwrap(), Found::DoneOnce);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_ended_takes_no_action_any_more() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let run = desk.at_review(&scene).await;
        let mut tx = desk.db.write().await.unwrap();
        let seen = desk.seen(&scene).await;
        let line =
            handling::cancel(&mut tx, &scene.attendance, seen, "duplicate", "", scene.now).await.unwrap();
        audit::commit(tx, vec![line]).await.unwrap();
        let late = desk.actions.confirm(&scene, run.id, run.version).await;
        assert!(matches!(late, Err(RunError::Ended)), "{late:?}");
        let ended = desk.scene(&desk.ana).await;
        let start = desk.actions.start(&ended, "billing", "reschedule", Vec::new()).await;
        assert!(matches!(start, Err(RunError::Ended)));
        assert_eq!(not_done_or_once(&desk.db, run.id).await.unwrap(), Found::NotDone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_disabled_since_the_request_began_does_nothing_more() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let reviewed = desk.at_review(&scene).await;
        let before = desk.due(desk.invoices[0]).await;
        let mut tx = desk.db.write().await.unwrap();
        users::disable(&mut tx, desk.ana.user.id).await.unwrap();
        tx.commit().await.unwrap();

        let refused = desk.actions.confirm(&scene, reviewed.id, reviewed.version).await;
        assert!(matches!(refused, Err(RunError::Refused(Refused::Denied))), "{refused:?}");
        assert_eq!(desk.due(desk.invoices[0]).await, before);
        assert_eq!(not_done_or_once(&desk.db, reviewed.id).await.unwrap(), Found::NotDone);
    }
}
