//! Questions and answers: what is kept, what is refused, who may give them.

use balcao_access::profiles;
use balcao_action::invariants::{Found, not_done_or_once};
use balcao_action::{Fault, Phase, RunError, State, of_request};

use crate::support::{Desk, answer, choice, day, fields, is_not_found};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_out_of_span_is_refused_by_the_host_and_nothing_is_kept() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let view = desk.actions.start(&scene, "billing", "reschedule", Vec::new()).await.unwrap();
        let invoice = choice(&fields(&view)[0], 0);
        let run = view.id;
        let view = desk.actions.answer(&scene, run, 1, vec![answer("invoice", &invoice)]).await.unwrap();
        assert_eq!((view.version, view.step), (2, 2));
        let view = desk.actions.answer(&scene, run, 2, day(&scene, -3)).await.unwrap();
        let Phase::Asking { problems, answers, fields, .. } = &view.phase else { panic!("{view:?}") };
        assert!(matches!(problems[0].fault, Fault::Below(_)), "{problems:?}");
        assert_eq!(answers, &day(&scene, -3), "what was typed stays");
        assert!(!fields.is_empty());
        assert_eq!(view.version, 2, "nothing was kept");
        let forged = desk.actions.answer(&scene, run, 2, vec![answer("due", "2026-02-31")]).await.unwrap();
        let Phase::Asking { problems, .. } = &forged.phase else { panic!("{forged:?}") };
        assert_eq!(problems.len(), 2, "a day that is none, and a reason that is missing: {problems:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_invoice_that_was_offered_can_be_chosen() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let view = desk.actions.start(&scene, "billing", "reschedule", Vec::new()).await.unwrap();
        let real_id = desk.invoices[0].to_string();
        let view = desk.actions.answer(&scene, view.id, 1, vec![answer("invoice", &real_id)]).await.unwrap();
        let Phase::Asking { problems, .. } = &view.phase else { panic!("{view:?}") };
        assert_eq!(problems[0].fault, Fault::NotOffered);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_answer_is_refused_with_who_was_faster() {
    for desk in Desk::all().await {
        let (ana, bruno) = (desk.scene(&desk.ana).await, desk.scene(&desk.bruno).await);
        let view = desk.actions.start(&ana, "billing", "reschedule", Vec::new()).await.unwrap();
        let (first, second) = (choice(&fields(&view)[0], 0), choice(&fields(&view)[0], 1));
        desk.actions.answer(&ana, view.id, 1, vec![answer("invoice", &first)]).await.unwrap();
        let late = desk.actions.answer(&bruno, view.id, 1, vec![answer("invoice", &second)]).await;
        let Err(RunError::Stale(stale)) = late else { panic!("{late:?}") };
        assert_eq!(stale.by.id, desk.ana.user.id);
        assert_eq!(stale.by.name, desk.ana.user.name);
        assert_eq!((stale.step, stale.state), (2, State::Asking));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_click_of_a_double_click_is_no_news() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let view = desk.actions.start(&scene, "billing", "reschedule", Vec::new()).await.unwrap();
        let given = vec![answer("invoice", &choice(&fields(&view)[0], 0))];
        let (first, second) = tokio::join!(
            desk.actions.answer(&scene, view.id, 1, given.clone()),
            desk.actions.answer(&scene, view.id, 1, given),
        );
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!((second.version, second.step), (first.version, first.step));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_is_answering_less_and_shows_what_was_answered() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let review = desk.at_review(&scene).await;
        let view = desk.actions.back(&scene, review.id, review.version).await.unwrap();
        let Phase::Asking { answers, .. } = &view.phase else { panic!("{view:?}") };
        assert_eq!(view.step, 2);
        assert!(answers.contains(&answer("reason", "recebe no dia 5")));
        let view = desk.actions.back(&scene, view.id, view.version).await.unwrap();
        assert_eq!((view.step, fields(&view)[0].name.as_str()), (1, "invoice"));
        let still = desk.actions.back(&scene, view.id, view.version).await.unwrap();
        assert_eq!((still.step, still.version), (1, view.version), "there is nothing before the first");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_hands_over_the_first_answer() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let view = desk.actions.start(&scene, "billing", "reschedule", Vec::new()).await.unwrap();
        let handed = vec![answer("invoice", &choice(&fields(&view)[0], 0))];
        let view = desk.actions.start(&scene, "billing", "reschedule", handed).await.unwrap();
        assert_eq!(view.step, 2);
        assert!(fields(&view).iter().any(|field| field.name == "due"));
        let flood = vec![answer("invoice", &"x".repeat(1_000))];
        let refused = desk.actions.start(&scene, "billing", "reschedule", flood).await;
        assert!(matches!(refused, Err(RunError::Launch)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_takes_a_run_up_where_it_was_left() {
    for desk in Desk::all().await {
        let (ana, bruno) = (desk.scene(&desk.ana).await, desk.scene(&desk.bruno).await);
        let left = desk.at_review(&ana).await;
        let mut conn = desk.db.read().await.unwrap();
        let live = profiles::live(&mut conn, desk.bruno.user.profile.id).await.unwrap();
        let open = of_request(&mut conn, &bruno.attendance, &live.layout).await.unwrap();
        drop(conn);
        assert_eq!((open.len(), open[0].id, open[0].state), (1, left.id, State::Review));
        assert_eq!(open[0].updated_by.id, desk.ana.user.id);
        let view = desk.actions.confirm(&bruno, left.id, left.version).await.unwrap();
        assert_eq!(view.started_by.id, desk.ana.user.id);
        assert_eq!(view.updated_by.id, desk.bruno.user.id);
        assert_eq!(not_done_or_once(&desk.db, left.id).await.unwrap(), Found::DoneOnce);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_without_the_action_has_no_run_of_it() {
    for desk in Desk::all().await {
        desk.give(&desk.bruno, &["second-copy"]).await;
        let (ana, bruno) = (desk.scene(&desk.ana).await, desk.scene(&desk.bruno).await);
        let run = desk.at_review(&ana).await;
        let actions = &desk.actions;
        assert!(is_not_found(actions.start(&bruno, "billing", "reschedule", Vec::new()).await));
        assert!(is_not_found(actions.view(&bruno, run.id).await));
        assert!(is_not_found(actions.back(&bruno, run.id, run.version).await));
        assert!(is_not_found(actions.answer(&bruno, run.id, run.version, Vec::new()).await));
        assert!(is_not_found(actions.confirm(&bruno, run.id, run.version).await));
        assert!(is_not_found(actions.leave(&bruno, run.id, run.version).await));
        let mut conn = desk.db.read().await.unwrap();
        let live = profiles::live(&mut conn, desk.bruno.user.profile.id).await.unwrap();
        assert!(of_request(&mut conn, &bruno.attendance, &live.layout).await.unwrap().is_empty());
        drop(conn);
        assert_eq!(not_done_or_once(&desk.db, run.id).await.unwrap(), Found::NotDone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_belongs_to_its_request() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let run = desk.at_review(&scene).await;
        let elsewhere = desk.scene_of(&desk.ana, desk.another_request().await).await;
        assert!(is_not_found(desk.actions.view(&elsewhere, run.id).await));
        assert!(is_not_found(desk.actions.confirm(&elsewhere, run.id, run.version).await));
        assert_eq!(not_done_or_once(&desk.db, run.id).await.unwrap(), Found::NotDone);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_left_for_good_has_done_nothing() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let run = desk.at_review(&scene).await;
        let view = desk.actions.leave(&scene, run.id, run.version).await.unwrap();
        assert!(matches!(view.phase, Phase::Left));
        let late = desk.actions.confirm(&scene, run.id, view.version).await;
        assert!(matches!(late, Err(RunError::NotNow(State::Left))));
        assert_eq!(not_done_or_once(&desk.db, run.id).await.unwrap(), Found::NotDone);
    }
}
