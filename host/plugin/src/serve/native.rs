//! Plugins as functions of this process, beside their components: what the sandbox costs is the
//! difference. For the bench alone; nothing else has the feature.
//!
//! Such a plugin has the same catalog, settings, gate, budget of the canvas and rooms. It has no
//! sandbox: no instance, no limits, no turns at the processor, no record of what it cost.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use balcao_engine::Watch;
use tokio::sync::mpsc;

use super::Asked;
use crate::call::{self, Serving, channel};
use crate::canvas::{Availability, Block};
use crate::contract;
use crate::failure::{Cause, Failure, Outcome};
use crate::{Plugins, bindings::types};

pub use crate::bindings::everything;
pub use crate::state::Call;

/// A call that goes on, and what it ends with.
pub type Guest<T> = Pin<Box<dyn Future<Output = Result<T, types::Failure>> + Send>>;

/// The functions of one plugin that a page asks for.
pub struct Native {
    /// `widget.draw`.
    pub draw: fn(Call, String, Vec<types::Answer>) -> Guest<()>,
    /// `action.offer`.
    pub offer: fn(Call, String) -> Guest<Availability>,
}

static LINKED: OnceLock<BTreeMap<&'static str, Native>> = OnceLock::new();

/// From now on these plugins run natively, in the whole process.
pub fn link(plugins: BTreeMap<&'static str, Native>) {
    LINKED.get_or_init(|| plugins);
}

pub(super) fn of(plugin: &str) -> Option<&'static Native> {
    LINKED.get()?.get(plugin)
}

impl Native {
    pub(super) async fn draw(
        &self,
        plugins: &Plugins,
        asked: Asked<'_>,
        out: mpsc::Sender<Block>,
    ) -> Outcome<()> {
        let (name, answers) = (asked.contribution.name.clone(), asked.answers);
        let mut call = begin(plugins, asked, out).await?;
        let answers = contract::answers(&mut call, answers);
        (self.draw)(call, name, answers).await.map_err(said)
    }

    pub(super) async fn offer(&self, plugins: &Plugins, asked: Asked<'_>) -> Outcome<Availability> {
        let name = asked.contribution.name.clone();
        let call = begin(plugins, asked, channel().0).await?;
        (self.offer)(call, name).await.map_err(said)
    }
}

async fn begin(plugins: &Plugins, asked: Asked<'_>, out: mpsc::Sender<Block>) -> Outcome<Call> {
    let Asked { scene, contribution, purpose, stop, .. } = asked;
    let target = plugins.target(scene, contribution, purpose).await.map_err(Failure::new)?;
    let watch = Watch::new(plugins.engine().limits(target.class));
    let equipment = Arc::clone(&plugins.0.equipment);
    let serving = Serving { scene: Arc::new(scene.clone()), equipment, stop, out };
    Ok(call::state(plugins.db(), watch, target.settings, target.actions, purpose, Some(serving)))
}

fn said(failure: types::Failure) -> Failure {
    Failure::new(Cause::Said { reason: failure.reason.into(), message: failure.message })
}
