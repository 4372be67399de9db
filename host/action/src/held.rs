//! A run in somebody's hands, for the length of one request to the desk.

use balcao_access::sessions;
use balcao_desk::inputs::Waiting;
use balcao_desk::{Attendance, Refused};
use balcao_plugins::canvas::{Answer, Step};
use balcao_plugins::{Contribution, Failure, Next, Outcome, Scene};
use balcao_store::{Tx, now, outbox};

use crate::actions::Actions;
use crate::answers::{Fault, Problem};
use crate::error::{RunError, Stale};
use crate::run::{Run, State};
use crate::view::{Outside, Phase, Receipt, RunView, Who};

/// A run of the request being served, in the hands of a user whose profile has its action.
pub(crate) struct Held<'a> {
    pub actions: &'a Actions,
    pub scene: &'a Scene,
    /// The version on which the run began. What is finished can be seen without it.
    pub action: Outcome<Contribution>,
    pub run: Run,
    /// What was given to its fields that no plugin may read.
    pub waiting: Vec<Waiting>,
}

/// What is said above a form that is shown again.
#[derive(Default)]
pub(crate) struct Again {
    pub problems: Vec<Problem>,
    pub answers: Vec<Answer>,
    pub failure: Option<Failure>,
}

impl Held<'_> {
    /// Who holds it.
    pub fn me(&self) -> Who {
        Who::of(self.scene)
    }

    /// What comes after these answers. Reads only.
    pub async fn ask(&self, answers: &[Answer]) -> Outcome<Next> {
        self.actions.plugins.next(self.scene, self.action()?, &self.usable(answers)).await
    }

    /// The request as this user may serve it now. Asked in the transaction that changes something:
    /// while a guest ran, the session may have ended, the user lost the right or the customer.
    pub async fn attendance(&self, tx: &mut Tx) -> Result<Attendance, RunError> {
        let actor = sessions::again(tx, self.scene.actor()).await?.ok_or(Refused::Denied)?;
        Ok(Attendance::open(tx, &actor, self.run.request).await?)
    }

    pub fn action(&self) -> Outcome<&Contribution> {
        self.action.as_ref().map_err(Clone::clone)
    }

    /// Writes what changed, or says who was faster.
    pub async fn save(&mut self) -> Result<(), RunError> {
        let db = &self.actions.db;
        let mut tx = db.write().await?;
        let me = self.me();
        if self.run.save(&mut tx, db.keys(), &me, now()).await? {
            return Ok(tx.commit().await?);
        }
        Err(self.too_late(tx).await)
    }

    /// What happened to the run, when this transaction found that somebody was faster. On SQLite it
    /// may have found a change that is not durable yet, which readers don't see: the commit, though
    /// nothing was written, waits for it.
    pub async fn too_late(&self, tx: Tx) -> RunError {
        match tx.commit().await {
            Ok(()) => self.stale().await,
            Err(error) => error.into(),
        }
    }

    /// The run is at the version that was seen, and in one of these states.
    pub async fn at(&self, version: i64, states: &[State]) -> Result<(), RunError> {
        if self.run.version != version {
            return Err(self.stale().await);
        }
        if !states.contains(&self.run.state) {
            return Err(RunError::NotNow(self.run.state));
        }
        Ok(())
    }

    /// What happened to the run since it was seen.
    pub async fn stale(&self) -> RunError {
        match self.moved_on().await {
            Ok(stale) => RunError::Stale(stale),
            Err(error) => error,
        }
    }

    async fn moved_on(&self) -> Result<Stale, RunError> {
        let db = &self.actions.db;
        let mut conn = db.read().await?;
        let run = Run::load(&mut conn, db.keys(), self.run.id).await?.ok_or(RunError::NotFound)?;
        let step = run.answers.0.len() + 1;
        Ok(Stale { by: run.updated_by, at: run.updated_at, step, state: run.state })
    }

    /// The run as it stands. A step is shown by asking for it again, with this user's grants: the
    /// answers are kept, not the pages.
    pub async fn view(self) -> Result<RunView, RunError> {
        match self.run.state {
            State::Asking | State::Review => match self.ask(&self.run.answers.flat()).await {
                Ok(next) => Ok(self.step(next, Again::default())),
                Err(failure) => Ok(self.failed(failure, Vec::new())),
            },
            State::Committed => self.receipt(Phase::Committed).await,
            State::Closing => self.receipt(Phase::Closing).await,
            State::Done => self.receipt(Phase::Done).await,
            State::Left => Ok(self.shown(Phase::Left, None)),
        }
    }

    /// The run at a step that was just asked.
    pub fn step(self, next: Next, mut again: Again) -> RunView {
        let phase = match &self.run.review {
            Some(review) if self.run.state == State::Review => Phase::Review {
                blocks: next.blocks,
                effects: review.effects.iter().map(|effect| effect.sentence(self.scene.locale)).collect(),
                report: review.report.clone(),
            },
            _ => {
                let fields = match next.step {
                    Step::Ask(fields) => fields,
                    Step::Correct(said) => {
                        again.problems.extend(said.into_iter().map(Problem::from));
                        Vec::new()
                    }
                    Step::Review => Vec::new(),
                };
                Phase::Asking {
                    blocks: next.blocks,
                    fields,
                    problems: again.problems,
                    answers: again.answers,
                }
            }
        };
        self.shown(phase, again.failure)
    }

    /// The run at a step that the plugin can't show now. What was typed stays.
    pub fn failed(self, failure: Failure, answers: Vec<Answer>) -> RunView {
        let blank = Next { blocks: Vec::new(), step: Step::Ask(Vec::new()) };
        self.step(blank, Again { failure: Some(failure), answers, problems: Vec::new() })
    }

    async fn receipt(self, phase: fn(Receipt) -> Phase) -> Result<RunView, RunError> {
        let kept = self.run.kept.as_ref().ok_or(RunError::Damaged)?;
        let mut conn = self.actions.db.read().await?;
        let entries = outbox::of_run(&mut conn, self.run.id.0).await?;
        drop(conn);
        let outside = entries
            .into_iter()
            .map(|entry| Outside {
                id: entry.id,
                deliverable: self.actions.delivers(&entry.kind),
                again_at: entry.again_at(),
                kind: entry.kind,
                state: entry.state,
                answer: entry.answer,
            })
            .collect();
        let receipt = Receipt {
            blocks: kept.blocks.clone(),
            effects: kept.effects.iter().map(|effect| effect.sentence(self.scene.locale)).collect(),
            report: kept.report.clone(),
            outside,
        };
        Ok(self.shown(phase(receipt), None))
    }

    fn shown(self, phase: Phase, failure: Option<Failure>) -> RunView {
        let (title, vendor) = match &self.action {
            Ok(action) => (action.titles.text(self.scene.locale).to_owned(), vendor(action)),
            Err(_) => (self.run.name.clone(), String::new()),
        };
        RunView {
            id: self.run.id,
            request: self.run.request,
            version: self.run.version,
            plugin: self.run.plugin,
            name: self.run.name,
            title,
            vendor,
            step: self.run.answers.0.len() + 1,
            started_by: self.run.started_by,
            updated_by: self.run.updated_by,
            updated_at: self.run.updated_at,
            tool: self.run.tool,
            failure,
            phase,
        }
    }
}

/// What the page bears of the plugin's vendor: nothing for the desk's own.
fn vendor(action: &Contribution) -> String {
    if action.ours { String::new() } else { action.vendor.clone() }
}

impl From<balcao_plugins::canvas::Problem> for Problem {
    fn from(said: balcao_plugins::canvas::Problem) -> Problem {
        Problem { field: said.field, fault: Fault::Said(said.message) }
    }
}
