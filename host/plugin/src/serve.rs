//! What the page and actions ask of plugins.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use balcao_access::Kind;
use balcao_desk::InputId;
use balcao_store::now;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use wasmtime::Store;
use wasmtime::component::Instance;

use crate::Plugins;
use crate::bindings::types;
use crate::call::{self, Serving, Target, channel};
use crate::canvas::{Answer, Availability, Block, Step};
use crate::contribution::Contribution;
use crate::effect::Effect;
use crate::failure::{Cause, Failure, Outcome};
use crate::gate::Purpose;
use crate::handle::{Real, Sealer};
use crate::health::{Record, told};
use crate::link::Linked;
use crate::log::Line;
use crate::scene::Scene;
use crate::state::{Audience, Call, words};
use crate::stop::Stop;

mod exports;
#[cfg(feature = "native")]
pub mod native;

/// A widget that is being drawn.
pub struct Drawing {
    /// What it draws, as it draws it.
    pub blocks: mpsc::Receiver<Block>,
    /// How it ended; there is nothing more to come when `blocks` has ended.
    pub done: Done,
}

/// The end of a drawing. Dropping it ends the call.
pub struct Done(JoinHandle<Outcome<()>>);

impl Future for Done {
    type Output = Outcome<()>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome<()>> {
        let ended = |joined: Result<Outcome<()>, tokio::task::JoinError>| {
            joined.unwrap_or_else(|error| {
                // Cancelled with the runtime, or a bug of ours: no panic is a plugin's.
                tracing::error!(%error, "a drawing did not end");
                Err(Failure::new(Cause::Host))
            })
        };
        Pin::new(&mut self.0).poll(context).map(ended)
    }
}

impl Drop for Done {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What an action wants next.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// What it drew above the form or the review.
    pub blocks: Vec<Block>,
    /// The form, the corrections or the review.
    pub step: Step,
}

/// What an action's `finish` recorded. Nothing of it has happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The receipt.
    pub blocks: Vec<Block>,
    /// What to change, in its order.
    pub effects: Vec<Effect>,
    /// The report that it wrote for the request.
    pub report: Option<(Audience, String)>,
}

/// What is served: all that names a call.
struct Asked<'a> {
    scene: &'a Scene,
    contribution: &'a Contribution,
    purpose: Purpose,
    answers: &'a [Answer],
    stop: Option<Stop>,
}

impl Plugins {
    /// What stands for something that was given to a field, in the request being served: it goes into
    /// the form, and comes back as its answer.
    pub fn input_handle(&self, scene: &Scene, input: InputId) -> String {
        self.sealer(scene).seal(&Real::Input(input))
    }

    /// What an answer stands for, if it is such a handle of the request being served.
    pub fn input(&self, scene: &Scene, answer: &str) -> Option<InputId> {
        self.sealer(scene).open(answer)?.input()
    }

    fn sealer(&self, scene: &Scene) -> Sealer {
        Sealer::new(self.db().keys().clone(), scene.attendance.request())
    }

    /// Draws a widget. Blocks come as they are drawn.
    pub fn draw(&self, scene: &Scene, contribution: &Contribution, answers: &[Answer]) -> Drawing {
        self.drawing(scene, contribution, answers, Purpose::Draw, None)
    }

    /// Draws a widget that lasts, until `stop` says that it is enough: then it draws what it has.
    pub fn draw_live(
        &self,
        scene: &Scene,
        contribution: &Contribution,
        answers: &[Answer],
        stop: Stop,
    ) -> Drawing {
        self.drawing(scene, contribution, answers, Purpose::Live, Some(stop))
    }

    fn drawing(
        &self,
        scene: &Scene,
        contribution: &Contribution,
        answers: &[Answer],
        purpose: Purpose,
        stop: Option<Stop>,
    ) -> Drawing {
        let (out, blocks) = channel();
        let (plugins, scene, contribution) = (self.clone(), scene.clone(), contribution.clone());
        let answers = answers.to_vec();
        let done = tokio::spawn(async move {
            let asked =
                Asked { scene: &scene, contribution: &contribution, purpose, answers: &answers, stop };
            #[cfg(feature = "native")]
            if let Some(native) = native::of(&contribution.plugin) {
                return native.draw(&plugins, asked, out).await;
            }
            plugins.serve(asked, out, exports::draw).await.map(drop)
        });
        Drawing { blocks, done: Done(done) }
    }

    /// Whether an action applies now.
    pub async fn offer(&self, scene: &Scene, contribution: &Contribution) -> Outcome<Availability> {
        let asked = Asked { scene, contribution, purpose: Purpose::Offer, answers: &[], stop: None };
        #[cfg(feature = "native")]
        if let Some(native) = native::of(&contribution.plugin) {
            return native.offer(self, asked).await;
        }
        Ok(self.serve(asked, channel().0, exports::offer).await?.0)
    }

    /// What comes next in an action, given every answer so far.
    pub async fn next(
        &self,
        scene: &Scene,
        contribution: &Contribution,
        answers: &[Answer],
    ) -> Outcome<Next> {
        let (out, blocks) = channel();
        let asked = Asked { scene, contribution, purpose: Purpose::Next, answers, stop: None };
        let (step, _) = self.serve(asked, out, exports::next).await?;
        Ok(Next { blocks: drained(blocks), step })
    }

    /// Runs an action's `finish`. It changes nothing: what it recorded is the caller's to check and
    /// apply. A dry run is the same to the plugin.
    pub async fn finish(
        &self,
        scene: &Scene,
        contribution: &Contribution,
        answers: &[Answer],
        dry: bool,
    ) -> Outcome<Finished> {
        let (out, blocks) = channel();
        let asked = Asked { scene, contribution, purpose: Purpose::Finish { dry }, answers, stop: None };
        let ((), state) = self.serve(asked, out, exports::finish).await?;
        Ok(Finished { blocks: drained(blocks), effects: state.effects, report: state.report })
    }

    /// The one way: who may be called, the call, and what is written down about it.
    async fn serve<R>(
        &self,
        asked: Asked<'_>,
        out: mpsc::Sender<Block>,
        call: impl AsyncFnOnce(
            &mut Store<Call>,
            &Instance,
            &Linked,
            &str,
            &[Answer],
        ) -> wasmtime::Result<Result<R, types::Failure>>,
    ) -> Outcome<(R, Call)> {
        let Asked { scene, contribution, purpose, answers, stop } = asked;
        let ward = self.ward(&contribution.plugin);
        let target = match ward.refuses(&contribution.name) {
            Some(until) => Err(Cause::SetAside(until)),
            None => self.target(scene, contribution, purpose).await,
        };
        let target = target.map_err(|cause| told_server(contribution, purpose, Failure::new(cause), None))?;
        let equipment = Arc::clone(&self.0.equipment);
        let serving = Serving { scene: Arc::new(scene.clone()), equipment, stop, out };
        let name = contribution.name.as_str();
        let (answer, mut state, cost) = call::run(
            self.engine(),
            self.db(),
            &ward,
            target,
            purpose,
            Some(serving),
            async |store: &mut Store<Call>, instance: &Instance, linked: &Linked| {
                call(store, instance, linked, name, answers).await
            },
        )
        .await;
        let mut lines = std::mem::take(&mut state.lines).into_lines();
        let answer = answer.and_then(|answer| {
            answer.map_err(|failure| {
                if !failure.detail.is_empty() {
                    lines.push(Line::error(&failure.detail));
                }
                let message = words(&failure.message, 1_000).unwrap_or_default();
                Cause::Said { reason: failure.reason.into(), message }
            })
        });
        let answer = answer.map_err(|cause| {
            lines.push(Line::error(&told(&cause, state.gate.calls())));
            told_server(contribution, purpose, Failure::new(cause), state.host_error.as_deref())
        });
        let record = Record {
            at: now(),
            contribution: contribution.name.clone(),
            purpose,
            cost,
            failure: answer.as_ref().err().cloned(),
        };
        ward.record(record, lines);
        Ok((answer?, state))
    }

    /// The version linked with what this user's profile was granted.
    async fn target(
        &self,
        scene: &Scene,
        contribution: &Contribution,
        purpose: Purpose,
    ) -> Result<Target, Cause> {
        let catalog = self.catalog();
        let plugin = catalog.plugins.get(&contribution.plugin).filter(|p| p.offers(&contribution.name));
        let plugin = plugin.ok_or(Cause::Absent)?;
        let version = plugin.pinned(&contribution.digest).ok_or(Cause::Unloadable)?;
        let draws = matches!(purpose, Purpose::Draw | Purpose::Live);
        let wanted = if draws { Kind::Widget } else { Kind::Action };
        let declared = version.declared(&contribution.name).filter(|declared| declared.kind == wanted);
        let declared = declared.ok_or(Cause::Absent)?;
        let profile = scene.actor().user.profile.id;
        let grants = plugin.grants_of(version, profile);
        let linked = self.linked(version.digest, version.class, grants).await?;
        let actions = version.description.contributions.iter().filter(|c| c.kind == Kind::Action);
        Ok(Target {
            linked,
            class: version.class,
            settings: Arc::new(plugin.values(declared, profile)),
            actions: actions.map(|action| action.name.clone()).collect(),
        })
    }
}

/// Writes the failure into the server's log, where its reference is found, and hands it on.
fn told_server(
    contribution: &Contribution,
    purpose: Purpose,
    failure: Failure,
    host_error: Option<&str>,
) -> Failure {
    let Failure { reference, cause } = &failure;
    let plugin = format!("{}/{}", contribution.plugin, contribution.name);
    let purpose = purpose.as_str();
    match host_error {
        Some(error) => {
            tracing::error!(%reference, plugin, purpose, error, "the desk could not serve a plugin")
        }
        None => tracing::info!(%reference, plugin, purpose, %cause, "a plugin call failed"),
    }
    failure
}

fn drained(mut blocks: mpsc::Receiver<Block>) -> Vec<Block> {
    std::iter::from_fn(|| blocks.try_recv().ok()).collect()
}
