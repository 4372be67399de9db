//! Files and secrets among the answers. An answer holds a handle in their stead, which means something
//! only in the field of the run that it was given to; whoever answers with it has to have given it.

use balcao_desk::inputs::{self, Kind, Place};
use balcao_plugins::Scene;
use balcao_plugins::canvas::{Answer, Field, Input, Step, Upload};
use balcao_store::now;

use crate::actions::Actions;
use crate::answers::{self, Problem};
use crate::error::RunError;
use crate::held::Held;
use crate::run::{RunId, State};

/// Characters of a secret, at most.
const SECRET: usize = 200;

impl Actions {
    /// Which files the field of a run takes, where that is asked for now.
    pub async fn upload(&self, scene: &Scene, run: RunId, field: &str) -> Result<Upload, RunError> {
        let held = self.hold(scene, run).await?;
        if held.run.state != State::Asking {
            return Err(RunError::NotNow(held.run.state));
        }
        let Step::Ask(fields) = held.ask(&held.run.answers.flat()).await?.step else {
            return Err(RunError::NotNow(held.run.state));
        };
        let asked = fields.into_iter().find(|asked| asked.name == field);
        match asked.map(|asked| asked.input) {
            Some(Input::Upload(upload)) => Ok(upload),
            _ => Err(RunError::NotFound),
        }
    }
}

impl Held<'_> {
    /// The answers as a plugin may have them: the handle of an input stands in its own field alone.
    pub fn usable(&self, answers: &[Answer]) -> Vec<Answer> {
        let usable = |field: &str, value: &str| match self.actions.plugins.input(self.scene, value) {
            Some(id) => self.waiting.iter().any(|input| input.id == id && input.field == field),
            None => true,
        };
        let answer = |answer: &Answer| {
            let values = answer.values.iter().filter(|value| usable(&answer.field, value)).cloned();
            Answer { field: answer.field.clone(), values: values.collect() }
        };
        answers.iter().map(answer).collect()
    }

    /// The answers to these fields, or what is wrong with them.
    pub fn check(&self, fields: &[Field], given: &[Answer]) -> Result<Vec<Answer>, Vec<Problem>> {
        let me = self.me().id;
        answers::check(fields, given, |field, value| {
            let id = self.actions.plugins.input(self.scene, value);
            let kind = if let Input::Secret = field.input { Kind::Secret } else { Kind::File };
            self.waiting.iter().any(|input| {
                Some(input.id) == id
                    && input.field == field.name
                    && input.kind == kind
                    && input.given_by == me
            })
        })
    }

    /// Holds the secrets that were typed, and answers with their handles: from here on no text of them
    /// is in an answer. One that can't be a secret is dropped, and is missing then.
    pub async fn take_secrets(
        &mut self,
        fields: &[Field],
        given: &[Answer],
    ) -> Result<Vec<Answer>, RunError> {
        let mut given = given.to_vec();
        for field in fields.iter().filter(|field| matches!(field.input, Input::Secret)) {
            let Some(answer) = given.iter_mut().find(|answer| answer.field == field.name) else { continue };
            let Some(newest) = answer.values.pop() else { continue };
            answer.values = match self.actions.plugins.input(self.scene, &newest) {
                Some(_) => vec![newest],
                None if is_secret(&newest) => vec![self.hold_secret(&field.name, &newest).await?],
                None => Vec::new(),
            };
        }
        Ok(given)
    }

    async fn hold_secret(&mut self, field: &str, text: &str) -> Result<String, RunError> {
        let (db, attendance) = (&self.actions.db, &self.scene.attendance);
        let place = Place { run: self.run.id.0, field };
        let mut tx = db.write().await?;
        let id = inputs::hold_secret(&mut tx, attendance, place, text, now()).await?;
        tx.commit().await?;
        let given_by = self.me().id;
        self.waiting.retain(|input| input.field != field);
        self.waiting.push(inputs::Waiting { id, field: field.to_owned(), kind: Kind::Secret, given_by });
        Ok(self.actions.plugins.input_handle(self.scene, id))
    }

    /// Whether an answer is the handle of an input.
    pub fn is_input(&self, answer: &Answer) -> bool {
        answer.values.iter().any(|value| self.actions.plugins.input(self.scene, value).is_some())
    }
}

fn is_secret(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= SECRET && !text.chars().any(char::is_control)
}
