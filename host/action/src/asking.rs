//! Questions and answers, forth and back.

use balcao_plugins::canvas::{Answer, Step};
use balcao_plugins::{Contribution, Next, Outcome, Scene};
use balcao_store::now;

use crate::actions::Actions;
use crate::answers::{self, Answers, Given, MAX_STEPS, Problem};
use crate::error::RunError;
use crate::held::{Again, Held};
use crate::run::{Review, Run, RunId, State};
use crate::view::{RunView, Who};

impl Actions {
    /// Answers the step that is asked. What is wrong with an answer is in the view, and then
    /// nothing was kept. The second click of a double click is no news: it shows what the first
    /// one led to.
    pub async fn answer(
        &self,
        scene: &Scene,
        run: RunId,
        version: i64,
        given: impl Into<Given>,
    ) -> Result<RunView, RunError> {
        let given = given.into();
        match self.hold(scene, run).await?.answer(version, &given).await {
            Err(RunError::Stale(stale)) => {
                let held = self.hold(scene, run).await?;
                if held.is_again(version, &given.answers) {
                    held.view().await
                } else {
                    Err(RunError::Stale(stale))
                }
            }
            answered => answered,
        }
    }

    /// Takes the last answered step back, from the review too. At the first step nothing moves.
    pub async fn back(&self, scene: &Scene, run: RunId, version: i64) -> Result<RunView, RunError> {
        self.hold(scene, run).await?.back(version).await
    }
}

impl<'a> Held<'a> {
    /// A new run, at whatever comes after the answers that its button handed over.
    pub async fn begin(
        actions: &'a Actions,
        scene: &'a Scene,
        action: Contribution,
        launch: Vec<Answer>,
    ) -> Result<RunView, RunError> {
        let (attendance, at) = (&scene.attendance, now());
        let by = Who::of(scene);
        let run = Run {
            id: RunId::new(),
            request: attendance.request(),
            company: attendance.company(),
            plugin: action.plugin.clone(),
            name: action.name.clone(),
            digest: action.digest,
            tool: action.tool,
            state: State::Asking,
            version: 1,
            answers: Answers::default(),
            review: None,
            kept: None,
            started_by: by.clone(),
            started_at: at,
            updated_by: by,
            updated_at: at,
        };
        let mut held = Held { actions, scene, action: Ok(action), run, waiting: Vec::new() };
        let next = held.first(launch).await?;
        held.stand(&next).await?;
        let mut tx = actions.db.write().await?;
        held.run.insert(&mut tx, actions.db.keys()).await?;
        tx.commit().await?;
        Ok(held.step(next, Again::default()))
    }

    /// What comes first. What a button hands over may be of yesterday, such as an invoice that was
    /// paid since: then it is as if nothing had been handed over.
    async fn first(&mut self, launch: Vec<Answer>) -> Outcome<Next> {
        if !launch.is_empty() {
            let step = answers::Step { by: self.me().id, at: self.run.started_at, answers: launch };
            let answers = self.run.answers.and(step);
            let next = self.ask(&answers.flat()).await?;
            if !matches!(next.step, Step::Correct(_)) {
                self.run.answers = answers;
                return Ok(next);
            }
        }
        self.ask(&[]).await
    }

    async fn answer(mut self, version: i64, given: &Given) -> Result<RunView, RunError> {
        self.at(version, &[State::Asking]).await?;
        // Asked again now, so that what is checked is what may be chosen at this moment.
        let asked = match self.ask(&self.run.answers.flat()).await {
            Ok(asked) => asked,
            Err(failure) => return Ok(self.failed(failure, given.for_fields(&[]))),
        };
        let Step::Ask(fields) = &asked.step else {
            // Meanwhile nothing is asked here any more: the run goes to where the plugin says it is.
            if let Err(failure) = self.stand(&asked).await {
                return Ok(self.failed(failure, given.for_fields(&[])));
            }
            self.save().await?;
            return Ok(self.step(asked, Again::default()));
        };
        let given = &self.take_secrets(fields, &given.for_fields(fields)).await?;
        let answered = match self.check(fields, given) {
            Ok(answered) => answered,
            Err(problems) => {
                let answers = given.to_vec();
                return Ok(self.step(asked, Again { problems, answers, failure: None }));
            }
        };
        if self.run.answers.0.len() >= MAX_STEPS {
            return Err(RunError::TooManySteps);
        }
        let before = self.run.clone();
        let step = answers::Step { by: self.me().id, at: now(), answers: answered };
        self.run.answers = self.run.answers.and(step);
        match self.advance().await {
            Ok(next) => {
                if let Step::Correct(said) = next.step {
                    let problems = said.into_iter().map(Problem::from).collect();
                    self.run = before;
                    let answers = given.to_vec();
                    return Ok(self.step(asked, Again { problems, answers, failure: None }));
                }
                self.save().await?;
                Ok(self.step(next, Again::default()))
            }
            Err(failure) => {
                self.run = before;
                let answers = given.to_vec();
                Ok(self.step(asked, Again { failure: Some(failure), answers, ..Again::default() }))
            }
        }
    }

    async fn back(mut self, version: i64) -> Result<RunView, RunError> {
        self.at(version, &[State::Asking, State::Review]).await?;
        let Some(taken_back) = self.run.answers.0.pop() else {
            return self.view().await;
        };
        (self.run.state, self.run.review) = (State::Asking, None);
        // Whatever the plugin says of it: going back is always possible.
        self.save().await?;
        match self.ask(&self.run.answers.flat()).await {
            Ok(next) => Ok(self.step(next, Again { answers: taken_back.answers, ..Again::default() })),
            Err(failure) => Ok(self.failed(failure, taken_back.answers)),
        }
    }

    /// Whether the same user gave the same answers to the version before.
    fn is_again(&self, version: i64, given: &[Answer]) -> bool {
        // What a browser does not send: a field left empty, a toggle that is off.
        let unsent = |kept: &Answer| kept.values.is_empty() || kept.values == ["false"];
        self.run.version == version + 1
            && self.run.updated_by == self.me()
            && self.run.answers.0.last().is_some_and(|last| {
                last.answers.iter().all(|kept| given.contains(kept) || unsent(kept) || self.is_input(kept))
            })
    }

    /// Where the answers lead: to a question, or to the review of what `finish` would change.
    async fn advance(&mut self) -> Outcome<Next> {
        let next = self.ask(&self.run.answers.flat()).await?;
        self.stand(&next).await?;
        Ok(next)
    }

    async fn stand(&mut self, next: &Next) -> Outcome<()> {
        (self.run.state, self.run.review) = match next.step {
            Step::Review => (State::Review, Some(self.rehearse().await?)),
            Step::Ask(_) | Step::Correct(_) => (State::Asking, None),
        };
        Ok(())
    }

    /// What `finish` would change and report, run dry.
    async fn rehearse(&self) -> Outcome<Review> {
        let answers = self.usable(&self.run.answers.flat());
        let finished = self.actions.plugins.finish(self.scene, self.action()?, &answers, true).await?;
        Ok(Review { report: self.report(&finished), effects: finished.effects })
    }
}
