//! How a run ends: left, with the closing form, or without it.

use balcao_access::audit;
use balcao_desk::closing::{self, Closing};
use balcao_desk::handling::Seen;
use balcao_plugins::Scene;
use balcao_store::now;

use crate::actions::Actions;
use crate::error::RunError;
use crate::held::Held;
use crate::run::{RunId, State};
use crate::view::RunView;

impl Actions {
    /// Leaves a run for good, with nothing done. One that is only put aside needs no call: it stays
    /// where it is, for whoever takes it up.
    pub async fn leave(&self, scene: &Scene, run: RunId, version: i64) -> Result<RunView, RunError> {
        self.hold(scene, run).await?.turn(version, &[State::Asking, State::Review], State::Left).await
    }

    /// Opens the closing form of a finished action.
    pub async fn closing(&self, scene: &Scene, run: RunId, version: i64) -> Result<RunView, RunError> {
        self.hold(scene, run).await?.turn(version, &[State::Committed], State::Closing).await
    }

    /// "Continuar atendendo": the run ends, the request stays as it is.
    pub async fn keep_going(&self, scene: &Scene, run: RunId, version: i64) -> Result<RunView, RunError> {
        let from = [State::Committed, State::Closing];
        self.hold(scene, run).await?.turn(version, &from, State::Done).await
    }

    /// The closing form, filled in for the request as it was seen: the run ends, and the request is
    /// closed, forwarded or goes on as it says, in one transaction.
    pub async fn close(
        &self,
        scene: &Scene,
        run: RunId,
        version: i64,
        seen: Seen,
        form: &Closing,
    ) -> Result<RunView, RunError> {
        self.hold(scene, run).await?.close(version, seen, form).await
    }
}

impl Held<'_> {
    async fn turn(mut self, version: i64, from: &[State], to: State) -> Result<RunView, RunError> {
        self.at(version, from).await?;
        self.run.state = to;
        self.save().await?;
        self.view().await
    }

    async fn close(mut self, version: i64, seen: Seen, form: &Closing) -> Result<RunView, RunError> {
        self.at(version, &[State::Committed, State::Closing]).await?;
        self.run.state = State::Done;
        let (db, me, at) = (&self.actions.db, self.me(), now());
        let mut tx = db.write().await?;
        if !self.run.save(&mut tx, db.keys(), &me, at).await? {
            return Err(self.too_late(tx).await);
        }
        let attendance = self.attendance(&mut tx).await?;
        let line = closing::close(&mut tx, &attendance, seen, form, at).await?;
        audit::commit(tx, vec![line]).await?;
        self.actions.changed(self.run.request);
        self.view().await
    }
}
