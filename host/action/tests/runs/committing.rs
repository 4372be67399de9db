//! The whole way: receipt, outbox, pages that are told, the closing form.

use std::sync::{Arc, Mutex};

use balcao_action::invariants::{Found, not_done_or_once, traces};
use balcao_action::{Actions, Bank, Canceller, Phase, RunView, State, What, cancelling, deliveries};
use balcao_billing::bank::Answer as Said;
use balcao_billing::charges::{self, Registration, Unwanted};
use balcao_desk::closing::{Closing, Next};
use balcao_desk::reports::{self, Audience};
use balcao_plugins::canvas::{Answer, Block};
use balcao_store::outbox::{State as Entry, Worker};

use crate::support::{Desk, choice, fields};

fn receipt(view: &RunView) -> &balcao_action::Receipt {
    match &view.phase {
        Phase::Committed(receipt) | Phase::Closing(receipt) | Phase::Done(receipt) => receipt,
        other => panic!("not done: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_copy_goes_from_its_question_to_a_receipt_that_can_be_shown_again() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let asked = desk.actions.start(&scene, "billing", "second-copy", Vec::new()).await.unwrap();
        assert_eq!((asked.step, asked.version), (1, 1));
        let both = [0, 1].map(|at| choice(&fields(&asked)[0], at));
        let given = vec![
            Answer { field: "invoice".into(), values: both.to_vec() },
            Answer { field: "channel".into(), values: vec!["screen".into()] },
        ];
        let review = desk.actions.answer(&scene, asked.id, 1, given).await.unwrap();
        let Phase::Review { effects, report, .. } = &review.phase else { panic!("{review:?}") };
        assert!(effects.is_empty(), "it changes nothing");
        assert_eq!(report.audience, Audience::Customer);
        let done = desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        let payments = |view: &RunView| {
            receipt(view).blocks.iter().filter(|block| matches!(block, Block::Payment(_))).count()
        };
        assert_eq!(payments(&done), 2);
        assert_eq!(receipt(&done).report, *report);
        assert_eq!(not_done_or_once(&desk.db, done.id).await.unwrap(), Found::DoneOnce);

        let ended = desk.actions.keep_going(&scene, done.id, done.version).await.unwrap();
        assert!(matches!(ended.phase, Phase::Done(_)));
        let again = desk.actions.view(&desk.scene(&desk.bruno).await, done.id).await.unwrap();
        assert_eq!(payments(&again), 2);
        let mut conn = desk.db.read().await.unwrap();
        let written = reports::page(&mut conn, &scene.attendance, None).await.unwrap().reports;
        assert_eq!(written[0].run, Some(done.id.0));
        assert_eq!(written[0].text, receipt(&done).report.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rescheduling_is_one_change_that_the_bank_confirms_afterwards() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let review = desk.at_review(&scene).await;
        let mut told = desk.actions.touched();
        let done = desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        let outside = &receipt(&done).outside;
        assert_eq!((outside.len(), outside[0].state, outside[0].deliverable), (1, Entry::Waiting, true));
        assert_eq!(not_done_or_once(&desk.db, done.id).await.unwrap(), Found::DoneOnce);

        let touched = told.recv().await.unwrap();
        assert_eq!(touched.request, desk.request);
        let history = ("billing".to_owned(), "history".to_owned());
        assert!(matches!(touched.what, What::Widgets(widgets) if widgets.contains(&history)));

        let mut conn = desk.db.read().await.unwrap();
        let waiting = charges::awaiting(&mut conn, &scene.attendance).await.unwrap();
        drop(conn);
        assert_eq!(waiting.len(), 1, "until the bank has answered the old one is valid");
        assert_eq!(desk.worker().round(balcao_store::now()).await.unwrap(), 1);
        let touched = told.recv().await.unwrap();
        assert_eq!((touched.request, touched.what), (desk.request, What::All));
        let mut conn = desk.db.read().await.unwrap();
        let waiting = charges::awaiting(&mut conn, &scene.attendance).await.unwrap();
        drop(conn);
        assert!(waiting.is_empty());
        let view = desk.actions.view(&scene, done.id).await.unwrap();
        assert_eq!(receipt(&view).outside[0].state, Entry::Done);
        assert_eq!(not_done_or_once(&desk.db, done.id).await.unwrap(), Found::DoneOnce);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn until_the_bank_has_answered_every_card_says_which_slip_is_valid() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let words = "aguarda registro no banco; o atual continua válido";
        let shown = async || {
            let asked = desk.actions.start(&scene, "billing", "second-copy", Vec::new()).await.unwrap();
            let both = [0, 1].map(|at| choice(&fields(&asked)[0], at));
            let given = vec![
                Answer { field: "invoice".into(), values: both.to_vec() },
                Answer { field: "channel".into(), values: vec!["screen".into()] },
            ];
            let review = desk.actions.answer(&scene, asked.id, asked.version, given).await.unwrap();
            let said = format!("{review:?}").contains(words);
            desk.actions.leave(&scene, review.id, review.version).await.unwrap();
            said
        };
        assert!(!shown().await);
        let review = desk.at_review(&scene).await;
        let done = desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        desk.actions.keep_going(&scene, done.id, done.version).await.unwrap();
        assert!(shown().await);

        // A refusal is an answer too.
        let refusing = deliveries(&desk.db, Some(saying(|| Said::Refused("cadastro recusado".into()))));
        let worker = balcao_store::outbox::Worker::new(desk.db.clone(), refusing);
        assert_eq!(worker.round(balcao_store::now()).await.unwrap(), 1);
        assert!(!shown().await);
        let view = desk.actions.view(&scene, done.id).await.unwrap();
        assert_eq!(receipt(&view).outside[0].state, Entry::Refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_bank_the_entry_waits_and_the_receipt_says_so() {
    for desk in Desk::all().await {
        let none = deliveries(&desk.db, None);
        let actions = Actions::new(desk.db.clone(), desk.plugins.clone(), &none);
        let scene = desk.scene(&desk.ana).await;
        let review = desk.at_review(&scene).await;
        let done = actions.confirm(&scene, review.id, review.version).await.unwrap();
        let worker = balcao_store::outbox::Worker::new(desk.db.clone(), none);
        assert_eq!(worker.round(balcao_store::now()).await.unwrap(), 0);
        let view = actions.view(&scene, done.id).await.unwrap();
        let outside = &receipt(&view).outside[0];
        assert_eq!((outside.state, outside.deliverable), (Entry::Waiting, false));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_closing_form_ends_the_run_and_the_request_together() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let review = desk.at_review(&scene).await;
        let done = desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        let open = desk.actions.closing(&scene, done.id, done.version).await.unwrap();
        assert!(matches!(open.phase, Phase::Closing(_)));
        let mut form = Closing {
            kind: "no-such-type".into(),
            catalog: String::new(),
            item: String::new(),
            situation: String::new(),
            deadline: None,
            next: Next::Status { status: "closed".into(), when: None },
            audience: Audience::Internal,
            report: "resolvido".into(),
        };
        let seen = desk.seen(&scene).await;
        assert!(desk.actions.close(&scene, open.id, open.version, seen, &form).await.is_err());
        assert_eq!(traces(&desk.db, open.id).await.unwrap().state, State::Closing, "refused whole");
        form.kind = "negotiation".into();
        let ended = desk.actions.close(&scene, open.id, open.version, seen, &form).await.unwrap();
        assert!(matches!(ended.phase, Phase::Done(_)));
        assert!(desk.scene(&desk.ana).await.attendance.ended());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_sealed_in_the_database() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let view = desk.at_review(&scene).await;
        let mut conn = desk.db.read().await.unwrap();
        let (answers, review): (Vec<u8>, Vec<u8>) = balcao_store::on!(&mut conn, c => {
            sqlx::query_as("SELECT answers, review FROM action_run WHERE id = $1")
                .bind(view.id)
                .fetch_one(c)
                .await
        })
        .unwrap();
        let typed = b"recebe no dia 5";
        for kept in [answers, review] {
            assert!(!kept.windows(typed.len()).any(|window| window == typed));
        }
    }
}

/// A bank that always says this.
fn saying(answer: impl Fn() -> Said<Registration> + Send + Sync + 'static) -> Bank {
    Arc::new(move |_| Box::pin(std::future::ready(answer())))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_that_is_not_what_was_ordered_is_never_valid_and_is_to_be_cancelled() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let review = desk.at_review(&scene).await;
        let done = desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        let wrong = || Registration {
            our_number: "7".into(),
            barcode: "0".repeat(44),
            line: "0".repeat(47),
            pix: None,
        };
        let mistaken = deliveries(&desk.db, Some(saying(move || Said::Done(wrong(), None))));
        let asked: Arc<Mutex<Vec<Unwanted>>> = Arc::default();
        let told = asked.clone();
        let cancels: Canceller = Arc::new(move |unwanted| {
            told.lock().unwrap().push(unwanted);
            Box::pin(std::future::ready(Said::Done((), None)))
        });
        let worker = Worker::new(desk.db.clone(), cancelling(mistaken, &desk.db, Some(cancels)));
        // The cancellation is ordered by the refusal, and done in the next round at the latest.
        let mut tried = 0;
        for _ in 0..2 {
            tried += worker.round(balcao_store::now()).await.unwrap();
        }
        assert_eq!(tried, 2);
        let view = desk.actions.view(&scene, done.id).await.unwrap();
        let outside = &receipt(&view).outside[0];
        assert_eq!(outside.state, Entry::Refused);
        assert!(outside.answer.as_ref().unwrap().contains("código de barras inválido"), "{outside:?}");
        assert_eq!(asked.lock().unwrap()[0].our_number.as_deref(), Some("7"));
        let mut conn = desk.db.read().await.unwrap();
        let waiting = charges::awaiting(&mut conn, &scene.attendance).await.unwrap();
        assert!(waiting.is_empty(), "the one before is valid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_unknown_and_nobody_there_is_tried_again() {
    for desk in Desk::all().await {
        let scene = desk.scene(&desk.ana).await;
        let review = desk.at_review(&scene).await;
        let done = desk.actions.confirm(&scene, review.id, review.version).await.unwrap();
        let mut at = balcao_store::now();
        for (answer, state) in [
            (Said::Nobody("o banco não atendeu".into()), Entry::Waiting),
            (Said::Unknown("o banco não respondeu".into()), Entry::Unknown),
            // That nobody is there now says nothing of what was sent before.
            (Said::Nobody("o banco não atendeu".into()), Entry::Unknown),
        ] {
            let bank = saying(move || answer.clone());
            let worker = Worker::new(desk.db.clone(), deliveries(&desk.db, Some(bank)));
            assert_eq!(worker.round(at).await.unwrap(), 1);
            let view = desk.actions.view(&scene, done.id).await.unwrap();
            assert_eq!(receipt(&view).outside[0].state, state);
            at += chrono::TimeDelta::minutes(10);
        }
        assert_eq!(desk.worker().round(at).await.unwrap(), 1);
        let view = desk.actions.view(&scene, done.id).await.unwrap();
        assert_eq!(receipt(&view).outside[0].state, Entry::Done);
    }
}
