//! A mail server knows no keys: a desk that dies between sending and writing it down sends again, and
//! says on the card that the customer may have it twice.

use std::os::unix::process::ExitStatusExt;

use balcao_store::outbox::State;
use balcao_tests::{Agent, Desk, Form, Page, Prepared};

use crate::{end_leases, entries, run_of};

/// The first invoice, by mail, to the address that is offered first.
fn by_mail(page: &Page, answers: &mut Form) {
    let boxes = page.inputs("checkbox");
    let Some((channel, _)) = boxes.iter().find(|(_, value)| value == "mail") else { return };
    let (invoices, first) = boxes.iter().find(|(name, _)| name != channel).expect("an invoice");
    answers.set(invoices, first);
    answers.set(channel, "mail");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_may_go_out_twice_says_so_on_its_card() {
    let environment = [("BALCAO_CRASH_AT", "sent-before-receipt")];
    let mut desk = Desk::start_in(Prepared::new(), &[], &environment).await;
    let mut agent = Agent::sign_in(&desk.url, "carla").await;
    let screen = agent.serve("Otavio Brandao Sampaio", |_| {}).await;
    let review = agent.carry_on(screen, "second-copy", by_mail).await;
    let run = run_of(&review.path);
    // What the agent gets to see of it depends on who is faster.
    let _ = agent.send(&review.form("value=\"confirm\"").by("intent", "confirm")).await;
    assert_eq!(desk.ended().await.signal(), Some(9));
    let left = entries(&desk, run).await;
    assert_eq!((left.len(), left[0].state), (1, State::Leased), "{left:?}");
    assert_eq!(end_leases(&desk).await, 1);

    desk.again().await;
    agent.url.clone_from(&desk.url);
    agent.hears(&review.path, "o cliente pode receber duas vezes").await;
    desk.kill();
    let done = entries(&desk, run).await;
    assert_eq!((done.len(), done[0].state, done[0].attempts), (1, State::Done, 2));
    let sent = desk.query("SELECT count(*) || '/' || count(sent_at) FROM message").await;
    assert_eq!(sent, ["1/1"]);
}
