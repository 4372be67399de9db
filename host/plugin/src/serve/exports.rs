//! The exports of a component, each called in its turn: answers go in as tokens, what comes back is
//! translated while the call's ids and budget are at hand.

use wasmtime::Store;
use wasmtime::component::Instance;

use crate::bindings::action::exports::balcao::desk::action as steps;
use crate::bindings::types;
use crate::canvas::{Answer, Availability, Step};
use crate::contract;
use crate::failure::Cause;
use crate::link::Linked;
use crate::state::{Call, words};

/// The outer error ends the call, the inner one is the plugin's answer.
type Guest<R> = wasmtime::Result<Result<R, types::Failure>>;

pub(super) async fn draw(
    store: &mut Store<Call>,
    instance: &Instance,
    linked: &Linked,
    name: &str,
    answers: &[Answer],
) -> Guest<()> {
    let Some(indices) = &linked.widget else { return absent(store, "widget") };
    let widget = indices.load(&mut *store, instance)?;
    let answers = contract::answers(store.data_mut(), answers);
    widget.balcao_desk_widget().call_draw(store, name, &answers).await
}

pub(super) async fn offer(
    store: &mut Store<Call>,
    instance: &Instance,
    linked: &Linked,
    name: &str,
    _: &[Answer],
) -> Guest<Availability> {
    let Some(indices) = &linked.action else { return absent(store, "action") };
    let action = indices.load(&mut *store, instance)?;
    let offered = action.balcao_desk_action().call_offer(&mut *store, name).await?;
    Ok(match offered {
        Ok(steps::Availability::Yes) => Ok(Availability::Yes),
        Ok(steps::Availability::Hidden) => Ok(Availability::Hidden),
        Ok(steps::Availability::No(why)) => match words(&why, 500) {
            Some(why) => Ok(Availability::No(why)),
            None => return store.data_mut().end(Cause::Contract("a reason of a whole page".into())),
        },
        Err(failure) => Err(failure),
    })
}

pub(super) async fn next(
    store: &mut Store<Call>,
    instance: &Instance,
    linked: &Linked,
    name: &str,
    answers: &[Answer],
) -> Guest<Step> {
    let Some(indices) = &linked.action else { return absent(store, "action") };
    let action = indices.load(&mut *store, instance)?;
    let answers = contract::answers(store.data_mut(), answers);
    let step = match action.balcao_desk_action().call_next(&mut *store, name, &answers).await? {
        Ok(step) => step,
        Err(failure) => return Ok(Err(failure)),
    };
    let call = store.data_mut();
    let budget = &mut call.canvas.budget;
    let step = match step {
        steps::Step::Ask(fields) => contract::fields(budget, &call.ids, fields).map(Step::Ask),
        steps::Step::Correct(problems) => contract::problems(budget, problems).map(Step::Correct),
        steps::Step::Review => Ok(Step::Review),
    };
    match step {
        Ok(step) => Ok(Ok(step)),
        Err(spoiled) => call.end(Cause::Canvas(spoiled)),
    }
}

pub(super) async fn finish(
    store: &mut Store<Call>,
    instance: &Instance,
    linked: &Linked,
    name: &str,
    answers: &[Answer],
) -> Guest<()> {
    let Some(indices) = &linked.action else { return absent(store, "action") };
    let action = indices.load(&mut *store, instance)?;
    let answers = contract::answers(store.data_mut(), answers);
    action.balcao_desk_action().call_finish(store, name, &answers).await
}

/// A version is refused at its installation when it declares what it does not export.
fn absent<R>(store: &mut Store<Call>, what: &str) -> Guest<R> {
    store.data_mut().end(Cause::Contract(format!("it exports no {what}")))
}
