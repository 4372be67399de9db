//! The confirmation: what was reviewed is done, all of it at once, or none of it.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use balcao_access::audit;
use balcao_desk::Attendance;
use balcao_desk::reports::{self, Audience};
use balcao_plugins::{Finished, Outcome, Scene};
use balcao_store::now;
use balcao_store::outbox::{self, NewEntry};
use serde_json::json;

use crate::actions::{Actions, has_action};
use crate::crash;
use crate::error::RunError;
use crate::held::Held;
use crate::run::{Kept, Review, RunId, State};
use crate::touched::{Touched, What};
use crate::view::{Report, RunView};

impl Actions {
    /// Does what the review showed. A second click finds it done, and shows the same receipt.
    pub async fn confirm(&self, scene: &Scene, run: RunId, version: i64) -> Result<RunView, RunError> {
        crash::point("before-claim");
        self.hold(scene, run).await?.confirm(version).await
    }
}

impl Held<'_> {
    async fn confirm(mut self, version: i64) -> Result<RunView, RunError> {
        if self.run.state.is_committed() {
            return self.view().await;
        }
        if self.run.version != version {
            return Err(self.stale().await);
        }
        let (State::Review, Some(review)) = (self.run.state, self.run.review.clone()) else {
            return Err(RunError::NotNow(self.run.state));
        };
        crash::point("after-claim");
        let finished = match self.finish().await {
            Ok(finished) => finished,
            Err(failure) => {
                let view = match self.done_meanwhile().await? {
                    Some(done) => return Ok(done),
                    None => self.view().await?,
                };
                return Ok(RunView { failure: Some(failure), ..view });
            }
        };
        crash::point("before-transaction");
        if finished.effects != review.effects {
            return match self.done_meanwhile().await? {
                Some(done) => Ok(done),
                None => self.changed(review, finished).await,
            };
        }
        let kept = Kept { blocks: finished.blocks, effects: finished.effects, report: review.report };
        match self.commit(kept).await {
            // Another click, or a colleague, was first by the length of the guest's run.
            Err(RunError::Stale(stale)) if stale.state.is_committed() => {
                self.actions.view(self.scene, self.run.id).await
            }
            Err(error) => Err(error),
            Ok(()) => {
                crash::point("after-commit");
                self.tell_commit();
                self.view().await
            }
        }
    }

    /// The receipt, where another click, or a colleague, committed this run while the guest ran: then it
    /// is what they changed that the guest has just seen.
    async fn done_meanwhile(&self) -> Result<Option<RunView>, RunError> {
        let run = self.actions.hold(self.scene, self.run.id).await?;
        if run.run.state.is_committed() { run.view().await.map(Some) } else { Ok(None) }
    }

    /// Runs `finish` for good. It still only says what it wants.
    async fn finish(&self) -> Outcome<Finished> {
        let answers = self.usable(&self.run.answers.flat());
        let action = self.action()?;
        let mut call = pin!(self.actions.plugins.finish(self.scene, action, &answers, false));
        // The call is begun by the first poll; a test may stop the process while it runs.
        let early = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
        crash::point("guest-running");
        match early {
            Poll::Ready(finished) => finished,
            Poll::Pending => call.await,
        }
    }

    /// What `finish` wants is not what was reviewed: the new review takes the old one's place, and
    /// nothing else happens.
    async fn changed(mut self, was: Review, finished: Finished) -> Result<RunView, RunError> {
        let locale = self.scene.locale;
        let was = was.effects.iter().map(|effect| effect.sentence(locale)).collect();
        let report = self.report(&finished);
        self.run.review = Some(Review { effects: finished.effects, report });
        self.save().await?;
        Err(RunError::Changed { was, now: Box::new(self.view().await?) })
    }

    /// One transaction: the run's end under its version, every effect by the rules of its room, the
    /// outbox, the report, the audit line.
    async fn commit(&mut self, kept: Kept) -> Result<(), RunError> {
        let (me, at) = (self.me(), now());
        let db = &self.actions.db;
        let mut tx = db.write().await?;
        self.run.state = if self.run.tool { State::Done } else { State::Committed };
        self.run.kept = Some(kept.clone());
        // First, because it is the lock under which all the rest is done.
        if !self.run.save(&mut tx, db.keys(), &me, at).await? {
            return Err(self.too_late(tx).await);
        }
        let attendance = self.attendance(&mut tx).await?;
        if attendance.ended() {
            return Err(RunError::Ended);
        }
        // The profile may have lost the action, too.
        has_action(&mut tx, &attendance, &self.run.plugin, &self.run.name).await?;
        let mut order = 0;
        for effect in &kept.effects {
            // It asks its room's rules once more, under this transaction's locks.
            for entry in effect.apply(&mut tx, &attendance, at, self.scene.today).await? {
                let run = Some(self.run.id.0);
                outbox::put(&mut tx, NewEntry { run, order, ..entry }).await?;
                order += 1;
            }
        }
        crash::point("inside-transaction");
        let Report { audience, text } = &kept.report;
        reports::write(&mut tx, &attendance, *audience, text, Some(self.run.id.0), at).await?;
        audit::commit(tx, vec![self.line(&attendance, &kept)]).await?;
        Ok(())
    }

    fn tell_commit(&self) {
        let effects = self.run.kept.as_ref().map_or(&[][..], |kept| &kept.effects);
        self.actions
            .tell(Touched { request: self.run.request, what: What::of(&self.actions.plugins, effects) });
    }

    /// The audit trail's line.
    fn line(&self, attendance: &Attendance, kept: &Kept) -> audit::Line {
        attendance
            .line(audit::Act::ActionFinished)
            .contribution(format!("{}/{}", self.run.plugin, self.run.name))
            .fields(json!({
                "run": self.run.id,
                "version": self.run.digest.to_string(),
                "effects": kept.effects.len(),
            }))
    }

    /// The report that the request gets: the plugin's, or else the host's own.
    pub fn report(&self, finished: &Finished) -> Report {
        if let Some((audience, text)) = &finished.report
            && !text.trim().is_empty()
        {
            return Report { audience: *audience, text: text.clone() };
        }
        let locale = self.scene.locale;
        let title = self.action.as_ref().map_or(self.run.name.as_str(), |action| action.titles.text(locale));
        let mut lines = vec![title.to_owned()];
        lines.extend(finished.effects.iter().map(|effect| effect.sentence(locale)));
        let text = lines.join("\n").chars().take(reports::MAX_TEXT).collect();
        Report { audience: Audience::Internal, text }
    }
}
